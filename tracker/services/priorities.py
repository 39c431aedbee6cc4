"""Stage 3: ranked priorities, and who teaches whom."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.evaluation import Part
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Need, Priority, PriorityPart, PriorityRanking
from tracker.services import rooms

NOBODY: dict[int, int | None] = {}


@dataclass(frozen=True)
class PriorityFields(rooms.Fields):
    """What is said about a priority; rank 1 comes first, `need_id` is the need behind it.

    One without a title is called as its need is.
    """

    rank: int
    title: str
    instrument: str = ""
    need_id: int | None = None


Roles = dict[Part, Collection[int]]
"""The ids of the cities that teach and of those that learn."""


Rankings = Mapping[int, int | None]
"""The rank that each city gives, by the city's id; None takes it back, a city that is not named keeps its own."""


def record_priority(
    partnership: Partnership,
    values: PriorityFields,
    roles: Roles,
    rankings: Rankings = NOBODY,
    *,
    actor: Person,
    at: datetime,
) -> Priority:
    """Set a priority, with the cities that teach and learn, and the rank that the actor's city gives to it.

    Raises RuleBroken("room.foreign") for another partnership's city or need, NotAllowed for another city's rank, and as
    `rooms.add` does.
    """
    named = _with_the_need(partnership, values)
    priority = Priority(partnership=partnership, cycle=partnership.cycle, **asdict(named))
    _give_roles(priority, roles)
    _rank(priority, rankings, actor, at)
    rooms.add(priority, actor=actor, at=at)
    return priority


def change_priority(
    priority: Priority,
    values: PriorityFields,
    roles: Roles,
    rankings: Rankings = NOBODY,
    *,
    actor: Person,
    at: datetime,
) -> None:
    """Keep a priority's new text, roles and rankings. Raises as `record_priority` and `rooms.changing` do."""
    named = _with_the_need(priority.partnership, values)
    with rooms.changing(priority, named, actor=actor, at=at):
        rooms.touch(priority)
        _give_roles(priority, roles)
        _rank(priority, rankings, actor, at)


def _rank(priority: Priority, rankings: Rankings, actor: Person, at: datetime) -> None:
    given = {one.city_id: one for one in priority.rankings}
    for city_id, rank in rankings.items():
        present = given.get(city_id)
        if rank == (present.rank if present else None):
            continue
        rooms.require_side(priority.partnership, city_id, actor=actor, at=at)
        if present is None and rank is not None:
            priority.rankings.append(PriorityRanking(city_id=city_id, rank=rank))
        elif present is not None and rank is not None:
            present.rank = rank
        elif present is not None:
            priority.rankings.remove(present)


def _with_the_need(partnership: Partnership, values: PriorityFields) -> PriorityFields:
    """Take what the need says already; raises RuleBroken("room.foreign")."""
    if values.need_id is None:
        return values
    need = db.session.get(Need, values.need_id)
    if need is None or need.partnership_id != partnership.id:
        raise RuleBroken("room.foreign")
    return replace(values, title=values.title or need.title)


def _give_roles(priority: Priority, roles: Roles) -> None:
    wanted = {(city_id, part) for part, cities in roles.items() for city_id in cities}
    rooms.refuse_strangers(priority.partnership, {city_id for city_id, _part in wanted})
    for role in list(priority.parts):
        if (role.city_id, role.part) not in wanted:
            priority.parts.remove(role)
    present = {(role.city_id, role.part) for role in priority.parts}
    priority.parts += [PriorityPart(city_id=city_id, part=part) for city_id, part in sorted(wanted - present)]
