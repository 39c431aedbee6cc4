"""What the partnerships of a programme come to together: indicators as one number each, and money by who bears it.

Only what the reader may see is counted. Each function makes one statement.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.logframe import Aggregate, Point, RollUp, Scale, roll_up, way_gone
from tracker.domain.search import folded
from tracker.domain.sharing import PartnerKind
from tracker.models.logframe import Indicator, Measurement, Objective
from tracker.models.partnerships import Partnership
from tracker.models.sharing import PartnerOrganisation
from tracker.models.work import Activity, Cost


@dataclass(frozen=True)
class IndicatorName:
    """What makes indicators of several partnerships the same one: title (folded), unit, and how they are added up."""

    title: str
    unit: str
    aggregate: Aggregate

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "IndicatorName | None":
        """Read it from an address; None when the address names no way of adding up."""
        how = asked.get("aggregate", "")
        if how not in set(Aggregate):
            return None
        return cls(folded(asked.get("title", "")), asked.get("unit", ""), Aggregate(how))

    @property
    def query(self) -> dict[str, str]:
        """Give it as an address writes it."""
        return {"title": self.title, "unit": self.unit, "aggregate": self.aggregate.value}


@dataclass(frozen=True)
class IndicatorLine:
    """One partnership's indicator in one cycle, with its newest measurement; values are in `unit`."""

    id: int
    title: str
    unit: str
    aggregate: Aggregate
    scale: Scale
    newest: Point | None
    ref: str
    partnership: str
    cycle: int
    is_demonstration: bool

    @property
    def name(self) -> IndicatorName:
        """Give what it has in common with the same indicator of others."""
        return IndicatorName(folded(self.title), self.unit, self.aggregate)


@dataclass(frozen=True)
class RolledIndicator:
    """The same indicator of several partnerships as one; `way` is the percentage of the way to the target that is gone.

    `lines` are what it is made of, `partnerships` how many they belong to.
    """

    name: IndicatorName
    title: str
    together: RollUp
    way: int | None
    partnerships: int
    lines: Sequence[IndicatorLine]

    @property
    def has_demonstration(self) -> bool:
        """Tell whether a demonstration's figure is in it."""
        return any(line.is_demonstration for line in self.lines)


@dataclass(frozen=True)
class BearerRow:
    """What is planned and spent in one currency (in cents) and borne by somebody; by nobody yet when empty.

    `share` is the percentage of all that is planned in this currency.
    """

    currency: str
    bearer: str
    planned_cents: int
    spent_cents: int
    lines: int
    share: int


@dataclass(frozen=True)
class CostLine:
    """One line of a partnership's budget, in cents of `currency`; nothing is recorded as spent when that is None."""

    what: str
    activity: str
    ref: str
    partnership: str
    amount_cents: int
    spent_cents: int | None
    currency: str
    is_demonstration: bool


@dataclass(frozen=True)
class OtherPartner:
    """An organisation that takes part in partnerships, as what, and in which of them (reference and title)."""

    name: str
    kind: PartnerKind
    partnerships: Sequence[tuple[str, str]]


def indicator_lines(selection: Selection) -> list[IndicatorLine]:
    """List the indicators of all cycles of the selection, by partnership and cycle."""
    of = and_(Indicator.removed_at.is_(None), Objective.removed_at.is_(None), *selection.conditions)
    place = func.row_number().over(
        partition_by=Measurement.indicator_id, order_by=(Measurement.measured_on.desc(), Measurement.id.desc())
    )
    ordered = (
        select(Measurement.indicator_id, Measurement.measured_on, Measurement.value, place.label("place"))
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .join(Objective, Objective.id == Indicator.objective_id)
        .join(Partnership, Partnership.id == Indicator.partnership_id)
        .where(of, Measurement.removed_at.is_(None))
        .subquery()
    )
    query = (
        select(
            *(Indicator.id, Indicator.title, Indicator.unit, Indicator.aggregate, Indicator.baseline, Indicator.target),
            *(ordered.c.measured_on, ordered.c.value, Partnership.ref, Partnership.title.label("partnership")),
            *(Indicator.cycle, Indicator.is_demonstration),
        )
        .join(Objective, Objective.id == Indicator.objective_id)
        .join(Partnership, Partnership.id == Indicator.partnership_id)
        .outerjoin(ordered, and_(ordered.c.indicator_id == Indicator.id, ordered.c.place == 1))
        .where(of)
        .order_by(Partnership.search_text, Partnership.id, Indicator.cycle, Indicator.id)
    )
    return [_line(row) for row in db.session.execute(query)]


