"""Stage 3: ranked priorities, and who teaches whom."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.evaluation import Part
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Need, Priority, PriorityPart
from tracker.services import rooms


@dataclass(frozen=True)
class PriorityFields(rooms.Fields):
    """What is said about a priority; rank 1 comes first, `need_id` is the need behind it."""

    rank: int
    title: str
    instrument: str = ""
    need_id: int | None = None


Roles = dict[Part, Collection[int]]
"""The ids of the cities that teach and of those that learn."""


def record_priority(
    partnership: Partnership, values: PriorityFields, roles: Roles, *, actor: Person, at: datetime
) -> Priority:
    """Set a priority, with the cities that teach and learn.

    Raises RuleBroken("room.foreign") for another partnership's city or need, and as `rooms.add` does.
    """
    priority = Priority(partnership=partnership, cycle=partnership.cycle, **asdict(values))
    _refuse_foreign_need(partnership, values.need_id)
    _give_roles(priority, roles)
    rooms.add(priority, actor=actor, at=at)
    return priority


def change_priority(priority: Priority, values: PriorityFields, roles: Roles, *, actor: Person, at: datetime) -> None:
    """Keep a priority's new text and roles. Raises as `record_priority` and `rooms.changing` do."""
    _refuse_foreign_need(priority.partnership, values.need_id)
    with rooms.changing(priority, values, actor=actor, at=at):
        rooms.touch(priority)
        _give_roles(priority, roles)


def _refuse_foreign_need(partnership: Partnership, need_id: int | None) -> None:
    need = db.session.get(Need, need_id) if need_id is not None else None
    if need_id is not None and (need is None or need.partnership_id != partnership.id):
        raise RuleBroken("room.foreign")


def _give_roles(priority: Priority, roles: Roles) -> None:
    wanted = {(city_id, part) for part, cities in roles.items() for city_id in cities}
    rooms.refuse_strangers(priority.partnership, {city_id for city_id, _part in wanted})
    for role in list(priority.parts):
        if (role.city_id, role.part) not in wanted:
            priority.parts.remove(role)
    present = {(role.city_id, role.part) for role in priority.parts}
    priority.parts += [PriorityPart(city_id=city_id, part=part) for city_id, part in sorted(wanted - present)]
