"""Pages read while they are timed: each beside an empty page, and what a browser fetches that has nothing kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bench.browser import Answer, Browser, answer_row, times
from bench.series import Goal, Row, Series, at_most

WARM_UP = 3
MOST_REQUESTS = 4
KB = 1000


@dataclass
class TimedPage:
    """A page with who reads it; goals are `most` times the empty page, and `most_kb` for a visit with nothing kept."""

    what: str
    browser: Browser
    path: str
    code: str = ""
    most: float = 0
    most_kb: float = 0
    answers: list[Answer] = field(default_factory=list)

    def row(self, empty: Sequence[Answer]) -> Row:
        """Give the row of the table."""
        ratio = times(self.answers).median / times(empty).median
        goal = at_most(self.code, ratio, self.most, f"≤ {self.most:g} × empty") if self.code else None
        return answer_row(self.what, self.answers, empty, goal)


def read(pages: Sequence[TimedPage], repeat: int) -> list[Answer]:
    """Read all pages in turn, again and again, an empty one after each; gives the empty ones."""
    for page in pages:
        for _turn in range(WARM_UP):
            page.browser.get(page.path)
    empty = []
    for _turn in range(repeat):
        for page in pages:
            page.answers.append(page.browser.get(page.path))
            empty.append(page.browser.empty())
    return empty


def cold_visit(page: TimedPage) -> Row:
    """Add up what a browser fetches that opens a page with nothing kept."""
    answers = [page.answers[-1]]
    answers += [page.browser.get(path) for path in _needed(answers[0])]
    sent = sum(answer.sent_bytes for answer in answers) / KB
    words = f"≤ {page.most_kb:g} kB, ≤ {MOST_REQUESTS} requests"
    return Row(
        f"{page.what}: first visit, {len(answers)} requests",
        Series([sent]),
        "kB",
        goal=Goal("P10", words, sent <= page.most_kb and len(answers) <= MOST_REQUESTS),
    )


def _needed(answer: Answer) -> list[str]:
    """List the files of this server that a page makes a browser fetch."""
    linked = [
        element.get("href", "")
        for element in answer.page.all("link")
        if element.get("rel") in {"stylesheet", "icon", "preload"}
    ]
    placed = [element.get("src", "") for element in answer.page.all("img", "script") if element.get("src")]
    return [address for address in dict.fromkeys([*linked, *placed]) if not urlsplit(address).netloc]
