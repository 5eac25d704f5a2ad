// A random order that is the same whenever it is asked for, and the same on the server (course/order.py).
const SPREAD: [number, number][] = [[16, 0x85EBCA6B], [13, 0xC2B2AE35], [16, 1]]

export function shuffled(keys: string[], seed: string, scope: string): string[] {
  const places = keys.map((key): [number, string] => [hashOf(`${seed}\x1f${scope}\x1f${key}`), key])
  return places.sort(([one, first], [other, second]) => one - other || (first < second ? -1 : 1)).map(([, key]) => key)
}

function hashOf(text: string): number {
  let word = 0x811C9DC5
  for (const byte of new TextEncoder().encode(text)) word = Math.imul(word ^ byte, 0x01000193) >>> 0
  for (const [shift, factor] of SPREAD) word = Math.imul(word ^ (word >>> shift), factor) >>> 0
  return word
}
