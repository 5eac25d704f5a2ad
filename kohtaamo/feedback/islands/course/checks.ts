// What is missing or unfit, with the codes of the server: the twin of course/needs.py and of `check` of the kinds.
import { isAnswered, isRecord, OTHER, stripped, Unfit } from './types'
import type { Course, Element, Kinds, ShownPage, ShownQuestion, Values } from './types'
import { floatText } from './words'

const VALUE_SHOWN = 60
const PATTERN_TEXT_LENGTH = 300
const CLOSE = 1e-9

export function lacking(page: ShownPage, values: Values): Record<string, Unfit> {
  const found: Record<string, Unfit> = {}
  for (const question of page.questions) {
    try {
      checkQuestion(question, values)
    } catch (problem) {
      if (!(problem instanceof Unfit)) throw problem
      found[question.element.name] = problem
    }
  }
  return found
}

export function firstLacking(course: Course): ShownPage | undefined {
  return course.pages.find((page) => Object.keys(lacking(page, course.values)).length)
}

function checkQuestion({ element, required }: ShownQuestion, values: Values) {
  const value = values[element.name]
  if (isAnswered(value)) CHECKS[element.type]?.(value, element)
  else if (required) throw new Unfit('answer_missing')
  if (required && element.type === 'consent' && value !== true) throw new Unfit('consent_missing')
  if (required && element.type === 'matrix' && Object.keys(value as object ?? {}).length < (element.rows?.length ?? 0)) {
    throw new Unfit('rows_unanswered')
  }
}

type Check = (value: any, element: Element) => void

const CHECKS: Record<string, Check> = {
  single_choice: (value, element) => checkOffered([value], element),
  multiple_choice: checkChoices,
  ranking: checkChoices,
  number: (value, element) => checkNumber(value, element, element.atLeast, element.atMost, element.step),
  slider: (value, element) => checkNumber(value, element, ...limits(element)),
  date: checkDay,
  matrix: checkTable,
  open_text: checkText,
  file: (value, element) => {
    checkCount(value.length, element, 'too_few_files', 'too_many_files')
    for (const one of value) {
      if (element.accept?.length && !element.accept.some((accepted) => fits(one, accepted))) {
        throw new Unfit('file_type_unfit', { file: one.name })
      }
    }
  },
}

export function limits(element: Element): [number, number, number] {
  const { atLeast, atMost, step } = element
  return [typeof atLeast === 'number' ? atLeast : 0, typeof atMost === 'number' ? atMost : 100, step || 1]
}

function checkChoices(value: unknown[], element: Element) {
  checkOffered(value, element)
  checkCount(value.length, element, 'too_few_chosen', 'too_many_chosen')
}

function checkOffered(values: unknown[], element: Element) {
  for (const one of values) {
    if (isRecord(one)) {
      if (!element.other) throw new Unfit('own_words_not_asked')
    } else if (!element.choices?.some((choice) => choice.value === one)) {
      throw new Unfit('unknown_choice', { value: first(String(one)) })
    }
  }
}

function checkCount(count: number, element: Element, few: string, many: string) {
  const { atLeast: least, atMost: most } = element
  if (typeof least === 'number' && count < least) throw new Unfit(few, { least })
  if (typeof most === 'number' && count > most) throw new Unfit(many, { most })
}

function checkNumber(value: number, _element: Element, least?: number | string, most?: number | string, step?: number) {
  if (typeof least === 'number' && value < least) throw new Unfit('too_low', { least: floatText(least) })
  if (typeof most === 'number' && value > most) throw new Unfit('too_high', { most: floatText(most) })
  if (step === undefined || step === null) return
  const steps = (value - (typeof least === 'number' ? least : 0)) / step
  if (!(Math.abs(steps - nearest(steps)) < Math.max(CLOSE, Math.abs(steps) * CLOSE))) {
    throw new Unfit('off_step', { step: floatText(step) })
  }
}

/** Of two halves the even one, as the server rounds. */
function nearest(number: number): number {
  const down = Math.floor(number)
  return number - down === 0.5 ? down + (down % 2 === 0 ? 0 : 1) : Math.round(number)
}

