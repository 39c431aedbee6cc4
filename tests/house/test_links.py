"""No page offers its reader what they are then refused: every link on every page leads to a page they may open."""

from urllib.parse import urljoin, urlsplit

import pytest

from tests import crawl
from tests.databases import BASE_URL
from tests.world import READERS, World


@pytest.mark.parametrize("reader", READERS)
def test_every_link_can_be_followed(world: World, reader: str) -> None:
    found: dict[str, str] = {}
    for page, answer in crawl.pages(world, reader):
        for _words, href in answer.page.links:
            target = urlsplit(urljoin(f"{BASE_URL}{page}", href))
            if f"{target.scheme}://{target.netloc}" == BASE_URL:
                found.setdefault(f"{target.path}?{target.query}".rstrip("?"), page)
    assert len(found) > 3
    refused = []
    for target, page in sorted(found.items()):
        answer = world.ask(reader, "GET", target, is_inspected=False)
        if answer.status_code >= 400:
            refused.append(f"{target} on {page}: {answer.status_code}")
    assert not refused, "\n".join(refused)


@pytest.mark.parametrize("reader", READERS)
def test_every_button_can_be_pressed(world: World, reader: str) -> None:
    """A form that a reader is shown is never forbidden or unknown to them, whatever it then says to what they wrote."""
    refused = []
    for page, answer in crawl.pages(world, reader):
        for form in answer.page.forms:
            for button in form.buttons:
                one = crawl.found(world, reader, page, form, button)
                if one is not None and one.target not in {"/language", "/sign-out"}:
                    with world.as_before():
                        status = one.send(world, one.filled, is_inspected=False).status_code
                    if status in {400, 401, 403, 404, 405}:
                        refused.append(f"{one}: {status}")
    assert not refused, "\n".join(refused)
