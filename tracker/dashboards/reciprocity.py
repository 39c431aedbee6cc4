"""Who teaches and who learns, city by city or country by country, and in which partnerships it goes one way only.

What counts is what the principles of a partnership count too (`dashboards.principles`): parts in priorities,
instruments passed on, missions hosted; and, as on a city's page, the missions to which it sent people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.evaluation import Part
from tracker.domain.missions import MissionState
from tracker.models.cities import City
from tracker.models.missions import Delegate, Mission
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Priority, PriorityPart
from tracker.models.work import Instrument


class Side(StrEnum):
    """What a city does in something that two cities share."""

    TEACHES = "teaches"
    LEARNS = "learns"
    GAVE = "gave"
    TOOK = "took"
    HOSTED = "hosted"
    SENT = "sent"


MEASURES: dict[str, tuple[Side, Side]] = {
    "priorities": (Side.LEARNS, Side.TEACHES),
    "instruments": (Side.TOOK, Side.GAVE),
    "missions": (Side.SENT, Side.HOSTED),
}
"""What is set back to back: the receiving side, and the giving one."""
BY: dict[str, InstrumentedAttribute[str]] = {"city": City.code, "country": City.country}
"""What the counts are made for."""


@dataclass(frozen=True)
class Exchange:
    """All counts of one city or country; `name` is empty for a country, whose `code` names it."""

    code: str
    name: str
    counts: Mapping[Side, int]


@dataclass(frozen=True)
class SharedRow:
    """One thing that is counted: a priority or instrument (in the room of a stage), or a mission (with its `ref`)."""

    title: str
    ref: str
    partnership_ref: str
    partnership_title: str
    city: str
    stage: int | None
    is_demonstration: bool


def _priorities(part: Part, *columns: Any) -> Query:
    return (
        select(*columns)
        .select_from(PriorityPart)
        .join(Priority, Priority.id == PriorityPart.priority_id)
        .join(Partnership, Partnership.id == Priority.partnership_id)
        .join(City, City.id == PriorityPart.city_id)
        .where(PriorityPart.part == part, Priority.removed_at.is_(None))
    )


def _instruments(city_id: InstrumentedAttribute[int], *columns: Any) -> Query:
    return (
        select(*columns)
        .select_from(Instrument)
        .join(Partnership, Partnership.id == Instrument.partnership_id)
        .join(City, City.id == city_id)
        .where(Instrument.removed_at.is_(None))
    )


def _hosted(*columns: Any) -> Query:
    return (
        select(*columns)
        .select_from(Mission)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .join(City, City.id == Mission.host_city_id)
        .where(Mission.state != MissionState.CANCELLED)
    )


def _sent(*columns: Any) -> Query:
    """Select missions together with each city that sent people there, the host left out."""
    guests = select(Delegate.mission_id, Delegate.city_id).distinct().subquery()
    return (
        select(*columns)
        .select_from(Mission)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .join(guests, guests.c.mission_id == Mission.id)
        .join(City, City.id == guests.c.city_id)
        .where(
            Mission.state != MissionState.CANCELLED,
            or_(Mission.host_city_id.is_(None), Mission.host_city_id != guests.c.city_id),
        )
    )


def _of_side(side: Side, *columns: Any) -> Query:
    if side in {Side.TEACHES, Side.LEARNS}:
        return _priorities(Part(side.value), *columns)
    if side in {Side.GAVE, Side.TOOK}:
        return _instruments(Instrument.from_city_id if side is Side.GAVE else Instrument.to_city_id, *columns)
    return _hosted(*columns) if side is Side.HOSTED else _sent(*columns)


def exchanges(selection: Selection, by: str, measure: str) -> list[Exchange]:
    """Count for every city or country, most of `measure` first, in what the portfolio shows; one statement."""
    code = BY[by]
    name = City.name if by == "city" else literal("")
    key = [City.code, City.name] if by == "city" else [code]
    counted = [
        _of_side(side, literal(side.value).label("side"), code.label("code"), name.label("name"), func.count())
        .where(*selection.shown)
        .group_by(*key)
        for side in Side
    ]
    found: dict[str, Exchange] = {}
    for side, its_code, its_name, count in db.session.execute(union_all(*counted)):
        one = found.setdefault(its_code, Exchange(its_code, its_name, dict.fromkeys(Side, 0)))
        found[its_code] = Exchange(its_code, its_name, {**one.counts, Side(side): count})
    sides = MEASURES[measure]
    return sorted(
        found.values(),
        key=lambda one: (-sum(one.counts[side] for side in sides), -sum(one.counts.values()), one.name, one.code),
    )


def _shared(selection: Selection, side: Side, by: str, code: str, *columns: Any) -> Query:
    return _of_side(side, *columns).where(BY[by] == code, *selection.shown)


def count_shared(selection: Selection, side: Side, by: str, code: str) -> int:
    """Count what a city or country has on one side."""
    return db.session.scalar(_shared(selection, side, by, code, func.count())) or 0


def shared_rows(selection: Selection, side: Side, by: str, code: str, window: Window) -> list[SharedRow]:
    """List what a city or country has on one side, the newest first; one statement."""
    of: Any = {Side.TEACHES: Priority, Side.LEARNS: Priority, Side.GAVE: Instrument, Side.TOOK: Instrument}.get(
        side, Mission
    )
    stage = {Priority: 3, Instrument: 5}.get(of)
    query = _shared(
        selection,
        side,
        by,
        code,
        of.title,
        Mission.ref if of is Mission else literal(""),
        Partnership.ref,
        Partnership.title,
        City.name,
        literal(stage),
        of.is_demonstration,
    ).order_by(of.id.desc(), City.id)
    return [SharedRow(*row) for row in db.session.execute(window.of(query))]


def one_way() -> ColumnElement[bool]:
    """Give the condition on `Partnership` that holds where one city alone teaches, or instruments went one way only.

    One single priority or instrument goes one way by its nature and says nothing yet.
    """
    return or_(_one_teaches(), and_(Partnership.id.in_(_passing(1)), ~_passed_back()))


def both_ways() -> ColumnElement[bool]:
    """Give the condition on `Partnership` that holds where several cities teach or instruments went both ways.

    What is `one_way` in the other respect is left out.
    """
    return and_(
        or_(Partnership.id.in_(_teaching(func.count(PriorityPart.city_id.distinct()) > 1)), _passed_back()), ~one_way()
    )


def _one_teaches() -> ColumnElement[bool]:
    cities = func.count(PriorityPart.city_id.distinct())
    return Partnership.id.in_(_teaching(and_(func.count() > 1, cities == 1)))


def _teaching(having: ColumnElement[bool]) -> Query:
    return (
        select(Priority.partnership_id)
        .join(PriorityPart, PriorityPart.priority_id == Priority.id)
        .where(PriorityPart.part == Part.TEACHES, Priority.removed_at.is_(None))
        .group_by(Priority.partnership_id)
        .having(having)
    )


def _passing(over: int) -> Query:
    instruments = select(Instrument.partnership_id).where(Instrument.removed_at.is_(None))
    return instruments.group_by(Instrument.partnership_id).having(func.count() > over)


def _passed_back() -> ColumnElement[bool]:
    there, back = aliased(Instrument), aliased(Instrument)
    pairs = (
        select(there.partnership_id)
        .join(
            back,
            and_(
                back.partnership_id == there.partnership_id,
                back.from_city_id == there.to_city_id,
                back.to_city_id == there.from_city_id,
            ),
        )
        .where(there.removed_at.is_(None), back.removed_at.is_(None))
    )
    return Partnership.id.in_(pairs)


@dataclass(frozen=True)
class Balance:
    """In how many partnerships it goes both ways, in how many one way only; nothing can be said of the others."""

    both_ways: int
    one_way: int
    total: int


def balance(selection: Selection) -> Balance:
    """Count the partnerships that the portfolio shows by the ways in which they learn; one statement."""
    query = select(func.count().filter(both_ways()), func.count().filter(one_way()), func.count())
    return Balance(*db.session.execute(query.select_from(Partnership).where(*selection.shown)).one())
