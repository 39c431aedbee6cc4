"""The local groups of stakeholders of a partnership, city beside city."""

from dataclasses import dataclass

from sqlalchemy import select

from tracker.dashboards.rooms import writable_cities
from tracker.db import db
from tracker.models.cities import City
from tracker.models.local_groups import LocalGroup
from tracker.models.partnerships import Partnership
from tracker.permissions import Standing


@dataclass(frozen=True)
class CityGroups:
    """The groups of one city; `may_write` tells whether the reader speaks for it."""

    city: City
    kept: tuple[LocalGroup, ...]
    removed: tuple[LocalGroup, ...]
    may_write: bool


def groups_by_city(partnership: Partnership, standing: Standing) -> list[CityGroups]:
    """List the groups of every city by name, a city that has none too; one statement."""
    query = select(LocalGroup).where(LocalGroup.partnership_id == partnership.id)
    rows = db.session.scalars(query.order_by(LocalGroup.name, LocalGroup.id)).all()
    writable = {city.id for city in writable_cities(partnership, standing)}
    return [
        CityGroups(
            city=city,
            kept=tuple(one for one in rows if one.city_id == city.id and one.removed_at is None),
            removed=tuple(one for one in rows if one.city_id == city.id and one.removed_at is not None),
            may_write=city.id in writable,
        )
        for city in partnership.cities
    ]
