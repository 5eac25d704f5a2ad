// The frame with the respondent's page, and what opens and closes it.
import type { Given, Words } from './given'
import { styles } from './styles'

const LEAST = 160

export interface Panel { open: (byHand: boolean) => void; isOpen: () => boolean; told: () => void }

interface Parts { root: ShadowRoot; words: Words; language: string; frame: HTMLIFrameElement }

export function draw(given: Given, script: HTMLScriptElement | null): Panel {
  const language = languageOf(given)
  const words = given.words[language]
  const host = given.place === 'inline' ? part('div', {}) : part('aside', { 'aria-label': words.name })
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  root.host.setAttribute('lang', language)
  const frame = part('iframe', { title: words.name, class: 'frame' })
  const parts = { root, words, language, frame }
  const panel = given.place === 'inline' ? inline(given, parts) : floating(given, parts)
  const spot = document.querySelector(`[data-kohtaamo="${given.token}"]`)
  if (given.place !== 'inline') document.body.append(host)
  else if (spot) spot.append(host)
  else if (script?.parentElement && script.parentElement !== document.head) script.after(host)
  else document.body.append(host)
  return panel
}

function inline(given: Given, { root, frame, language }: Parts): Panel {
  const panel: Panel = { open: () => {}, isOpen: () => true, told: () => {} }
  frame.classList.add('inline')
  root.append(frame)
  load(frame, given, language)
  converse(frame, given, { taller: (height) => frame.style.setProperty('height', `${height}px`), done: () => panel.told(), leave: () => {} })
  return panel
}

function floating(given: Given, { root, words, frame, language }: Parts): Panel {
  const panel: Panel = { open, isOpen: () => !box.hidden, told: () => {} }
  const opener = part('button', { type: 'button', class: `opener ${given.place}`, 'aria-expanded': 'false', 'aria-controls': 'box' })
  opener.textContent = words.open
  const closer = part('button', { type: 'button', class: 'closer', 'aria-label': words.close, title: words.close })
  closer.textContent = '×'
  const box = part('section', { id: 'box', class: `box ${given.place}`, role: 'dialog', 'aria-label': words.name })
  const news = part('p', { class: 'news', role: 'status' })
  box.hidden = true
  box.append(closer, frame)
  root.append(news, opener, box)

  let before: HTMLElement | null = null
  function open(byHand: boolean) {
    if (!box.hidden) return
    before = byHand ? opener : document.activeElement as HTMLElement | null
    if (!frame.src) load(frame, given, language)
    box.hidden = false
    opener.setAttribute('aria-expanded', 'true')
    // One who did not ask for it goes on where she was; she is told that it is there.
    if (byHand) closer.focus()
    else news.textContent = words.opened
  }
  function close() {
    if (box.hidden) return
    const hadFocus = root.activeElement !== null
    box.hidden = true
    opener.setAttribute('aria-expanded', 'false')
    news.textContent = ''
    if (hadFocus) (before && before !== document.body ? before : opener).focus()
  }
  opener.addEventListener('click', () => (box.hidden ? open(true) : close()))
  closer.addEventListener('click', close)
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') close() })
  converse(frame, given, { taller: (height) => frame.style.setProperty('height', `${height}px`), done: () => panel.told(), leave: close })
  return panel
}

interface Heard { taller: (height: number) => void; done: () => void; leave: () => void }

/** The page in the frame tells its height, that it is answered, and that Escape was pressed in it. */
function converse(frame: HTMLIFrameElement, given: Given, heard: Heard) {
  frame.addEventListener('load', () => { if (frame.src) frame.contentWindow?.postMessage({ kohtaamo: 'hello' }, given.origin) })
  addEventListener('message', (event) => {
    if (event.origin !== given.origin || event.source !== frame.contentWindow) return
    const said = event.data as { kohtaamo?: string; height?: unknown }
    if (said?.kohtaamo === 'height' && typeof said.height === 'number') heard.taller(Math.max(LEAST, Math.ceil(said.height)))
    else if (said?.kohtaamo === 'done') heard.done()
    else if (said?.kohtaamo === 'close') heard.leave()
  })
}

function load(frame: HTMLIFrameElement, given: Given, language: string) {
  frame.src = `${given.address}&lang=${language}`
}

function languageOf(given: Given): string {
  const spoken = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase()
  return spoken in given.words ? spoken : Object.keys(given.words)[0]
}

function part<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Record<string, string>): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}
