// <journey-map>: cards and stages are dragged with a mouse or a finger, or moved with Alt and the arrow keys.
// Every move is a POST to the address in data-move, the same that the plain buttons use; the server answers with
// the whole board, so nothing here keeps an order of its own.
import Sortable from 'sortablejs'

interface Htmx { ajax(verb: string, path: string, context: { source: Element; swap: string; values: Record<string, string> }): Promise<void> }
declare const htmx: Htmx

const STEPS: Record<string, string> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }
// A finger has to rest before it drags, so that it can still scroll.
const FEEL = {
  animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150,
  delay: 180, delayOnTouchOnly: true, emptyInsertThreshold: 44, ghostClass: 'is-dragged', dragClass: 'is-carried',
}

class JourneyMap extends HTMLElement {
  private lists: Sortable[] = []
  private readonly onSettle = (event: Event) => {
    const target = (event as CustomEvent<{ target?: Element }>).detail.target
    if (target?.id === 'board' || !this.lists.every((list) => list.el.isConnected)) this.arrange()
    this.showChosen()
    const side = document.getElementById('side')
    if (side && !side.children.length) delete side.dataset.sheet // what was chosen has left the map
  }
  private readonly onClose = () => this.showChosen()
  private readonly onRequest = (event: Event) => {
    // What somebody is reading or filling in is not taken from under the hand.
    const asking = (event as CustomEvent<{ elt: Element }>).detail.elt
    if (asking.id === 'side-panels' && asking.querySelector(':focus, details[open]')) event.preventDefault()
  }

  connectedCallback() {
    this.addEventListener('keydown', (event) => this.step(event))
    document.body.addEventListener('htmx:afterSettle', this.onSettle)
    document.body.addEventListener('htmx:beforeRequest', this.onRequest)
    document.body.addEventListener('side:closed', this.onClose)
    this.arrange()
    this.querySelector('.chosen')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  disconnectedCallback() {
    document.body.removeEventListener('htmx:afterSettle', this.onSettle)
    document.body.removeEventListener('htmx:beforeRequest', this.onRequest)
    document.body.removeEventListener('side:closed', this.onClose)
    this.rest()
  }

  private rest() {
    this.lists.forEach((list) => { if (list.el?.isConnected) list.destroy() })
    this.lists = []
  }

  private arrange() {
    this.rest()
    for (const list of this.querySelectorAll<HTMLElement>('[data-moment]')) {
      this.lists.push(new Sortable(list, { ...FEEL, group: 'touchpoints', draggable: '[data-move]', onEnd: (drop) => this.drop(drop) }))
    }
    const stages = this.querySelector<HTMLElement>('.stages:has(> [data-move])')
    if (stages) {
      this.lists.push(new Sortable(stages, { ...FEEL, draggable: '.stage', handle: '.stage-head', filter: 'button, input, select, [popover]', preventOnFilter: false, direction: 'horizontal', onEnd: (drop) => this.drop(drop) }))
    }
  }

  private drop({ item, to, from, newDraggableIndex, oldDraggableIndex }: Sortable.SortableEvent) {
    if (to === from && newDraggableIndex === oldDraggableIndex) return
    const values: Record<string, string> = { position: String(newDraggableIndex ?? 0) }
    if (to.dataset.moment) values.moment = to.dataset.moment
    this.send(item, values)
  }

  private step(event: KeyboardEvent) {
    const direction = STEPS[event.key]
    const link = event.target as HTMLElement
    const card = link.matches?.('.tp-head a') ? link.closest('.tp[data-move]') : null
    if (!event.altKey || !direction || !card) return
    event.preventDefault() // Alt and left would otherwise leave the page
    this.send(card, { direction })
  }

  private send(card: Element, values: Record<string, string>) {
    const address = card.getAttribute('data-move')
    if (address) void htmx.ajax('POST', address, { source: this, swap: 'none', values })
  }

  private showChosen() {
    const place = new URL(location.href).searchParams.get('place')
    for (const link of this.querySelectorAll<HTMLElement>('.tp-head a')) {
      const isChosen = place !== null && link.id === `place-${place}`
      link.closest('.tp')?.classList.toggle('chosen', isChosen)
      if (isChosen) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }
}

customElements.define('journey-map', JourneyMap)
