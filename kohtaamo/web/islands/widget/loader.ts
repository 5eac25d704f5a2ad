// A survey on somebody else's page. It brings no styles, pictures or fonts of others, sets no cookie, and asks of the
// page's policy only that this script and this frame may come from us.
import { arm, mayAsk, note } from './rules'
import type { Given, Queued } from './given'
import { draw } from './panel'

// A page may say `window.kohtaamo = {allowed: true, events: ['order.delivered']}` before the script is there.
interface Api {
  allowed?: boolean
  events?: string[]
  queue?: Queued[]
  begin?: (one: Queued) => void
  happened?: (name: string) => void
  remember?: (allowed: boolean) => void
}
const api: Api = ((window as unknown as { kohtaamo?: Api }).kohtaamo ??= {})

const heard = new Set<string>(api.events)
const listeners: ((name: string) => void)[] = []
let allowed = api.allowed === true

function begin([given, script]: Queued) {
  if (given.shut) return
  const trial = script?.hasAttribute('data-trial') ?? false
  if (!trial && given.sites.every((site) => !covers(site, location.origin))) {
    return console.warn(`Kohtaamo: ${location.origin} is not among the sites of this survey.`)
  }
  const panel = draw(given, script)
  const { rules } = given
  panel.told = () => note(given, allowed)
  if (given.place === 'inline' || !opensItself(rules)) return
  const start = () => {
    if (!trial && !mayAsk(given, location.pathname, allowed)) return
    listeners.push(arm(rules, heard, () => {
      if (panel.isOpen()) return
      if (!trial) note(given, allowed)
      panel.open(false)
    }))
  }
  if (rules.needs_consent && !allowed && !trial) waiting.push(start)
  else start()
}

const waiting: (() => void)[] = []

function covers(site: string, origin: string): boolean {
  if (!site.includes('*')) return site === origin
  const [before, after] = site.split('*')
  return origin.startsWith(before) && origin.endsWith(after) && origin.length > site.length - 1
}

function opensItself(rules: Given['rules']): boolean {
  return rules.after_seconds != null || !!rules.leaving || !!rules.event || rules.scrolled != null
}

// Two widgets of one page bring the program twice; the first one serves both.
if (!api.begin) {
  api.begin = begin
  api.happened = (name) => {
    heard.add(name)
    for (const listener of listeners) listener(name)
  }
  api.remember = (now) => {
    allowed = now
    if (now) for (const start of waiting.splice(0)) start()
  }
  // A button of the page may tell it too, where the page's policy allows no script of its own.
  document.addEventListener('click', (event) => {
    const name = (event.target as Element | null)?.closest('[data-kohtaamo-happened]')?.getAttribute('data-kohtaamo-happened')
    if (name) api.happened?.(name)
  })
  for (const one of (api.queue ?? []).splice(0)) begin(one)
}
