"""Weeks in which a city is host to missions of several partnerships: they may be joined, or moved apart.

A warning, never a refusal. One of the missions is in the reader's selection; what is out of it is counted only, and
told without names. Missions whose days are not known exactly are left out, for they would meet everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sqlalchemy import CTE, Date, and_, case, func, literal, or_, select, union_all

from tracker.dashboards.filters import Selection
from tracker.dashboards.missions import mission_name
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.dates import Precision
from tracker.domain.missions import MissionState, whole_weeks
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership

WEEKS_AHEAD = 13
"""How far is looked ahead, the present week included: a quarter of a year, for later plans still move."""
MOST_NAMED = 4
"""So many missions of a week are named; the others are counted."""


class Meeting(StrEnum):
    """How closely the missions of a week meet, the closest first."""

    DAYS = "days"
    THEME = "theme"
    WEEK = "week"


@dataclass(frozen=True)
class Visit:
    """One mission of a crowded week that is in the reader's selection."""

    ref: str
    name: str
    partnership_title: str
    first_day: date
    last_day: date
    is_demonstration: bool


@dataclass(frozen=True)
class CrowdedWeek:
    """A city's week: `missions` in all, of `partnerships`; `visits` are some of those in the reader's selection."""

    monday: date
    city: str
    city_code: str
    missions: int
    partnerships: int
    meeting: Meeting
    visits: tuple[Visit, ...]
    elsewhere: int


def crowded_weeks(selection: Selection, window: Window, today: date) -> tuple[list[CrowdedWeek], int]:
    """List a part of the crowded weeks by day, with how many there are; two statements.

    A part beyond the end is empty, and says that the whole is.
    """
    rows = db.session.execute(window.of(crowded(selection, today))).all()
    missions = db.session.execute(_missions(selection, rows)).all()
    return [_crowded_week(row, missions) for row in rows], rows[0].total if rows else 0


def crowded(selection: Selection, today: date) -> Query:
    """Select the crowded weeks of the next quarter with a mission of the selection, by day."""
    week = _weeks(today)
    partnerships = func.count(Mission.partnership_id.distinct())
    is_mine = case((and_(*selection.conditions), 1), else_=0)
    return (
        _at_host(
            week.c.monday,
            City.id.label("city_id"),
            City.name,
            City.code,
            func.count().label("missions"),
            partnerships.label("partnerships"),
            func.sum(is_mine).label("mine"),
            func.count().over().label("total"),
        )
        .select_from(Mission)
        .join(week, and_(Mission.first_day <= week.c.sunday, Mission.last_day >= week.c.monday))
        .where(Mission.last_day >= today)
        .group_by(week.c.monday, City.id, City.name, City.code)
        .having(partnerships > 1, func.sum(is_mine) > 0)
        .order_by(week.c.monday, City.name, City.id)
    )


def _weeks(today: date) -> CTE:
    first, _last = whole_weeks(today, today)
    mondays = [first + timedelta(weeks=count) for count in range(WEEKS_AHEAD)]
    return union_all(
        *(
            select(
                literal(monday, Date).label("monday"),
                literal(monday + timedelta(days=6), Date).label("sunday"),
            )
            for monday in mondays
        )
    ).cte("week")


def _at_host(*columns: Any) -> Query:
    """Select from the missions whose days and host are known, and that were not called off."""
    return (
        select(*columns)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .join(City, City.id == Mission.host_city_id)
        .where(
            Mission.date_precision == Precision.DAY,
            Mission.state != MissionState.CANCELLED,
            Partnership.deleted_at.is_(None),
        )
    )


def _missions(selection: Selection, weeks: Sequence[Any]) -> Query:
    """Select all missions of some weeks, those of the selection first; nothing for no week."""
    is_mine = case((and_(*selection.conditions), 1), else_=0).label("is_mine")
    there = [
        and_(
            Mission.host_city_id == one.city_id,
            Mission.first_day <= one.monday + timedelta(days=6),
            Mission.last_day >= one.monday,
        )
        for one in weeks
    ]
    columns = (Mission.ref, Mission.kind, Mission.title, Mission.theme, Mission.first_day, Mission.last_day)
    named = (
        Mission.is_demonstration,
        Mission.host_city_id,
        Mission.partnership_id,
        City.name,
        Partnership.title.label("partnership_title"),
    )
    query = _at_host(*columns, *named, is_mine).select_from(Mission).where(or_(*there) if there else literal(1) == 0)
    return query.order_by(Mission.first_day, Mission.id)


def _crowded_week(row: Any, missions: Sequence[Any]) -> CrowdedWeek:
    sunday = row.monday + timedelta(days=6)
    here = [
        one
        for one in missions
        if one.host_city_id == row.city_id and one.first_day <= sunday and one.last_day >= row.monday
    ]
    mine = [one for one in here if one.is_mine]
    return CrowdedWeek(
        monday=row.monday,
        city=row.name,
        city_code=row.code,
        missions=row.missions,
        partnerships=row.partnerships,
        meeting=_meeting(here),
        visits=tuple(_visit(one) for one in mine[:MOST_NAMED]),
        elsewhere=row.missions - len(mine[:MOST_NAMED]),
    )


def _meeting(missions: Sequence[Any]) -> Meeting:
    """Tell how closely missions meet that are sorted by their first day."""
    last: dict[int, date] = {}
    for one in missions:
        if any(day >= one.first_day for partnership, day in last.items() if partnership != one.partnership_id):
            return Meeting.DAYS
        last[one.partnership_id] = max(one.last_day, last.get(one.partnership_id, one.last_day))
    themes = {(one.theme, one.partnership_id) for one in missions if one.theme}
    shared = any(first[0] == second[0] for first, second in pairwise(sorted(themes)))
    return Meeting.THEME if shared else Meeting.WEEK


def _visit(row: Any) -> Visit:
    name = mission_name(row.kind, row.title, row.name)
    return Visit(row.ref, name, row.partnership_title, row.first_day, row.last_day, row.is_demonstration)
