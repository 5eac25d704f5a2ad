// An interviewer's desk: whom to call, what to say and ask by number keys, what came of it; also without a line.
import { Asking, part } from '../points/asking'
import { Keeper } from '../points/keeper'
import { Queue } from '../points/queue'
import type { Given } from '../points/asking'
import type { Item, Told } from '../points/queue'

interface Call { id: number; name: string; phone: string; note: string; tried: number; again: string }
interface Desk {
  prefix: string
  member: number
  survey: number
  version: number
  first: string
  languages: Record<string, Given>
  calls: Call[]
  probes: Record<string, Record<string, string[]>>
  outcomes: Record<string, { asksWhen: boolean; isFinal: boolean }>
  taken: string
}

const BEAT = 60000
const TEN_WITHIN = 700

class Interviews {
  private readonly root = part(document, '#desk')
  private readonly keeper = new Keeper()
  private call: Call | null = null
  private asking: Asking | null = null
  private uid = ''
  private values: object = {}
  private outcome = 'interview'
  private lastOne = 0
  private screen = 'list'

  constructor(private readonly desk: Desk, private readonly queue: Queue) {
    queue.onTold = (told) => this.told(told)
    queue.onState = (isThere, status) => {
      const state = isThere ? '' : status === 401 || status === 403 ? 'out' : 'away'
      for (const one of document.querySelectorAll<HTMLElement>('[data-line]')) one.hidden = one.dataset.line !== state
    }
    this.root.addEventListener('click', (event) => void this.clicked(event))
    addEventListener('keydown', (event) => this.pressed(event))
    part<HTMLSelectElement>(this.root, '[data-tongue]').value = desk.first
  }

  async begin() {
    await this.list()
    setInterval(() => void this.queue.send(), BEAT)
    await this.keeper.begin()
    await this.queue.send()
  }

  private show(screen: string) {
    this.screen = screen
    for (const one of this.root.querySelectorAll<HTMLElement>('[data-screen]')) one.hidden = one.dataset.screen !== screen
    const heading = this.root.querySelector<HTMLElement>(`[data-screen="${screen}"] h1`)
    if (!heading || screen === 'questions') return
    heading.tabIndex = -1
    heading.focus()
  }

  /** Those who wait here for a line with their call finished are not shown again. */
  private async list() {
    this.call = this.asking = null
    const items = await this.queue.items()
    const done = new Set(items.filter(({ outcome }) => this.desk.outcomes[String(outcome)]?.isFinal).map(({ call }) => call))
    const left = this.desk.calls.filter(({ id }) => !done.has(id))
    part(this.root, '[data-people]').replaceChildren(...left.map((call) => personOf(call)))
    part(this.root, '[data-nobody]').hidden = left.length > 0
    this.show('list')
    await this.tell()
    this.keeper.renew()
  }

  private async tell() {
    const { waiting, kept } = await this.queue.counts()
    part(document, '[data-waiting]').textContent = String(waiting)
    const place = part(this.root, '[data-kept]')
    place.hidden = !kept.length
    part(place, 'ul').replaceChildren(...kept.map((item) => this.lineOf(item)))
  }

  private lineOf(item: Item): HTMLElement {
    const line = document.createElement('li')
    const name = this.desk.calls.find(({ id }) => id === item.call)?.name ?? String(item.name ?? '')
    const why = item.kept === 'beside' ? this.desk.taken.replace('%(by)s', item.by || '–') : item.kept
    line.textContent = `${name} ${new Date(item.at).toLocaleString()}: ${why} `
    if (item.kept !== 'beside') return line
    const button = document.createElement('button')
    Object.assign(button, { type: 'button', className: 'as-link', textContent: 'OK' })
    button.onclick = () => void this.queue.drop(item.id!).then(() => this.tell())
    line.append(button)
    return line
  }

