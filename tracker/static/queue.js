// What was written on this phone, kept in the browser's own database until the server has confirmed it. Pages and the
// worker share this file. An entry is a form as it was filled in: {key, person, url, title, fields, state, order, at};
// a photo is an entry of its own whose `parent` is the key of the mission that it belongs to.
'use strict'
const Queue = (() => {
  const news = new BroadcastChannel('queue')
  let held

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })
  const database = () => held ||= asked(Object.assign(indexedDB.open('queue', 1), {
    onupgradeneeded: (event) => event.target.result.createObjectStore('entries', {keyPath: 'key'}),
  })).catch((error) => { held = undefined; throw error })
  async function store(mode, act) {
    const change = (await database()).transaction('entries', mode, {durability: 'strict'})
    const done = new Promise((yes, no) => {
      change.oncomplete = yes
      change.onabort = change.onerror = () => no(change.error)
    })
    const result = await act(change.objectStore('entries'))
    await done
    return result
  }
  const told = (result) => { news.postMessage('changed'); return result }

  const get = (key) => store('readonly', (entries) => asked(entries.get(key)))
  const all = (person) => store('readonly', (entries) => asked(entries.getAll()))
    .then((found) => found.filter((one) => one.person === person).sort((one, other) => one.order - other.order))
  const put = (entry) => store('readwrite', async (entries) => {
    const before = await asked(entries.getAll())
    const same = before.find((one) => one.key === entry.key)
    const order = same?.order ?? Math.max(0, ...before.map((one) => one.order)) + 1
    await asked(entries.put({...entry, order}))
  }).then(told)
  const change = (key, what) => store('readwrite', async (entries) => {
    const entry = await asked(entries.get(key))
    if (entry) await asked(entries.put({...entry, ...what}))
  }).then(told)
  const remove = (key) => store('readwrite', async (entries) => {
    for (const one of await asked(entries.getAll())) if (one.key === key || one.parent === key) entries.delete(one.key)
  }).then(told)
  const forget = (person) => store('readwrite', async (entries) => {
    for (const one of await asked(entries.getAll())) if (one.person === person) entries.delete(one.key)
  }).then(told)

  // Sends one entry. Gives {kind: 'sent', location}, {kind: 'refused', status, answer}, or what to wait for:
  // {kind: 'network' | 'sign-in' | 'server'}.
  async function post(entry, accept) {
    let url = entry.url
    if (entry.parent) url = new URL((await get(entry.parent)).location, location.origin).pathname + '/attachments'
    const form = new FormData()
    for (const [name, value] of entry.fields) form.append(name, value)
    if (entry.blob) form.append('files', entry.blob, entry.name)
    let answer
    try {
      answer = await fetch(url, {
        method: 'POST', body: form, redirect: 'manual', signal: AbortSignal.timeout(entry.blob ? 120000 : 45000),
        headers: {'X-Sent-Later': String(entry.person), Accept: accept},
      })
    } catch {
      return {kind: 'network'}
    }
    try {
      if (answer.status === 201) return {kind: 'sent', location: (await answer.json()).location}
    } catch {
      return {kind: 'network'}
    }
    if (answer.status === 401) return {kind: 'sign-in'}
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      return {kind: 'refused', status: answer.status, answer}
    }
    return {kind: 'server'}
  }

  const alone = (act) => navigator.locks.request('queue', act)

  // Sends one entry now; what came of it is written down before anything else happens.
  const send = (key, accept = 'application/problem+json') => alone(() => sendNext(key, accept))
  async function sendNext(key, accept) {
    const entry = await get(key)
    if (!entry || entry.state === 'sent') return {kind: 'sent', location: entry?.location}
    const result = await post(entry, accept)
    if (result.kind === 'sent') {
      await change(key, {state: 'sent', location: result.location, at: Date.now(), cause: '', blob: undefined})
    } else if (result.kind === 'refused') {
      const problem = accept === 'text/html' ? {} : await result.answer.json().catch(() => ({}))
      await change(key, {state: 'refused', cause: 'refused', status: result.status, detail: problem.detail || ''})
    } else {
      await change(key, {cause: result.kind})
    }
    return result
  }

  // Sends what waits, in its order. A photo waits for its mission. Gives why it stopped, nothing when all is sent.
  const sendAll = (person) => alone(async () => {
    for (const {key} of await all(person)) {
      const entry = await get(key)
      if (entry?.state !== 'waiting') continue
      if (entry.parent && (await get(entry.parent))?.state !== 'sent') continue
      const result = await sendNext(key, 'application/problem+json')
      if (result.kind !== 'sent' && result.kind !== 'refused') return result.kind
    }
    return ''
  })

  return {all, change, forget, get, put, remove, send, sendAll}
})()
