"""What waits for an administrator: mandates to confirm, mails that could not be delivered, accounts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.people import Role
from tracker.models.mandates import Mandate
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person


@dataclass(frozen=True)
class Undelivered:
    """A mail or seal that was given up, or waits for another try."""

    id: int
    what: str
    address: str
    attempts: int
    error: str
    is_given_up: bool
    created_at: datetime


def mandates_to_confirm() -> list[Mandate]:
    """List the mandates that wait for a second person, the oldest first."""
    query = select(Mandate).where(Mandate.confirmed_at.is_(None)).order_by(Mandate.recorded_at)
    return list(db.session.scalars(query))


def undelivered(limit: int = 50) -> list[Undelivered]:
    """List what the outbox could not deliver so far, the newest first."""
    query = (
        select(OutboxItem)
        .where(OutboxItem.done_at.is_(None), OutboxItem.attempts > 0)
        .order_by(OutboxItem.id.desc())
        .limit(limit)
    )
    return [
        Undelivered(
            one.id,
            one.subject or one.message_id,
            one.address,
            one.attempts,
            one.last_error,
            one.failed_at is not None,
            one.created_at,
        )
        for one in db.session.scalars(query)
    ]


def accounts_by_role() -> dict[Role, int]:
    """Count the active accounts of each role."""
    query = select(Person.role, func.count()).where(Person.is_active).group_by(Person.role)
    return {role: int(count) for role, count in db.session.execute(query)}
