// What was said and has not reached the server: kept on this device until it is acknowledged.
import type { Values } from './types'

/** `typed` stands on pages not yet turned, `queue` is to be sent (null: emptied), `done`: all is said. */
export interface Kept { typed: Values; queue: Values; done: boolean }

const NOTHING = '{"typed":{},"queue":{},"done":false}'

export class Keeping {
  private memory = NOTHING

  constructor(private readonly key: string) {}

  read(): Kept {
    let text: string | null = null
    try {
      text = localStorage.getItem(this.key)
    } catch { /* storage is shut: this page alone remembers */ }
    return JSON.parse(text ?? this.memory) as Kept
  }

  /** Read anew before it is changed: another tab may have written meanwhile. */
  change(by: (kept: Kept) => void): Kept {
    const kept = this.read()
    by(kept)
    this.memory = JSON.stringify(kept)
    try {
      localStorage.setItem(this.key, this.memory)
    } catch { /* full or shut */ }
    return kept
  }

  forget() {
    this.memory = NOTHING
    try {
      localStorage.removeItem(this.key)
    } catch { /* nothing was kept */ }
  }
}
