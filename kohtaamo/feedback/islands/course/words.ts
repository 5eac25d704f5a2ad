// Texts with what was answered in its place, and values as words: the twin of course/words.py.
import { isRecord, OTHER, stripped } from './types'
import type { Course, Element, Kinds, Offered, Texts } from './types'

const PIPED = /\{\{|\{([a-z][a-z0-9_]{0,63}(?:\.[^{}.]{1,300})?)\}/gu

/** Once over: braces in what is filled in mean nothing. The result is text, not HTML. */
export function filled(text: string, course: Course, kinds: Kinds, language: string): string {
  return text.replace(PIPED, (_, name?: string) => (name ? wordsNamed(course, kinds, name, language) : '{'))
}

export function inLanguage(texts: Texts | undefined, language: string): string {
  return texts?.[language] || Object.values(texts ?? {}).find(stripped) || ''
}

function wordsNamed(course: Course, kinds: Kinds, name: string, language: string): string {
  const at = name.indexOf('.')
  const base = at < 0 ? name : name.slice(0, at)
  const element = Object.hasOwn(course.named, base) ? course.named[base] : undefined
  const source = [course.values, course.hidden, course.calculated].find((one) => Object.hasOwn(one, base))
  let value = source?.[base]
  if (at >= 0) {
    const part = name.slice(at + 1)
    value = isRecord(value) && Object.hasOwn(value, part) ? value[part] : null
    return element?.columns?.length ? textOf(element.columns, value, language) : plain(value, language)
  }
  return element ? wordsOf(element, value, kinds, language) : plain(value, language)
}

export function wordsOf(element: Element, value: unknown, kinds: Kinds, language: string): string {
  if (value === null || value === undefined) return ''
  const kind = kinds[element.type]
  if (Array.isArray(value)) return value.map((one) => wordsOfOne(element, one, language)).filter(Boolean).join(', ')
  if (kind.words && (typeof value === 'boolean' || typeof value === 'number')) {
    return kind.words[String(Number(value))] ?? plain(value, language)
  }
  if (kind.input === 'date') return dayIn(String(value), language)
  return wordsOfOne(element, value, language)
}

function wordsOfOne(element: Element, value: unknown, language: string): string {
  if (isRecord(value)) return String(value[OTHER] || value.name || '')
  if (typeof value === 'string' && element.choices?.length) return textOf(element.choices, value, language)
  return plain(value, language)
}

function textOf(offered: Offered[], value: unknown, language: string): string {
  const found = offered.find((one) => one.value === value)
  return (found ? inLanguage(found.text, language) : '') || String(value || '')
}

function plain(value: unknown, language: string): string {
  if (typeof value === 'number') {
    const number = floatText(value)
    return language === 'fi' ? number.replace('.', ',') : number
  }
  return typeof value === 'string' ? value : ''
}

/** To fifteen figures, as C writes %.15g, with a real minus. */
export function floatText(number: number): string {
  const [mantissa, power] = number.toExponential(14).split('e')
  const exponent = Number(power)
  const isPlain = exponent >= -4 && exponent < 15
  const figures = isPlain ? number.toFixed(14 - exponent) : mantissa
  const short = figures.includes('.') ? figures.replace(/\.?0+$/, '') : figures
  const text = isPlain ? short : `${short}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  return text.replaceAll('-', '−')
}

function dayIn(value: string, language: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []
  return language === 'fi' && day ? `${Number(day)}.${Number(month)}.${Number(year)}` : value
}
