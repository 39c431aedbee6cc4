"""Of what outlasts people and projects: offices that changed hands, commitments renewed, after-care."""

from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import func, select

from tracker.dashboards.funder_reports.meetings import moment_of
from tracker.dashboards.funder_reports.records import (
    Asked,
    Column,
    Figure,
    Kind,
    PartRecord,
    Table,
    demonstration,
)
from tracker.dashboards.funder_reports.work import chosen
from tracker.db import db
from tracker.domain.funder_reports import FunderPart, OfficeTurn
from tracker.domain.partnerships import PartnershipState
from tracker.models.after_care import FollowUp, Protocol
from tracker.models.cities import City
from tracker.models.mandates import Commitment, Mandate
from tracker.models.partnerships import Member, Partnership
from tracker.sentences import gettext as _


def leadership(asked: Asked) -> PartRecord:
    """List the offices of the member cities that changed hands in the period; two statements."""
    members = select(Member.city_id).where(Member.partnership_id.in_(chosen(asked)))
    query = (
        select(
            *(City.name, City.country, Mandate.office, Mandate.starts_on, Mandate.ends_on),
            *(Mandate.is_acting, Mandate.is_demonstration),
        )
        .join(City, City.id == Mandate.city_id)
        .where(Mandate.city_id.in_(members), Mandate.confirmed_at.is_not(None))
        .order_by(City.name, Mandate.id)
    )
    turns: list[tuple[Any, ...]] = []
    for city, country, office, starts_on, ends_on, is_acting, demo in db.session.execute(query):
        for day, turn in ((starts_on, OfficeTurn.BEGAN), (ends_on, OfficeTurn.ENDED)):
            if asked.holds(day):
                turns.append((day, city, country, office, turn, is_acting, demo))
    rows = sorted(turns, key=lambda row: (row[0], row[1], row[4] is OfficeTurn.BEGAN))
    asked_for, renewed = _commitments(asked)
    columns = (
        Column("day", _("Day"), Kind.DAY),
        Column("city", _("City")),
        Column("country", _("Country"), Kind.COUNTRY),
        Column("office", _("Office")),
        Column("turn", _("What happened"), Kind.CODE),
        Column("acting", _("Acting"), Kind.FLAG),
        demonstration(Kind.FLAG),
    )
    return PartRecord(
        FunderPart.LEADERSHIP,
        _(
            "Counted are the confirmed mandates of the member cities' offices that began or ended in the period, and "
            "the renewals of a city's commitment that new office holders were asked for in it."
        ),
        (
            Figure("began", _("Mandates begun"), sum(row[4] is OfficeTurn.BEGAN for row in rows)),
            Figure("ended", _("Mandates ended"), sum(row[4] is OfficeTurn.ENDED for row in rows)),
            Figure("renewals_asked", _("Renewals asked for"), asked_for),
            Figure("renewed", _("Commitments renewed"), renewed),
        ),
        (Table("turns", _("Offices that changed hands"), columns, rows, _("No office changed hands.")),),
    )


def _commitments(asked: Asked) -> tuple[int, int]:
    """Count the renewals asked for in the period, and those of them that were given by its end."""
    end = moment_of(asked.until + timedelta(days=1))
    conditions = [Commitment.partnership_id.in_(chosen(asked)), Commitment.asked_at < end]
    conditions += [Commitment.asked_at >= moment_of(asked.period.since)] if asked.period.since else []
    given = func.count(Commitment.id).filter(Commitment.renewed_at < end)
    row = db.session.execute(select(func.count(Commitment.id), given).where(*conditions)).one()
    return row[0], row[1]


def after_care(asked: Asked) -> PartRecord:
    """List the follow-ups due in the period with their answers, and the protocols signed; three statements."""
    caring = select(func.count()).where(
        Partnership.id.in_(chosen(asked)), Partnership.state == PartnershipState.AFTER_CARE
    )
    rows = _follow_ups(asked)
    protocols = _protocols(asked)
    return PartRecord(
        FunderPart.AFTER_CARE,
        _(
            "Counted are the follow-ups, 6, 12 and 24 months after a partnership went into after-care, whose day came "
            "in the period, and the protocols signed in it."
        ),
        (
            Figure("in_after_care", _("Partnerships in after-care now"), db.session.scalar(caring) or 0),
            Figure("due", _("Follow-ups due"), len(rows)),
            Figure("answered", _("Follow-ups answered"), sum(row[4] is not None for row in rows)),
            Figure("protocols", _("Protocols signed"), len(protocols.rows)),
        ),
        (_follow_up_table(rows), protocols),
    )


def _follow_ups(asked: Asked) -> list[tuple[Any, ...]]:
    query = (
        select(
            *(Partnership.ref, City.name, FollowUp.months, FollowUp.due_on, FollowUp.answered_at),
            *(FollowUp.lasted, FollowUp.stopped, FollowUp.next_steps, FollowUp.is_demonstration),
        )
        .join(Partnership, Partnership.id == FollowUp.partnership_id)
        .join(City, City.id == FollowUp.city_id)
        .where(
            FollowUp.partnership_id.in_(chosen(asked)), FollowUp.dropped_at.is_(None), FollowUp.due_on <= asked.until
        )
        .order_by(FollowUp.due_on, Partnership.ref, City.name)
    )
    since = asked.period.since
    found = db.session.execute(query.where(FollowUp.due_on >= since) if since else query)
    rows = []
    for ref, city, months, due_on, answered_at, lasted, *more in found:
        answered_on = answered_at.astimezone(UTC).date() if answered_at else None
        is_by_then = answered_on is not None and answered_on <= asked.until
        told = (answered_on, lasted or "", *more[:-1]) if is_by_then else (None, "", "", "")
        rows.append((ref, city, months, due_on, *told, more[-1]))
    return rows


def _follow_up_table(rows: list[tuple[Any, ...]]) -> Table:
    columns = (
        Column("partnership", _("Partnership")),
        Column("city", _("City")),
        Column("months", _("Months after"), Kind.COUNT),
        Column("due_on", _("Due"), Kind.DAY),
        Column("answered_on", _("Answered"), Kind.DAY),
        Column("lasted", _("What lasted"), is_long=True),
        Column("stopped", _("What stopped"), is_long=True),
        Column("next_steps", _("What comes next"), is_long=True),
        demonstration(Kind.FLAG),
    )
    return Table("follow_ups", _("Follow-ups due"), columns, rows, _("No follow-up was due."))


def _protocols(asked: Asked) -> Table:
    query = (
        select(
            *(Partnership.ref, Protocol.kind, Protocol.title, Protocol.signed, Protocol.ends),
            Protocol.is_demonstration,
        )
        .join(Partnership, Partnership.id == Protocol.partnership_id)
        .where(Protocol.partnership_id.in_(chosen(asked)))
        .order_by(Protocol.signed, Protocol.id)
    )
    columns = (
        Column("partnership", _("Partnership")),
        Column("kind", _("Kind"), Kind.CODE),
        Column("title", _("Title"), is_long=True),
        Column("signed", _("Signed on"), Kind.PARTIAL),
        Column("ends", _("Ends"), Kind.PARTIAL),
        demonstration(Kind.FLAG),
    )
    rows = [tuple(row) for row in db.session.execute(query) if asked.holds(row.signed.last_day)]
    return Table("protocols", _("Protocols signed"), columns, rows, _("No protocol was signed."))
