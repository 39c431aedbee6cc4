"""The Share phase as its page shows it: what was shared, the communication plan, the other partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.domain.sharing import is_late, is_planned
from tracker.models.archive import Event, event_partnership
from tracker.models.partnerships import Partnership
from tracker.models.sharing import PartnerOrganisation, ShareActivity, share_activity_partnership


@dataclass(frozen=True)
class Shared:
    """All that the page shows; `reach` adds up the people reached where somebody counted them."""

    done: tuple[ShareActivity, ...]
    planned: tuple[ShareActivity, ...]
    uncounted: frozenset[int]
    events: tuple[Event, ...]
    partners: tuple[PartnerOrganisation, ...]
    removed: tuple[ShareActivity | PartnerOrganisation, ...]

    @property
    def reach(self) -> int:
        """Give the number of people reached."""
        return sum(one.reach or 0 for one in self.done)


def shared_by(partnership: Partnership, today: date) -> Shared:
    """Gather the Share phase of a partnership; five statements."""
    rows = _activities(partnership)
    kept = [one for one in rows if one.removed_at is None]
    partners = db.session.scalars(
        select(PartnerOrganisation)
        .where(PartnerOrganisation.partnership_id == partnership.id)
        .order_by(PartnerOrganisation.name)
    ).all()
    planned = [one for one in kept if is_planned(one.held, today)]
    done = [one for one in kept if not is_planned(one.held, today)]
    return Shared(
        done=tuple(sorted(done, key=lambda one: str(one.held), reverse=True)),
        planned=tuple(sorted(planned, key=lambda one: (one.held is None, str(one.held), one.title))),
        uncounted=frozenset(one.id for one in done if is_late(one.held, one.reach, today)),
        events=tuple(_events(partnership)),
        partners=tuple(one for one in partners if one.removed_at is None),
        removed=(
            *(one for one in rows if one.removed_at is not None and one.partnership_id == partnership.id),
            *(one for one in partners if one.removed_at is not None),
        ),
    )


def _activities(partnership: Partnership) -> Sequence[ShareActivity]:
    shared_in = select(share_activity_partnership.c.share_activity_id).where(
        share_activity_partnership.c.partnership_id == partnership.id
    )
    query = (
        select(ShareActivity)
        .where(or_(ShareActivity.partnership_id == partnership.id, ShareActivity.id.in_(shared_in)))
        .options(selectinload(ShareActivity.others), selectinload(ShareActivity.partnership))
    )
    return db.session.scalars(query).all()


def _events(partnership: Partnership) -> list[Event]:
    query = (
        select(Event)
        .join(event_partnership, event_partnership.c.event_id == Event.id)
        .where(event_partnership.c.partnership_id == partnership.id)
        .order_by(Event.first_day.desc())
    )
    return [event for event in db.session.scalars(query) if event.is_sharing]
