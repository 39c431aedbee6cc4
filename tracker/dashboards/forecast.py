"""When partnerships will pass their next gate and finish their cycle, judged by all durations that the reader may see.

Stages of one number that began on the same day and have the same plan are forecast alike, so what is computed is
bounded by days, not by partnerships.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import Any

from sqlalchemy import Integer, and_, case, func, literal, or_, select

from tracker.dashboards.elapsed import days_between
from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.forecast import Ahead, Cases, Forecast, ahead, forecast, whole
from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.stages import OPEN_STATES, STAGES
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen


@dataclass(frozen=True)
class Days:
    """The days on which something is to be expected: early, in the middle, late; None beyond all that was seen."""

    low: date | None
    middle: date | None
    high: date | None
    cases: int


@dataclass(frozen=True)
class Group:
    """Open stages that are forecast alike; `late_by` are the days over plan in the middle of what is to be expected.

    Where nothing is forecast these are the days over plan today, if any; infinite is what lies beyond all that was
    seen, and None what is not known.
    """

    number: int
    started_on: date
    planned_days: int
    count: int
    spent: int
    gate: Forecast | None
    late_by: float | None

    @property
    def is_late(self) -> bool:
        """Tell whether it will likely be over plan, or is already."""
        return self.late_by is not None and self.late_by > 0


@dataclass(frozen=True)
class Row:
    """A partnership's open stage with its plan, and when its gate and the end of its cycle are to be expected."""

    ref: str
    title: str
    number: int
    started_on: date
    spent: int
    planned_days: int
    due_on: date
    gate: Days | None
    cycle: Days | None
    status: str
    late_by: int | None
    is_demonstration: bool


@dataclass(frozen=True)
class Forecasts:
    """A part of the list, with the length of the whole, how many are likely late, and of how many nothing is said.

    `cases` counts the finished stages that everything rests on, by stage.
    """

    rows: list[Row]
    total: int
    late: int
    silent: int
    cases: Mapping[int, int]


def forecasts(selection: Selection, window: Window, today: date) -> Forecasts:
    """List a part of the open stages of live partnerships, those likely latest first; three statements at most.

    A part beyond the end is empty, and says how long the whole is.
    """
    known = cases(selection.standing, today)
    groups = sorted((_group(row, known, today) for row in db.session.execute(_open(selection))), key=_urgency)
    return Forecasts(
        rows=_rows(selection, groups, known, window),
        total=sum(one.count for one in groups),
        late=sum(one.count for one in groups if one.is_late),
        silent=sum(one.count for one in groups if one.gate is None),
        cases={number: one.known() for number, one in known.items()},
    )


def cases(standing: Standing, today: date) -> dict[int, Cases]:
    """Count the durations of each stage that a person may see; open ones count as long as they have lasted.

    Open stages of partnerships that do not live are left out: work has stopped there. One statement.
    """
    is_finished = StageRun.decided_on.is_not(None)
    days = case((is_finished, days_between(StageRun.started_on, StageRun.decided_on)), else_=_spent(today))
    flag = case((is_finished, 1), else_=0)
    goes_on = and_(StageRun.state.in_(sorted(OPEN_STATES)), Partnership.state.in_(sorted(LIVE_STATES)))
    query = (
        select(StageRun.number, days, flag, func.count())
        .join(Partnership, Partnership.id == StageRun.partnership_id)
        .where(
            partnerships_seen(standing),
            StageRun.started_on.is_not(None),
            StageRun.started_on <= today,
            or_(is_finished, goes_on),
        )
        .group_by(StageRun.number, days, flag)
    )
    counted: dict[int, list[tuple[int, bool, int]]] = {one.number: [] for one in STAGES}
    for number, lasted, finished, count in db.session.execute(query):
        counted[number].append((lasted, bool(finished), count))
    return {number: Cases.of(found) for number, found in counted.items()}


def _spent(today: date) -> Any:
    return days_between(StageRun.started_on, today)


