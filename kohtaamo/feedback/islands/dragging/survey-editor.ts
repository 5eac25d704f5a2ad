// <survey-editor data-address>: questions are dragged in the outline or moved with Alt and the arrow keys. Every move
// is the POST that the plain buttons use, and the server answers with the outline; nothing here keeps an order.
import Sortable from 'sortablejs'

interface Htmx { ajax(verb: string, path: string, context: { source: Element; target: string; select: string; swap: string; values: Record<string, string> }): Promise<void> }
declare const htmx: Htmx

const STEPS: Record<string, string> = { ArrowUp: 'move:up', ArrowDown: 'move:down' }
const PAGE_STEPS: Record<string, string> = { ArrowUp: 'move-page:up', ArrowDown: 'move-page:down' }
const FEEL = {
  animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150,
  delay: 180, delayOnTouchOnly: true, emptyInsertThreshold: 24, ghostClass: 'is-dragged', group: 'questions',
}

class SurveyEditor extends HTMLElement {
  private lists: Sortable[] = []
  private reload = 0
  private isWritten = false
  private acted: { form: HTMLFormElement; act: string } | null = null
  private readonly onSettle = () => {
    if (!this.lists.length || !this.lists.every((list) => list.el.isConnected)) this.arrange()
    this.keepFocus()
  }
  private readonly onSaved = (event: Event) => {
    const { requestConfig, successful } = (event as CustomEvent<{ requestConfig: { verb: string }; successful: boolean }>).detail
    if (requestConfig.verb === 'post' && successful) this.refreshPhone()
  }

  // The form keeps itself a moment after a key. Whoever leaves a question before that moment loses nothing.
  private readonly onChoosing = (event: Event) => {
    const { verb, elt } = (event as CustomEvent<{ verb: string; elt: Element }>).detail
    if (verb !== 'get' || !this.isWritten || !elt.closest('#outline')) return
    event.preventDefault()
    // the outline is drawn anew when the form has been kept
    void this.keep().then(() => document.getElementById(elt.id)?.click(), () => { this.isWritten = true })
  }
  private readonly onHiding = () => {
    if (this.isWritten && this.form) navigator.sendBeacon(this.form.action, new FormData(this.form))
  }

  private get form() {
    return this.querySelector<HTMLFormElement>('#question-form')
  }

  // Waits for what the form is sending: its answer tells what to compare with, and belongs to this question only.
  private async keep() {
    await this.sent()
    this.isWritten = false
    if (this.form) await fetch(this.form.action, { method: 'POST', body: new FormData(this.form), headers: { 'HX-Request': 'true' } })
    await this.sent()
  }

  private async sent() {
    while (this.form?.querySelector('.htmx-request')) {
      await new Promise((done) => { document.body.addEventListener('htmx:afterRequest', done, { once: true }) })
    }
  }

  connectedCallback() {
    this.addEventListener('input', () => { this.isWritten = true })
    this.addEventListener('keydown', (event) => this.step(event))
    this.addEventListener('submit', (event) => {
      this.acted = this.form && { form: this.form, act: (event.submitter as HTMLButtonElement | null)?.value ?? '' }
    })
    document.body.addEventListener('htmx:confirm', this.onChoosing)
    window.addEventListener('pagehide', this.onHiding)
    document.body.addEventListener('htmx:afterSettle', this.onSettle)
    document.body.addEventListener('htmx:afterRequest', this.onSaved)
    this.arrange()
  }

  disconnectedCallback() {
    document.body.removeEventListener('htmx:confirm', this.onChoosing)
    window.removeEventListener('pagehide', this.onHiding)
    document.body.removeEventListener('htmx:afterSettle', this.onSettle)
    document.body.removeEventListener('htmx:afterRequest', this.onSaved)
    this.rest()
  }

  // A button that went away with its question took the focus along: it goes on where one would, not to the top.
  private keepFocus() {
    if (!this.acted || this.form === this.acted.form) return
    const undo = this.acted.act.startsWith('remove') && this.querySelector<HTMLElement>('#panel [value=undo]')
    const next = undo || this.querySelector<HTMLElement>('#panel [name^=title-]') || document.getElementById('add-question')
    if (document.activeElement === document.body) next?.focus()
    this.acted = null
  }

  private rest() {
    this.lists.forEach((list) => { if (list.el?.isConnected) list.destroy() })
    this.lists = []
  }

  private arrange() {
    this.rest()
    for (const list of this.querySelectorAll<HTMLElement>('[data-questions]')) {
      this.lists.push(new Sortable(list, { ...FEEL, draggable: '[data-name]', onEnd: (drop) => this.drop(drop) }))
    }
  }

  private drop({ item, to, from, newDraggableIndex, oldDraggableIndex }: Sortable.SortableEvent) {
    if (to === from && newDraggableIndex === oldDraggableIndex) return
    const onto = to.closest<HTMLElement>('[data-page]')?.dataset.page ?? ''
    this.send({ act: 'move:onto', moved: item.dataset.name ?? '', onto, place: String(newDraggableIndex ?? 0) })
  }

  private step(event: KeyboardEvent) {
    const link = (event.target as HTMLElement).closest<HTMLElement>('.survey-outline a')
    if (!event.altKey || !link || !STEPS[event.key]) return
    event.preventDefault()
    const name = link.closest<HTMLElement>('[data-name]')?.dataset.name
    const page = link.closest<HTMLElement>('[data-page]')?.dataset.page ?? ''
    if (name) this.send({ act: STEPS[event.key], moved: name })
    else this.send({ act: PAGE_STEPS[event.key], page })
  }

  private send(values: Record<string, string>) {
    const at = this.querySelector<HTMLInputElement>('#question-form [name=at]')?.value ?? ''
    const address = this.dataset.address ?? ''
    const context = { source: this, target: '#outline', select: '#outline', swap: 'outerHTML' }
    this.setAttribute('hx-select-oob', '#said:innerHTML')
    const open: Record<string, string> = values.page ? {} : { at }
    void htmx.ajax('POST', address, { ...context, values: { ...open, ...values } })
  }

  // The phone shows the draft as it was just saved; it keeps its page while one goes on writing.
  private refreshPhone() {
    window.clearTimeout(this.reload)
    this.reload = window.setTimeout(() => {
      const phone = document.getElementById('preview') as HTMLIFrameElement | null
      phone?.contentWindow?.location.reload()
    }, 250)
  }
}

customElements.define('survey-editor', SurveyEditor)
