"""Who can be ticked on a mission's form: people of the cities who are known already."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from tracker.db import db
from tracker.domain.people import Role
from tracker.domain.search import folded
from tracker.models.missions import Delegate, Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import Person

MOST_A_SIDE = 12
MOST_LOOKED_AT = 300


@dataclass(frozen=True)
class Known:
    """Somebody who can be ticked; `city_id` is their side, None for those who belong to none of the cities."""

    city_id: int | None
    name: str
    organisation: str
    function: str

    @property
    def key(self) -> str:
        """Give what the form sends: side and folded name, the same on every opening of the form."""
        return f"{self.city_id or 0}-{folded(self.name)}"


def known_people(partnership: Partnership) -> list[Known]:
    """List the people of the member cities with an account, then those of earlier missions; two statements."""
    cities = [member.city_id for member in partnership.members]
    accounts = db.session.execute(
        select(Person.city_id, Person.name, Person.function)
        .where(Person.city_id.in_(cities), Person.is_active, Person.role.in_([Role.TECHNICIAN, Role.MAYOR]))
        .order_by(Person.role.desc(), Person.name, Person.id)
        .limit(MOST_LOOKED_AT)
    )
    earlier = db.session.execute(
        select(Delegate.city_id, Delegate.name, Delegate.organisation, Delegate.function)
        .join(Mission, Mission.id == Delegate.mission_id)
        .where(Mission.partnership_id == partnership.id)
        .order_by(Delegate.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    found = [Known(city, name, "", function) for city, name, function in accounts]
    found += [Known(*row) for row in earlier]
    return _few(found)


def _few(people: Iterable[Known]) -> list[Known]:
    """Keep everybody once, and at most `MOST_A_SIDE` of each side."""
    once: dict[str, Known] = {}
    counts: dict[int | None, int] = {}
    for one in people:
        if one.key not in once and counts.get(one.city_id, 0) < MOST_A_SIDE:
            once[one.key] = one
            counts[one.city_id] = counts.get(one.city_id, 0) + 1
    return list(once.values())
