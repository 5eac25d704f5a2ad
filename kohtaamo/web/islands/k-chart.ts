// <k-chart option="id-of-json" src="/static/.../charts.js">: fetches the drawing code only when a chart comes
// into view, so a page without charts never pays for it.

interface Drawing { dispose(): void }
declare global {
  interface Window { drawChart?: (box: HTMLElement, option: unknown) => Drawing }
}

const loading = new Map<string, Promise<void>>()

function fetched(source: string): Promise<void> {
  let promise = loading.get(source)
  if (!promise) {
    promise = new Promise((done, failed) => {
      const script = document.createElement('script')
      script.src = source
      script.onload = () => done()
      script.onerror = () => failed(new Error(`could not load ${source}`))
      document.head.append(script)
    })
    loading.set(source, promise)
  }
  return promise
}

class Chart extends HTMLElement {
  private drawing?: Drawing
  private readonly seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) void this.draw()
  }, { rootMargin: '200px' })

  connectedCallback() { this.seen.observe(this) }

  disconnectedCallback() {
    this.seen.disconnect()
    this.drawing?.dispose()
    this.drawing = undefined
  }

  private async draw() {
    this.seen.disconnect()
    const option = document.getElementById(this.getAttribute('option') ?? '')?.textContent
    if (!option) return
    await fetched(this.getAttribute('src') ?? '')
    if (this.isConnected && !this.drawing) this.drawing = window.drawChart?.(this, JSON.parse(option))
  }
}

customElements.define('k-chart', Chart)

export {}
