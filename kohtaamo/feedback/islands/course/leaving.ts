// A visit that was left half-way is found again on the same device.
import type { Values } from './types'

const AGE = 6 * 24 * 3600 * 1000

interface Left { address: string; uid: string; at: number }
interface Begun { token: string; uid: string; language: string; isStart: boolean; isOwn: boolean }
type Store = 'localStorage' | 'sessionStorage'

function read<T>(store: Store, key: string): T | null {
  try {
    return JSON.parse(window[store].getItem(key) ?? 'null') as T | null
  } catch {
    return null // shut, or not ours
  }
}

function write(store: Store, key: string, value: unknown) {
  try {
    if (value === null) window[store].removeItem(key)
    else window[store].setItem(key, JSON.stringify(value))
  } catch { /* shut */ }
}

export function leave(token: string, left: Left | null) {
  for (const store of ['localStorage', 'sessionStorage'] as const) write(store, `kohtaamo:${token}`, left)
}

/** In the same tab it goes on by itself; another time it is offered, for the device may be shared. */
export function goesOn({ token, uid, language, isStart, isOwn }: Begun): boolean {
  if (!isStart || !isOwn) return false
  const [here, left] = (['sessionStorage', 'localStorage'] as const).map((store) => {
    const found = read<Left>(store, `kohtaamo:${token}`)
    return found && found.uid !== uid && Date.now() - found.at < AGE ? found : null
  })
  if (here) {
    location.replace(`${here.address}?lang=${language}`)
    return true
  }
  const offer = document.querySelector<HTMLElement>('[data-left-here]')
  if (left && offer) {
    offer.querySelector('a')!.href = `${left.address}?lang=${language}`
    offer.hidden = false
  }
  return false
}

/** What was said in a visit that has expired is taken along to the next one. */
export function takeAlong(token: string, values: Values) {
  write('sessionStorage', `kohtaamo:${token}:along`, values)
}

export function takenAlong(token: string): Values | null {
  const values = read<Values>('sessionStorage', `kohtaamo:${token}:along`)
  write('sessionStorage', `kohtaamo:${token}:along`, null)
  return values
}
