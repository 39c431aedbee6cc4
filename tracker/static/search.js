// The key "/" leads to the box that searches everything. Whoever writes, or presses other keys with it, is left alone.
'use strict'
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.target.closest('input, textarea, select, [contenteditable]')) return
  const menu = document.querySelector('details.menu')
  const boxes = [...document.querySelectorAll('[data-find]')]
  const seen = (box) => box.offsetParent !== null
  if (!boxes.some(seen) && menu) menu.open = true
  const box = boxes.find(seen)
  if (!box) return
  event.preventDefault()
  box.focus()
  box.select()
})
