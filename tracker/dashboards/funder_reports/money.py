"""Of the money: what the work plans cost, who bears it, what was spent, and the sums that sources tell."""

from collections import defaultdict
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from tracker.dashboards.funder_reports.records import Asked, Column, Figure, Kind, PartRecord, Table, demonstration
from tracker.dashboards.funder_reports.work import chosen
from tracker.db import db
from tracker.domain.funder_reports import FunderPart
from tracker.models.partnerships import Partnership
from tracker.models.programmes import Funding, Programme
from tracker.models.work import Activity, Cost
from tracker.sentences import gettext as _
from tracker.vocabulary import source_word


def money(asked: Asked) -> PartRecord:
    """Add up what the work plans cost, by currency and bearer, and name the sums that sources tell; three statements.

    Currencies are never added to each other.
    """
    plans = and_(Activity.partnership_id.in_(chosen(asked)), Activity.removed_at.is_(None))
    undated = and_(Activity.starts_on.is_(None), Activity.ends_on.is_(None))
    first, last = (
        func.coalesce(Activity.starts_on, Activity.ends_on),
        func.coalesce(Activity.ends_on, Activity.starts_on),
    )
    period = asked.period
    touches = [first <= period.until] if period.until else []
    touches += [last >= period.since] if period.since else []
    costs = (
        select(
            *(Cost.currency, Cost.bearer, func.sum(Cost.amount_cents), func.coalesce(func.sum(Cost.spent_cents), 0)),
            *(func.count(), func.sum(case((Activity.is_demonstration, 1), else_=0))),
            func.sum(case((Cost.spent_cents.is_(None), 1), else_=0)),
        )
        .join(Activity, Activity.id == Cost.activity_id)
        .where(plans, ~undated, *touches)
        .group_by(Cost.currency, Cost.bearer)
        .order_by(Cost.currency, Cost.bearer)
    )
    found = db.session.execute(costs).all()
    rows = [(row[0], row[1], int(row[2]), int(row[3]), row[4], row[5]) for row in found]
    without = db.session.scalar(select(func.count()).select_from(Activity).where(plans, undated)) or 0
    return PartRecord(
        FunderPart.MONEY,
        _(
            "Counted are the costs of the activities in the work plans whose planned days touch the period, by who "
            "bears them. Amounts in different currencies are never added to each other."
        ),
        (
            Figure("costs", _("Costs"), sum(row[4] for row in rows)),
            Figure("costs_without_spent", _("Costs of which nothing spent is recorded"), sum(row[6] for row in found)),
            Figure("undated_activities", _("Activities without days, not counted"), without),
        ),
        (_by_currency(rows), _costs(rows), _funding(asked)),
    )


def _by_currency(rows: list[tuple[Any, ...]]) -> Table:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for currency, _bearer, *amounts in rows:
        sums[currency] = [before + more for before, more in zip(sums[currency], amounts, strict=True)]
    columns = (
        Column("currency", _("Currency")),
        Column("planned", _("Planned"), Kind.MONEY),
        Column("spent", _("Spent"), Kind.MONEY),
        Column("costs", _("Costs"), Kind.COUNT),
        demonstration(),
    )
    told = [(currency, *amounts) for currency, amounts in sums.items()]
    return Table("currencies", _("Planned and spent, by currency"), columns, told, _("No cost is planned."))


def _costs(rows: list[tuple[Any, ...]]) -> Table:
    columns = (
        Column("currency", _("Currency")),
        Column("bearer", _("Borne by")),
        Column("planned", _("Planned"), Kind.MONEY),
        Column("spent", _("Spent"), Kind.MONEY),
        Column("costs", _("Costs"), Kind.COUNT),
        demonstration(),
    )
    return Table("costs", _("Planned and spent, by currency and bearer"), columns, rows, _("No cost is planned."))


def _funding(asked: Asked) -> Table:
    of = select(Partnership.programme_id).where(*asked.selection.conditions, Partnership.programme_id.is_not(None))
    query = (
        select(
            func.coalesce(Programme.name, Partnership.title),
            *(Funding.kind, Funding.amount_cents, Funding.currency, Funding.period),
        )
        .outerjoin(Programme, Programme.id == Funding.programme_id)
        .outerjoin(Partnership, Partnership.id == Funding.partnership_id)
        .where(or_(Funding.programme_id.in_(of), Funding.partnership_id.in_(chosen(asked))))
        .order_by(Funding.id)
    )
    columns = (
        Column("of", _("Programme or partnership"), is_long=True),
        Column("kind", _("Kind")),
        Column("amount", _("Amount"), Kind.MONEY),
        Column("currency", _("Currency")),
        Column("period", _("Period")),
    )
    rows = [(of, source_word(kind), *more) for of, kind, *more in db.session.execute(query)]
    title, empty = _("Amounts that sources name, whatever their period"), _("No source names an amount.")
    return Table("funding", title, columns, rows, empty)
