// One person's visit: pages turn at once, and what is said goes to the server behind them.
import { firstLacking } from './checks'
import { bringAlong, keepPlacesApart } from './fields'
import { Keeping } from './keeping'
import { leave, takeAlong, takenAlong } from './leaving'
import { Drawn } from './page'
import { Sending } from './sending'
import { isAnswered, WHY } from './types'
import { courseOf } from './walking'
import { filled, inLanguage } from './words'
import type { Told as Answered } from './sending'
import type { Told } from './page'
import type { Course, Questionnaire, ShownPage, Texts, Values } from './types'

export interface Given extends Told {
  questionnaire: Questionnaire
  token: string
  uid: string
  hidden: Values
  said: Values
  number: number
  base: string
  start: string
  thanks: string
  asker: string
  isStart: boolean
  isOwn: boolean
  hasProgress: boolean
}

// Two clicks on "Continue" turn one page.
const UNTIL_AGAIN = 400

export class Visit {
  private readonly form = part<HTMLFormElement>('#questions')
  private readonly place = part('#asked')
  private readonly templates = new Map<string, HTMLElement>()
  private readonly keeping: Keeping
  private readonly sending: Sending
  private number: number
  private drawn!: Drawn
  private turnedAt = 0
  private loading: Promise<unknown> = Promise.resolve()

  constructor(private readonly given: Given) {
    const pieces = part<HTMLTemplateElement>('#pieces').content
    for (const root of pieces.querySelectorAll<HTMLElement>('[data-question]')) this.templates.set(root.dataset.question!, root)
    this.number = given.number
    this.keeping = new Keeping(`kohtaamo:${given.uid}`)
    this.sending = new Sending(`${given.base}kept/?lang=${given.language}`, this.keeping)
    this.sending.onTold = (told) => this.told(told)
    this.sending.onLine = (isThere) => { part('[data-offline]').hidden = isThere }
  }

  begin() {
    const isRefused = Boolean(this.form.querySelector('.form-errors'))
    const before = { ...this.given.isStart ? takenAlong(this.given.token) : null, ...this.filledIn() }
    if (Object.keys(before).length) this.keeping.change((kept) => { kept.typed = { ...before, ...kept.typed } })
    history.replaceState({ number: this.number }, '')
    this.form.addEventListener('submit', (event) => void this.turn(event))
    this.form.addEventListener('input', (event) => this.changed(event, false))
    this.form.addEventListener('change', (event) => this.changed(event, true))
    this.form.addEventListener('click', (event) => this.clicked(event))
    part('[data-back]').addEventListener('click', (event) => this.back(event))
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[hreflang]')) link.addEventListener('click', () => this.inOtherLanguage(link))
    addEventListener('popstate', ({ state }) => { if (state?.number) this.show(state.number as number) })
    addEventListener('storage', ({ key }) => { if (key === `kohtaamo:${this.given.uid}`) this.refresh() })
    this.show(this.number, { isFirst: true, isRefused })
    if (this.keeping.read().done) this.wait()
    void this.sending.send()
  }

  /** What was filled in before this script came, or chosen in a mail. */
  private filledIn(): Values {
    const page = this.course().pages.find(({ number }) => number === this.number)
    if (!page) return {}
    const old = new Drawn(this.place, this.templates, this.given)
    old.adopt()
    return Object.fromEntries(Object.entries(old.read(page)).filter(([, value]) => isAnswered(value) && value !== false))
  }

  private values(): Values {
    const { typed, queue } = this.keeping.read()
    return { ...this.given.said, ...queue, ...typed }
  }

  private course(values = this.values()): Course {
    return courseOf(this.given.questionnaire, values, this.given.hidden, this.given.uid)
  }

  private page(course: Course): ShownPage {
    return course.pages.find(({ number }) => number === this.number) ?? course.pages[0]
  }

