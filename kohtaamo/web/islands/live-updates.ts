// <live-updates src="/live/">: says on body that something changed, so that the parts of the page that show
// it fetch themselves anew: hx-trigger="changed from:body throttle:2s".

interface Change { verbs: string[] }

class LiveUpdates extends HTMLElement {
  private stream?: EventSource
  private readonly onVisibility = () => (document.hidden ? this.close() : this.open())

  connectedCallback() {
    document.addEventListener('visibilitychange', this.onVisibility)
    if (!document.hidden) this.open()
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.onVisibility)
    this.close()
  }

  private open() {
    const source = this.getAttribute('src')
    if (this.stream || !source) return
    this.stream = new EventSource(source)
    this.stream.addEventListener('changed', (message) => {
      const change = JSON.parse(message.data) as Change
      document.body.dispatchEvent(new CustomEvent('changed', { bubbles: true, detail: change }))
    })
  }

  // A hidden page holds no connection; browsers allow only six to one host.
  private close() {
    this.stream?.close()
    this.stream = undefined
  }
}

customElements.define('live-updates', LiveUpdates)
