// <live-updates src="/live/">: says on body that something changed, so that the parts of the page that show
// it fetch themselves anew: hx-trigger="changed from:body throttle:2s".

interface Change { verbs: string[] }

// A part that throttles itself to 2 s forgets what it hears meanwhile. So changes that come close together are
// gathered and told a little after that: the last one is always heard.
const CALM_MILLISECONDS = 2100

class LiveUpdates extends HTMLElement {
  private stream?: EventSource
  private hasListened = false
  private heard: string[] | undefined
  private calm?: number
  private readonly onVisibility = () => (document.hidden ? this.close() : this.open())

  connectedCallback() {
    document.addEventListener('visibilitychange', this.onVisibility)
    if (!document.hidden) this.open()
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.onVisibility)
    window.clearTimeout(this.calm)
    this.calm = undefined
    this.close()
  }

  private open() {
    const source = this.getAttribute('src')
    if (this.stream || !source) return
    this.stream = new EventSource(source)
    this.stream.addEventListener('open', () => {
      if (this.hasListened) this.hear([]) // nobody knows what happened while we were away
      this.hasListened = true
    })
    this.stream.addEventListener('changed', (message) => this.hear((JSON.parse(message.data) as Change).verbs))
  }

  private hear(verbs: string[]) {
    this.heard = [...(this.heard ?? []), ...verbs]
    if (this.calm === undefined) this.tell()
  }

  private tell() {
    this.calm = undefined
    if (!this.heard) return
    const change: Change = { verbs: [...new Set(this.heard)] }
    this.heard = undefined
    document.body.dispatchEvent(new CustomEvent('changed', { bubbles: true, detail: change }))
    // Counted from when all have heard: on a busy device that takes longer than the time to spare.
    this.calm = window.setTimeout(() => this.tell(), CALM_MILLISECONDS)
  }

  // A hidden page holds no connection; browsers allow only six to one host.
  private close() {
    this.stream?.close()
    this.stream = undefined
  }
}

customElements.define('live-updates', LiveUpdates)
