"""Writing the journal: every act becomes one row, chained to the row before it, in the act's own transaction."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, event, func, select, text, update
from sqlalchemy.orm import Session

from tracker.db import db
from tracker.models.journal import JournalEntry, PersonalField
from tracker.models.partnerships import Partnership
from tracker.models.people import Person

FIRST = "0" * 64
WAITING = "acts waiting for the journal"
CONCERNED = "partnerships that acts concern"
LOCK = 7_120_016
"""Number of PostgreSQL's advisory lock that puts writers of the journal in a row."""
ABOUT_THE_ACTOR = frozenset({"ip_address", "user_agent"})
"""Personal fields that tell of whoever did the act; all others tell of the row's subject."""


@dataclass(frozen=True)
class _Act:
    """What `record` was told, until the transaction commits."""

    verb: str
    actor_id: int | None
    at: datetime
    partnership_id: int | None
    subject: str
    details: Mapping[str, object]
    personal: Mapping[str, str]
    is_demonstration: bool


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
    act = _Act(
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


def concerned(session: Session) -> dict[int, datetime]:
    """Give the partnerships (ids) that this transaction's acts concern, each with its last act's moment; only once."""
    moments: dict[int, datetime] = session.info.pop(CONCERNED, {})
    return moments


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Append the waiting acts to the chain, in their order; a savepoint inside the transaction writes nothing."""
    if session.in_nested_transaction():
        return
    acts = session.info.pop(WAITING, [])
    if not acts:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = session.execute(select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)).first()
    count, previous = (last.id, last.hash) if last else (0, FIRST)
    for number, act in enumerate(acts, start=count + 1):
        entry, personal = _entry(act, number, previous)
        previous = entry.hash
        session.add(entry)
        session.flush()
        session.add_all(personal)
    session.flush()


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    """Drop the acts of a transaction that did not commit."""
    session.info.pop(WAITING, None)
    session.info.pop(CONCERNED, None)


def _entry(act: _Act, number: int, previous: str) -> tuple[JournalEntry, list[PersonalField]]:
    """Make the row of an act, linked to the row before, with the personal fields that it commits to."""
    personal = [
        PersonalField(entry_id=number, name=name, salt=secrets.token_hex(16), value=value)
        for name, value in act.personal.items()
    ]
    commitments = {field.name: commitment(field.salt or "", field.value or "") for field in personal}
    chained = {**act.details, **({"personal": commitments} if commitments else {})}
    entry = JournalEntry(
        id=number,
        at=act.at,
        actor_id=act.actor_id,
        verb=act.verb,
        partnership_id=act.partnership_id,
        subject=act.subject,
        details=json.dumps(chained, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        previous=previous,
        is_demonstration=act.is_demonstration,
    )
    entry.hash = hash_of(entry)
    return entry, personal


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
    fields = [
        entry.id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.verb,
        entry.partnership_id,
        entry.subject,
        entry.details,
        entry.is_demonstration,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


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
