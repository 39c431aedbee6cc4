"""What lies in the rooms of stages 1 to 3, as pages show it: needs, comparisons, priorities.

Each function makes a number of statements that does not depend on how much there is.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from tracker.db import db
from tracker.domain.evaluation import Part, Severity, Verdict
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Comparison, ComparisonCell, Need, Priority, PriorityPart, PriorityRanking
from tracker.permissions import Permission, Standing, allows
from tracker.services.rooms import CitySide


@dataclass(frozen=True)
class NeedRow:
    """What a city needs; `author` is who recorded it, worth saying when it was on the city's behalf."""

    id: int
    city_id: int
    title: str
    sector: str
    severity: Severity
    affected: str
    evidence: str
    baseline_value: str
    baseline_unit: str
    baseline_year: int | None
    baseline_source: str
    met_on: date | None
    met_how: str
    carried_from_id: int | None
    is_on_behalf: bool
    is_demonstration: bool
    author: str | None


@dataclass(frozen=True)
class Cell:
    """How one city stands in one dimension."""

    description: str
    is_on_behalf: bool


@dataclass(frozen=True)
class ComparisonRow:
    """One dimension, with what each city says of itself by the city's id."""

    id: int
    dimension: str
    verdict: Verdict | None
    requires: str
    transfer: str
    is_demonstration: bool
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class PriorityRow:
    """One priority with the names of the cities that teach and learn, and the rank that each city gives to it."""

    id: int
    rank: int
    title: str
    instrument: str
    need: str | None
    is_demonstration: bool
    teaches: tuple[str, ...]
    learns: tuple[str, ...]
    rankings: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Balance:
    """In how many priorities a city teaches, and in how many it learns."""

    city: str
    teaches: int
    learns: int


@dataclass(frozen=True)
class RemovedRow:
    """Something that was taken out of a room and can be restored; `city_id` where only that city's people may."""

    id: int
    title: str
    city_id: int | None


def writable_cities(partnership: Partnership, standing: Standing) -> list[City]:
    """List the member cities for which a person writes: the own one, or all for the coordinator."""
    return [
        city
        for city in partnership.cities
        if allows(standing, Permission.CITY_ROOM_EDIT, CitySide(partnership, city.id))
    ]


def kept(table: Any, partnership: Partnership, cycle: int) -> ColumnElement[bool]:
    """Give the condition for the rows of a room that were not removed."""
    return and_(table.partnership_id == partnership.id, table.cycle == cycle, table.removed_at.is_(None))


def removed_rows(table: Any, title: Any, partnership: Partnership, cycle: int) -> list[RemovedRow]:
    """List what was removed from a room, the latest first; one statement."""
    city_id = [table.city_id] if hasattr(table, "city_id") else []
    query = (
        select(table.id, title, *city_id)
        .where(table.partnership_id == partnership.id, table.cycle == cycle, table.removed_at.is_not(None))
        .order_by(table.removed_at.desc(), table.id.desc())
    )
    return [RemovedRow(row[0], row[1], row[2] if city_id else None) for row in db.session.execute(query)]


def needs_by_city(partnership: Partnership, cycle: int) -> dict[int, list[NeedRow]]:
    """Give the needs of a cycle by their city's id, the oldest first; one statement."""
    columns = [getattr(Need, name) for name in NeedRow.__dataclass_fields__ if name != "author"]
    query: Select[Any] = (
        select(*columns, Person.name)
        .outerjoin(Person, Person.id == Need.created_by_id)
        .where(kept(Need, partnership, cycle))
        .order_by(Need.id)
    )
    found: dict[int, list[NeedRow]] = defaultdict(list)
    for row in db.session.execute(query):
        need = NeedRow(*row)
        found[need.city_id].append(need)
    return dict(found)


