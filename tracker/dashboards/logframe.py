"""The logframe as pages show it: objectives by level, indicators against their targets, what is planned and spent.

Each function makes a number of statements that does not depend on how much there is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from tracker.dashboards.rooms import kept
from tracker.dashboards.work import ActivityRow
from tracker.db import db
from tracker.domain.logframe import (
    Aggregate,
    Attainment,
    ObjectiveLevel,
    Point,
    Scale,
    attainment,
    latest,
    way_gone,
)
from tracker.models.logframe import Indicator, Measurement, Milestone, Objective
from tracker.models.partnerships import Partnership

LEVELS = tuple(ObjectiveLevel)


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator with its aims and where it stands; values are in `unit`.

    `measured` is the newest measurement, `way` the percentage of the way from baseline to target that is gone.
    """

    id: int
    objective_id: int
    objective: str
    title: str
    unit: str
    baseline: float | None
    baseline_on: date | None
    target: float | None
    target_on: date | None
    source: str
    aggregate: Aggregate
    remarks: str
    is_demonstration: bool
    milestones: Sequence[Point]
    measured: Point | None
    way: int | None
    attainment: Attainment


@dataclass(frozen=True)
class ObjectiveRow:
    """One objective with its indicators, and the title of the higher one that it serves."""

    id: int
    level: ObjectiveLevel
    title: str
    assumptions: str
    serves: str | None
    is_demonstration: bool
    indicators: Sequence[IndicatorRow]


@dataclass(frozen=True)
class BudgetRow:
    """What is planned and spent in one currency (in cents) and borne by somebody; by nobody yet when empty."""

    currency: str
    bearer: str
    planned_cents: int
    spent_cents: int


def indicators_of(partnership: Partnership, cycle: int, today: date) -> list[IndicatorRow]:
    """List the indicators of a cycle's objectives as of `today`, the oldest first; three statements."""
    condition = and_(kept(Indicator, partnership, cycle), Objective.removed_at.is_(None))
    milestones = _points(Milestone.indicator_id, Milestone.due_on, Milestone.value, condition)
    current = and_(condition, Measurement.removed_at.is_(None))
    measured = _points(Measurement.indicator_id, Measurement.measured_on, Measurement.value, current)
    query = (
        select(
            *(Indicator.id, Indicator.objective_id, Objective.title.label("objective"), Indicator.title),
            *(Indicator.unit, Indicator.baseline, Indicator.baseline_on, Indicator.target, Indicator.target_on),
            *(Indicator.source, Indicator.aggregate, Indicator.remarks, Indicator.is_demonstration),
        )
        .join(Objective, Objective.id == Indicator.objective_id)
        .where(condition)
        .order_by(Indicator.id)
    )
    return [
        _row(row, milestones[row["id"]], measured[row["id"]], today) for row in db.session.execute(query).mappings()
    ]


def _points(indicator: Any, day: Any, value: Any, condition: Any) -> Mapping[int, list[Point]]:
    """Give the points of each indicator by its id, the earliest first; one statement."""
    query = (
        select(indicator, day, value)
        .join(Indicator, Indicator.id == indicator)
        .join(Objective, Objective.id == Indicator.objective_id)
        .where(condition)
        .order_by(day)
    )
    found: dict[int, list[Point]] = defaultdict(list)
    for number, on, amount in db.session.execute(query):
        found[number].append(Point(on, amount))
    return found


def _row(row: Any, milestones: list[Point], measured: list[Point], today: date) -> IndicatorRow:
    scale = Scale(row["baseline"], row["target"])
    newest = latest(measured)
    way = way_gone(scale, newest.value) if newest is not None else None
    return IndicatorRow(
        **row,
        milestones=milestones,
        measured=newest,
        way=round(100 * way) if way is not None else None,
        attainment=attainment(scale, milestones, measured, row["target_on"], today),
    )


def objectives_of(partnership: Partnership, cycle: int, indicators: Iterable[IndicatorRow]) -> list[ObjectiveRow]:
    """List the objectives of a cycle, the highest level first, with these indicators of theirs; one statement."""
    of: dict[int, list[IndicatorRow]] = defaultdict(list)
    for one in indicators:
        of[one.objective_id].append(one)
    columns = (Objective.id, Objective.level, Objective.title, Objective.assumptions, Objective.serves_id)
    query = select(*columns, Objective.is_demonstration).where(kept(Objective, partnership, cycle))
    rows = db.session.execute(query.order_by(Objective.id)).all()
    titles = {row.id: row.title for row in rows}
    return [
        ObjectiveRow(
            row.id,
            row.level,
            row.title,
            row.assumptions,
            titles.get(row.serves_id),
            row.is_demonstration,
            of[row.id],
        )
        for row in sorted(rows, key=lambda row: LEVELS.index(row.level))
    ]


def objective_choices(partnership: Partnership) -> list[tuple[int, str]]:
    """List id and title of the present cycle's objectives, the highest level first, for a choice; one statement."""
    return [(number, title) for number, title, _level in _objectives(partnership)]


def higher_choices(
    partnership: Partnership, but: int | None = None
) -> tuple[list[tuple[int, str]], dict[int, ObjectiveLevel]]:
    """Give the objectives that another one can serve, for a choice, and the level of each by its id; one statement.

    `but` is left out.
    """
    rows = [
        (number, title, level)
        for number, title, level in _objectives(partnership)
        if level is not ObjectiveLevel.OUTPUT and number != but
    ]
    return [(number, title) for number, title, _level in rows], {number: level for number, _title, level in rows}


def _objectives(partnership: Partnership) -> list[tuple[int, str, ObjectiveLevel]]:
    query = select(Objective.id, Objective.title, Objective.level).where(
        kept(Objective, partnership, partnership.cycle)
    )
    rows = [(number, title, level) for number, title, level in db.session.execute(query.order_by(Objective.id))]
    return sorted(rows, key=lambda row: LEVELS.index(row[2]))


def budget_of(activities: Iterable[ActivityRow]) -> list[BudgetRow]:
    """Add up what is planned and spent, by currency and bearer; currencies are never added to each other."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for cost in (cost for activity in activities for cost in activity.costs):
        sums[cost.currency, cost.bearer][0] += cost.amount_cents
        sums[cost.currency, cost.bearer][1] += cost.spent_cents or 0
    ordered = sorted(sums, key=lambda key: (key[0], not key[1], key[1]))
    return [BudgetRow(currency, bearer, *sums[currency, bearer]) for currency, bearer in ordered]


def indicator_row(indicator: Indicator, today: date) -> IndicatorRow:
    """Give one indicator of an objective that is not removed as of `today`; three statements."""
    rows = indicators_of(indicator.partnership, indicator.cycle, today)
    return next(row for row in rows if row.id == indicator.id)


def measurements_of(indicator: Indicator) -> list[Measurement]:
    """List what was measured, the newest first, also what was removed; one statement."""
    query = select(Measurement).where(Measurement.indicator_id == indicator.id)
    return list(db.session.scalars(query.order_by(Measurement.measured_on.desc(), Measurement.id.desc())))
