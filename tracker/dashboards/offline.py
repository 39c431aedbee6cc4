"""What a phone keeps for work without a network: the partnerships that somebody last worked in, and their tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.dashboards.missions import places_to_log
from tracker.db import db
from tracker.models.cities import City
from tracker.models.missions import AgreedTask, Mission
from tracker.models.partnerships import Partnership
from tracker.permissions import Standing

MOST_KEPT = 20


@dataclass(frozen=True)
class Place:
    """A partnership whose missions a person may log."""

    id: int
    ref: str
    title: str


@dataclass(frozen=True)
class OpenTask:
    """An agreed task that is not done yet."""

    id: int
    partnership_id: int
    what: str
    who: str
    city: str
    due_on: date | None


def places(standing: Standing) -> list[Place]:
    """List the partnerships that a phone keeps, at most twenty, the one where something happened last first."""
    newest = places_to_log(standing).order_by(None).order_by(Partnership.last_event_at.desc(), Partnership.id)
    rows = db.session.execute(newest.add_columns(Partnership.id).limit(MOST_KEPT))
    return [Place(row.id, row.ref, row.title) for row in rows]


def open_tasks(standing: Standing, shown: Sequence[Place]) -> list[OpenTask]:
    """List what is open in those partnerships: the tasks of the person's own city, or all when they have none."""
    query = (
        select(AgreedTask.id, Mission.partnership_id, AgreedTask.what, AgreedTask.who, City.name, AgreedTask.due_on)
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .join(City, City.id == AgreedTask.city_id)
        .where(
            Mission.partnership_id.in_([place.id for place in shown]),
            AgreedTask.done_at.is_(None),
            AgreedTask.removed_at.is_(None),
        )
        .order_by(AgreedTask.due_on.is_(None), AgreedTask.due_on, AgreedTask.id)
    )
    if standing.city_id is not None:
        query = query.where(AgreedTask.city_id == standing.city_id)
    return [OpenTask(*row) for row in db.session.execute(query)]
