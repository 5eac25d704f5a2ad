// What every signed-in page does: dialogs, toasts, side panel as a sheet, self-sending controls.

import './respondent/sent-once'

const byId = (id: string) => document.getElementById(id)
const palette = () => byId('palette') as HTMLDialogElement | null

function openDialog(dialog: HTMLDialogElement | null) {
  if (dialog && !dialog.open) dialog.showModal()
}

document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault()
    openDialog(palette())
    palette()?.querySelector('input')?.select()
  }
  if (event.key === 'Escape' && !isBusyElsewhere(event)) {
    const closer = byId('side')?.querySelector<HTMLAnchorElement>('a[data-close-side]')
    if (closer) closeSide(closer)
  }
})

document.addEventListener('click', (event) => {
  const target = event.target as Element
  const opener = target.closest<HTMLElement>('[data-opens]')
  if (opener) {
    event.preventDefault()
    openDialog(byId(opener.dataset.opens ?? '') as HTMLDialogElement | null)
  }
  if (target.closest('[data-closes]')) target.closest('dialog')?.close()
  if (target instanceof HTMLDialogElement) target.close() // a press on the backdrop lands on the dialog itself
  const closer = target.closest<HTMLAnchorElement>('#side a[data-close-side]')
  if (closer && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    closeSide(closer)
  }
  if (target.closest('[data-dismiss]')) target.closest('.toast')?.remove()
  if (target.closest('#palette .found a')) palette()?.close()
})

document.addEventListener('change', (event) => {
  const control = event.target as HTMLElement
  if (control.matches('[data-sends]')) control.closest('form')?.requestSubmit()
})

// ---- the side panel
document.body.addEventListener('htmx:afterSwap', (event) => {
  const side = (event as CustomEvent<{ target: HTMLElement }>).detail.target
  if (side?.id !== 'side') return
  if (side.children.length) {
    side.dataset.sheet = ''
    side.querySelector<HTMLElement>('h2')?.focus()
  } else delete side.dataset.sheet
})
// Escape belongs first to what is open above the panel, and never takes away what is being typed.
function isBusyElsewhere(event: KeyboardEvent) {
  const typesIn = (event.target as Element).matches('input, textarea, select')
  return event.defaultPrevented || typesIn || document.querySelector('dialog[open], :popover-open') !== null
}
function closeSide(closer: HTMLAnchorElement) {
  const side = byId('side')!
  history.replaceState({ htmx: true }, '') // so that the way back opens the panel again
  history.pushState({ htmx: true }, '', closer.href)
  delete side.dataset.sheet
  side.replaceChildren()
  document.body.dispatchEvent(new CustomEvent('side:closed'))
  byId(closer.dataset.closeSide ?? '')?.focus()
}

// ---- toasts: drawn by the server, by an out-of-band swap, or from HX-Trigger: {"toast": {"text": "..."}}
const SECONDS_SHOWN = 6
const SECONDS_TO_UNDO = 12

function settle(toast: HTMLElement) {
  if (toast.dataset.settled !== undefined || toast.classList.contains('worse')) return
  toast.dataset.settled = ''
  let left: ReturnType<typeof setTimeout>
  const leave = () => {
    const seconds = toast.querySelector('form, a') ? SECONDS_TO_UNDO : SECONDS_SHOWN
    left = setTimeout(() => toast.remove(), seconds * 1000)
  }
  toast.addEventListener('pointerenter', () => clearTimeout(left))
  toast.addEventListener('focusin', () => clearTimeout(left))
  toast.addEventListener('pointerleave', leave)
  leave()
}

const toasts = byId('toasts')
if (toasts) {
  const settleAll = () => toasts.querySelectorAll<HTMLElement>('.toast').forEach(settle)
  new MutationObserver(settleAll).observe(toasts, { childList: true })
  settleAll()
}
document.body.addEventListener('toast', (event) => {
  const { text, worse } = (event as CustomEvent<{ text: string; worse?: boolean }>).detail
  say(text, worse)
})
document.body.addEventListener('htmx:afterRequest', (event) => {
  const { elt, successful } = (event as CustomEvent<{ elt: HTMLElement; successful: boolean }>).detail
  if (successful) elt.closest('.toast')?.remove() // what was to be undone is undone
})
document.body.addEventListener('htmx:sendError', () => sayFailure())
document.body.addEventListener('htmx:responseError', (event) => {
  const { xhr, requestConfig } = (event as CustomEvent<{ xhr: XMLHttpRequest; requestConfig: { verb: string } }>).detail
  // what a person sent must never fail in silence; a part of the page that renews itself may be gone by now
  if (xhr.status >= 500 || requestConfig.verb !== 'get') sayFailure()
})

function say(text: string, worse = false) {
  const model = byId('toast-model') as HTMLTemplateElement | null
  const toast = model?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined
  if (!toast || !toasts) return
  toast.classList.toggle('worse', worse)
  toast.querySelector('.words')!.textContent = text
  toasts.append(toast)
}
function sayFailure() {
  const text = toasts?.dataset.failure
  if (text) say(text, true)
}
