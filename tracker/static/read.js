// Says once, as soon as a page is really shown, that its reader has it open. The form carries address and token.
'use strict'
{
  const form = document.querySelector('form[data-read]')
  const say = () => {
    if (!form || document.visibilityState !== 'visible') return
    document.removeEventListener('visibilitychange', say)
    fetch(form.action, {method: 'POST', body: new FormData(form), keepalive: true, redirect: 'manual'}).catch(() => {})
  }
  document.addEventListener('visibilitychange', say)
  say()
}
