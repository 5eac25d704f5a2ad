// The fields of a question as raw values and back: the twin of visit/reading.py.
import { limits } from './checks'
import { isRecord, OTHER, OWN_WORDS, stripped } from './types'
import type { Element, Kind } from './types'

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

export function fieldsOf(root: ParentNode): Field[] {
  return [...root.querySelectorAll<Field>('input, select, textarea')]
}

function isOn(field: Field): boolean {
  return field.type === 'radio' || field.type === 'checkbox' ? (field as HTMLInputElement).checked : true
}

/** Raw, null for what is left empty. Files are kept apart. */
export function readFields(root: ParentNode, element: Element, { input }: Kind): unknown {
  const fields = fieldsOf(root)
  const chosen = (name: string) => fields.filter((field) => field.name === name && isOn(field)).map((field) => field.value)
  const { name } = element
  const ownWords = () => ({ [OTHER]: chosen(`${name}.${OTHER}`)[0] ?? '' })
  const parts = (keys: string[]) => {
    const found = keys.map((key) => [key, chosen(`${name}.${key}`)[0]]).filter(([, value]) => value)
    return found.length ? Object.fromEntries(found) : null
  }
  if (input === 'matrix') return parts(element.rows?.map((row) => row.value) ?? [])
  if (input === 'pair') return parts(['with', 'without'])
  if (input === 'consent') return chosen(name).length > 0
  if (input === 'ranking') return ranked(element.choices?.map(({ value }) => [chosen(`${name}.${value}`)[0], value]) ?? [])
  if (input === 'many') {
    const given = chosen(name).map((one) => (one === OWN_WORDS ? ownWords() : one))
    return given.length ? given : null
  }
  const raw = chosen(name)[0]
  if (raw === OWN_WORDS || (element.other && raw === undefined && stripped(ownWords()[OTHER]))) return ownWords()
  return raw !== undefined && stripped(raw) ? raw : null
}

function ranked(places: [string | undefined, string][]): string[] | null {
  const given = places.filter(([place]) => place).map(([place, value]): [number, string] => [Number(place), value])
  if (new Set(given.map(([place]) => place)).size < given.length) return [given[0][1], given[0][1]]
  return given.length ? given.sort(([one], [other]) => one - other).map(([, value]) => value) : null
}

export function writeFields(root: ParentNode, element: Element, { input }: Kind, value: unknown) {
  const given: unknown[] = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  const own = given.find(isRecord)
  const words = own && OTHER in own ? String(own[OTHER]) : null
  const codes = given.map((one) => (isRecord(one) ? OWN_WORDS : typeof one === 'boolean' ? String(Number(one)) : String(one)))
  for (const field of fieldsOf(root)) {
    const part = field.name.slice(element.name.length + 1)
    if (field.type === 'file' || field.closest('[data-why]')) continue
    if (input === 'slider') {
      if (field.type === 'range') field.value = String(typeof value === 'number' ? value : middle(element))
      else if (!part) field.value = codes[0]?.replace('.', ',') ?? ''
    } else if (input === 'ranking') {
      const place = (value as string[] ?? []).indexOf(part)
      field.value = place < 0 ? '' : String(place + 1)
    } else if (field.type === 'radio' || field.type === 'checkbox') {
      const said = input === 'matrix' || input === 'pair' ? [String((value as Record<string, unknown> | null)?.[part] ?? '')] : codes
      ;(field as HTMLInputElement).checked = input === 'consent' ? value === true : said.includes(field.value)
    } else if (part === OTHER) field.value = words ?? ''
    else field.value = codes[0] ?? ''
  }
}

function middle(element: Element): number {
  const [low, high, step] = limits(element)
  return Math.min(high, low + Math.round((high - low) / 2 / step) * step)
}

/** Fields of a question that go together: a slider and its number, own words and their choice. */
export function bringAlong(field: HTMLInputElement, language: string) {
  const root = field.closest('[data-question]')
  const number = root?.querySelector<HTMLInputElement>('input[inputmode]')
  const slider = root?.querySelector<HTMLInputElement>('input[type=range]')
  if (field === slider && number) number.value = language === 'fi' ? field.value.replace('.', ',') : field.value
  else if (field === number && slider) slider.value = field.value.replace(',', '.')
  const own = root?.querySelector<HTMLInputElement>('input[value="{other}"]')
  if (own && field.name.endsWith('.other') && field.value) own.checked = true
}

/** Two things of a ranking cannot have the same place. */
export function keepPlacesApart(place: Field) {
  for (const other of place.closest('.ranking')?.querySelectorAll('select') ?? []) {
    if (other !== place && other.value === place.value) other.value = ''
  }
}
