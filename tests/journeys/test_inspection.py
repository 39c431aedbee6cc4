"""The looking itself: what is wrong is found, also where much like it was looked at before."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.inspection import inspect

PAGE = """<!doctype html><html lang="en"><title>A page - Partnership Tracker</title>
<style>{style} @media (prefers-color-scheme: dark) {{ body {{ background: #000; color: #fff }} {dark} }}</style>
<main><h1>A page</h1>{main}</main></html>"""


@pytest.fixture
def page(chromium: Browser) -> Page:
    """Give an empty page in a window of a size that no journey uses, so that nothing in it was looked at before."""
    return chromium.new_page(viewport={"width": 777, "height": 500})


def show(page: Page, main: str, style: str = "", dark: str = "") -> bool:
    """Look at a page with this in it."""
    page.set_content(PAGE.format(main=main, style=style, dark=dark))
    return inspect(page, "light", [])


def test_the_same_page_with_other_numbers_is_looked_at_once(page: Page) -> None:
    assert show(page, "<p>3 missions</p>")
    assert not show(page, "<p>14 missions</p>")
    assert show(page, "<p>3 reports</p>")


def test_colours_are_found_in_either_scheme(page: Page) -> None:
    pale = "p.pale { color: #ccc }"
    assert show(page, "<p>Well read</p>", pale)
    with pytest.raises(AssertionError, match="color-contrast"):
        show(page, "<p>Well read</p><p class=pale>Hardly read</p>", pale)
    with pytest.raises(AssertionError, match="color-contrast"):
        show(page, "<p>Well read</p><p class=pale>Hardly read</p>", pale)
    with pytest.raises(AssertionError, match="color-contrast"):
        show(page, "<p class=dim>Read by day</p>", dark="p.dim { color: #333 }")


def test_what_was_hidden_is_looked_at_when_it_appears(page: Page) -> None:
    style = ".pale { color: #ccc } details:not([open]) + p { display: none }"
    assert show(page, "<details><summary>More</summary></details><p class=pale>Folded away</p>", style)
    with pytest.raises(AssertionError, match="color-contrast"):
        show(page, "<details open><summary>More</summary></details><p class=pale>Folded away</p>", style)


def test_names_are_asked_for_on_every_page(page: Page) -> None:
    assert show(page, "<label>Name <input></label>")
    with pytest.raises(AssertionError, match="label"):
        show(page, "<label>Name <input></label><input>")
