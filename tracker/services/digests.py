"""News that is held for readers who want it gathered: one mail for a day or a week, and nothing twice."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.db import db, reading, transaction
from tracker.domain.people import Digest
from tracker.domain.reminders import digest_moment
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.notices.digests import mail_digest

MOST_BYTES = 6_000
"""How much of news (text and markup, in bytes of UTF-8) goes into one mail, so that it stays below 12 KB packed."""
HELD = (OutboxItem.kind == "notice", OutboxItem.done_at.is_(None), OutboxItem.failed_at.is_(None))
"""Conditions that hold for news that still waits; the same as those of the outbox's index."""
log = logging.getLogger(__name__)


def gather_due(now: Callable[[], datetime]) -> int:
    """Turn the news whose time has come into one mail a person, or a few when there is much; returns how many people.

    Safe to run many at once: the news of a person is locked, and the mail's Message-ID comes from the news it holds.
    """
    waiting = select(OutboxItem.person_id).where(*HELD, OutboxItem.due_at <= now()).distinct()
    with reading():
        people = list(filter(None, db.session.scalars(waiting)))
    gathered = 0
    for person_id in people:
        try:
            with transaction():
                gathered += _gather(person_id, now())
        except Exception as error:  # one person's news must not keep the others' from leaving
            db.session.rollback()
            log.warning("the news of person %s could not be gathered", person_id, exc_info=error)
    return gathered


def redate(person: Person, *, at: datetime) -> None:
    """Let what is held for a person follow their present wish; what they do not want any more is dropped."""
    held = select(OutboxItem).where(*HELD, OutboxItem.person_id == person.id)
    for notice in db.session.scalars(held.with_for_update()):
        if person.digest is Digest.NEVER:
            notice.done_at = at
        notice.due_at = digest_moment(at, person.digest, person.timezone)


def _gather(person_id: int, at: datetime) -> int:
    """Gather what is due for one person; returns 1 when there was something, 0 when another worker was quicker."""
    due = select(OutboxItem).where(*HELD, OutboxItem.person_id == person_id, OutboxItem.due_at <= at)
    notices = db.session.scalars(due.order_by(OutboxItem.id).with_for_update(skip_locked=True)).all()
    person = db.session.get_one(Person, person_id)
    for part in _parts(notices) if person.is_active and person.digest is not Digest.NEVER else []:
        mail_digest(person, part, at=at)
    for notice in notices:
        notice.done_at = at
    db.session.flush()
    return bool(notices)


def _parts(notices: Sequence[OutboxItem]) -> list[list[OutboxItem]]:
    """Divide news so that each part fits into one mail."""
    parts: list[list[OutboxItem]] = []
    size = MOST_BYTES
    for notice in notices:
        own = len(f"{notice.subject * 2}{notice.body_text}{notice.body_html}".encode())
        if size + own > MOST_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(notice)
        size += own
    return parts
