// While the server answers, one goes on writing. The answer draws the question anew: what was written since the
// request was sent is carried over into it with the focus, and is sent next, beside what the answer says to compare with.
interface Swap { detail: { target: Element | null; requestConfig: { elt: Element } } }
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
interface Written { key: string; said: string }
interface Kept { at: string; written: Written[]; focus: string; start: number | null; end: number | null }

const LINE = /^(choices|rows|columns)-(\d+)-/
let sent: { form: HTMLFormElement; said: Map<string, string>; gone: Set<string> } | null = null
let kept: Kept | null = null
let drawn: { form: HTMLFormElement; said: Map<string, string> } | null = null
let isSwapping = false

const formNow = () => document.querySelector<HTMLFormElement>('#question-form')
const isBox = (field: Field): field is HTMLInputElement => field.type === 'checkbox' || field.type === 'radio'
const saidBy = (field: Field) => (isBox(field) ? String(field.checked) : field.value)
const nameAt = (form: HTMLFormElement) => form.querySelector<HTMLInputElement>('[name=at], [name=page]')?.value ?? ''

// A field by its name, and by its place among those of that name.
function fieldsOf(form: HTMLFormElement): Map<string, Field> {
  const found = new Map<string, Field>()
  for (const field of form.querySelectorAll<Field>('input[name]:not([type=hidden]), textarea[name], select[name]')) {
    let place = 0
    while (found.has(`${field.name}#${place}`)) place += 1
    found.set(`${field.name}#${place}`, field)
  }
  return found
}

const saidIn = (form: HTMLFormElement) => new Map([...fieldsOf(form)].map(([key, field]) => [key, saidBy(field)]))

// A line without any text is left out by the server, and those after it move up.
function emptyLines(fields: Map<string, Field>): Set<string> {
  const lines = new Map<string, string>()
  for (const [key, field] of fields) {
    const line = LINE.exec(key)
    if (line && !key.includes('-if')) lines.set(line[0], (lines.get(line[0]) ?? '') + field.value.trim())
  }
  return new Set([...lines].filter(([, text]) => !text).map(([line]) => line))
}

function keyAfter(key: string, gone: Set<string>): string {
  const line = LINE.exec(key)
  if (!line) return key
  const before = [...gone].filter((one) => one.startsWith(`${line[1]}-`) && Number(one.split('-')[1]) < Number(line[2]))
  return key.replace(LINE, `${line[1]}-${Number(line[2]) - before.length}-`)
}

function remember() {
  const form = formNow()
  if (!form) return
  sent = { form, said: saidIn(form), gone: emptyLines(fieldsOf(form)) }
}

function keep() {
  const form = formNow()
  kept = null
  if (!form || sent?.form !== form) return
  const { said, gone } = sent
  const fields = [...fieldsOf(form)]
  const written = fields.filter(([key, field]) => said.get(key) !== saidBy(field))
  const [focus, field] = fields.find(([, one]) => one === document.activeElement) ?? ['', null]
  const hasCaret = field !== null && 'selectionStart' in field
  kept = {
    at: nameAt(form),
    written: written.map(([key, one]) => ({ key: keyAfter(key, gone), said: saidBy(one) })),
    focus: focus && keyAfter(focus, gone),
    start: hasCaret ? field.selectionStart : null,
    end: hasCaret ? field.selectionEnd : null,
  }
}

function putBack() {
  const form = formNow()
  if (!form || !kept || kept.at !== nameAt(form)) return
  const fields = fieldsOf(form)
  for (const { key, said } of kept.written) {
    const field = fields.get(key)
    if (field && isBox(field)) field.checked = said === 'true'
    else if (field) field.value = said
  }
  const field = fields.get(kept.focus)
  field?.focus({ preventScroll: true })
  if (field && 'setSelectionRange' in field && kept.start !== null) field.setSelectionRange(kept.start, kept.end)
}

const drawsAnew = (event: Event) => (event as unknown as Swap).detail.target?.id === 'panel'

document.addEventListener('htmx:beforeRequest', (event) => { if (drawsAnew(event)) remember() })
document.addEventListener('htmx:beforeSwap', (event) => {
  if (!drawsAnew(event)) return
  keep()
  isSwapping = true
})
document.addEventListener('htmx:afterSwap', () => {
  if (!isSwapping) return
  isSwapping = false
  const form = formNow()
  drawn = form && { form, said: saidIn(form) }
  putBack()
  kept = sent = null
})
document.addEventListener('htmx:afterRequest', () => { isSwapping = false }) // an answer that draws nothing
// Only now does the new form hear keys: what stands in it otherwise than drawn is as if it were typed now.
document.addEventListener('htmx:afterSettle', () => {
  const form = formNow()
  if (!form || drawn?.form !== form) return
  const { said } = drawn
  drawn = null
  if ([...saidIn(form)].some(([key, now]) => said.get(key) !== now)) form.dispatchEvent(new Event('input', { bubbles: true }))
})
// A field taken away with the focus in it says that it changed, and would send a form that is no more.
for (const kind of ['change', 'focusout']) {
  document.addEventListener(kind, (event) => { if (isSwapping) event.stopImmediatePropagation() }, true)
}

// A new line is whole when one leaves it, not between its languages.
document.addEventListener('focusout', (event) => {
  const line = (event.target as Element).closest('[data-new-line]')
  const next = (event as FocusEvent).relatedTarget as Node | null
  if (!line || !document.hasFocus() || (next && line.contains(next))) return
  const isWritten = [...line.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')].some((one) => one.value.trim())
  const button = next instanceof Element && next.closest('button, a')
  if (isWritten && !button) line.closest('form')?.requestSubmit()
})

export {} // a module: its names are its own
