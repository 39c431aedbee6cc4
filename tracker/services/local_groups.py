"""Local groups of stakeholders: naming one for a city, changing it, taking it off the page and putting it back."""

from dataclasses import dataclass, fields
from datetime import datetime

from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.errors import RuleBroken
from tracker.domain.local_groups import StakeholderKind
from tracker.models.cities import City
from tracker.models.local_groups import LocalGroup
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.permissions import Permission, require, standing_of
from tracker.services import rooms
from tracker.services.journal import record


@dataclass(frozen=True)
class GroupFields:
    """What is said about a group; `people` is a number, None when nobody counted."""

    kind: StakeholderKind
    name: str
    people: int | None = None
    participation: str = ""
    contact: str = ""
    since: PartialDate | None = None


def name_group(partnership: Partnership, city: City, values: GroupFields, *, actor: Person, at: datetime) -> LocalGroup:
    """Name a group of a city's stakeholders, marked when somebody from elsewhere does it on the city's behalf.

    Raises NotAllowed for another city's technician, and RuleBroken("room.foreign").
    """
    rooms.require_side(partnership, city.id, actor=actor, at=at)
    group = LocalGroup(
        partnership=partnership,
        city=city,
        city_id=city.id,
        is_on_behalf=rooms.is_on_behalf(actor, city.id),
        created_by_id=actor.id,
        created_at=at,
        is_demonstration=actor.is_demonstration,
    )
    _write(group, values)
    db.session.add(group)
    _note("recorded", group, actor, at)
    return group


def change_group(group: LocalGroup, values: GroupFields, *, actor: Person, at: datetime) -> None:
    """Keep what is now said of a group; it is the city's own word once one of its technicians wrote it.

    Raises NotAllowed or RuleBroken("room.removed").
    """
    require(standing_of(actor, at), Permission.CITY_ROOM_EDIT, group)
    if group.removed_at is not None:
        raise RuleBroken("room.removed")
    changed = _write(group, values)
    if changed:
        group.is_on_behalf = rooms.is_on_behalf(actor, group.city_id)
        _note("changed", group, actor, at, changed=changed)


def set_group_aside(group: LocalGroup, *, actor: Person, at: datetime) -> None:
    """Take a group off the page; it can be put back. Doing it again does nothing. Raises NotAllowed."""
    require(standing_of(actor, at), Permission.CITY_ROOM_EDIT, group)
    if group.removed_at is None:
        group.removed_at = at
        _note("removed", group, actor, at)


def put_group_back(group: LocalGroup, *, actor: Person, at: datetime) -> None:
    """Put a group back. Doing it again does nothing. Raises NotAllowed."""
    require(standing_of(actor, at), Permission.CITY_ROOM_EDIT, group)
    if group.removed_at is not None:
        group.removed_at = None
        _note("restored", group, actor, at)


def _write(group: LocalGroup, values: GroupFields) -> list[str]:
    """Write the values into the row; gives the names of those that were others."""
    names = [one.name for one in fields(values) if getattr(group, one.name) != getattr(values, one.name)]
    for name in names:
        setattr(group, name, getattr(values, name))
    return names


def _note(verb: str, group: LocalGroup, actor: Person, at: datetime, **details: object) -> None:
    db.session.flush()
    record(
        f"local_group.{verb}",
        actor=actor,
        at=at,
        partnership=group.partnership,
        subject=f"{group.partnership.ref}-local_group-{group.id}",
        details={"city": group.city.code, **details},
    )
