// A questionnaire asked on a device, page by page, in memory: nothing of a person stays on the screen or beside it.
import { firstLacking } from '../course/checks'
import { bringAlong } from '../course/fields'
import { Drawn } from '../course/page'
import { isAnswered } from '../course/types'
import { courseOf } from '../course/walking'
import { filled, inLanguage } from '../course/words'
import type { Told } from '../course/page'
import type { Course, Questionnaire, ShownPage, Texts, Values } from '../course/types'

export interface Given extends Told {
  questionnaire: Questionnaire
  hidden: Values
  hasProgress: boolean
}

// Two touches on "Continue" turn one page.
const UNTIL_AGAIN = 400

export class Asking {
  private readonly form: HTMLFormElement
  private readonly templates = new Map<string, HTMLElement>()
  private drawn: Drawn
  private values: Values = {}
  private number = 0
  private turnedAt = 0
  /** What has been said on pages that were left. */
  said: Values = {}
  onEnd: (values: Values) => void = () => {}
  onPage: (page: ShownPage, root: HTMLElement) => void = () => {}

  constructor(private readonly root: HTMLElement, private readonly given: Given, private readonly uid: string) {
    this.form = part(root, 'form') as HTMLFormElement
    const pieces = part<HTMLTemplateElement>(root, '[data-pieces]').content
    for (const piece of pieces.querySelectorAll<HTMLElement>('[data-question]')) this.templates.set(piece.dataset.question!, piece)
    this.drawn = this.fresh()
    this.form.onsubmit = (event) => { event.preventDefault(); this.turn((event.submitter as HTMLElement | null)?.hasAttribute('data-skip') ?? false) }
    this.form.oninput = (event) => this.changed(event, false)
    this.form.onchange = (event) => this.changed(event, true)
    part(root, '[data-back]').onclick = () => this.back()
  }

  begin() {
    const first = this.course().pages[0]
    if (first) this.show(first.number)
    else this.onEnd({})
  }

  course(): Course {
    return courseOf(this.given.questionnaire, this.values, this.given.hidden, this.uid)
  }

  private fresh(): Drawn {
    const place = part(this.root, '[data-asked]')
    place.replaceChildren()
    return new Drawn(place, this.templates, this.given)
  }

  private page(course: Course): ShownPage {
    return course.pages.find(({ number }) => number === this.number) ?? course.pages[0]
  }

  private show(number: number) {
    this.number = number
    this.turnedAt = Date.now()
    this.drawn = this.fresh()
    const page = this.refresh()
    scrollTo(0, 0)
    const heading = this.root.querySelector<HTMLElement>('h1:not([hidden])')
    if (heading) {
      heading.tabIndex = -1
      heading.focus()
    }
    this.onPage(page, this.root)
  }

  private refresh(): ShownPage {
    const course = this.course()
    const page = this.page(course)
    const { language, kinds, words } = this.given
    const fill = (texts?: Texts) => filled(inLanguage(texts, language), course, kinds, language)
    const at = course.pages.indexOf(page)
    const title = fill(page.page.title)
    this.drawn.show(course, page, this.values)
    const heading = part(this.root, '[data-title]')
    heading.hidden = Boolean(this.root.querySelector('[data-asked] h1'))
    heading.className = title ? '' : 'visually-hidden'
    heading.textContent = title || words.page.replace('%(number)s', String(at + 1)).replace('%(count)s', String(course.pages.length))
    part(this.root, '[data-description]').textContent = fill(page.page.description)
    part(this.root, '[data-onward]').textContent = at === course.pages.length - 1 ? words.send : words.onward
    part(this.root, '[data-skip]').hidden = !page.questions.length || page.questions.some(({ required }) => required)
    part(this.root, '[data-back]').hidden = at === 0
    const bar = this.root.querySelector('progress')
    if (bar) Object.assign(bar, { max: course.pages.length, value: at + 1, hidden: !this.given.hasProgress })
    return page
  }

  private changed(event: Event, isSettled: boolean) {
    const field = event.target as HTMLInputElement
    bringAlong(field, this.given.language)
    this.read()
    const page = this.refresh()
    const name = field.closest<HTMLElement>('[data-question]')?.dataset.question
    if (name && (isSettled || this.drawn.isComplaining(name))) this.drawn.atOnce(name, page, this.course().values)
  }

  read() {
    Object.assign(this.values, this.drawn.read(this.page(this.course())))
  }

  private turn(isSkipped: boolean) {
    if (Date.now() - this.turnedAt < UNTIL_AGAIN) return
    this.read()
    const page = this.page(this.course())
    if (isSkipped) for (const { element } of page.questions) this.values[element.name] = this.values[`${element.name}_why`] = null
    else if (this.complain(page)) return
    const course = this.course()
    this.said = course.values
    const next = course.pages.find(({ number }) => number > page.number) ?? firstLacking(course)
    if (next) return this.show(next.number)
    this.onEnd(course.values)
  }

  private back() {
    this.read()
    const before = this.course().pages.findLast(({ number }) => number < this.number)
    if (before) this.show(before.number)
  }

  private complain(page: ShownPage): boolean {
    const problems = this.drawn.problems(page, this.course().values)
    for (const { element } of page.questions) this.drawn.complain(element.name, problems[element.name])
    const first = page.questions.find(({ element }) => problems[element.name])
    if (first) this.drawn.focus(first.element.name)
    return Boolean(first)
  }

  get hasSaid(): boolean {
    return Object.values(this.said).some(isAnswered)
  }
}

export function part<Kind extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): Kind {
  return root.querySelector<Kind>(selector)!
}
