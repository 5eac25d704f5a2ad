// What was said on this device and is not yet with the server: in IndexedDB, in the order it was said. It goes when
// there is a line and leaves only when the server has acknowledged it; what is refused stays and is told.
const STORE = 'answers'
const AT_ONCE = 20
const FIRST_WAIT = 3000
const LONGEST_WAIT = 60000

export interface Item { id?: number; uid: string; at: number; off: number | null; kept?: string; by?: string; [more: string]: unknown }
export interface Told { outcomes: { uid: string; state: string; why?: string; by?: string }[]; now: number; [more: string]: unknown }
export interface Counts { waiting: number; kept: Item[] }

export class Queue {
  private timer = 0
  private wait = FIRST_WAIT
  private off: number | null = null
  onTold: (told: Told) => void = () => {}
  onState: (isThere: boolean, status: number) => void = () => {}

  private constructor(private readonly base: IDBDatabase, private readonly address: string, private readonly more: () => object) {
    addEventListener('online', () => void this.send())
  }

  static async open(name: string, address: string, more: () => object): Promise<Queue> {
    const asked = indexedDB.open(name, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'id', autoIncrement: true })
    void navigator.storage?.persist?.()
    return new Queue(await done(asked), address, more)
  }

  /** Resolved when it is safe on the disk. */
  async add(said: Record<string, unknown>) {
    const item = { ...said, at: Date.now(), off: this.off }
    const change = this.base.transaction(STORE, 'readwrite', { durability: 'strict' })
    change.objectStore(STORE).add(item)
    await new Promise((resolve, reject) => { change.oncomplete = resolve; change.onabort = reject })
    void this.send()
  }

  async items(): Promise<Item[]> {
    return done(this.base.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<Item[]>)
  }

  async counts(): Promise<Counts> {
    const items = await this.items()
    return { waiting: items.filter(({ kept }) => !kept).length, kept: items.filter(({ kept }) => kept) }
  }

  async drop(id: number) {
    await done(this.base.transaction(STORE, 'readwrite').objectStore(STORE).delete(id))
  }

  /** One page of a browser at a time; also with nothing to send it tells how the device is. */
  async send() {
    clearTimeout(this.timer)
    if (!navigator.locks) return this.sendAll()
    await navigator.locks.request(this.base.name, { ifAvailable: true }, async (lock) => { if (lock) await this.sendAll() })
  }

  private async sendAll() {
    for (;;) {
      const { waiting, kept } = await this.counts()
      const batch = (await this.items()).filter((item) => !item.kept).slice(0, AT_ONCE)
      const told = await this.post({ answers: batch, waiting, refused: kept.length, clock: Date.now(), ...this.more() })
      if (!told) return this.later()
      await this.settle(batch, told)
      const left = await this.counts()
      this.wait = FIRST_WAIT
      this.onTold(told)
      if (!left.waiting) return
      if (left.waiting >= waiting) return this.later()
    }
  }

  private async settle(batch: Item[], told: Told) {
    this.off = told.now - Date.now()
    const found = new Map(told.outcomes.map((outcome) => [outcome.uid, outcome]))
    for (const item of batch) {
      const outcome = found.get(item.uid)
      if (outcome?.state === 'stored') await this.drop(item.id!)
      else if (outcome) await done(this.base.transaction(STORE, 'readwrite').objectStore(STORE).put({ ...item, kept: outcome.why || outcome.state, by: outcome.by }))
    }
  }

  private later() {
    this.timer = window.setTimeout(() => void this.send(), this.wait)
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT)
  }

  /** Null where nobody answered, or somebody else did. */
  private async post(sent: object): Promise<Told | null> {
    try {
      const token = document.querySelector<HTMLInputElement>('[name=csrfmiddlewaretoken]')?.value
      const headers = { 'Content-Type': 'application/json', ...token ? { 'X-CSRFToken': token } : null }
      const response = await fetch(this.address, { method: 'POST', headers, body: JSON.stringify(sent), signal: AbortSignal.timeout(20000) })
      const isOurs = response.ok && !response.redirected && response.headers.get('Content-Type')?.startsWith('application/json')
      this.onState(Boolean(isOurs), response.redirected ? 401 : response.status)
      return isOurs ? await response.json() as Told : null
    } catch {
      this.onState(false, 0)
      return null
    }
  }
}

function done<Found>(asked: IDBRequest<Found>): Promise<Found> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('storage'))
  })
}
