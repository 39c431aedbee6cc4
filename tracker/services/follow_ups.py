"""Follow-ups of after-care: planned when a partnership goes into it, answered by each city, dropped when it leaves."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.after_care import follow_up_days
from tracker.domain.errors import RuleBroken
from tracker.models.after_care import FollowUp
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.permissions import Permission, require, standing_of
from tracker.services import rooms
from tracker.services.journal import record


@dataclass(frozen=True)
class FollowUpFields:
    """What a city says of the time after the project."""

    lasted: str
    stopped: str = ""
    next_steps: str = ""


def plan_follow_ups(partnership: Partnership, *, at: datetime) -> None:
    """Ask every city for a follow-up after 6, 12 and 24 months, counted from the day of `at`.

    What was asked on that very day before is asked again.
    """
    planned = {(row.city_id, row.months): row for row in _rows(partnership) if row.since_on == at.date()}
    for city in partnership.cities:
        for months, due_on in follow_up_days(at.date()):
            if row := planned.get((city.id, months)):
                row.dropped_at = None
            else:
                db.session.add(
                    FollowUp(partnership=partnership, city=city, since_on=at.date(), months=months, due_on=due_on)
                )
    db.session.flush()


def drop_follow_ups(partnership: Partnership, *, at: datetime) -> None:
    """Ask no city any more for what it has not answered yet; answers stay."""
    for row in _rows(partnership):
        if row.answered_at is None and row.dropped_at is None:
            row.dropped_at = at
    db.session.flush()


def answer_follow_up(follow_up: FollowUp, values: FollowUpFields, *, actor: Person, at: datetime) -> None:
    """Keep what a city says, marked when somebody from elsewhere says it on the city's behalf.

    An answer can be written anew while the partnership is in after-care. Raises NotAllowed for another city's
    technician and RuleBroken("follow_up.dropped") when nobody asks for it any more.
    """
    require(standing_of(actor, at), Permission.CITY_ROOM_EDIT, follow_up)
    if follow_up.dropped_at is not None:
        raise RuleBroken("follow_up.dropped")
    is_first = follow_up.answered_at is None
    for name, value in asdict(values).items():
        setattr(follow_up, name, value)
    follow_up.answered_by_id, follow_up.answered_at = actor.id, at
    follow_up.is_on_behalf = rooms.is_on_behalf(actor, follow_up.city_id)
    follow_up.is_demonstration = actor.is_demonstration
    db.session.flush()
    record(
        "follow_up.answered" if is_first else "follow_up.changed",
        actor=actor,
        at=at,
        partnership=follow_up.partnership,
        subject=f"{follow_up.partnership.ref}-follow_up-{follow_up.id}",
        details={"city": follow_up.city.code, "months": follow_up.months},
    )


def _rows(partnership: Partnership) -> list[FollowUp]:
    return list(db.session.scalars(select(FollowUp).where(FollowUp.partnership_id == partnership.id)))
