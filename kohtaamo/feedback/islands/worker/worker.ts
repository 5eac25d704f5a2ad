// Keeps one page and what it is made of on the device, so that it opens without a line. What to keep is written
// before this program by the server: a change of it is a new worker, which waits until the page says "now".
interface Kept { mark: string; files: string[]; page: string; isFresh: boolean }
interface Lasting extends Event { waitUntil(until: Promise<unknown>): void }
interface Asked extends Lasting { request: Request; respondWith(answer: Promise<Response>): void }
interface Worker {
  kept: Kept
  clients: { claim(): Promise<void> }
  location: Location
  skipWaiting(): Promise<void>
  addEventListener(kind: 'install' | 'activate', by: (event: Lasting) => void): void
  addEventListener(kind: 'fetch', by: (event: Asked) => void): void
  addEventListener(kind: 'message', by: (event: MessageEvent) => void): void
}
const worker = self as unknown as Worker
const { mark, files, page, isFresh } = worker.kept
const prefix = `kohtaamo:${page}:`
const store = prefix + mark

async function keep(address: string) {
  const response = await fetch(address, { cache: 'no-cache', credentials: 'same-origin' })
  if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`)
  await (await caches.open(store)).put(address, response)
}

async function forgetOthers() {
  const old = (await caches.keys()).filter((one) => one.startsWith(prefix) && one !== store)
  await Promise.all(old.map((one) => caches.delete(one)))
}

async function kept(request: Request): Promise<Response> {
  return await (await caches.open(store)).match(request, { ignoreSearch: true }) ?? fetch(request)
}

/** A page that changes is asked for first; what is kept stands in for it when there is no line. */
async function fresh(request: Request): Promise<Response> {
  try {
    const response = await fetch(request)
    if (response.ok && !response.redirected) await (await caches.open(store)).put(page, response.clone())
    return response
  } catch {
    return kept(request)
  }
}

worker.addEventListener('install', (event) => event.waitUntil(Promise.all([page, ...files].map(keep))))
worker.addEventListener('activate', (event) => event.waitUntil(forgetOthers().then(() => worker.clients.claim())))
worker.addEventListener('message', ({ data }) => { if (data === 'now') void worker.skipWaiting() })
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== worker.location.origin) return
  if (address.pathname === page) event.respondWith(isFresh ? fresh(request) : kept(request))
  else if (files.includes(address.pathname)) event.respondWith(kept(request))
})
