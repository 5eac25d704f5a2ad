// One page of questions, put together of the templates the server drew, and drawn again as answers change.
import { lacking, parsed } from './checks'
import { readFields, writeFields } from './fields'
import { isAnswered, Unfit, WHY } from './types'
import { filled, inLanguage } from './words'
import type { Course, Element, Kinds, ShownPage, ShownQuestion, Values } from './types'

export interface Told { kinds: Kinds; language: string; sentences: Record<string, string>; words: Record<string, string> }

export class Drawn {
  private readonly roots = new Map<string, HTMLElement>()
  readonly unread = new Map<string, Unfit>()

  constructor(private readonly place: HTMLElement, private readonly templates: Map<string, HTMLElement>, private readonly told: Told) {}

  /** Reads what stands in the place already. */
  adopt() {
    for (const root of this.place.querySelectorAll<HTMLElement>('[data-question]')) this.roots.set(root.dataset.question!, root)
  }

  show(course: Course, page: ShownPage, values: Values) {
    const isAlone = page.questions.length === 1 && !inLanguage(page.page.title, this.told.language)
    const wanted = page.questions.map((question) => {
      const root = this.roots.get(question.element.name) ?? this.made(question, course, values)
      this.adapt(root, question, isAlone, values)
      return root
    })
    for (const root of [...this.place.children]) if (!wanted.includes(root as HTMLElement)) root.remove()
    wanted.forEach((root, at) => {
      if (this.place.children[at] !== root) this.place.insertBefore(root, this.place.children[at] ?? null)
    })
  }

  private made({ element }: ShownQuestion, course: Course, values: Values): HTMLElement {
    const root = this.templates.get(element.name)!.cloneNode(true) as HTMLElement
    const { kinds, language } = this.told
    const fill = (text: string) => filled(text, course, kinds, language)
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeValue!.includes('{')) node.nodeValue = fill(node.nodeValue!)
    }
    for (const one of root.querySelectorAll('[aria-label]')) one.setAttribute('aria-label', fill(one.getAttribute('aria-label')!))
    inOrder(root, element)
    writeFields(root, element, kinds[element.type], values[element.name])
    const why = root.querySelector<HTMLTextAreaElement>('[data-why] textarea')
    if (why) why.value = String(values[element.name + WHY] ?? '')
    this.roots.set(element.name, root)
    return root
  }

  private adapt(root: HTMLElement, { element, required, why }: ShownQuestion, isAlone: boolean, values: Values) {
    const heading = root.querySelector('h1, h2')
    const wanted = isAlone ? 'H1' : 'H2'
    if (heading && heading.tagName !== wanted) {
      const other = document.createElement(wanted)
      other.append(...heading.childNodes)
      heading.replaceWith(other)
    }
    hide(root.querySelector('[data-alone]'), !isAlone)
    hide(root.querySelector('[data-needed]'), !required)
    hide(root.querySelector('[data-why]'), !why)
    const left = new Set(element.choices?.map((choice) => choice.value))
    if (left.size) {
      for (const field of root.querySelectorAll<HTMLInputElement>('input[type=radio], input[type=checkbox]')) {
        if (field.name === element.name) hide(field.closest('.option'), !left.has(field.value) && field.value !== '{other}')
      }
      for (const field of root.querySelectorAll('select')) hide(field.closest('label'), !left.has(field.name.slice(element.name.length + 1)))
    }
    const files = root.querySelector('[data-files]')
    if (files) drawFiles(files, values[element.name], this.told.words.remove)
  }

  /** What the fields hold, by name; what cannot be read is left out and remembered in `unread`. */
  read(page: ShownPage): Values {
    const values: Values = {}
    for (const { element, why } of page.questions) {
      const root = this.roots.get(element.name)
      const kind = this.told.kinds[element.type]
      if (!root || kind.input === 'file') continue
      this.unread.delete(element.name)
      const raw = readFields(root, element, kind)
      try {
        values[element.name] = raw === null || typeof raw === 'boolean' ? raw : parsed(raw, element.type, this.told.kinds)
      } catch (problem) {
        if (!(problem instanceof Unfit)) throw problem
        this.unread.set(element.name, problem)
      }
      if (element.askWhy?.length && why) values[element.name + WHY] = root.querySelector<HTMLTextAreaElement>('[data-why] textarea')?.value || null
    }
    return values
  }

  problems(page: ShownPage, values: Values): Record<string, string> {
    const found = { ...lacking(page, values), ...Object.fromEntries(this.unread) }
    return Object.fromEntries(Object.entries(found).map(([name, problem]) => [name, this.sentence(name, problem)]))
  }

  private sentence(name: string, { code, facts }: Unfit): string {
    const title = this.roots.get(name)?.querySelector('h1, h2, .option')?.textContent?.trim() ?? name
    const known: Values = { ...facts, name: title }
    return (this.told.sentences[code] ?? code).replace(/%\((\w+)\)s/g, (_, fact: string) => String(known[fact] ?? ''))
  }

  /** Beside its question; nothing takes it away. */
  complain(name: string, sentence = '') {
    const root = this.roots.get(name)
    if (!root) return
    const old = root.querySelector('.form-errors')
    if (old?.textContent === sentence) return
    old?.remove()
    const id = `complaint-${name}`
    for (const field of root.querySelectorAll(':scope > fieldset, .field:not([data-why]) :is(textarea, input:not([type=hidden])), .option input[type=checkbox]')) {
      if (sentence) field.setAttribute('aria-describedby', id)
      else field.removeAttribute('aria-describedby')
      if (field.tagName !== 'FIELDSET') field.toggleAttribute('aria-invalid', false)
      if (sentence && field.tagName !== 'FIELDSET') field.setAttribute('aria-invalid', 'true')
    }
    if (!sentence) return
    const told = document.createElement('p')
    Object.assign(told, { className: 'form-errors', id, role: 'alert', textContent: sentence })
    const why = root.querySelector('[data-why]')
    if (why) why.before(told)
    else root.append(told)
  }

  focus(name: string) {
    const root = this.roots.get(name)
    root?.querySelector<HTMLElement>('textarea, select, input:not([type=hidden])')?.focus()
    root?.scrollIntoView({ block: 'nearest' })
  }

  isComplaining(name: string): boolean {
    return Boolean(this.roots.get(name)?.querySelector('.form-errors'))
  }

  /** Once a person has answered: not what is missing, but what does not fit. */
  atOnce(name: string, page: ShownPage, values: Values) {
    const asked = page.questions.find(({ element }) => element.name === name)
    if (!asked) return
    const problem = this.problems({ ...page, questions: [asked] }, values)[name]
    if (isAnswered(values[name]) || this.unread.has(name)) this.complain(name, problem)
    else if (!problem) this.complain(name)
  }
}

