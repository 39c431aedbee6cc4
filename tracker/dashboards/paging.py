"""Lists in pages: which page an address asks for, and the links between pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select
from werkzeug.exceptions import NotFound

Query = Select[*tuple[Any, ...]]
"""A statement that selects whatever columns."""
USUAL_SIZE = 50
LARGEST_SIZE = 200
HIGHEST_PAGE = 2**31 - 1


@dataclass(frozen=True)
class Window:
    """The part of a list that an address asks for: `number` counts pages from 1, `size` is rows a page."""

    number: int = 1
    size: int = USUAL_SIZE

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Window":
        """Read `page` and `per_page`; what is not a number above zero is left out, too many rows a page are cut."""
        number = _whole(asked.get("page", "")) or 1
        size = _whole(asked.get("per_page", "")) or USUAL_SIZE
        return cls(min(number, HIGHEST_PAGE), min(size, LARGEST_SIZE))

    def of(self, query: Query) -> Query:
        """Limit a query to this part of its rows."""
        return query.limit(self.size).offset((self.number - 1) * self.size)


@dataclass(frozen=True)
class Page:
    """The links of a list's pager, as the component `pager` takes them; a missing link is None."""

    number: int
    pages: int
    total: int
    prev_href: str | None
    next_href: str | None
    first_href: str
    last_href: str


def page(window: Window, total: int, path: str, query: Mapping[str, str]) -> Page:
    """Link the pages of a list of `total` rows; `query` is kept in every link. Raises NotFound beyond the last page."""
    pages = max(1, -(-total // window.size))
    if window.number > pages:
        raise NotFound
    size = {} if window.size == USUAL_SIZE else {"per_page": window.size}

    def href(number: int) -> str:
        return f"{path}?{urlencode({**query, **size, 'page': number})}"

    number = window.number
    return Page(
        number=number,
        pages=pages,
        total=total,
        prev_href=href(number - 1) if number > 1 else None,
        next_href=href(number + 1) if number < pages else None,
        first_href=href(1),
        last_href=href(pages),
    )


def _whole(written: str) -> int | None:
    is_number = written.isascii() and written.isdecimal() and len(written) <= 10
    return int(written) if is_number else None
