"""What is looked at on every page that somebody opens: complaints of the browser, accessibility, sideways scrolling."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOURS = ["color-contrast", "link-in-text-block"]
RUN_AXE = """rules => axe.run({resultTypes: ['violations'], ...rules}).then(found => found.violations.map(
    one => one.id + ': ' + one.nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary).join('; ')))"""
TOO_WIDE = """() => {
    const limit = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= limit) return []
    return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > limit + 1)
        .slice(0, 5).map(one => one.tagName + '.' + one.className + ' ' + one.textContent.trim().slice(0, 40))
}"""


def inspect(page: Page, scheme: str, trouble: Sequence[str], *, scripts: bool = True) -> None:
    """Fail on anything wrong with the page as it stands; `scheme` is the colour scheme it is read in.

    Without scripts the page's accessibility cannot be asked for; it is the same page.
    """
    assert not trouble, f"{page.url}: {trouble}"
    wide = page.evaluate(TOO_WIDE)
    assert not wide, f"{page.url} scrolls sideways: {wide}"
    if not scripts:
        return
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN_AXE, {})
    page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    found += page.evaluate(RUN_AXE, {"runOnly": {"type": "rule", "values": COLOURS}})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert not found, f"{page.url}: {found}"
