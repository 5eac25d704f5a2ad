// A double click sends a form once: two would make two of everything. htmx sends its own forms, and not twice.
const SECONDS_UNTIL_AGAIN = 5

function again(form: HTMLFormElement) {
  delete form.dataset.sent
}
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  if (event.defaultPrevented || form.getAttribute('method')?.toLowerCase() !== 'post') return
  if (form.dataset.sent !== undefined) return event.preventDefault()
  form.dataset.sent = ''
  setTimeout(again, SECONDS_UNTIL_AGAIN * 1000, form)
})
// Back from the next page: the browser shows this one as it was left.
addEventListener('pageshow', () => document.querySelectorAll<HTMLFormElement>('form[data-sent]').forEach(again))
