// Answers from this phone when the network does not, and sends the queue when the browser says that the network is back.
// EDITION, SHELL and the queue stand before this in the same file.
const STATIC = `static-${EDITION}`
const PAGES = 'pages'
const PATIENCE = 12000 // milliseconds that a page may take before the phone's own copy is shown

self.addEventListener('install', (event) => event.waitUntil((async () => {
  const store = await caches.open(STATIC)
  await store.addAll(SHELL.map((file) => new Request(file, {cache: 'reload'})))
  await self.skipWaiting()
})()))

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('static-') && name !== STATIC) await caches.delete(name)
  await self.clients.claim()
})()))

async function kept(url) {
  const store = await caches.open(PAGES)
  return await store.match(url.pathname + url.search) || await store.match('/offline')
}

async function page(request) {
  const own = new Promise((give) => setTimeout(() => kept(new URL(request.url)).then((copy) => copy && give(copy)), PATIENCE))
  try {
    return await Promise.race([fetch(request), own])
  } catch {
    return await kept(new URL(request.url)) || Response.error()
  }
}

self.addEventListener('fetch', (event) => {
  const {request} = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (url.pathname.startsWith('/static/')) {
    event.respondWith(fetch(request).catch(async () => await caches.match(request) || Response.error()))
  }
})

self.addEventListener('sync', (event) => {
  const person = Number(event.tag.replace('send-', ''))
  event.waitUntil(Queue.sendAll(person).then((cause) => { if (cause === 'network') throw new Error(cause) }))
})
