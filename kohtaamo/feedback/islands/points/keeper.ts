// The worker that keeps this page on the device; a newer one waits until `renew` finds that nobody is disturbed.
export class Keeper {
  private registration: ServiceWorkerRegistration | null = null
  isThere = false

  async begin() {
    if (!('serviceWorker' in navigator)) return
    const isNewcomer = !navigator.serviceWorker.controller
    let isRenewed = isNewcomer
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (isRenewed) isRenewed = false
      else location.reload()
    })
    try {
      this.registration = await navigator.serviceWorker.register('worker.js')
      await navigator.serviceWorker.ready
      this.isThere = true
    } catch { /* no line, or a connection that is not secure: told on the page */ }
  }

  /** Looks for a newer page, which is fetched whole before it takes over. */
  async look() {
    try {
      await this.registration?.update()
    } catch { /* no line */ }
  }

  renew() {
    this.registration?.waiting?.postMessage('now')
  }
}
