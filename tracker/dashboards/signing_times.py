"""Where the days go between the return from a mission and the last signature under its report."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, case, func, literal, select, union_all

from tracker.dashboards.elapsed import day_of, days_elapsed
from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.dates import Precision
from tracker.domain.durations import Spread, quantile, spread
from tracker.domain.signing import Decision
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.partnerships import Partnership


class Leg(StrEnum):
    """One part of the way from the return home to the last signature, in their order; `WHOLE` is all of it."""

    WRITING = "writing"
    AGAIN = "again"
    FIRST = "first"
    LAST = "last"
    WHOLE = "whole"


PARTS = (Leg.WRITING, Leg.AGAIN, Leg.FIRST, Leg.LAST)
"""Home until the first version is sent; until the version that was signed is sent, where it was another one; until
the first signature; until the last."""


@dataclass(frozen=True)
class LegTime:
    """How long one part took in the reports that have it; `middle` is the median, or None without any."""

    leg: Leg
    days: Counter[int]

    @property
    def cases(self) -> int:
        """Count the reports that have this part."""
        return self.days.total()

    @property
    def middle(self) -> float | None:
        """Give the median, of however few cases."""
        return quantile(self.days, 0.5) if self.days else None

    @property
    def spread(self) -> Spread | None:
        """Give the quartiles where there are cases enough."""
        return spread(self.days)

    @property
    def longest(self) -> int | None:
        """Give the days of the longest case."""
        return max(self.days, default=None)


@dataclass(frozen=True)
class SignedRow:
    """One signed report with the days of each part that it has."""

    ref: str
    mission_title: str
    partnership_ref: str
    partnership_title: str
    signed_at: datetime
    days: Mapping[Leg, int | None]
    is_demonstration: bool


def _signed(selection: Selection) -> Select[Any]:
    """Select the first signed version of each mission's report, with the days of its parts as columns."""
    versions = (
        select(
            OfficialDocument.mission_id,
            func.min(OfficialDocument.submitted_at).label("sent_at"),
            func.min(case((OfficialDocument.signed_at.is_not(None), OfficialDocument.number))).label("number"),
        )
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .where(OfficialDocument.mission_id.is_not(None), *selection.conditions)
        .group_by(OfficialDocument.mission_id)
        .subquery()
    )
    return (
        select(*_days(versions.c.sent_at))
        .select_from(versions)
        .join(
            OfficialDocument,
            (OfficialDocument.mission_id == versions.c.mission_id) & (OfficialDocument.number == versions.c.number),
        )
        .join(Mission, Mission.id == OfficialDocument.mission_id)
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
    )


def _days(first_sent: ColumnElement[Any]) -> list[Label[Any]]:
    """Give the days of each part; a return that is known to the month only tells no days."""
    first_signed = (
        select(func.min(Signature.signed_at))
        .where(Signature.document_id == OfficialDocument.id, Signature.decision == Decision.SIGNED)
        .scalar_subquery()
    )
    signers = select(func.count()).where(Slot.document_id == OfficialDocument.id).scalar_subquery()
    home: ColumnElement[date | None] = case((Mission.date_precision == Precision.DAY, Mission.last_day))
    sent, signed = day_of(OfficialDocument.submitted_at), day_of(OfficialDocument.signed_at)
    first = day_of(first_signed)
    found = {
        Leg.WRITING: days_elapsed(home, day_of(first_sent)),
        Leg.AGAIN: case((first_sent < OfficialDocument.submitted_at, days_elapsed(day_of(first_sent), sent))),
        Leg.FIRST: days_elapsed(sent, first),
        Leg.LAST: case((signers > 1, days_elapsed(first, signed))),
        Leg.WHOLE: days_elapsed(home, signed),
    }
    return [days.label(leg.value) for leg, days in found.items()]


def leg_times(selection: Selection) -> dict[Leg, LegTime]:
    """Tell how long each part took, of every report that all cities have signed; one statement."""
    cases = _signed(selection).cte("cases")
    counts = [
        select(literal(leg.value).label("leg"), cases.c[leg.value].label("days"), func.count().label("cases"))
        .where(cases.c[leg.value].is_not(None))
        .group_by(cases.c[leg.value])
        for leg in Leg
    ]
    days: dict[Leg, Counter[int]] = {leg: Counter() for leg in Leg}
    for leg, took, count in db.session.execute(union_all(*counts)):
        days[Leg(leg)][took] += count
    return {leg: LegTime(leg, found) for leg, found in days.items()}


def _having(selection: Selection, leg: Leg | None) -> Query:
    """Select the signed reports that have a part, or all, with their parts."""
    found = _signed(selection).add_columns(
        OfficialDocument.id,
        OfficialDocument.ref,
        Mission.title.label("mission_title"),
        Partnership.ref.label("partnership_ref"),
        Partnership.title.label("partnership_title"),
        OfficialDocument.signed_at,
        OfficialDocument.is_demonstration,
    )
    cases = found.subquery()
    query = select(cases)
    return (
        query.where(cases.c[leg.value].is_not(None)).order_by(cases.c[leg.value].desc(), cases.c.id)
        if leg
        else (query.order_by(cases.c.signed_at.desc(), cases.c.id))
    )


def count_signed(selection: Selection, leg: Leg | None) -> int:
    """Count the signed reports that have a part, or all."""
    found = _having(selection, leg).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def signed_rows(selection: Selection, leg: Leg | None, window: Window) -> list[SignedRow]:
    """List the signed reports that have a part, the longest first, or all, the newest first; one statement."""
    return [
        SignedRow(
            row.ref,
            row.mission_title,
            row.partnership_ref,
            row.partnership_title,
            row.signed_at,
            {leg: getattr(row, leg.value) for leg in Leg},
            row.is_demonstration,
        )
        for row in db.session.execute(window.of(_having(selection, leg)))
    ]