  private async clicked(event: Event) {
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-act]')
    const act = button?.dataset.act
    if (act === 'call') this.open(this.desk.calls.find(({ id }) => String(id) === button!.dataset.call) ?? null)
    else if (act === 'free') this.open(null)
    else if (act === 'list') await this.list()
    else if (act === 'consent') this.ask()
    else if (act === 'outcome') await this.came(button!.dataset.outcome!)
    else if (act === 'when') await this.keep('call_back', part<HTMLInputElement>(this.root, '#again').value)
    else if (act === 'break') this.end(this.asking?.said ?? {}, 'broken_off')
    else if (act === 'finish') await this.keep(this.outcome)
    else if (act === 'empty') await this.empty()
  }

  private open(call: Call | null) {
    this.call = call
    this.uid = `${this.desk.prefix}${crypto.randomUUID()}`
    this.values = {}
    part(this.root, '[data-name]').textContent = call?.name ?? part(this.root, '[data-act="free"]').textContent
    const phone = part<HTMLAnchorElement>(this.root, '[data-phone]')
    phone.textContent = call?.phone ?? ''
    if (call?.phone) phone.href = `tel:${call.phone.replace(/[^+\d]/g, '')}`
    else phone.removeAttribute('href')
    part(this.root, '[data-note]').textContent = [call?.note, call?.again].filter(Boolean).join(' · ')
    part<HTMLSelectElement>(this.root, '[data-way]').value = call ? 'phone' : 'face_to_face'
    part(this.root, '[data-when]').hidden = true
    part<HTMLTextAreaElement>(this.root, '#note').value = ''
    this.show('call')
  }

  private ask() {
    const language = this.language()
    const stage = part(this.root, '[data-stage]')
    stage.lang = language
    stage.replaceChildren(part<HTMLTemplateElement>(document, `template[data-language="${language}"]`).content.cloneNode(true))
    this.asking = new Asking(stage, this.desk.languages[language], this.uid)
    this.asking.onEnd = (values) => this.end(values, 'interview')
    this.asking.onPage = ({ questions }) => this.probe(questions.map(({ element }) => element.name))
    this.show('questions')
    this.asking.begin()
  }

  private language(): string {
    return part<HTMLSelectElement>(this.root, '[data-tongue]').value
  }

  private probe(names: string[]) {
    const lines = names.flatMap((name) => this.desk.probes[name]?.[this.language()] ?? [])
    const place = part(this.root, '[data-probes]')
    place.hidden = !lines.length
    place.replaceChildren(...lines.map((text) => Object.assign(document.createElement('li'), { textContent: text })))
  }

  private end(values: object, outcome: string) {
    this.values = values
    this.outcome = outcome
    this.show('end')
    part(this.root, '#note').focus()
  }

  private async came(outcome: string) {
    if (!this.desk.outcomes[outcome].asksWhen) return this.keep(outcome)
    part(this.root, '[data-when]').hidden = false
    part(this.root, '#again').focus()
  }

  private async keep(outcome: string, again = '') {
    const { version } = this.desk
    const way = part<HTMLSelectElement>(this.root, '[data-way]').value
    const note = part<HTMLTextAreaElement>(this.root, '#note').value
    await this.queue.add({
      uid: this.uid, version, language: this.language(), values: this.values, complete: outcome === 'interview',
      call: this.call?.id ?? null, name: this.call?.name ?? '', way, outcome, again, note, consented: Boolean(this.asking),
    })
    await this.list()
  }

  private async empty() {
    const { waiting } = await this.queue.counts()
    if (waiting) return part(document, '[data-waiting]').parentElement!.scrollIntoView()
    for (const item of await this.queue.items()) await this.queue.drop(item.id!)
    for (const name of await caches.keys()) if (name.includes('/interviews/')) await caches.delete(name)
    await (await navigator.serviceWorker.getRegistration())?.unregister()
    location.assign(part<HTMLAnchorElement>(document, '.brand').href)
  }

  private told(told: Told) {
    this.desk.calls = told.calls as Call[]
    if (told.version !== this.desk.version && this.screen === 'list') return location.reload()
    if (this.screen === 'list') void this.list()
    else void this.tell()
  }

  /** 1 to 9 choose in the order shown, on scales the number itself; 1 and 0 at once is ten. */
  private pressed(event: KeyboardEvent) {
    const field = event.target as HTMLElement
    if (event.ctrlKey || event.metaKey || event.altKey || field.matches('textarea, select, input:not([type=radio], [type=checkbox])')) return
    if (event.key === 'Enter' && this.screen === 'questions' && !field.matches('button')) return part<HTMLFormElement>(this.root, '[data-stage] form').requestSubmit()
    if (!/^\d$/.test(event.key)) return
    if (this.screen === 'call') return this.root.querySelectorAll<HTMLElement>('[data-outcome]')[Number(event.key) - 1]?.click()
    if (this.screen !== 'questions') return
    const question = field.closest('[data-question]') ?? this.unanswered()
    const offered = [...question?.querySelectorAll<HTMLInputElement>('input[type=radio], input[type=checkbox]') ?? []].filter((one) => !one.closest('[hidden]'))
    const isScale = Boolean(question?.querySelector('.keys'))
    const isTen = event.key === '0' && event.timeStamp - this.lastOne < TEN_WITHIN
    this.lastOne = event.key === '1' ? event.timeStamp : 0
    const chosen = isScale ? offered.find(({ value }) => value === (isTen ? '10' : event.key)) : offered[Number(event.key) - 1]
    if (!chosen) return
    event.preventDefault()
    chosen.focus()
    chosen.click()
  }

  private unanswered(): Element | undefined {
    const questions = [...this.root.querySelectorAll('[data-stage] [data-question]')]
    return questions.find((one) => one.querySelector('input[type=radio], input[type=checkbox]') && !one.querySelector(':checked')) ?? questions[0]
  }
}

function personOf(call: Call): HTMLElement {
  const line = document.createElement('li')
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', className: 'btn' })
  button.dataset.act = 'call'
  button.dataset.call = String(call.id)
  button.textContent = [call.name, call.phone, call.again, call.tried ? `${call.tried}×` : ''].filter(Boolean).join(' · ')
  line.append(button)
  return line
}

const data = document.getElementById('interviews')
if (data) {
  const desk = JSON.parse(data.textContent!) as Desk
  const name = `kohtaamo:calls:${desk.survey}:${desk.member}`
  void Queue.open(name, 'answers/', () => ({ version: desk.version })).then((queue) => new Interviews(desk, queue).begin())
}