def _of_open(selection: Selection, *columns: Any) -> Query:
    """Select from the stages that are worked on in the live partnerships of a selection."""
    return (
        select(*columns)
        .select_from(StageRun)
        .join(Partnership, Partnership.id == StageRun.partnership_id)
        .where(
            *selection.conditions,
            Partnership.state.in_(sorted(LIVE_STATES)),
            StageRun.cycle == Partnership.cycle,
            StageRun.number == Partnership.stage_number,
            StageRun.state.in_(sorted(OPEN_STATES)),
            StageRun.started_on.is_not(None),
        )
    )


def _open(selection: Selection) -> Query:
    key = (StageRun.number, StageRun.started_on, StageRun.planned_days)
    return _of_open(selection, *key, func.count().label("count")).group_by(*key)


def _group(row: Any, known: Mapping[int, Cases], today: date) -> Group:
    spent = max(0, (today - row.started_on).days)
    gate = forecast(known[row.number], spent)
    return Group(
        row.number, row.started_on, row.planned_days, row.count, spent, gate, _late_by(gate, spent, row.planned_days)
    )


def _late_by(gate: Forecast | None, spent: int, planned: int) -> float | None:
    if gate is not None:
        return inf if gate.days.middle is None else gate.days.middle - planned
    return spent - planned if spent > planned else None


def _urgency(group: Group) -> tuple[float, int, date, int]:
    late = -inf if group.late_by is None else group.late_by
    return (-late, group.number, group.started_on, group.planned_days)


def _rows(selection: Selection, groups: Sequence[Group], known: Mapping[int, Cases], window: Window) -> list[Row]:
    """List the partnerships of a part of the groups; one statement, none beyond the end."""
    first = (window.number - 1) * window.size
    shown: list[Group] = []
    before = passed = 0
    for group in groups:
        if passed + group.count <= first:
            before += group.count
        elif passed < first + window.size:
            shown.append(group)
        passed += group.count
    if not shown:
        return []
    place = case(*((_is_of(group), literal(rank, Integer)) for rank, group in enumerate(shown)), else_=len(shown))
    query = _of_open(selection, Partnership.ref, Partnership.title, StageRun.is_demonstration, place.label("place"))
    query = query.where(or_(*(_is_of(group) for group in shown))).order_by(place, Partnership.ref)
    rest = _ahead(known)
    cycles = [whole(known[one.number], one.spent, rest[one.number]) for one in shown]
    found = db.session.execute(query.limit(window.size).offset(first - before))
    return [_row(row, shown[row.place], cycles[row.place]) for row in found]


def _is_of(group: Group) -> Any:
    return and_(
        StageRun.number == group.number,
        StageRun.started_on == group.started_on,
        StageRun.planned_days == group.planned_days,
    )


def _ahead(known: Mapping[int, Cases]) -> dict[int, Ahead | None]:
    """Give what lies ahead of each stage."""
    return {number: ahead([known[later] for later in sorted(known) if later > number]) for number in known}


def _row(row: Any, group: Group, cycle: Forecast | None) -> Row:
    late_by = None if group.late_by in (None, inf) else int(group.late_by or 0)
    return Row(
        ref=row.ref,
        title=row.title,
        number=group.number,
        started_on=group.started_on,
        spent=group.spent,
        planned_days=group.planned_days,
        due_on=group.started_on + timedelta(days=group.planned_days),
        gate=_days(group.gate, group.started_on),
        cycle=_days(cycle, group.started_on),
        status=_status(group),
        late_by=late_by,
        is_demonstration=row.is_demonstration,
    )


def _days(said: Forecast | None, since: date) -> Days | None:
    if said is None:
        return None
    low, middle, high = (
        None if one is None else since + timedelta(days=one)
        for one in (said.days.low, said.days.middle, said.days.high)
    )
    return Days(low, middle, high, said.cases)


def _status(group: Group) -> str:
    """Tell how a stage stands against its plan: `over`, `late`, `may_be_late`, `in_time` or `unknown`."""
    if group.spent > group.planned_days:
        return "over"
    if group.gate is None:
        return "unknown"
    if group.is_late:
        return "late"
    high = group.gate.days.high
    return "may_be_late" if high is None or high > group.planned_days else "in_time"
