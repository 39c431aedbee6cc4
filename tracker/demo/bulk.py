"""Many synthetic partnerships at once, for measuring: plain rows, written table by table."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from json import dumps
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import func, insert, select, text

from tracker.db import Base, db
from tracker.demo.accounts import load_cast, technician
from tracker.demo.archive import load_frame
from tracker.demo.load import refuse_elsewhere, refuse_filled
from tracker.demo.synthetic import Frame, Place, draft, write_frame
from tracker.demo.synthetic_missions import write_missions
from tracker.demo.synthetic_rooms import write_evidence
from tracker.models.journal import JournalEntry
from tracker.models.search import SearchWord, words_of_row
from tracker.services.journal import FIRST, hash_of

CHUNK = 500
"""Partnerships that are written together."""
PARTNERSHIPS_A_TECHNICIAN = 10
"""Beside the first technician of each city there is one more for so many partnerships."""


@dataclass
class Batch:
    """Rows that wait to be written, by table; numbers run on over all batches."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    numbers: Counter[str] = field(default_factory=Counter)
    last_hash: str = FIRST

    def add(self, table: type[Base], **row: Any) -> int:
        """Take a row that has no number of its own to be written; returns how many of its table there are."""
        name = table.__tablename__
        self.numbers[name] += 1
        self.rows[name].append(row)
        return self.numbers[name]

    def number(self, table: type[Base], **row: Any) -> int:
        """Take a row and give it the next number of its table, which is returned."""
        number = self.add(table, **row)
        row = self.rows[table.__tablename__][-1]
        row["id"] = number
        for word in words_of_row(table, row):
            self.add(SearchWord, **word)
        return number

    def note(self, at: datetime, verb: str, actor_id: int, partnership: int, subject: str, **details: object) -> None:
        """Take a row of the journal, chained to the one before."""
        entry = SimpleNamespace(
            id=self.numbers["journal_entry"] + 1,
            at=at,
            actor_id=actor_id,
            verb=verb,
            partnership_id=partnership,
            subject=subject,
            details=dumps(details, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
            is_demonstration=True,
            previous=self.last_hash,
        )
        entry.hash = self.last_hash = hash_of(cast(JournalEntry, entry))
        self.add(JournalEntry, **vars(entry))

    def write(self) -> None:
        """Write what waits, in the order that the foreign keys ask for."""
        for table in Base.metadata.sorted_tables:
            if waiting := self.rows.pop(table.name, None):
                db.session.execute(insert(table), waiting)


def load_many(size: int, seed: int, password: str, at: datetime) -> None:
    """Make `size` synthetic partnerships with ten missions each, seen at `at` (UTC), and the demonstration's accounts.

    The same size, seed and moment make the same rows, but for the salt of the password. Raises Refused when the
    database is not empty or the tracker is not a local one.
    """
    refuse_elsewhere()
    refuse_filled()
    frame = _frame(size, seed, password, at)
    batch = Batch()
    for number in range(1, size + 1):
        one = draft(frame, batch, number)
        write_frame(one)
        write_evidence(one, write_missions(one))
        if number % CHUNK == 0:
            batch.write()
    batch.write()
    _continue_numbers(batch.numbers)


def _frame(size: int, seed: int, password: str, at: datetime) -> Frame:
    """Load cities, programmes and accounts, and keep what the rows need of them as plain values."""
    archive = load_frame()
    cities = list(archive.cities.values())
    cast_of_all = load_cast(cities, archive.programmes.values(), password, at)
    secret = cast_of_all.coordinator.password_hash or ""
    for turn in range(size // PARTNERSHIPS_A_TECHNICIAN):
        city = cities[turn % len(cities)]
        db.session.add(technician(city, secret, at, place=2 + turn // len(cities)))
    db.session.flush()
    places = tuple(
        Place(
            id=city.id,
            code=city.code,
            name=city.name,
            country=city.country,
            timezone=city.timezone,
            technician_id=cast_of_all.technicians[city.code].id,
            technician=cast_of_all.technicians[city.code].name,
            mayor_id=cast_of_all.mayors[city.code].id,
            mayor=cast_of_all.mayors[city.code].name,
            office=city.office,
            mandate_id=cast_of_all.mandates[city.code].id,
            mandate_from=cast_of_all.mandates[city.code].starts_on,
        )
        for city in cities
    )
    programmes = tuple(programme.id for programme in archive.programmes.values())
    return Frame(places, programmes, cast_of_all.coordinator.id, seed, at)


def _continue_numbers(numbers: Mapping[str, int]) -> None:
    """Let PostgreSQL number new rows after ours; SQLite does so by itself."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table, highest in numbers.items():
        name = db.session.scalar(select(func.pg_get_serial_sequence(table, "id"))) if _counts(table) else None
        if name is not None:
            db.session.execute(
                text("SELECT setval(CAST(:name AS regclass), :highest)"), {"name": name, "highest": highest}
            )


def _counts(table: str) -> bool:
    """Tell whether the rows of a table are numbered."""
    return "id" in Base.metadata.tables[table].c
