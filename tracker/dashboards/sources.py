"""Where facts come from: the sources that a row names by their codes, with titles and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select

from tracker.db import db
from tracker.models.archive import Source


@dataclass(frozen=True)
class SourceRecord:
    """A public page or publication; `href` is its address when it can be opened, None when it is only in print."""

    code: str
    title: str
    href: str | None


def codes_in(written: str) -> list[str]:
    """Read the codes that a row names, such as `S05;S01`, in their order and each once."""
    return list(dict.fromkeys(code.strip() for code in written.split(";") if code.strip()))


def sources_of(*written: str) -> tuple[SourceRecord, ...]:
    """Give the sources that one or more rows name, in the order of the list of sources; one statement.

    A code that is not in that list is left out.
    """
    return tuple(_known(written).values())


def sources_by_row(written: Iterable[str]) -> dict[str, tuple[SourceRecord, ...]]:
    """Give for each text such as `S05;S01` its sources, in the text's order; one statement for all of them."""
    texts = set(written)
    found = _known(texts)
    return {text: tuple(found[code] for code in codes_in(text) if code in found) for text in texts}


def _known(written: Iterable[str]) -> dict[str, SourceRecord]:
    wanted = {code for text in written for code in codes_in(text)}
    if not wanted:
        return {}
    query = select(Source.code, Source.title, Source.address).where(Source.code.in_(wanted)).order_by(Source.position)
    return {row.code: SourceRecord(row.code, row.title, _openable(row.address)) for row in db.session.execute(query)}


def _openable(address: str) -> str | None:
    """Give an address without what a source's list adds in words after it; None for anything but a web page."""
    first = address.split()[0] if address.strip() else ""
    return first if urlsplit(first).scheme in {"http", "https"} else None
