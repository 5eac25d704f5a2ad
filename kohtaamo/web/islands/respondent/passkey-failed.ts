// allauth's passkey scripts tell of a failure by an event; the page says it in words.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.querySelector('[data-passkey-failed]')?.removeAttribute('hidden')
})
