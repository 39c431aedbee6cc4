// Keeps what is typed on this phone, sends it when there is a network, and says in words what is going on. Without this
// file every form works as long as there is a network.
'use strict'
if (window.indexedDB && window.caches && navigator.locks && navigator.serviceWorker) {
  const body = document.body
  const person = Number(body.dataset.person)
  const strip = document.getElementById('strip')
  const words = strip.dataset
  const HOURS = 3600000
  const SIDE = 1600 // pixels of the longer side of a photo
  const MOST = 300000 // bytes of a photo
  const policy = window.trustedTypes?.createPolicy('tracker', {createHTML: (html) => html, createScriptURL: (url) => url})
  const trusted = policy ?? {createHTML: (html) => html, createScriptURL: (url) => url}
  const said = (sentence, values = {}) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name])
  const counted = (name, n) => said(n === 1 ? words[`${name}One`] : words[`${name}Many`], {n})
  const clock = (at) => new Date(at).toLocaleString(document.documentElement.lang, {
    day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit',
  })
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, '0')).join('')
  // Browsers often believe in a network that is not there: a page from the phone's own store, or a failed sending, knows better.
  let isAway = 'kept' in body.dataset
  const isOffline = () => isAway || !navigator.onLine
  const mine = async (...states) => (await Queue.all(person)).filter((one) => states.includes(one.state))

  // The strip and the lists: what is going on, in words; told anew after every change, one telling at a time.
  let telling
  let isStale
  function tell() {
    isStale = true
    telling ??= (async () => {
      while (isStale) { isStale = false; await tellOnce() }
      telling = undefined
    })()
    return telling
  }
  async function tellOnce() {
    const [waiting, refused] = [await mine('waiting'), await mine('refused')]
    const parts = [
      isOffline() && words.offline,
      waiting.length && counted('waiting', waiting.length),
      !isOffline() && waiting.some((one) => one.cause === 'sign-in') && words.signIn,
      !isOffline() && waiting.some((one) => one.cause === 'server') && words.server,
      refused.length && counted('refused', refused.length),
    ].filter(Boolean).join(' ')
    const place = strip.querySelector('[data-say]')
    if (place.textContent !== parts) place.textContent = parts
    strip.hidden = !parts
    for (const button of document.querySelectorAll('button[data-offline]')) {
      const label = button.querySelector('[data-label]') ?? button
      button.dataset.online ??= label.textContent
      label.textContent = isOffline() ? button.dataset.offline : button.dataset.online
    }
    await list()
  }

  // Sending what waits: now, and again while it is not all sent.
  let timer
  async function sendAll() {
    clearTimeout(timer)
    if (navigator.onLine && (await mine('waiting')).length) isAway = await Queue.sendAll(person) === 'network'
    if ((await mine('waiting')).length) timer = setTimeout(sendAll, 20000)
    await tell()
  }

  // The pages that this phone keeps.
  async function keepPages(isAsked) {
    const now = Date.now()
    const held = JSON.parse(localStorage.getItem('kept') || '{}')
    if (held.person !== person) await caches.delete('pages')
    const isFresh = held.person === person && held.language === document.documentElement.lang
      && held.edition === body.dataset.edition && held.at <= now && now - held.at < 6 * HOURS
    if ((isFresh || navigator.connection?.saveData) && !isAsked) return
    const answer = await fetch('/offline/pages')
    if (!answer.ok) return
    const policyOfPages = answer.headers.get('Content-Security-Policy')
    const {pages, edition} = await answer.json()
    await caches.delete('pages')
    const store = await caches.open('pages')
    for (const [path, html] of Object.entries(pages)) {
      const headers = {'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policyOfPages}
      await store.put(path, new Response(html, {headers}))
    }
    localStorage.setItem('kept', JSON.stringify({person, language: document.documentElement.lang, edition, at: now}))
    body.dataset.ready = ''
  }

  // Rows of a form: one more after the last, with names of its own.
  function addRow(group) {
    const last = [...group.querySelectorAll('fieldset.row')].pop()
    const prefix = last.querySelector('[name]').name.split('-')[0]
    const used = [...last.form?.elements ?? group.closest('form').elements].map((one) => one.name?.match(`^${prefix}-(\\d+)-`)?.[1])
    const index = Math.max(...used.filter(Boolean).map(Number)) + 1
    const row = last.cloneNode(true)
    for (const part of row.querySelectorAll('*')) {
      for (const name of ['id', 'name', 'for', 'aria-describedby']) {
        const value = part.getAttribute(name)
        if (value) part.setAttribute(name, value.replace(new RegExp(`^${prefix}-\\d+-`), `${prefix}-${index}-`))
      }
      if (part.matches('input:not([type=hidden]), textarea')) part.value = ''
      if (part.name?.endsWith('-id')) part.value = ''
    }
    const legend = row.querySelector('legend')
    legend.textContent = legend.textContent.replace(/\d+/, (n) => Number(n) + 1)
    last.after(row)
    return row
  }

  function fill(form, fields) {
    const left = fields.map(([name, value]) => [name, value])
    const take = (name) => { const at = left.findIndex(([of]) => of === name); return at < 0 ? undefined : left.splice(at, 1)[0][1] }
    for (const [name, value] of fields) {
      const [, prefix, index] = name.match(/^(tasks|people)-(\d+)-/) || []
      if (!prefix || !value || form.elements[name]) continue
      const city = fields.find(([of]) => of === `people-${index}-city`)?.[1]
      const group = form.querySelector(prefix === 'tasks' ? '#tasks' : `#people-${CSS.escape(city)}`)
      while (group && !form.elements[name] && group.querySelectorAll('fieldset.row').length < 60) addRow(group)
    }
    for (const one of form.elements) {
      if (!one.name || one.name === 'csrf_token' || ['file', 'submit', 'fieldset'].includes(one.type)) continue
      if (one.type === 'checkbox' || one.type === 'radio') one.checked = fields.some(([name, value]) => name === one.name && value === one.value)
      else { const value = take(one.name); if (value !== undefined) one.value = value }
    }
    for (const part of form.querySelectorAll('details')) {
      part.open ||= [...part.querySelectorAll('input:not([type=hidden]), textarea')].some((one) => one.type === 'checkbox' ? one.checked : one.value)
    }
  }

  async function shrunk(file) {
    const picture = await createImageBitmap(file, {imageOrientation: 'from-image'})
    for (let side = SIDE; ; side = Math.round(side * 0.8)) {
      const scale = Math.min(1, side / Math.max(picture.width, picture.height))
      const canvas = document.createElement('canvas')
      canvas.width = Math.max(1, Math.round(picture.width * scale))
      canvas.height = Math.max(1, Math.round(picture.height * scale))
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
      for (const quality of [0.8, 0.65, 0.5]) {
        const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality))
        if (blob && (blob.size <= MOST || side < 400)) return blob
      }
    }
  }

  // A form that can be sent later.
  function keep(form) {
    const url = form.getAttribute('action')
    const line = document.createElement('p')
    line.className = 'mut sm'
    form.append(line)
    let busy = false
    let timerOfDraft
    const key = () => form.elements.key?.value ?? `${url} ${person}`
    const title = () => form.dataset.title || document.querySelector('h1').textContent.trim()
    const fields = () => [...new FormData(form)].filter(([name, value]) => name !== 'csrf_token' && typeof value === 'string')
    const note = (state) => Queue.put({key: key(), person, url, title: title(), fields: fields(), state, at: Date.now(), cause: ''})

    async function save(state) {
      clearTimeout(timerOfDraft)
      try {
        await note(state)
        line.textContent = said(words.saved, {at: clock(Date.now())})
        navigator.storage?.persist?.()
        return true
      } catch {
        line.textContent = words.full
        line.setAttribute('role', 'alert')
        return false
      }
    }

    async function photos() {
      const input = form.elements.files
      for (const one of form.querySelectorAll('[data-photo]')) one.remove()
      for (const one of (await Queue.all(person)).filter((each) => each.parent === key() && each.state !== 'sent')) {
        const row = document.getElementById('photo').content.firstElementChild.cloneNode(true)
        row.querySelector('span').textContent = `${one.name}, ${Math.ceil(one.blob.size / 1000)} kB`
        row.querySelector('button').onclick = () => Queue.remove(one.key).then(photos)
        input.after(row)
      }
    }
    if (form.elements.files) form.elements.files.addEventListener('change', async (event) => {
      for (const file of [...event.target.files]) {
        if (!file.type.startsWith('image/')) continue
        try {
          const blob = await shrunk(file)
          const name = file.name.replace(/\.\w+$/, '') + '.jpg'
          await save('draft')
          await Queue.put({
            key: newKey(), person, parent: key(), title: name, name, blob, fields: [], state: 'draft', at: Date.now(),
          })
        } catch {
          line.textContent = words.full
          line.setAttribute('role', 'alert')
          return
        }
      }
      if ([...event.target.files].every((file) => file.type.startsWith('image/'))) event.target.value = ''
      await photos()
    })

    form.addEventListener('input', () => {
      if (!form.elements.key) return
      clearTimeout(timerOfDraft)
      timerOfDraft = setTimeout(() => save('draft'), 300)
    })

    form.addEventListener('click', (event) => {
      const button = event.target.closest('button[name=add]')
      if (!button) return
      event.preventDefault()
      const row = addRow(button.closest('fieldset'))
      row.querySelector('input:not([type=hidden]), textarea')?.focus()
    })

    form.addEventListener('submit', async (event) => {
      if (form.elements.files?.files.length) return // documents go with the form itself, while there is a network
      event.preventDefault()
      if (busy) return
      busy = true
      try {
        if (!await save('waiting')) return
        for (const one of await Queue.all(person)) {
          if (one.parent === key() && one.state === 'draft') {
            await Queue.change(one.key, {state: 'waiting', fields: [['key', one.key]]})
          }
        }
        const result = await Queue.send(key(), 'text/html')
        if (result.kind === 'sent') {
          await Promise.race([Queue.sendAll(person), new Promise((done) => setTimeout(done, 8000))]) // photos, if they are quick
          location.assign(result.location)
        }
        else if (result.kind === 'refused') await show(result.answer)
        else await later()
      } finally {
        busy = false
      }
    })

    async function show(answer) {
      const page = new DOMParser().parseFromString(trusted.createHTML(await answer.text()), 'text/html')
      await Queue.change(key(), {state: 'draft', cause: ''})
      document.title = page.title
      if (!page.querySelector('main')) return location.reload()
      for (const part of ['main', '.dock']) {
        const [old, fresh] = [document.querySelector(part), page.querySelector(part)]
        if (old && fresh) old.replaceWith(document.adoptNode(fresh))
        else old?.remove()
      }
      start()
      document.querySelector('.errors, main h1')?.setAttribute('tabindex', '-1')
      document.querySelector('.errors, main h1')?.focus()
    }

    async function later() {
      const registration = await navigator.serviceWorker.ready
      registration.sync?.register(`send-${person}`).catch(() => {})
      if (form.elements.key) location.assign('/offline')
      else { form.replaceWith(said(words.later)); await sendAll() }
    }

    async function restore() {
      const isWrong = form.querySelector('[aria-invalid]')
      const wanted = location.hash.slice(1)
      const drafts = (await mine('draft', 'refused', 'waiting')).filter((one) => one.url === url && !one.parent)
      const draft = drafts.find((one) => one.key === wanted) ?? drafts.filter((one) => one.state !== 'waiting').pop()
      if (form.elements.key && !isWrong && !('answered' in form.dataset)) {
        if (draft) {
          fill(form, draft.fields)
          line.textContent = said(words.restored, {at: clock(draft.at)})
        } else if ('kept' in body.dataset) form.elements.key.value = newKey()
      }
      if (form.elements.files) await photos()
    }
    restore()
  }

  // The lists of what is on this phone.
  async function list() {
    const lists = document.querySelectorAll('[data-list]')
    if (!lists.length) return
    const entries = await Queue.all(person)
    for (const place of lists) {
      const shown = entries.filter((one) => one.state === place.dataset.list && !(one.parent && one.state === 'draft'))
      if (place.dataset.list === 'sent') shown.reverse().splice(20)
      place.closest('[data-lists]').hidden = !shown.length
      place.replaceChildren(...shown.map(item))
    }
    document.querySelector('[data-nothing]').hidden = entries.some((one) => !one.parent || one.state !== 'draft')
  }

  function item(entry) {
    const row = document.getElementById('entry').content.firstElementChild.cloneNode(true)
    const part = (name) => row.querySelector(`[data-part=${name}]`)
    const cause = {network: words.causeNetwork, 'sign-in': words.signIn, server: words.server, refused: words.causeRefused}[entry.cause]
    part('title').textContent = entry.title
    part('by').textContent = [clock(entry.at), cause, entry.detail].filter(Boolean).join(' · ')
    const [open, send, remove] = [part('open'), part('send'), part('delete')]
    if (entry.state === 'sent') open.href = entry.location
    else if (entry.fields.some(([name]) => name === 'key') && !entry.parent) open.href = `${entry.url}#${entry.key}`
    else open.remove()
    if (entry.state !== 'waiting') send.remove()
    else send.onclick = sendAll
    remove.onclick = async () => {
      if (entry.state === 'sent' || window.confirm(words.delete)) await Queue.remove(entry.key).then(tell)
    }
    return row
  }

  // Signing out takes everything away from this phone, and asks first when something would be lost.
  for (const form of document.querySelectorAll('form[action="/sign-out"]')) form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const left = await mine('draft', 'waiting', 'refused')
    if (left.length && !window.confirm(counted('leave', left.length))) return
    await Queue.forget(person)
    await caches.delete('pages')
    localStorage.removeItem('kept')
    form.submit()
  })

  function start() {
    for (const form of document.querySelectorAll('form[data-later]')) keep(form)
    document.querySelector('[data-keep-pages]')?.addEventListener('click', () => keepPages(true))
    tell()
  }
  navigator.serviceWorker.register(trusted.createScriptURL('/worker.js')).catch(() => {})
  new BroadcastChannel('queue').onmessage = tell
  window.addEventListener('online', () => { isAway = false; sendAll() })
  window.addEventListener('offline', tell)
  document.addEventListener('visibilitychange', () => { if (!document.hidden) sendAll() })
  start()
  sendAll()
  if (!('kept' in body.dataset)) keepPages(false).catch(() => {})
}
