// What is shown in which order, what is needed, what is dropped: the twin of course/walking.py.
import { holds, valueOf } from '../../../web/islands/shared/rules'
import { shuffled } from './order'
import { isAnswered, stripped, WHY } from './types'
import type { Course, Element, Offered, Page, Questionnaire, Rule, ShownPage, ShownQuestion, Values } from './types'

export function courseOf(questionnaire: Questionnaire, given: Values, hidden: Values, seed: string): Course {
  return new Walk(questionnaire, given, hidden, seed).whole()
}

class Walk {
  private readonly hidden: Values = {}
  private readonly facts: Values = {}
  private readonly kept: Values = {}

  constructor(
    private readonly questionnaire: Questionnaire, private readonly given: Values, hidden: Values, private readonly seed: string,
  ) {
    for (const name of questionnaire.hidden ?? []) {
      if (has(hidden, name)) this.facts[name] = this.hidden[name] = hidden[name]
    }
  }

  whole(): Course {
    const { pages, quotas = [], calculated = [] } = this.questionnaire
    const shown = this.pagesInOrder().map((page, at) => this.page(at + 1, page)).filter((page) => page !== null)
    const facts = this.withCalculated()
    const named: Record<string, Element> = {}
    for (const page of pages) for (const element of page.elements) named[element.name] = element
    return {
      pages: shown,
      values: this.kept,
      dropped: Object.keys(this.given).filter((name) => !has(this.kept, name) && isAnswered(this.given[name])),
      hidden: this.hidden,
      calculated: Object.fromEntries(calculated.map(({ name }) => [name, facts[name]])),
      quotas: quotas.filter(({ when }) => this.tried(when, facts)).map(({ name }) => name),
      named,
    }
  }

  private pagesInOrder(): Page[] {
    const { pages, shufflePages } = this.questionnaire
    if (!shufflePages) return pages
    return shuffled(pages.map((_, at) => String(at)), this.seed, 'pages').map((at) => pages[Number(at)])
  }

  private page(number: number, page: Page): ShownPage | null {
    if (!this.holds(page.visibleIf)) return null
    const shown = this.inOrder(page).map((element) => this.question(element)).filter((one) => one !== null)
    const words = [...Object.values(page.title ?? {}), ...Object.values(page.description ?? {})]
    if (!shown.length && (page.elements.length || !words.some(stripped))) return null
    return { number, page, questions: shown }
  }

  private inOrder(page: Page): Element[] {
    if (!page.shuffle) return page.elements
    const named = new Map(page.elements.map((element) => [element.name, element]))
    return shuffled([...named.keys()], this.seed, 'elements').map((name) => named.get(name)!)
  }

  private question(element: Element): ShownQuestion | null {
    if (!this.holds(element.visibleIf)) return null
    const shown = this.asShown(element)
    if (!shown) return null
    const value = this.withoutHiddenChoices(element, shown)
    const required = Boolean(element.required) || (has(element, 'requiredIf') && this.holds(element.requiredIf))
    this.keep(element.name, value)
    const why = isToBeTold(element, value)
    if (why) this.keep(element.name + WHY, own(this.given, element.name + WHY))
    return { element: shown, required, why }
  }

  private keep(name: string, value: unknown) {
    if (isAnswered(value)) this.facts[name] = this.kept[name] = value
  }

  /** With the choices that are shown now; a question left without any is not asked. */
  private asShown(element: Element): Element | null {
    if (!element.choices?.length && !element.rows?.length) return element
    const all = element.choices ?? []
    let choices = all.filter((choice) => this.holds(choice.visibleIf))
    if (all.length && !choices.length && !element.other) return null
    const shown = { ...element, choices }
    if (element.shuffle) {
      shown.choices = choices = this.mixed(choices, element)
      shown.rows = this.mixed(element.rows ?? [], element)
    }
    const isChanged = choices.length !== all.length || choices.some((choice, at) => choice !== all[at])
    if (isChanged && typeof element.atLeast === 'number') {
      shown.atLeast = Math.min(element.atLeast, choices.length + (element.other ? 1 : 0))
    }
    return shown
  }

  private mixed(given: Offered[], element: Element): Offered[] {
    const named = new Map(given.map((one) => [one.value, one]))
    return shuffled([...named.keys()], this.seed, element.name).map((value) => named.get(value)!)
  }

  private withoutHiddenChoices(element: Element, shown: Element): unknown {
    const value = own(this.given, element.name)
    const left = new Set(shown.choices?.map((choice) => choice.value))
    const gone = new Set(element.choices?.map((choice) => choice.value).filter((one) => !left.has(one)))
    if (Array.isArray(value)) return gone.size ? value.filter((one) => !gone.has(one)) : value
    return gone.has(value as string) ? null : value
  }

  private holds(rule: Rule): boolean {
    return rule === undefined || rule === null || holds(rule, this.withCalculated())
  }

  private tried(rule: Rule, facts: Values): boolean {
    return rule === undefined || rule === null || holds(rule, facts)
  }

  private withCalculated(): Values {
    const calculated = this.questionnaire.calculated ?? []
    if (!calculated.length) return this.facts
    const facts = { ...this.facts }
    for (const { name, value } of calculated) facts[name] = valueOf(value, facts)
    return facts
  }
}

/** Only what it has itself, and not null: a question may be called constructor. */
function has(values: object, name: string): boolean {
  return own(values as Values, name) !== null
}

function own(values: Values, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] ?? null : null
}

function isToBeTold(element: Element, value: unknown): boolean {
  const asked = element.askWhy ?? []
  return (Array.isArray(value) ? value : [value]).some((one) => asked.includes(one))
}
