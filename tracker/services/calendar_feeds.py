"""The secret address of a person's calendar: made, renewed and switched off by them; only its hash is kept."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select

from tracker.db import db, lock
from tracker.models.people import CalendarFeed, Person
from tracker.services.accounts import hashed
from tracker.services.journal import record


def feed_of(person: Person) -> CalendarFeed | None:
    """Give the feed that a person has switched on; None otherwise."""
    return db.session.get(CalendarFeed, person.id)


def renew_feed(person: Person, *, at: datetime) -> str:
    """Switch a person's feed on under a new secret, which is returned and kept nowhere; the one before ends."""
    lock(person)
    token = secrets.token_urlsafe(32)
    present = feed_of(person)
    if present is None:
        db.session.add(CalendarFeed(person_id=person.id, token_hash=hashed(token), created_at=at))
    else:
        present.token_hash, present.created_at = hashed(token), at
    record("feed.renewed", actor=person, at=at)
    return token


def end_feed(person: Person, *, at: datetime) -> None:
    """Switch a person's feed off; a second time changes nothing."""
    gone = delete(CalendarFeed).where(CalendarFeed.person_id == person.id).returning(CalendarFeed.person_id)
    if db.session.execute(gone).scalar() is not None:
        record("feed.ended", actor=person, at=at)


def open_feed(token: str) -> CalendarFeed | None:
    """Find the feed of a secret; None for an unknown one, and for one whose person's account is closed."""
    feed = db.session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == hashed(token)))
    return feed if feed is not None and feed.person.is_active else None
