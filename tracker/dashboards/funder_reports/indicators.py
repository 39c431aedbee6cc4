"""Of the indicators: how far each is, and what those of several partnerships come to together."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from tracker.dashboards.funder_reports.records import (
    Asked,
    Chart,
    Column,
    Figure,
    Kind,
    PartRecord,
    Table,
    demonstration,
)
from tracker.dashboards.funder_reports.work import chosen
from tracker.dashboards.roll_ups import IndicatorLine, rolled_indicators
from tracker.db import db
from tracker.domain.funder_reports import FunderPart
from tracker.domain.logframe import Attainment, Point, Scale, attainment, latest, way_gone
from tracker.models.logframe import Indicator, Measurement, Milestone, Objective
from tracker.models.partnerships import Partnership
from tracker.sentences import gettext as _


def indicators(asked: Asked) -> PartRecord:
    """Set the indicators of the present cycles beside their targets, as measured up to the period's end."""
    condition = and_(
        Indicator.partnership_id.in_(chosen(asked)),
        Indicator.removed_at.is_(None),
        Objective.removed_at.is_(None),
        Indicator.cycle == Partnership.cycle,
    )
    milestones = _points(Milestone.indicator_id, Milestone.due_on, Milestone.value, condition)
    taken = and_(condition, Measurement.removed_at.is_(None), Measurement.measured_on <= asked.until)
    measured = _points(Measurement.indicator_id, Measurement.measured_on, Measurement.value, taken)
    query = (
        select(Indicator, Objective.level, Objective.title, Partnership.ref, Partnership.title)
        .join(Objective, Objective.id == Indicator.objective_id)
        .join(Partnership, Partnership.id == Indicator.partnership_id)
        .where(condition)
        .order_by(Partnership.ref, Indicator.id)
    )
    found = db.session.execute(query).unique().all()
    rows = [_indicator(row, milestones[row[0].id], measured[row[0].id], asked) for row in found]
    counts = Counter((row[-2], row[-1]) for row in rows)
    by_attainment = [(one, counts[one, False] + counts[one, True], counts[one, True]) for one in Attainment]
    total = {one: count for one, count, _demo in by_attainment}
    return PartRecord(
        FunderPart.INDICATORS,
        _(
            "Counted are the indicators in the logical frameworks of the present cycles. Each is set against its "
            "target and milestones by what was measured last, up to the end of the period. Those of the same name and "
            "unit are put together as each says: added up, averaged, or by the latest of them."
        ),
        (
            Figure("indicators", _("Indicators"), len(rows)),
            Figure("measured", _("Indicators measured"), len(rows) - total[Attainment.NOT_MEASURED]),
            Figure("met", _("Targets reached"), total[Attainment.MET]),
            Figure("behind", _("Indicators behind schedule"), total[Attainment.BEHIND]),
        ),
        (
            Table(
                "attainments",
                _("Indicators by what they have reached"),
                (
                    Column("attainment", _("State"), Kind.CODE),
                    Column("indicators", _("Indicators"), Kind.COUNT),
                    demonstration(),
                ),
                by_attainment,
                "",
                Chart("attainment", ("indicators",)),
            ),
            _together([_line(row, measured[row[0].id]) for row in found]),
            _indicator_table(rows),
        ),
    )


def _line(row: Any, measured: list[Point]) -> IndicatorLine:
    one, _level, _objective, ref, partnership = row
    return IndicatorLine(
        id=one.id,
        title=one.title,
        unit=one.unit,
        aggregate=one.aggregate,
        scale=Scale(one.baseline, one.target),
        newest=latest(measured),
        ref=ref,
        partnership=partnership,
        cycle=one.cycle,
        is_demonstration=one.is_demonstration,
    )


def _together(lines: Sequence[IndicatorLine]) -> Table:
    """Put the same indicators of several partnerships together, as the page of a programme does."""
    columns = (
        Column("indicator", _("Indicator"), is_long=True),
        Column("unit", _("Unit")),
        Column("aggregate", _("Put together"), Kind.CODE),
        Column("partnerships", _("Partnerships"), Kind.COUNT),
        Column("indicators", _("Indicators"), Kind.COUNT),
        Column("measured_indicators", _("Of them measured"), Kind.COUNT),
        Column("reached", _("Targets reached"), Kind.COUNT),
        Column("baseline", _("Baseline"), Kind.NUMBER),
        Column("target", _("Target"), Kind.NUMBER),
        Column("measured", _("Measured"), Kind.NUMBER),
        Column("way", _("Way gone"), Kind.PERCENT),
        demonstration(),
    )
    rows = [
        (
            *(one.title, one.name.unit, one.name.aggregate, one.partnerships),
            *(one.together.of, one.together.measured, one.together.reached),
            *(one.together.baseline, one.together.target, one.together.value, one.way),
            sum(line.is_demonstration for line in one.lines),
        )
        for one in rolled_indicators(lines)
    ]
    return Table("together", _("Indicators of all partnerships together"), columns, rows, _("No indicator is set."))


def _indicator_table(rows: list[tuple[Any, ...]]) -> Table:
    columns = (
        Column("partnership", _("Partnership")),
        Column("level", _("Level"), Kind.CODE),
        Column("objective", _("Objective"), is_long=True),
        Column("indicator", _("Indicator"), is_long=True),
        Column("unit", _("Unit")),
        Column("baseline", _("Baseline"), Kind.NUMBER),
        Column("target", _("Target"), Kind.NUMBER),
        Column("target_on", _("Until"), Kind.DAY),
        Column("measured", _("Measured"), Kind.NUMBER),
        Column("measured_on", _("Measured on"), Kind.DAY),
        Column("way", _("Way gone"), Kind.PERCENT),
        Column("attainment", _("State"), Kind.CODE),
        demonstration(Kind.FLAG),
    )
    return Table("indicators", _("Indicators and their targets"), columns, rows, _("No indicator is set."))


def _points(indicator: Any, on: Any, value: Any, condition: ColumnElement[bool]) -> Mapping[int, list[Point]]:
    """Give the points of each indicator by its id, the earliest first; one statement."""
    query = (
        select(indicator, on, value)
        .join(Indicator, Indicator.id == indicator)
        .join(Objective, Objective.id == Indicator.objective_id)
        .join(Partnership, Partnership.id == Indicator.partnership_id)
        .where(condition)
        .order_by(on)
    )
    found: dict[int, list[Point]] = defaultdict(list)
    for number, day, amount in db.session.execute(query):
        found[number].append(Point(day, amount))
    return found


def _indicator(row: Any, milestones: list[Point], measured: list[Point], asked: Asked) -> tuple[Any, ...]:
    one, level, objective, ref, _partnership = row
    scale = Scale(one.baseline, one.target)
    newest = latest(measured)
    way = way_gone(scale, newest.value) if newest is not None else None
    return (
        *(ref, level, objective, one.title, one.unit, one.baseline, one.target, one.target_on),
        newest.value if newest else None,
        newest.day if newest else None,
        round(100 * way) if way is not None else None,
        attainment(scale, milestones, measured, one.target_on, asked.until),
        one.is_demonstration,
    )
