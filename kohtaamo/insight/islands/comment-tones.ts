// On a page of comments: j and k go from comment to comment, 1, 2 and 3 say its tone, 0 leaves it to the machine.

const TYPED_IN = 'input, textarea, select, dialog, [contenteditable]'

function go(by: number) {
  const groups = [...document.querySelectorAll<HTMLElement>('.tone-acts')]
  const now = groups.findIndex((one) => one.closest('.quote')?.contains(document.activeElement))
  const next = groups[Math.max(0, Math.min(now + by, groups.length - 1))] ?? groups[0]
  next?.querySelector('button')?.focus()
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if ((event.target as Element).closest(TYPED_IN) || !document.querySelector('.tone-acts')) return
  if (event.key === 'j' || event.key === 'k') go(event.key === 'j' ? 1 : -1)
  const chosen = document.activeElement?.closest('.quote')
  chosen?.querySelector<HTMLElement>(`.tone-acts [data-tone="${CSS.escape(event.key)}"]`)?.click()
})
