"""Of the exchange between the cities: missions held, who took part, and how soon their reports were signed."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, select

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
from tracker.db import db
from tracker.domain.funder_reports import FunderPart, median_days
from tracker.domain.missions import MissionKind, MissionState
from tracker.domain.signing import DocumentKind
from tracker.models.cities import City
from tracker.models.missions import Delegate, Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.sentences import gettext as _

HELD = (MissionState.COMPLETED, MissionState.REPORTED)


def ended_in_period(asked: Asked) -> ColumnElement[bool]:
    """Hold for missions whose last day lies in the period and not after today; each mission is counted once so."""
    days = [Mission.last_day <= asked.until]
    days += [Mission.last_day >= asked.period.since] if asked.period.since else []
    return and_(Mission.partnership_id.in_(chosen(asked)), *days)


def missions(asked: Asked) -> PartRecord:
    """Count the missions held, by kind; two statements."""
    query = (
        select(Mission.kind, Mission.state, func.count(), func.sum(case((Mission.is_demonstration, 1), else_=0)))
        .where(ended_in_period(asked))
        .group_by(Mission.kind, Mission.state)
    )
    held: dict[MissionKind, list[int]] = {}
    cancelled = 0
    for kind, state, count, demo in db.session.execute(query):
        if state in HELD:
            sums = held.setdefault(kind, [0, 0])
            sums[0], sums[1] = sums[0] + count, sums[1] + demo
        cancelled += count if state is MissionState.CANCELLED else 0
    undated = select(func.count()).where(
        Mission.partnership_id.in_(chosen(asked)), Mission.state.in_(HELD), Mission.last_day.is_(None)
    )
    rows = [(kind, *held[kind]) for kind in MissionKind if kind in held]
    columns = (
        Column("kind", _("Kind"), Kind.CODE),
        Column("missions", _("Missions"), Kind.COUNT),
        demonstration(),
    )
    return PartRecord(
        FunderPart.MISSIONS,
        _(
            "Counted are the missions that took place and whose last day lies in the period. A date that is known to "
            "the month or year alone counts to its last day."
        ),
        (
            Figure("missions", _("Missions held"), sum(row[1] for row in rows)),
            Figure("cancelled", _("Missions cancelled"), cancelled),
            Figure("undated", _("Missions without dates, not counted"), db.session.scalar(undated) or 0),
        ),
        (
            Table(
                "kinds",
                _("Missions held, by kind"),
                columns,
                rows,
                _("No mission was held."),
                Chart("kind", ("missions",)),
            ),
        ),
    )


def delegates(asked: Asked) -> PartRecord:
    """Count who took part in the missions held, by the city that sent them; two statements."""
    taking_part = (
        select(
            City.name,
            City.country,
            func.count(),
            func.count(Delegate.search_text.distinct()),
            func.sum(case((Mission.is_demonstration, 1), else_=0)),
        )
        .select_from(Delegate)
        .join(Mission, Mission.id == Delegate.mission_id)
        .outerjoin(City, City.id == Delegate.city_id)
        .where(ended_in_period(asked), Mission.state.in_(HELD))
        .group_by(City.name, City.country, City.id)
    )
    found = db.session.execute(taking_part.order_by(City.name.asc().nulls_last(), City.id)).all()
    rows = [(name or _("Other organisations"), country or "", *more) for name, country, *more in found]
    columns = (
        Column("city", _("City")),
        Column("country", _("Country"), Kind.COUNTRY),
        Column("places", _("Places on delegations"), Kind.COUNT),
        Column("people", _("People"), Kind.COUNT),
        demonstration(),
    )
    return PartRecord(
        FunderPart.DELEGATES,
        _(
            "Counted are the places on the delegations of the missions held in the period, and the people who filled "
            "them: who has the same name and comes from the same city is one person."
        ),
        (
            Figure("places", _("Places on delegations"), sum(row[2] for row in rows)),
            Figure("people", _("People who took part"), sum(row[3] for row in rows)),
        ),
        (
            Table(
                "cities",
                _("Who took part, by city"),
                columns,
                rows,
                _("Nobody is named on a delegation."),
                Chart("city", ("places",)),
            ),
        ),
    )


def signed_reports(asked: Asked) -> PartRecord:
    """List the missions whose report was first signed in the period, and how long that took; two statements."""
    first = func.min(OfficialDocument.signed_at)
    query = (
        select(Partnership.ref, Mission.ref, Mission.last_day, first, Mission.is_demonstration)
        .join(OfficialDocument, OfficialDocument.mission_id == Mission.id)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .where(
            Mission.partnership_id.in_(chosen(asked)),
            OfficialDocument.kind == DocumentKind.MISSION_REPORT,
            OfficialDocument.signed_at.is_not(None),
        )
        .group_by(Partnership.ref, Mission.ref, Mission.last_day, Mission.is_demonstration, Mission.id)
        .having(*_between(first, asked))
        .order_by(first, Mission.id)
    )
    rows = [_signed(row) for row in db.session.execute(query)]
    waits = [row[4] for row in rows if row[4] is not None]
    signed_by_then = select(OfficialDocument.mission_id).where(
        OfficialDocument.signed_at.is_not(None), OfficialDocument.mission_id.is_not(None), _before_end(asked)
    )
    missing = select(func.count()).where(
        ended_in_period(asked), Mission.state.in_(HELD), Mission.id.not_in(signed_by_then)
    )
    return PartRecord(
        FunderPart.SIGNED_REPORTS,
        _(
            "Counted are the mission reports that were signed by every city in the period, each mission once; days run "
            "from the mission's last day to the last signature."
        ),
        (
            Figure("signed", _("Reports signed"), len(rows)),
            Figure("median_days", _("Days from return to signature, median"), median_days(waits), Kind.NUMBER),
            Figure("longest_days", _("Longest, in days"), max(waits, default=None)),
            Figure("not_signed", _("Missions held whose report is not signed"), db.session.scalar(missing) or 0),
        ),
        (_signed_table(rows),),
    )


def _signed_table(rows: list[tuple[Any, ...]]) -> Table:
    columns = (
        Column("partnership", _("Partnership")),
        Column("mission", _("Mission")),
        Column("returned_on", _("Last day"), Kind.DAY),
        Column("signed_on", _("Signed on"), Kind.DAY),
        Column("days", _("Days"), Kind.COUNT),
        demonstration(Kind.FLAG),
    )
    return Table("reports", _("Reports signed"), columns, rows, _("No report was signed."))


def _signed(row: Any) -> tuple[Any, ...]:
    partnership, mission, returned, signed_at, is_demonstration = row
    signed = signed_at.astimezone(ZoneInfo("UTC")).date()
    days = (signed - returned).days if returned else None
    return (partnership, mission, returned, signed, days, is_demonstration)


def moment_of(day: date) -> datetime:
    """Give the first moment of a day (UTC)."""
    return datetime.combine(day, time(), ZoneInfo("UTC"))


def _between(moment: ColumnElement[datetime | None], asked: Asked) -> list[ColumnElement[bool]]:
    since = [moment >= moment_of(asked.period.since)] if asked.period.since else []
    return [*since, moment < moment_of(asked.until + timedelta(days=1))]


def _before_end(asked: Asked) -> ColumnElement[bool]:
    return OfficialDocument.signed_at < moment_of(asked.until + timedelta(days=1))
