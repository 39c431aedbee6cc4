"""Pages fit narrow windows, large letters and wide spacing: nothing is cut off, nobody scrolls sideways."""

from collections.abc import Callable

import pytest

from tests.journeys.house import House
from tests.journeys.inspection import TOO_WIDE
from tests.journeys.reader import DESKTOP, Device, Reader
from tests.journeys.scenes import REPORT, send_report

NARROW = Device(320, 640)
WIDE_SPACING = """() => document.querySelectorAll('body *').forEach(one => {
    one.style.lineHeight = '1.5'; one.style.letterSpacing = '0.12em'; one.style.wordSpacing = '0.16em' })"""
"""The spacing that WCAG 1.4.12 asks a page to stand."""
PAGES = {
    "": ["/sign-in", "/compendium", "/compendium/P-0004", "/verify"],
    "technician.nampula": [
        "/tasks",
        "/partnerships",
        "/partnerships/P-0004",
        "/partnerships/P-0004/stages/1",
        "/partnerships/P-0004/stages/2",
        "/partnerships/P-0004/stages/3",
        "/partnerships/P-0004/stages/4",
        "/partnerships/P-0004/stages/6",
        "/missions/new?partnership=P-0004",
        "/missions/P-0004-M02",
        "/account",
    ],
    "mayor.nampula": [f"/reports/{REPORT}", f"/reports/{REPORT}/sign", f"/reports/{REPORT}/return"],
    "coordinator": [
        "/portfolio",
        "/portfolio/sign-offs",
        "/portfolio/time",
        "/portfolio/durations?of=5",
        "/portfolio/signed",
        "/portfolio/goals",
        "/portfolio/reciprocity",
        "/portfolio/map",
        "/portfolio/attention",
        "/portfolio/calendar",
        "/portfolio/timeline",
        "/portfolio/forecast",
        "/portfolio/forecast/record",
        "/programmes/mzbr",
        "/cities",
        "/cities/barcelona",
        "/partnerships/P-0008",
        "/people",
    ],
    "admin": ["/admin", "/people/new"],
}


@pytest.mark.parametrize("account", PAGES, ids=lambda account: account or "nobody")
@pytest.mark.parametrize("large", [False, True], ids=["narrow", "large"])
def test_nobody_scrolls_sideways(house: House, arrive: Callable[..., Reader], account: str, *, large: bool) -> None:
    if account == "mayor.nampula":
        send_report(house)
    reader = arrive(house, account, device=DESKTOP if large else NARROW)
    if large:
        reader.enlarge_text()
    if account:
        reader.sign_in()
    for address in PAGES[account]:
        reader.open(address)
        reader.page.evaluate(WIDE_SPACING)
        wide = reader.page.evaluate(TOO_WIDE)
        assert not wide, f"{address} scrolls sideways with wide spacing: {wide}"
