// When a pop-over opens by itself, and the one thing kept of the visitor: a word and a date, in her own browser.
import type { Given, Rules } from './given'

const DAY = 86_400_000
const HUNDRED = 100
const today = () => new Date().toISOString().slice(0, 10)
const key = (given: Given) => `kohtaamo:${given.token}`
// of this page alone, when nothing may be kept
const drawn = new Map<string, boolean>()

function kept(given: Given): [string, string] | null {
  try {
    const [word, day] = (localStorage.getItem(key(given)) ?? '').split(' ')
    return day ? [word, day] : null
  } catch {
    return null // the browser keeps nothing for this site
  }
}

function keep(given: Given, word: string) {
  try {
    localStorage.setItem(key(given), `${word} ${today()}`)
  } catch { /* as above: she may be asked again */ }
}

const mayKeep = (given: Given, allowed: boolean) => allowed || !given.rules.needs_consent

/** She was asked, or answered: not again for so many days. */
export function note(given: Given, allowed: boolean) {
  if (mayKeep(given, allowed)) keep(given, 'asked')
}

/** Whether this visitor on this page may be asked: the page, what was asked lately, and the draw. */
export function mayAsk(given: Given, path: string, allowed: boolean): boolean {
  if (!isOn(path, given.rules.pages ?? [])) return false
  const before = kept(given)
  const isFresh = before !== null && Date.now() - Date.parse(before[1]) < (given.rules.again_days ?? 0) * DAY
  if (before && isFresh) return before[0] === 'in'
  return draw(given, allowed)
}

/** Drawn once: who was left out stays out as long as who was asked is left in peace. */
function draw(given: Given, allowed: boolean): boolean {
  const share = given.rules.share ?? HUNDRED
  if (share >= HUNDRED) return true
  if (!drawn.has(given.token)) {
    drawn.set(given.token, Math.random() * HUNDRED < share)
    if (mayKeep(given, allowed)) keep(given, drawn.get(given.token) ? 'in' : 'out')
  }
  return drawn.get(given.token)!
}

/** Patterns of paths: * is anything; one that begins with ! shuts out. */
export function isOn(path: string, pages: string[]): boolean {
  const fits = (page: string) => new RegExp(`^${page.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(path)
  const wanted = pages.filter((page) => !page.startsWith('!'))
  if (pages.some((page) => page.startsWith('!') && fits(page.slice(1)))) return false
  return !wanted.length || wanted.some(fits)
}

/** Waits for the first of the moments; returns what is to be told of events. */
export function arm(rules: Rules, heard: Set<string>, act: () => void): (event: string) => void {
  let isDone = false
  const once = () => {
    if (isDone) return
    isDone = true
    act()
  }
  const told = (event: string) => { if (rules.event && event === rules.event) once() }
  heard.forEach(told)
  if (rules.after_seconds != null) setTimeout(once, rules.after_seconds * 1000)
  if (rules.scrolled != null) whenScrolled(rules.scrolled, once)
  if (rules.leaving) whenLeaving(once)
  return told
}

function whenScrolled(share: number, act: () => void) {
  const look = () => {
    const { scrollHeight, clientHeight, scrollTop } = document.documentElement
    if (((scrollTop + clientHeight) / scrollHeight) * HUNDRED < share) return
    removeEventListener('scroll', look)
    act()
  }
  addEventListener('scroll', look, { passive: true })
}

function whenLeaving(act: () => void) {
  document.addEventListener('mouseout', (event) => { if (!event.relatedTarget && event.clientY <= 0) act() })
  // On a touch screen leaving is going back: the first press opens the survey, the next one leaves. Nothing is put
  // into the history before she has touched the page, and the page's own state is carried over.
  if (!matchMedia('(pointer: coarse)').matches) return
  addEventListener('pointerup', () => {
    history.pushState(history.state, '')
    addEventListener('popstate', act, { once: true })
  }, { once: true })
}