function checkDay(value: string, { atLeast: least, atMost: most }: Element) {
  if (typeof least === 'string' && value < least) throw new Unfit('too_early', { least })
  if (typeof most === 'string' && value > most) throw new Unfit('too_late', { most })
}

function checkTable(value: Record<string, string>, element: Element) {
  const rows = new Set(element.rows?.map((one) => one.value))
  const columns = new Set(element.columns?.map((one) => one.value))
  for (const [row, column] of Object.entries(value)) {
    for (const [one, offered] of [[row, rows], [column, columns]] as const) {
      if (!offered.has(one)) throw new Unfit('unknown_choice', { value: first(one) })
    }
  }
}

function checkText(value: string, element: Element) {
  let most = element.longest
  if (element.pattern) most = Math.min(most || PATTERN_TEXT_LENGTH, PATTERN_TEXT_LENGTH)
  const length = [...value].length
  if (most !== undefined && length > most) throw new Unfit('text_too_long', { length, most })
  if (element.pattern && !matches(element.pattern, stripped(value))) throw new Unfit('pattern_unfit')
}

/** Of the whole text, and only with the signs the server means; one that cannot be read here is left to it. */
function matches(pattern: string, text: string): boolean {
  let within = false
  const read = pattern.replace(/\\[sS]|\\.|[[\].]/gs, (sign, at: number) => {
    if (sign === '\\s') return within ? ' \\t-\\r' : '[ \\t-\\r]'
    if (sign === '\\S') return within ? sign : '[^ \\t-\\r]'
    if (sign === '.') return within ? sign : '[^\\n]'
    if (sign === '[' && !within) within = true
    else if (sign === ']' && !/\[\^?$/.test(pattern.slice(0, at))) within = false
    return sign
  })
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${read})$`, flags).test(text)
    } catch { /* the next way of reading */ }
  }
  return true
}

function fits(one: { name: string; type: string }, accepted: string): boolean {
  if (accepted.startsWith('.')) return one.name.toLowerCase().endsWith(accepted) && one.name.length > accepted.length
  return accepted.endsWith('/*') ? one.type.toLowerCase().startsWith(accepted.slice(0, -1)) : one.type.toLowerCase() === accepted
}

function first(text: string): string {
  return [...text].slice(0, VALUE_SHOWN).join('')
}

const LARGEST = 1e15
const NUMBER = /^[+-]?\d{1,16}(\.\d{1,16})?$/

/** What a field holds, as it is stored: the twin of `parse` of the kinds for what this page can send. */
export function parsed(raw: any, type: string, kinds: Kinds): unknown {
  const kind = kinds[type]
  if (kind.input === 'number' || kind.input === 'slider') return numberOf(raw)
  if (kind.input === 'date') return dayOf(raw)
  if (type === 'yes_no') return raw === '1'
  if (kind.input === 'pair') {
    const entries = Object.entries(raw as Record<string, string>)
    if (entries.length === 1) throw new Unfit('half_a_pair')
    return Object.fromEntries(entries.map(([half, step]) => [half, Number(step)]))
  }
  if (kind.input === 'ranking' && new Set(raw).size < raw.length) throw new Unfit('ranked_twice')
  if (kind.input === 'many') {
    return [...raw.filter((one: unknown) => typeof one === 'string'), ...raw.filter(isRecord).map(ownWords)]
  }
  if (isRecord(raw) && OTHER in raw) return ownWords(raw)
  return kind.scale ? Number(raw) : raw
}

function ownWords(raw: Record<string, unknown>) {
  return { [OTHER]: stripped(String(raw[OTHER])) }
}

function numberOf(raw: string): number {
  const text = raw.replace(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, '').replaceAll(',', '.').replaceAll('−', '-')
  const number = NUMBER.test(text) ? Number(text) : NaN
  if (!(Math.abs(number) <= LARGEST)) throw new Unfit('no_number')
  return number
}

function dayOf(raw: string): string {
  const text = stripped(raw)
  const day = new Date(`${text}T00:00:00Z`)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text)
  if (!isDay || text < '1800' || text >= '2201') throw new Unfit('not_a_date')
  return text
}
