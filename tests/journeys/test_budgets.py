"""What a coordinator may expect of the portfolio: a funder report in two taps, and a list behind every number."""

import json
import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from tests.journeys.house import House
from tests.journeys.reader import Reader
from tests.pages import Page, words

FILES = {
    "The whole funder report, with charts (PDF)": b"%PDF",
    "One page for the board (PDF)": b"%PDF",
    "Spreadsheet (XLSX)": b"PK",
    "For machines (JSON)": b"{",
}
COUNT = re.compile(r"(?:All |The )?(\d+)(?= (?!to |of |days?\b)[a-z]|$)")
"""How a link begins that is a number of things, not one of days or of a stage."""
BESIDE_THE_TABS = (
    "/portfolio/forecast/record",
    "/portfolio/durations",
    "/programmes",
    "/programmes/mzbr",
    "/partnerships",
)
NO_COUNTS = re.compile(r"/portfolio/timeline\?year=|/portfolio/calendar\?")


def test_two_taps_to_a_funder_report_in_all_its_files(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator")
    coordinator.sign_in()
    coordinator.taps = 0
    coordinator.tap("Funder report")
    coordinator.tap("Make the funder report", about="Everything, this year")
    assert coordinator.taps == 2
    made = {words: coordinator.download(words) for words in FILES}
    assert {words: content[: len(FILES[words])] for words, content in made.items()} == FILES
    assert json.loads(made["For machines (JSON)"])["counted"]["partnerships"] > 1


def test_behind_every_number_is_the_list_of_what_it_counts(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator")
    coordinator.sign_in()
    tabs = [str(link.get_attribute("href")) for link in coordinator.page.locator("main .tabs").first.locator("a").all()]
    audit = Audit(coordinator)
    for address in (*tabs, *BESIDE_THE_TABS):
        audit.follow_numbers_of(address)
    coordinator.album.note(f"{audit.followed} numbers lead to their lists")
    assert audit.followed > len(tabs)
    assert not audit.wrong


class Audit:
    """Follows the numbers of pages to what they lead to, one of each kind; `wrong` says which lead to other numbers."""

    def __init__(self, reader: Reader) -> None:
        self._get = reader.context.request.get
        self._kinds: set[tuple[str, ...]] = set()
        self.followed = 0
        self.wrong: list[str] = []

    def follow_numbers_of(self, address: str) -> None:
        """Follow one number of each kind on a page: those that lead to the same list, narrowed in the same way."""
        for text, href in links_of(self._page(address)):
            found, target = COUNT.match(text), urlsplit(urljoin(address, href))
            kind = (address, target.path, re.sub(r"=[^&]*", "", target.query))
            if found is None or kind in self._kinds or NO_COUNTS.search(href):
                continue
            self._kinds.add(kind)
            self.followed += 1
            listed = self._listed(urljoin(address, href))
            if listed != int(found[1]):
                self.wrong.append(f"{address}: {text!r} leads to {href}, which lists {listed}")

    def _listed(self, address: str) -> int:
        """Count the rows of a list on all its pages."""
        page = self._page(address)
        rows = sum(len(body.findall("tr")) for main in page.all("main") for body in main.iter("tbody"))
        further = [str(link.get("href")) for link in page.all("a") if link.get("rel") == "next"]
        return rows + (self._listed(urljoin(address, further[0])) if further else 0)

    def _page(self, address: str) -> Page:
        answer = self._get(address)
        assert answer.ok, f"{address} answers {answer.status}"
        return Page(answer.text())


def links_of(page: Page) -> list[tuple[str, str]]:
    """List the words and address of every link of a page's own part, without its tabs."""
    tabs = {link for nav in page.all("nav") if nav.get("class") == "tabs" for link in nav.iter("a")}
    found = [link for main in page.all("main") for link in main.iter("a") if link not in tabs]
    return [(words(link), link.get("href", "")) for link in found]