  private show(number: number, { isFirst = false, isRefused = false } = {}) {
    this.number = number
    this.turnedAt = isFirst ? 0 : Date.now()
    this.place.replaceChildren()
    this.drawn = new Drawn(this.place, this.templates, this.given)
    part('[data-waiting]').hidden = true
    this.form.hidden = false
    const page = this.refresh()
    if (isRefused) this.complain(page)
    if (isFirst) return
    scrollTo(0, 0)
    const heading = part('main h1:not([hidden])')
    heading.tabIndex = -1
    heading.focus()
  }

  /** Draws the page as it is after what has been said so far. */
  private refresh(): ShownPage {
    const values = this.values()
    const course = this.course(values)
    const page = this.page(course)
    const { language, words, kinds } = this.given
    const fill = (texts?: Texts) => filled(inLanguage(texts, language), course, kinds, language)
    const at = course.pages.indexOf(page)
    const counted = { number: at + 1, count: course.pages.length }
    const title = fill(page.page.title)
    this.number = page.number
    this.drawn.show(course, page, values)
    this.headed(title || told(words.page, counted), Boolean(title))
    part('#page-description').textContent = fill(page.page.description)
    part('[data-onward]').textContent = at === course.pages.length - 1 ? words.send : words.onward
    part('[data-skip]').hidden = !page.questions.length || page.questions.some(({ required }) => required)
    part('[data-back]').parentElement!.hidden = at === 0
    if (this.given.hasProgress) this.progress(course, page, counted)
    return page
  }

  /** A question alone on its page is the heading itself. */
  private headed(text: string, isShown: boolean) {
    const own = this.place.querySelector('h1')
    const heading = part('#page-title')
    heading.hidden = Boolean(own)
    heading.textContent = text
    heading.className = isShown ? '' : 'visually-hidden'
    document.title = `${(own ?? heading).textContent} · ${this.given.asker}`
  }

  private progress(course: Course, page: ShownPage, counted: { number: number; count: number }) {
    const { words, kinds } = this.given
    const bar = part<HTMLProgressElement>('progress')
    bar.max = counted.count
    bar.value = counted.number
    bar.setAttribute('aria-label', told(words.progress, counted))
    const rest = course.pages.filter(({ number }) => number >= page.number).flatMap(({ questions }) => questions)
    const seconds = Math.max(10, Math.round(rest.reduce((sum, { element }) => sum + kinds[element.type].seconds, 0) / 10) * 10)
    const left = seconds < 90 ? told(words.seconds, { seconds }) : told(words.minutes, { minutes: Math.round(seconds / 60) })
    part('[data-left]').textContent = `${counted.number} / ${counted.count} · ${left}`
  }

  private changed(event: Event, isSettled: boolean) {
    const field = event.target as HTMLInputElement
    if (field.type === 'file') return isSettled ? this.upload(field) : undefined
    bringAlong(field, this.given.language)
    keepPlacesApart(field)
    this.keepTyped()
    const page = this.refresh()
    const name = field.closest<HTMLElement>('[data-question]')?.dataset.question
    if (name && (isSettled || this.drawn.isComplaining(name))) this.drawn.atOnce(name, page, this.course().values)
  }

  private keepTyped() {
    const read = this.drawn.read(this.page(this.course()))
    this.keeping.change(({ typed }) => Object.assign(typed, read))
    this.remember()
  }

  private remember() {
    const { isOwn, token, uid, base } = this.given
    if (isOwn) leave(token, { address: `${base}${this.number}/`, uid, at: Date.now() })
  }

  private async turn(event: SubmitEvent) {
    event.preventDefault()
    if (Date.now() - this.turnedAt < UNTIL_AGAIN) return
    await this.loading
    this.keepTyped()
    const page = this.page(this.course())
    if (event.submitter?.hasAttribute('data-skip')) this.emptied(page)
    else if (this.complain(page)) return
    const course = this.course()
    const next = course.pages.find(({ number }) => number > page.number) ?? firstLacking(course)
    this.enqueue(course, page, !next)
    if (!next) return this.wait()
    history.pushState({ number: next.number }, '', `${this.given.base}${next.number}/?lang=${this.given.language}`)
    this.show(next.number)
    this.remember()
  }

