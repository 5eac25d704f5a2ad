// Sends what is in the queue, one request at a time, until the server has taken it.
import type { Keeping } from './keeping'
import type { Values } from './types'

export interface Told {
  over?: boolean
  number?: number
  problems?: Record<string, string>
  trouble?: string
  isEnough?: boolean
}

const FIRST_WAIT = 2000
const LONGEST_WAIT = 30000

export class Sending {
  private isSending = false
  private wait = FIRST_WAIT
  private timer = 0
  onTold: (told: Told) => void = () => {}
  onLine: (isThere: boolean) => void = () => {}

  constructor(private readonly address: string, private readonly keeping: Keeping) {
    addEventListener('online', () => void this.send())
  }

  async send() {
    const { queue, done } = this.keeping.read()
    if (this.isSending || (!Object.keys(queue).length && !done)) return
    clearTimeout(this.timer)
    this.isSending = true
    const told = await this.post({ values: queue, complete: done })
    this.isSending = false
    if (!told) {
      this.onLine(false)
      this.timer = window.setTimeout(() => void this.send(), this.wait)
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT)
      return
    }
    this.wait = FIRST_WAIT
    this.onLine(true)
    if (!told.problems && !told.trouble) this.acknowledge(queue)
    if (told.problems) this.keeping.change((kept) => { kept.done = false })
    this.onTold(told)
    if (!told.problems && !told.trouble && !told.over) void this.send()
  }

  /** Null where nobody answered, or nobody in their senses. */
  private async post(sent: object): Promise<Told | null> {
    try {
      const response = await fetch(this.address, {
        method: 'POST', credentials: 'omit', keepalive: true,
        headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(sent),
      })
      return response.status >= 500 || response.status === 429 ? null : (await response.json()) as Told
    } catch {
      return null
    }
  }

  private acknowledge(sent: Values) {
    this.keeping.change((kept) => {
      for (const [name, value] of Object.entries(sent)) {
        if (JSON.stringify(kept.queue[name]) === JSON.stringify(value)) delete kept.queue[name]
      }
    })
  }
}