function hide(part: Element_, isHidden: boolean) {
  if (part) (part as HTMLElement).hidden = isHidden
}

type Element_ = globalThis.Element | null | undefined

/** Choices and rows in this person's order. */
function inOrder(root: HTMLElement, element: Element) {
  if (!element.shuffle) return
  const lines = (values: string[], of: (value: string) => Element_) => {
    for (const value of values) {
      const line = of(value)
      line?.parentElement?.append(line)
    }
  }
  const choices = element.choices?.map((one) => one.value) ?? []
  const field = (name: string, value?: string) => [...root.querySelectorAll<HTMLInputElement>('input, select')]
    .find((one) => one.name === name && (value === undefined || one.value === value))
  if (element.type === 'ranking') return lines(choices, (value) => field(`${element.name}.${value}`)?.closest('label'))
  lines([...choices, '{other}'], (value) => field(element.name, value)?.closest('.option'))
  lines(['other'], (part) => field(`${element.name}.${part}`))
  lines(element.rows?.map((one) => one.value) ?? [], (value) => field(`${element.name}.${value}`)?.closest('tr'))
}

function drawFiles(place: globalThis.Element, value: unknown, remove: string) {
  const files = (value as { file: string; name: string }[] | null) ?? []
  place.replaceChildren(...files.map((file) => {
    const line = document.createElement('li')
    const button = document.createElement('button')
    Object.assign(button, { type: 'button', className: 'as-link', textContent: remove })
    button.dataset.file = String(file.file)
    line.append(`${file.name} `, button)
    return line
  }))
}
