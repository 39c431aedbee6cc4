"""Whether the journal is whole: its numbers, links and hashes, its personal fields, and an anchor printed outside."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, select

from tracker.db import db
from tracker.models.journal import JournalEntry, PersonalField
from tracker.services.findings import Finding, pages, parsed, part
from tracker.services.journal import FIRST, commitment, hash_of, is_erased_with

ANCHOR = re.compile(r"\s*([0-9a-f]{64})\s*:\s*([0-9]{1,9})\s*", re.IGNORECASE)
ERASED = "person.erased"


@dataclass(frozen=True)
class Anchor:
    """The head and the count of the journal as they were printed in a mail or a PDF, out of the database's reach."""

    head: str
    count: int

    @classmethod
    def read(cls, text: str) -> "Anchor":
        """Read HEAD:COUNT as it is printed; raises ValueError for anything else."""
        found = ANCHOR.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(found[1].lower(), int(found[2]))


def check_anchor(anchor: Anchor) -> Iterator[Finding]:
    """Find whether the journal still holds the row that an anchor names: else its end was cut, or all was rewritten."""
    found = db.session.scalar(select(JournalEntry.hash).where(JournalEntry.id == anchor.count))
    if anchor.count == 0 and anchor.head == FIRST:
        return
    if found is None:
        yield Finding("anchor.cut", f"row {anchor.count}")
    elif found != anchor.head:
        yield Finding("anchor.rewritten", f"row {anchor.count}")


def check_chain() -> Iterator[Finding]:
    """Find rows of the journal whose number, link, hash or personal fields do not add up."""
    erased = _erased()
    previous, expected = FIRST, 1
    for rows in pages(select(*JournalEntry.__table__.columns), JournalEntry.__table__.c.id):
        fields = _personal_fields(rows[0].id, rows[-1].id)
        for row in rows:
            name = f"journal row {row.id}"
            if row.id != expected:
                yield Finding("journal.number", name)
            if row.previous != previous:
                yield Finding("journal.link", name)
            if row.hash != hash_of(cast(JournalEntry, row)):
                yield Finding("journal.hash", name)
            yield from _check_personal(row, fields.pop(row.id, []), erased)
            previous, expected = row.hash, row.id + 1


def _erased() -> dict[int, int]:
    """Give the people whose data were erased, each with the journal row that says so."""
    query = select(JournalEntry.subject, JournalEntry.id).where(JournalEntry.verb == ERASED)
    rows = db.session.execute(query.order_by(JournalEntry.id))
    return {int(person): row for subject, row in rows if (person := subject.removeprefix("person-")).isdigit()}


def _personal_fields(first: int, last: int) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    query = select(*PersonalField.__table__.columns).where(PersonalField.entry_id.between(first, last))
    for field in db.session.execute(query):
        found[field.entry_id].append(field)
    return found


def _check_personal(row: Row[Any], fields: list[Row[Any]], erased: dict[int, int]) -> Iterator[Finding]:
    """Find personal fields that are not those the row commits to; erased ones are in order once the journal says so."""
    name = f"journal row {row.id}"
    committed = dict(part(parsed(row.details), "personal"))
    for field in fields:
        wanted = committed.pop(field.name, None)
        if wanted is None:
            yield Finding("personal.unknown", name, field.name)
        elif field.salt is None and field.value is None:
            if not any(is_erased_with(row, field.name, person) and row.id < by for person, by in erased.items()):
                yield Finding("personal.blank", name, field.name)
        elif wanted != commitment(field.salt or "", field.value or ""):
            yield Finding("personal.changed", name, field.name)
    for missing in committed:
        yield Finding("personal.missing", name, missing)