def comparisons_of(partnership: Partnership, cycle: int) -> list[ComparisonRow]:
    """List the dimensions compared in a cycle, the oldest first; two statements."""
    condition = kept(Comparison, partnership, cycle)
    described: dict[int, dict[int, Cell]] = defaultdict(dict)
    cells = select(
        ComparisonCell.comparison_id,
        ComparisonCell.city_id,
        ComparisonCell.description,
        ComparisonCell.is_on_behalf,
    ).join(Comparison, and_(Comparison.id == ComparisonCell.comparison_id, condition))
    for comparison_id, city_id, description, is_on_behalf in db.session.execute(cells):
        described[comparison_id][city_id] = Cell(description, is_on_behalf)
    rows = select(
        Comparison.id,
        Comparison.dimension,
        Comparison.verdict,
        Comparison.requires,
        Comparison.transfer,
        Comparison.is_demonstration,
    ).where(condition)
    return [ComparisonRow(*row, described[row.id]) for row in db.session.execute(rows.order_by(Comparison.id))]


def priorities_of(partnership: Partnership, cycle: int) -> list[PriorityRow]:
    """List the priorities of a cycle by its agreed rank; three statements."""
    condition = kept(Priority, partnership, cycle)
    roles: dict[tuple[int, Part], list[str]] = defaultdict(list)
    parts = (
        select(PriorityPart.priority_id, PriorityPart.part, City.name)
        .join(Priority, and_(Priority.id == PriorityPart.priority_id, condition))
        .join(City, City.id == PriorityPart.city_id)
        .order_by(City.name)
    )
    for priority_id, part, city in db.session.execute(parts):
        roles[priority_id, part].append(city)
    rankings: dict[int, list[tuple[str, int]]] = defaultdict(list)
    given = (
        select(PriorityRanking.priority_id, City.name, PriorityRanking.rank)
        .join(Priority, and_(Priority.id == PriorityRanking.priority_id, condition))
        .join(City, City.id == PriorityRanking.city_id)
        .order_by(City.name)
    )
    for priority_id, city, rank in db.session.execute(given):
        rankings[priority_id].append((city, rank))
    rows = (
        select(Priority.id, Priority.rank, Priority.title, Priority.instrument, Need.title, Priority.is_demonstration)
        .outerjoin(Need, and_(Need.id == Priority.need_id, Need.removed_at.is_(None)))
        .where(condition)
        .order_by(Priority.rank, Priority.id)
    )
    return [
        PriorityRow(
            *row, tuple(roles[row.id, Part.TEACHES]), tuple(roles[row.id, Part.LEARNS]), tuple(rankings[row.id])
        )
        for row in db.session.execute(rows)
    ]


def need_choices(partnership: Partnership) -> list[tuple[int, str]]:
    """List id and name of the needs of the present cycle, for a choice; one statement."""
    query = (
        select(Need.id, Need.title, City.name)
        .join(City, City.id == Need.city_id)
        .where(kept(Need, partnership, partnership.cycle))
        .order_by(City.name, Need.id)
    )
    return [(number, f"{city}: {title}") for number, title, city in db.session.execute(query)]


def next_rank(partnership: Partnership) -> int:
    """Give the rank after the last one of the present cycle; one statement."""
    query = select(func.max(Priority.rank)).where(kept(Priority, partnership, partnership.cycle))
    return (db.session.scalar(query) or 0) + 1


def one_sided(balance: list[Balance]) -> tuple[list[str], list[str]] | None:
    """Give the cities that only teach and those that only learn; None while some teaching goes both ways, or none.

    Source: the principle of reciprocity; the page asks a question about it and gives no verdict.
    """
    active = [one for one in balance if one.teaches or one.learns]
    if not active or any(one.teaches and one.learns for one in active):
        return None
    teach = [one.city for one in active if one.teaches]
    learn = [one.city for one in active if one.learns]
    return (teach, learn) if teach and learn else None


def balance_of(partnership: Partnership, priorities: list[PriorityRow]) -> list[Balance]:
    """Count for each member city in how many priorities it teaches and learns."""
    return [
        Balance(
            city.name,
            sum(city.name in priority.teaches for priority in priorities),
            sum(city.name in priority.learns for priority in priorities),
        )
        for city in partnership.cities
    ]