def _line(row: Any) -> IndicatorLine:
    return IndicatorLine(
        id=row.id,
        title=row.title,
        unit=row.unit,
        aggregate=row.aggregate,
        scale=Scale(row.baseline, row.target),
        newest=Point(row.measured_on, row.value) if isinstance(row.measured_on, date) else None,
        ref=row.ref,
        partnership=row.partnership,
        cycle=row.cycle,
        is_demonstration=row.is_demonstration,
    )


def rolled_indicators(lines: Sequence[IndicatorLine]) -> list[RolledIndicator]:
    """Put the same indicators of several partnerships together, those of the most partnerships first; no statement."""
    same: dict[IndicatorName, list[IndicatorLine]] = defaultdict(list)
    for line in lines:
        same[line.name].append(line)
    rolled = [_rolled(name, of) for name, of in same.items()]
    return sorted(rolled, key=lambda one: (-one.partnerships, one.name.title, one.name.unit, one.name.aggregate))


def _rolled(name: IndicatorName, lines: Sequence[IndicatorLine]) -> RolledIndicator:
    together = roll_up(name.aggregate, [(line.scale, line.newest) for line in lines])
    scale = Scale(together.baseline, together.target)
    way = None if together.value is None else way_gone(scale, together.value)
    return RolledIndicator(
        name=name,
        title=lines[0].title,
        together=together,
        way=None if way is None else round(100 * way),
        partnerships=len({line.ref for line in lines}),
        lines=lines,
    )


def budget_rows(selection: Selection) -> list[BearerRow]:
    """Add up what the selection plans and spends, by currency and bearer; currencies are never added to each other."""
    columns = (func.sum(Cost.amount_cents), func.coalesce(func.sum(Cost.spent_cents), 0), func.count())
    query = _costs(selection, Cost.currency, Cost.bearer, *columns).group_by(Cost.currency, Cost.bearer)
    rows = db.session.execute(query.order_by(Cost.currency, Cost.bearer == "", Cost.bearer)).all()
    planned: dict[str, int] = defaultdict(int)
    for currency, _bearer, cents, _spent, _count in rows:
        planned[currency] += int(cents)
    return [
        BearerRow(currency, bearer, int(cents), int(spent), lines, round(100 * int(cents) / planned[currency]))
        for currency, bearer, cents, spent, lines in rows
    ]


def _costs(selection: Selection, *columns: Any) -> Query:
    return (
        select(*columns)
        .select_from(Cost)
        .join(Activity, Activity.id == Cost.activity_id)
        .join(Partnership, Partnership.id == Activity.partnership_id)
        .where(Activity.removed_at.is_(None), *selection.conditions)
    )


def count_costs(selection: Selection, currency: str, bearer: str) -> int:
    """Count the lines of the budget in a currency that somebody bears."""
    return db.session.scalar(_of_bearer(selection, currency, bearer, func.count())) or 0


def cost_lines(selection: Selection, currency: str, bearer: str, window: Window) -> list[CostLine]:
    """List the lines of the budget in a currency that somebody bears, the largest first."""
    query = _of_bearer(
        selection,
        currency,
        bearer,
        *(Cost.what, Activity.title, Partnership.ref, Partnership.title, Cost.amount_cents, Cost.spent_cents),
        *(Cost.currency, Activity.is_demonstration),
    ).order_by(Cost.amount_cents.desc(), Cost.id)
    return [CostLine(*row) for row in db.session.execute(window.of(query))]


def _of_bearer(selection: Selection, currency: str, bearer: str, *columns: Any) -> Query:
    return _costs(selection, *columns).where(Cost.currency == currency, Cost.bearer == bearer)


def other_partners(selection: Selection) -> list[OtherPartner]:
    """List the organisations that take part in the selection beside the cities, by name."""
    query = (
        select(PartnerOrganisation.name, PartnerOrganisation.kind, Partnership.ref, Partnership.title)
        .join(Partnership, Partnership.id == PartnerOrganisation.partnership_id)
        .where(PartnerOrganisation.removed_at.is_(None), *selection.conditions)
        .order_by(PartnerOrganisation.name, Partnership.search_text, Partnership.id)
    )
    found: dict[tuple[str, PartnerKind], list[tuple[str, str]]] = {}
    for name, kind, ref, title in db.session.execute(query):
        found.setdefault((name, kind), []).append((ref, title))
    return [OtherPartner(name, kind, partnerships) for (name, kind), partnerships in found.items()]
