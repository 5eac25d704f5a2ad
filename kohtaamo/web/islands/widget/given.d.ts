// What the server writes before the program: see feedback/reaching/widgets.py.
export interface Rules {
  after_seconds?: number | null
  leaving?: boolean
  event?: string
  scrolled?: number | null
  share?: number
  again_days?: number
  pages?: string[]
  needs_consent?: boolean
}
export interface Words { open: string; close: string; name: string; opened: string }
export interface Given {
  token: string
  shut?: boolean
  origin: string
  address: string
  place: 'inline' | 'corner' | 'bar'
  colour?: string
  sites: string[]
  rules: Rules
  words: Record<string, Words>
}
export type Queued = [Given, HTMLScriptElement | null]
