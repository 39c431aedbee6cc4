"""Writing the journal: every act becomes one row, chained to the row before it, in the act's own transaction."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any

from sqlalchemy import Row, event, func, insert, select, text, update
from sqlalchemy.orm import Session

from tracker.db import db
from tracker.models.journal import JournalEntry, PersonalField
from tracker.models.partnerships import Partnership
from tracker.models.people import Person

FIRST = "0" * 64
WAITING = "acts waiting for the journal"
MANY_WAITING = "very many acts waiting for the journal"
CONCERNED = "partnerships that acts concern"
CHUNK = 1000
"""Rows that are written together."""
LOCK = 7_120_016
"""Number of PostgreSQL's advisory lock that puts writers of the journal in a row."""
CHAINED = ("id", "at", "actor_id", "verb", "partnership_id", "subject", "details", "is_demonstration", "previous")
"""The fields that a row's hash is made of, in this order."""
PLAIN = json.JSONEncoder(ensure_ascii=False).encode
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
ABOUT_THE_ACTOR = frozenset({"ip_address", "user_agent"})
"""Personal fields that tell of whoever did the act; all others tell of the row's subject."""


@dataclass(frozen=True)
class Act:
    """What the journal is told, until the transaction commits; `at` is in UTC."""

    verb: str
    actor_id: int | None
    at: datetime
    partnership_id: int | None
    subject: str
    details: Mapping[str, object] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    is_demonstration: bool = False


def record(
    verb: str,
    *,
    actor: Person | None,
    at: datetime,
    partnership: Partnership | None = None,
    subject: str = "",
    details: Mapping[str, object] | None = None,
    personal: Mapping[str, str] | None = None,
    is_demonstration: bool = False,
) -> None:
    """Let this act become a row of the journal when its transaction commits, and none when it does not.

    `details` hold no personal data; each value in `personal` is kept apart with a salt, and only its SHA-256 is
    chained. What a demonstration account does is marked so. The rows are written last of all: whoever holds the
    journal then waits for nothing that others hold, so writers cannot block each other for good.
    """
    db.session.connection()  # from here on there is something to roll back, and `_forget` hears of it
    if partnership is not None:
        concern(partnership, at)
        db.session.flush()
        db.session.execute(
            update(Partnership)
            .where(Partnership.id == partnership.id, Partnership.last_event_at < at)
            .values(last_event_at=at)
            .execution_options(synchronize_session=False)
        )
    act = Act(
        verb,
        actor.id if actor else None,
        at.astimezone(UTC),
        partnership.id if partnership else None,
        subject,
        details or {},
        personal or {},
        is_demonstration or (actor is not None and actor.is_demonstration),
    )
    db.session.info.setdefault(WAITING, []).append(act)


def concern(partnership: Partnership, at: datetime) -> None:
    """Note that an act of this transaction concerns a partnership, also where its journal does not tell of it."""
    db.session.connection()
    db.session.flush()
    db.session.info.setdefault(CONCERNED, {})[partnership.id] = at


def concern_all(ids: Iterable[int], at: datetime) -> None:
    """Note that acts of this transaction concern many partnerships, whose last event they are."""
    db.session.connection()
    every = sorted(ids)
    db.session.info.setdefault(CONCERNED, {}).update(dict.fromkeys(every, at))
    for start in range(0, len(every), CHUNK):
        some = Partnership.id.in_(every[start : start + CHUNK])
        moved = update(Partnership).where(some, Partnership.last_event_at < at).values(last_event_at=at)
        db.session.execute(moved.execution_options(synchronize_session=False))


def concerned(session: Session) -> dict[int, datetime]:
    """Give the partnerships (ids) that this transaction's acts concern, each with its last act's moment; only once."""
    moments: dict[int, datetime] = session.info.pop(CONCERNED, {})
    return moments


def record_many(acts: Callable[[], Iterable[Act]]) -> None:
    """Let acts become rows of the journal when the transaction commits; `acts` is asked for them only then.

    So an import need not hold all its acts. It must itself note which partnerships they concern.
    """
    db.session.connection()
    db.session.info.setdefault(MANY_WAITING, []).append(acts)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Append the waiting acts to the chain, in their order; a savepoint inside the transaction writes nothing."""
    if session.in_nested_transaction():
        return
    acts, many = session.info.pop(WAITING, []), session.info.pop(MANY_WAITING, [])
    if not acts and not many:
        return
    session.flush()
    wait_in_line(session, LOCK)
    last = session.execute(select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)).first()
    count, previous = (last.id, last.hash) if last else (0, FIRST)
    waiting = chain(acts, *(ask() for ask in many))
    while rows := [_row(act, number) for number, act in enumerate(islice(waiting, CHUNK), start=count + 1)]:
        for row, _personal in rows:
            row["previous"] = previous
            row["hash"] = previous = _hash(row)
        session.execute(insert(JournalEntry.__table__), [row for row, _personal in rows])
        if fields := [one for _row_of, personal in rows for one in personal]:
            session.execute(insert(PersonalField.__table__), fields)
        count += len(rows)


def wait_in_line(session: Session, lock: int) -> None:
    """Take a numbered lock that is kept until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    """Drop the acts of a transaction that did not commit."""
    for waiting in (WAITING, MANY_WAITING, CONCERNED):
        session.info.pop(waiting, None)


def _row(act: Act, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Make the row of an act, not chained yet, and the personal fields that it commits to."""
    personal = [
        {"entry_id": number, "name": name, "salt": secrets.token_hex(16), "value": value}
        for name, value in act.personal.items()
    ]
    details = act.details
    if personal:
        commitments = {one["name"]: commitment(str(one["salt"]), str(one["value"])) for one in personal}
        details = {**details, "personal": commitments}
    row = {
        "id": number,
        "at": act.at,
        "actor_id": act.actor_id,
        "verb": act.verb,
        "partnership_id": act.partnership_id,
        "subject": act.subject,
        "details": CANONICAL(details),
        "is_demonstration": act.is_demonstration,
    }
    return row, personal


def commitment(salt: str, value: str) -> str:
    """Give what the chain keeps of a personal value: the SHA-256 of its salt and itself."""
    return hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()


def is_erased_with(entry: JournalEntry | Row[Any], name: str, person_id: int) -> bool:
    """Tell whether a row's personal field goes when a person's data are erased: what the row says about them, and the
    network address and browser of what they did themselves.
    """
    return entry.subject == f"person-{person_id}" or (entry.actor_id == person_id and name in ABOUT_THE_ACTOR)


def hash_of(entry: JournalEntry) -> str:
    """Give the hash that a row must have: SHA-256 over its own fields and the hash of the row before."""
    return _hash({name: getattr(entry, name) for name in CHAINED})


def _hash(row: Mapping[str, Any]) -> str:
    moment = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    fields = [moment if name == "at" else row[name] for name in CHAINED]
    return hashlib.sha256(PLAIN(fields).encode()).hexdigest()


def head() -> tuple[str, int]:
    """Give the hash of the newest row and the count of rows: the anchor to print outside the database."""
    newest = db.session.scalar(select(JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1))
    return newest or FIRST, db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def broken_links() -> list[int]:
    """List the rows whose hash, number or link to the row before does not add up; empty for an honest journal."""
    broken, previous, expected = [], FIRST, 1
    for entry in db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).yield_per(1000):
        if entry.id != expected or entry.previous != previous or entry.hash != hash_of(entry):
            broken.append(entry.id)
        previous, expected = entry.hash, entry.id + 1
    return broken
