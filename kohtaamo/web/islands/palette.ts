// The command palette: the first hit is the chosen one while the field has the focus, and Enter opens it.

interface Swapped { target: Element | null; pathInfo: { finalRequestPath: string } }

const dialog = document.getElementById('palette') as HTMLDialogElement | null
const field = dialog?.querySelector<HTMLInputElement>('input[type=search]')
const list = dialog?.querySelector('.found')

let answered: string | undefined // what was typed when the hits now shown were asked for
let isWaiting = false
let hasFailed = false

const links = () => [...(list?.querySelectorAll<HTMLElement>('a') ?? [])]

field?.form?.addEventListener('submit', (event) => {
  if (hasFailed) return // the page without JavaScript says what this one could not
  event.preventDefault()
  if (field.value === answered) links()[0]?.click()
  else isWaiting = true
})
field?.addEventListener('input', () => {
  isWaiting = hasFailed = false
})
dialog?.addEventListener('close', () => {
  isWaiting = false
})

document.body.addEventListener('htmx:afterSwap', (event) => {
  const { target, pathInfo } = (event as CustomEvent<Swapped>).detail
  if (!list || target !== list) return
  answered = new URL(pathInfo.finalRequestPath, location.href).searchParams.get('q') ?? ''
  if (!isWaiting || field?.value !== answered) return
  isWaiting = false
  links()[0]?.click()
})
for (const failure of ['htmx:sendError', 'htmx:responseError']) {
  field?.addEventListener(failure, () => {
    const wasWaiting = isWaiting
    hasFailed = true
    isWaiting = false
    if (wasWaiting) field.form?.requestSubmit()
  })
}

dialog?.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [field, ...links().slice(1)] // the first hit is chosen from the field
  const now = stops.indexOf(document.activeElement as HTMLInputElement)
  const next = stops[now + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
})

export {} // a module: its names are its own
