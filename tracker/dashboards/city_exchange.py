"""What a city gives and takes: instruments that passed from or to it, and what it offers to teach or wants to learn.

Only what the reader may see at work is counted; rooms of partnerships that they only once signed in stay closed.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.dashboards.cities import at_work
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.evaluation import Part
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Priority, PriorityPart
from tracker.models.work import Instrument
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen

OFFERED, WANTED, TAUGHT, LEARNED = "offered", "wanted", "taught", "learned"
DIRECTIONS = (OFFERED, WANTED, TAUGHT, LEARNED)
"""Priorities in which the city teaches or learns; instruments that passed from it or to it."""


@dataclass(frozen=True)
class ExchangeRow:
    """A priority or an instrument; `other` is the city that an instrument went to or came from."""

    title: str
    other: str
    partnership_ref: str
    partnership_title: str
    cycle: int
    is_demonstration: bool


def count_exchanged(city: City, direction: str, standing: Standing) -> int:
    """Count one of `DIRECTIONS`."""
    return db.session.scalar(_query(city, direction, standing, func.count())) or 0


def exchange_rows(city: City, direction: str, window: Window, standing: Standing) -> list[ExchangeRow]:
    """List one of `DIRECTIONS`, the newest first."""
    model: type[Any] = Priority if direction in {OFFERED, WANTED} else Instrument
    other = aliased(City)
    there = Instrument.to_city_id if direction == TAUGHT else Instrument.from_city_id
    name = select(other.name).where(other.id == there).scalar_subquery() if model is Instrument else Priority.instrument
    columns = (model.title, name, Partnership.ref, Partnership.title, model.cycle, model.is_demonstration)
    query = _query(city, direction, standing, *columns).order_by(model.id.desc())
    return [ExchangeRow(*row) for row in db.session.execute(window.of(query))]


def _query(city: City, direction: str, standing: Standing, *columns: Any) -> Query:
    seen = partnerships_seen(at_work(standing))
    if direction in {OFFERED, WANTED}:
        part = Part.TEACHES if direction == OFFERED else Part.LEARNS
        parts = select(PriorityPart.priority_id).where(PriorityPart.city_id == city.id, PriorityPart.part == part)
        query = select(*columns).select_from(Priority).join(Partnership, Partnership.id == Priority.partnership_id)
        return query.where(Priority.id.in_(parts), Priority.removed_at.is_(None), seen)
    here = Instrument.from_city_id if direction == TAUGHT else Instrument.to_city_id
    query = select(*columns).select_from(Instrument).join(Partnership, Partnership.id == Instrument.partnership_id)
    return query.where(here == city.id, Instrument.removed_at.is_(None), seen)