  private back(event: Event) {
    event.preventDefault()
    this.keepTyped()
    const before = this.course().pages.findLast(({ number }) => number < this.number)
    if (!before) return
    history.pushState({ number: before.number }, '', `${this.given.base}${before.number}/?lang=${this.given.language}`)
    this.show(before.number)
  }

  private emptied({ questions }: ShownPage) {
    this.keeping.change(({ typed }) => {
      for (const { element } of questions) typed[element.name] = typed[element.name + WHY] = null
    })
  }

  private complain(page: ShownPage): boolean {
    const problems = this.drawn.problems(page, this.course().values)
    for (const { element } of page.questions) this.drawn.complain(element.name, problems[element.name])
    const first = page.questions.find(({ element }) => problems[element.name])
    if (first) this.drawn.focus(first.element.name)
    return Boolean(first)
  }

  /** All that was typed on the pages so far; what is shown no longer the server drops as well. */
  private enqueue(course: Course, page: ShownPage, isDone: boolean) {
    const ahead = new Set(course.pages.filter(({ number }) => number > page.number && !isDone)
      .flatMap(({ questions }) => questions.flatMap(({ element }) => [element.name, element.name + WHY])))
    this.keeping.change((kept) => {
      for (const name of Object.keys(kept.typed)) {
        if (ahead.has(name)) continue
        kept.queue[name] = kept.typed[name]
        this.given.said[name] = kept.typed[name]
        delete kept.typed[name]
      }
      kept.done = isDone
    })
    void this.sending.send()
  }

  private wait() {
    this.form.hidden = true
    part('[data-waiting]').hidden = false
    part('[data-back]').parentElement!.hidden = true
  }

  private told(answer: Answered) {
    const { token, thanks, language, start, base } = this.given
    const ending = `?lang=${language}`
    if (answer.over || answer.trouble === 'expired') {
      if (!answer.over) takeAlong(token, this.values())
      this.keeping.forget()
      leave(token, null)
      location.replace((answer.over ? thanks : start) + ending + (answer.isEnough ? '&enough=1' : ''))
    } else if (answer.trouble) {
      location.replace(`${base}${this.number}/${ending}`)
    } else if (answer.problems) {
      this.show(answer.number ?? this.number)
      for (const [name, sentence] of Object.entries(answer.problems)) this.drawn.complain(name, sentence)
    }
  }

  private clicked(event: Event) {
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-file]')
    const name = button?.closest<HTMLElement>('[data-question]')?.dataset.question
    if (!button || !name) return
    const left = (this.values()[name] as { file: string }[]).filter(({ file }) => String(file) !== button.dataset.file)
    this.keeping.change(({ typed }) => { typed[name] = left.length ? left : null })
    this.refresh()
  }

  /** A file goes at once: what is chosen in a browser cannot be kept on the device. */
  private upload(field: HTMLInputElement) {
    const { name } = field
    const { base, language, words } = this.given
    const body = new FormData()
    for (const file of field.files ?? []) body.append(name, file)
    const state = field.closest('.field')!.querySelector('[data-state]')!
    state.textContent = words.sending
    this.loading = fetch(`${base}files/?lang=${language}`, { method: 'POST', body, credentials: 'omit' })
      .then((response) => response.json() as Promise<{ problem?: string; value?: unknown[] }>)
      .then(({ problem, value }) => {
        this.drawn.complain(name, problem)
        if (value) this.keeping.change(({ typed }) => { typed[name] = [...this.values()[name] as unknown[] ?? [], ...value] })
      })
      .catch(() => this.drawn.complain(name, words.fileLost))
      .finally(() => { state.textContent = ''; this.refresh() })
    field.value = ''
  }

  /** What was typed stands on this device: the same page in the other language has it again. */
  private inOtherLanguage(link: HTMLAnchorElement) {
    this.keepTyped()
    link.href = `${this.given.base}${this.number}/?lang=${link.hreflang}`
  }
}

function part<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
  return document.querySelector<Kind>(selector)!
}

function told(text: string, facts: Record<string, unknown>): string {
  return text.replace(/%\((\w+)\)s/g, (_, name: string) => String(facts[name]))
}
