// A questionnaire as `Questionnaire.stored()` writes it: what is at its default is absent.
export type Values = Record<string, unknown>
export type Texts = Record<string, string>
export type Rule = unknown

export interface Offered { value: string; text?: Texts; visibleIf?: Rule }

export interface Element {
  name: string
  type: string
  title?: Texts
  description?: Texts
  required?: boolean
  requiredIf?: Rule
  visibleIf?: Rule
  choices?: Offered[]
  other?: boolean
  shuffle?: boolean
  rows?: Offered[]
  columns?: Offered[]
  atLeast?: number | string
  atMost?: number | string
  step?: number
  pattern?: string
  longest?: number
  accept?: string[]
  askWhy?: unknown[]
}

export interface Page {
  name?: string
  title?: Texts
  description?: Texts
  visibleIf?: Rule
  shuffle?: boolean
  elements: Element[]
}

/** `calculated` stand each after those they follow from, without those in a circle. */
export interface Questionnaire {
  pages: Page[]
  hidden?: string[]
  calculated?: { name: string; value: Rule }[]
  quotas?: { name: string; when?: Rule; most: number }[]
  shufflePages?: boolean
}

/** What the browser has to know of a kind: how it is asked, its scale, the words of its steps. */
export interface Kind { input: string; scale?: number[]; words?: Texts; seconds: number }
export type Kinds = Record<string, Kind>

export interface ShownQuestion { element: Element; required: boolean; why: boolean }
export interface ShownPage { number: number; page: Page; questions: ShownQuestion[] }

export interface Course {
  pages: ShownPage[]
  values: Values
  dropped: string[]
  hidden: Values
  calculated: Values
  quotas: string[]
  named: Record<string, Element>
}

/** Something cannot be taken as it is; the code has its sentence on the server. */
export class Unfit extends Error {
  constructor(readonly code: string, readonly facts: Values = {}) {
    super(code)
  }
}

export const WHY = '_why'
export const OTHER = 'other'
export const OWN_WORDS = '{other}'

// What the server strips, which is not quite what String.trim does.
const BLANK = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
export const BLANKS = new RegExp(BLANK, 'g')
const ENDS = new RegExp(`^${BLANK}+|${BLANK}+$`, 'g')

export function stripped(text: string): string {
  return text.replace(ENDS, '')
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isAnswered(value: unknown): boolean {
  if (typeof value === 'string') return stripped(value) !== ''
  if (Array.isArray(value)) return value.length > 0
  return isRecord(value) ? Object.keys(value).length > 0 : value !== null && value !== undefined
}
