"""A year of partnerships, one line each: its stages as they went, and its missions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from tracker.dashboards.filters import CURRENT_STATES, Selection
from tracker.dashboards.missions import mission_name
from tracker.dashboards.paging import Window
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionState
from tracker.domain.stages import OPEN_STATES
from tracker.domain.timetable import Bar
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun

MOST_MISSIONS = 400
"""So many missions are shown of a page of partnerships in a year, the first ones."""


@dataclass(frozen=True)
class Stretch:
    """One stage of the year: from when to when, None while it goes on; where its bar and the rest of its plan lie."""

    number: int
    starts_on: date
    ends_on: date | None
    due_on: date
    bar: Bar | None
    rest: Bar | None


@dataclass(frozen=True)
class Stay:
    """One mission of the year, and where its bar lies."""

    ref: str
    name: str
    starts: PartialDate
    ends: PartialDate
    precision: Precision
    bar: Bar


@dataclass(frozen=True)
class Line:
    """One partnership in the year."""

    ref: str
    title: str
    has_demonstration: bool
    stages: Sequence[Stretch]
    missions: Sequence[Stay]


def lines(selection: Selection, window: Window, year: int, today: date) -> tuple[list[Line], int]:
    """List a part of the partnerships by title, with the length of the whole; three statements.

    Partnerships that live or are in after-care are listed, or those in the state that is asked for.
    """
    states = selection.filters.states or CURRENT_STATES
    query = (
        select(
            Partnership.id,
            Partnership.ref,
            Partnership.title,
            Partnership.has_demonstration,
            func.count().over().label("total"),
        )
        .where(Partnership.state.in_(sorted(states)), *selection.conditions)
        .order_by(Partnership.search_text, Partnership.id)
    )
    rows = db.session.execute(window.of(query)).all()
    ids = [row.id for row in rows]
    stages, missions = _stages(ids, year, today), _missions(ids, year)
    found = [
        Line(row.ref, row.title, row.has_demonstration, stages.get(row.id, []), missions.get(row.id, []))
        for row in rows
    ]
    return found, rows[0].total if rows else 0


def bar_of(first: date, last: date, year: int) -> Bar | None:
    """Give where the days from a first to a last one lie in a year, in percent of it; None outside of it."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    if last < begins or first > ends or last < first:
        return None
    whole = (ends - begins).days + 1
    start, end = max(first, begins), min(last, ends)
    return Bar(round(100 * (start - begins).days / whole, 2), round(100 * ((end - start).days + 1) / whole, 2))


def _stages(ids: Sequence[int], year: int, today: date) -> dict[int, list[Stretch]]:
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    query = (
        select(
            StageRun.partnership_id,
            StageRun.number,
            StageRun.state,
            StageRun.started_on,
            StageRun.decided_on,
            StageRun.planned_days,
        )
        .where(
            StageRun.partnership_id.in_(ids),
            StageRun.started_on.is_not(None),
            StageRun.started_on <= ends,
            or_(StageRun.decided_on >= begins, StageRun.state.in_(sorted(OPEN_STATES))),
        )
        .order_by(StageRun.partnership_id, StageRun.started_on, StageRun.number)
    )
    found: dict[int, list[Stretch]] = {}
    for row in db.session.execute(query):
        due = row.started_on + timedelta(days=row.planned_days)
        last = row.decided_on or max(today, row.started_on)
        rest = bar_of(last + timedelta(days=1), due, year) if row.decided_on is None else None
        bar = bar_of(row.started_on, last, year)
        if bar or rest:
            stretch = Stretch(row.number, row.started_on, row.decided_on, due, bar, rest)
            found.setdefault(row.partnership_id, []).append(stretch)
    return found


def _missions(ids: Sequence[int], year: int) -> dict[int, list[Stay]]:
    query = (
        select(
            Mission.partnership_id,
            Mission.ref,
            Mission.kind,
            Mission.title,
            Mission.place,
            Mission.starts,
            Mission.ends,
            Mission.date_precision,
            Mission.first_day,
            Mission.last_day,
            City.name.label("city"),
        )
        .outerjoin(City, City.id == Mission.host_city_id)
        .where(
            Mission.partnership_id.in_(ids),
            Mission.state != MissionState.CANCELLED,
            Mission.date_precision.in_((Precision.DAY, Precision.MONTH)),
            Mission.first_day <= date(year, 12, 31),
            Mission.last_day >= date(year, 1, 1),
        )
        .order_by(Mission.first_day, Mission.id)
        .limit(MOST_MISSIONS)
    )
    found: dict[int, list[Stay]] = {}
    for row in db.session.execute(query):
        bar = bar_of(row.first_day, row.last_day, year)
        if bar is not None:
            name = mission_name(row.kind, row.title, row.city or row.place)
            stay = Stay(row.ref, name, row.starts, row.ends, row.date_precision, bar)
            found.setdefault(row.partnership_id, []).append(stay)
    return found
