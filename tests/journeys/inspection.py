"""What is looked at on every page that somebody opens: complaints of the browser, accessibility, sideways scrolling.

Looking takes far longer than opening, so nothing is looked at twice: neither a page that stood there before with other
numbers only, nor the colours of what stands in the same elements with the same classes as something before.
"""

import re
from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOURS = ("color-contrast", "link-in-text-block")
RUN_AXE = """([context, options]) => axe.run(context || document, {resultTypes: ['violations'], ...options}).then(
    found => found.violations.map(one => one.id + ': ' + one.nodes.map(
        node => node.target.join(' ') + ' ' + node.failureSummary).join('; ')))"""
LIST_KINDS = """() => {
    const names = new Map(), first = window.firstOfKind = new Map()
    const sheets = [...document.styleSheets].map(sheet => sheet.href ?? sheet.ownerNode.textContent).join(' ')
        .replaceAll(location.origin, '')
    const nameOf = one => {
        if (!one) return sheets + ' ' + innerWidth + ' ' + getComputedStyle(document.documentElement).fontSize
        if (!names.has(one)) {
            const state = ['class', 'open', 'disabled', 'aria-current', 'aria-invalid', 'type', 'lang']
                .map(name => one.getAttribute(name) ?? '').join('|') + (one.checked ? '+' : '')
            names.set(one, nameOf(one.parentElement) + ' > ' + one.tagName + '|' + state)
        }
        return names.get(one)
    }
    const isWritten = one => one.matches('input, select, textarea')
        || [...one.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim())
    for (const one of document.querySelectorAll('body *'))
        if (isWritten(one) && one.checkVisibility() && !first.has(nameOf(one))) first.set(nameOf(one), one)
    return [...first.keys()]
}"""
"""What the texts that can be seen stand in: the elements around each, with what style sheets tell them apart by."""
RUN_AXE_ON_KINDS = f"""([kinds, options]) => ({RUN_AXE})(
    [{{include: kinds.map(kind => window.firstOfKind.get(kind))}}, options])"""
TOO_WIDE = """() => {
    const limit = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= limit) return []
    return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > limit + 1)
        .slice(0, 5).map(one => one.tagName + '.' + one.className + ' ' + one.textContent.trim().slice(0, 40))
}"""
DIFFERS_EACH_TIME = re.compile(r'value="[^"]*"|(Request|Pedido) [0-9a-f]{8}|[0-9]+')
_pages: set[int] = set()
_kinds: set[tuple[str, str]] = set()


def inspect(page: Page, scheme: str, trouble: Sequence[str], *, scripts: bool = True) -> bool:
    """Fail on anything wrong with the page as it stands, read in a colour scheme; tell whether it is a new one.

    Without scripts the page's accessibility cannot be asked for; it is the same page.
    """
    assert not trouble, f"{page.url}: {trouble}"
    wide = page.evaluate(TOO_WIDE)
    assert not wide, f"{page.url} scrolls sideways: {wide}"
    size = page.evaluate("() => [innerWidth, getComputedStyle(document.documentElement).fontSize]")
    mark = hash((DIFFERS_EACH_TIME.sub("", page.content()), *size, scheme, scripts))
    if mark in _pages:
        return False
    if scripts:
        found = _complaints(page, scheme)
        assert not found, f"{page.url}: {found}"
    _pages.add(mark)
    return True


def _complaints(page: Page, scheme: str) -> list[str]:
    """List what is not accessible: all but colours on the whole page, colours in both schemes on what is new."""
    page.evaluate(AXE_SCRIPT)
    no_colours = {"rules": {name: {"enabled": False} for name in COLOURS}}
    found: list[str] = page.evaluate(RUN_AXE, [None, no_colours])
    kinds = page.evaluate(LIST_KINDS)
    other = "light" if scheme == "dark" else "dark"
    for shown in (scheme, other):
        page.emulate_media(color_scheme=shown)
        fresh = [kind for kind in kinds if (shown, kind) not in _kinds]
        if fresh:
            wrong = page.evaluate(RUN_AXE_ON_KINDS, [fresh, {"runOnly": {"type": "rule", "values": list(COLOURS)}}])
            found += wrong
            _kinds.update((shown, kind) for kind in fresh if not wrong)
    page.emulate_media(color_scheme=scheme)
    return found
