"""Of the work itself: where the partnerships stand, and how far their indicators are."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

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
from tracker.db import db
from tracker.domain.funder_reports import FunderPart, StandsAt
from tracker.domain.logframe import Attainment, Point, Scale, attainment, latest, way_gone
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.models.cities import City
from tracker.models.logframe import Indicator, Measurement, Milestone, Objective
from tracker.models.partnerships import Member, Partnership
from tracker.models.programmes import Programme
from tracker.sentences import gettext as _
from tracker.words import word


def chosen(asked: Asked) -> Select[int]:
    """Select the ids of the partnerships that are looked at."""
    return select(Partnership.id).where(*asked.selection.conditions)


def stands_at(state: PartnershipState, stage: int) -> StandsAt:
    """Give where a partnership is counted."""
    return StandsAt(f"stage_{stage}") if state in LIVE_STATES else StandsAt(state.value)


def pipeline(asked: Asked) -> PartRecord:
    """Count the partnerships by programme and by where they stand today; three statements."""
    key = (Partnership.programme_id, Partnership.state, Partnership.stage_number)
    invented = func.sum(case((Partnership.has_demonstration, 1), else_=0))
    query = select(*key, func.count(), invented).where(*asked.selection.conditions).group_by(*key)
    counts: dict[int | None, Counter[StandsAt]] = defaultdict(Counter)
    shown: Counter[int | None] = Counter()
    for programme, state, stage, count, demo in db.session.execute(query):
        counts[programme][stands_at(state, stage)] += count
        shown[programme] += demo or 0
    names = select(Programme.id, Programme.code, Programme.name).where(Programme.id.in_([*counts]))
    named: list[Any] = [
        *db.session.execute(names.order_by(Programme.name, Programme.id)),
        *([(None, "", _("Bilateral, outside a programme"))] if None in counts else []),
    ]
    rows = [
        (name, code, *(counts[number][one] for one in StandsAt), counts[number].total(), shown[number])
        for number, code, name in named
    ]
    total = sum(counts.values(), Counter())
    cities = select(City.id, City.country).join(Member, Member.city_id == City.id)
    members = {tuple(row) for row in db.session.execute(cities.where(Member.partnership_id.in_(chosen(asked))))}
    return PartRecord(
        FunderPart.PIPELINE,
        _(
            "Counted are the partnerships that were under way in the period, as they stand on the day of this "
            "document. Live ones are counted at the stage of the method that they have reached."
        ),
        (
            Figure("partnerships", _("Partnerships"), total.total()),
            Figure("programmes", _("Programmes"), len([one for one in counts if one is not None])),
            Figure("cities", _("Cities"), len(members)),
            Figure("countries", _("Countries"), len({country for _city, country in members})),
        ),
        (_places(total), _by_programme(rows)),
    )


def _places(total: Counter[StandsAt]) -> Table:
    columns = (Column("place", _("Where"), Kind.CODE), Column("partnerships", _("Partnerships"), Kind.COUNT))
    rows = [(one, total[one]) for one in StandsAt]
    return Table("places", _("Partnerships by stage"), columns, rows, "", Chart("place", ("partnerships",)))


def _by_programme(rows: list[tuple[Any, ...]]) -> Table:
    columns = (
        Column("programme", _("Programme")),
        Column("programme_code", _("Code")),
        *(Column(one.value, word(one), Kind.COUNT) for one in StandsAt),
        Column("total", _("All"), Kind.COUNT),
        demonstration(),
    )
    return Table("programmes", _("Partnerships by programme"), columns, rows, _("No partnership is counted."))


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
        select(Indicator, Objective.level, Objective.title, Partnership.ref)
        .join(Objective, Objective.id == Indicator.objective_id)
        .join(Partnership, Partnership.id == Indicator.partnership_id)
        .where(condition)
        .order_by(Partnership.ref, Indicator.id)
    )
    rows = [
        _indicator(row, milestones[row[0].id], measured[row[0].id], asked) for row in db.session.execute(query).unique()
    ]
    counts = Counter((row[-2], row[-1]) for row in rows)
    by_attainment = [(one, counts[one, False] + counts[one, True], counts[one, True]) for one in Attainment]
    total = {one: count for one, count, _demo in by_attainment}
    return PartRecord(
        FunderPart.INDICATORS,
        _(
            "Counted are the indicators in the logical frameworks of the present cycles. Each is set against its "
            "target and milestones by what was measured last, up to the end of the period."
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
            _indicator_table(rows),
        ),
    )


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
    one, level, objective, ref = row
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
