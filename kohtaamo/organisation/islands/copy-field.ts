// A link or key shown once: a press chooses all of it, ready to be copied.
document.addEventListener('focusin', (event) => {
  const field = event.target as HTMLElement
  if (field instanceof HTMLInputElement && field.matches('[data-copies]')) field.select()
})
