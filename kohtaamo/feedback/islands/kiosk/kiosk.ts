// A kiosk: begins anew for each person, goes on without a line, and takes a newer survey between two people.
import { Asking, part } from '../points/asking'
import { Keeper } from '../points/keeper'
import { Queue } from '../points/queue'
import type { Given } from '../points/asking'
import type { Item, Told } from '../points/queue'

interface Device { name: string; prefix: string; version: number; idle: number; first: string; languages: Record<string, Given> }

const THANKS_SECONDS = 8
const GENTLY_SECONDS = 15
const BEAT = 60000
const LOOK_BEATS = 30

class Kiosk {
  private readonly stage = part(document, '#stage')
  private readonly keeper = new Keeper()
  private asking: Asking | null = null
  private uid = ''
  private language: string
  private timer = 0
  private beats = 0
  private isShut = false
  private lineState = ''

  private constructor(private readonly device: Device, private readonly queue: Queue) {
    this.language = device.first
    queue.onTold = (told) => void this.told(told)
    queue.onState = (isThere, status) => this.line(isThere, status)
    for (const kind of ['pointerdown', 'keydown', 'input', 'wheel']) addEventListener(kind, () => this.touched(), { passive: true })
    addEventListener('contextmenu', (event) => event.preventDefault())
  }

  static async begin(device: Device) {
    const queue = await Queue.open(`kohtaamo:${device.prefix}`, 'answers/', () => ({ version: device.version }))
    const kiosk = new Kiosk(device, queue)
    kiosk.start()
    setInterval(() => void kiosk.beat(), BEAT)
    await kiosk.keeper.begin()
    void queue.send()
    void kiosk.tell()
  }

  /** The first screen in this language: everything of the one before is gone from the page. */
  private start(language = this.device.first) {
    clearTimeout(this.timer)
    this.language = language
    this.asking = null
    document.documentElement.lang = language
    this.stage.replaceChildren(part<HTMLTemplateElement>(document, `template[data-language="${language}"]`).content.cloneNode(true))
    this.stage.onclick = (event) => this.clicked(event)
    if (this.isShut) this.show('shut')
    void this.tell()
    this.keeper.renew()
  }

  private show(screen: string) {
    for (const one of this.stage.querySelectorAll<HTMLElement>('[data-screen]')) one.hidden = one.dataset.screen !== screen
    const heading = this.stage.querySelector<HTMLElement>(`[data-screen="${screen}"] h1`)
    if (!heading || screen === 'questions') return
    heading.tabIndex = -1
    heading.focus()
  }

  private clicked(event: Event) {
    const act = (event.target as HTMLElement).closest<HTMLElement>('[data-act]')?.dataset
    if (act?.act === 'begin') this.ask()
    else if (act?.act === 'language') this.start(act.code)
    else if (act?.act === 'start') this.start()
    else if (act?.act === 'device') this.show('device')
    else if (act?.act === 'send') void this.queue.send()
    else if (act?.act === 'full') void document.documentElement.requestFullscreen?.()
    else if (act?.act === 'stay') part<HTMLDialogElement>(this.stage, 'dialog').close()
  }

  private ask() {
    this.uid = `${this.device.prefix}${crypto.randomUUID()}`
    this.asking = new Asking(part(this.stage, '[data-screen="questions"]'), this.device.languages[this.language], this.uid)
    this.asking.onEnd = (values) => void this.end(values)
    this.show('questions')
    this.asking.begin()
    this.touched()
  }

  private keep(values: object, isComplete: boolean) {
    const { version } = this.device
    return this.queue.add({ uid: this.uid, version, language: this.language, values, complete: isComplete })
  }

  private async end(values: object) {
    if (!this.asking) return
    this.asking = null
    await this.keep(values, true)
    part(this.stage, '[data-asked]').replaceChildren()
    this.show('thanks')
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.start(), THANKS_SECONDS * 1000)
  }

  /** Quiet for long: asks gently, and then begins anew. What was said on pages that were left is kept. */
  private touched() {
    if (!this.asking && !this.isElsewhere()) return
    clearTimeout(this.timer)
    const quiet = Math.max(5, this.device.idle - GENTLY_SECONDS)
    this.timer = window.setTimeout(() => this.gently(), quiet * 1000)
  }

  private isElsewhere(): boolean {
    return this.language !== this.device.first || !part(this.stage, '[data-screen="device"]').hidden
  }

  private gently() {
    if (!this.asking) return this.start()
    const dialog = part<HTMLDialogElement>(this.stage, 'dialog')
    dialog.showModal()
    this.timer = window.setTimeout(() => void this.leave(), GENTLY_SECONDS * 1000)
  }

  private async leave() {
    const asking = this.asking
    this.asking = null
    if (asking?.hasSaid) await this.keep(asking.said, false)
    this.start()
  }

  private async beat() {
    this.beats += 1
    await this.queue.send()
    if (this.beats % LOOK_BEATS === 0) await this.keeper.look()
  }

  private async told(told: Told) {
    const wasShut = this.isShut
    this.isShut = told.open === false
    if (told.version !== this.device.version) await this.keeper.look()
    if (!this.asking && wasShut !== this.isShut) this.start()
    if (!this.asking && this.isAtStart()) this.keeper.renew()
    void this.tell()
  }

  private isAtStart(): boolean {
    return !part(this.stage, '[data-screen="start"]').hidden
  }

  private line(isThere: boolean, status: number) {
    this.lineState = isThere ? 'there' : status === 404 ? 'gone' : 'away'
    if (status === 404 && !this.isShut) {
      this.isShut = true
      if (!this.asking) this.start()
    }
    void this.tell()
  }

  private async tell() {
    const { waiting, kept } = await this.queue.counts()
    for (const one of this.stage.querySelectorAll<HTMLElement>('[data-line]')) one.hidden = one.dataset.line !== this.lineState
    part(this.stage, '[data-waiting]').textContent = String(waiting)
    part(this.stage, '[data-offline]').hidden = this.keeper.isThere
    const place = part(this.stage, '[data-kept]')
    place.hidden = !kept.length
    part(place, 'ul').replaceChildren(...kept.map((item) => lineOf(item, this.language)))
  }
}

/** When it was said and why it was not taken; never what was said. */
function lineOf(item: Item, language: string): HTMLElement {
  const line = document.createElement('li')
  line.textContent = `${new Date(item.at).toLocaleString(language)}: ${item.kept}`
  return line
}

const data = document.getElementById('device')
if (data) void Kiosk.begin(JSON.parse(data.textContent!) as Device)
