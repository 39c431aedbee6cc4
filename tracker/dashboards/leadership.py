"""Offices that change hands, over a selection of partnerships: vacant now, not renewed yet, or ending soon."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Date,
    Integer,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.dashboards.sign_offs import TODAY, in_force_on
from tracker.db import built_once, db
from tracker.domain.partnerships import LIVE_STATES
from tracker.models.cities import City
from tracker.models.mandates import Commitment, Mandate
from tracker.models.official_documents import Slot
from tracker.models.partnerships import Member, Partnership

ENDING_WITHIN_DAYS = 90
"""A mandate that ends within so many days calls for a handover."""
CHANGES = ("vacant", "not_renewed", "ending")
"""What can be the matter with an office, the most urgent first."""


@dataclass(frozen=True)
class OfficeChange:
    """One office that changes hands; `on` is the day it fell vacant (None: never filled), began or ends.

    `asked_at` is when the commitments that are not renewed were asked for. `partnerships` live ones of the selection
    are concerned; `waiting` sign-offs of the city are open, in whatever partnership.
    """

    change: str
    city: str
    city_code: str
    office: str
    on: date | None
    asked_at: datetime | None
    partnerships: int
    waiting: int


@dataclass(frozen=True)
class OfficeChanges:
    """A part of the list, with the length of the whole and how many of it are vacant."""

    rows: list[OfficeChange]
    total: int
    vacant: int


def office_changes(selection: Selection, window: Window, today: date) -> OfficeChanges:
    """List the offices that change hands, by urgency and then by day; one statement.

    A part beyond the end is empty and says that the whole is.
    """
    rows = db.session.execute(_statement(selection, window), _days(today)).all()
    total, vacant = (rows[0].total, rows[0].vacant) if rows else (0, 0)
    return OfficeChanges([_record(row) for row in rows], total, vacant)


def _days(today: date) -> dict[str, date]:
    return {"today": today, "ending_by": today + timedelta(days=ENDING_WITHIN_DAYS)}


@built_once
def _statement(selection: Selection, window: Window) -> Query:
    changes = _changes(selection).subquery()
    order = (changes.c.rank, changes.c.on, City.search_text, City.id, changes.c.mandate_id)
    shown = window.of(
        select(
            changes,
            func.row_number().over(order_by=order).label("place"),
            func.count().over().label("total"),
            func.count().filter(changes.c.rank == CHANGES.index("vacant")).over().label("vacant"),
        )
        .join(City, City.id == changes.c.city_id)
        .order_by(*order)
    ).cte("shown")
    return _detailed(selection, shown)


def _detailed(selection: Selection, shown: CTE) -> Query:
    """Add to the changes that are shown, and to no others, what has to be looked up or counted for each."""
    city, mandate = shown.c.city_id, shown.c.mandate_id
    asked = _asked(selection).where(Commitment.mandate_id == mandate)
    of_shown = _live(selection).where(Member.city_id.in_(select(city)))
    live = of_shown.with_only_columns(Member.city_id, func.count().label("count")).group_by(Member.city_id).subquery()
    earlier = aliased(Mandate)
    ended = select(func.max(earlier.ends_on)).where(earlier.city_id == city, earlier.ends_on < TODAY)
    waiting = select(func.count()).where(Slot.city_id == city, Slot.closed_at.is_(None))
    return (
        select(
            shown.c.rank,
            shown.c.total,
            shown.c.vacant,
            func.coalesce(shown.c.on, ended.scalar_subquery()).label("on"),
            City.name,
            City.code,
            func.coalesce(Mandate.office, City.office).label("office"),
            asked.with_only_columns(func.min(Commitment.asked_at)).scalar_subquery().label("asked_at"),
            asked.with_only_columns(func.count()).scalar_subquery().label("asked"),
            func.coalesce(live.c.count, 0).label("live"),
            waiting.scalar_subquery().label("waiting"),
        )
        .select_from(shown)
        .join(City, City.id == city)
        .outerjoin(Mandate, Mandate.id == mandate)
        .outerjoin(live, live.c.city_id == city)
        .order_by(shown.c.place)
    )


def _changes(selection: Selection) -> CompoundSelect[*tuple[Any, ...]]:
    """Give every change as rank, city, mandate (none for a vacant office) and day."""
    concerns_live = _live(selection).where(Member.city_id == City.id).exists()
    is_held = exists().where(Mandate.city_id == City.id, in_force_on(TODAY))
    of_mandates = select(Mandate.city_id, Mandate.id).where(in_force_on(TODAY))
    vacant = select(
        literal(0, Integer).label("rank"),
        City.id.label("city_id"),
        cast(null(), Integer).label("mandate_id"),
        cast(null(), Date).label("on"),
    ).where(~is_held, concerns_live)
    not_renewed = of_mandates.where(_asked(selection).where(Commitment.mandate_id == Mandate.id).exists())
    ending = of_mandates.where(
        Mandate.ends_on <= bindparam("ending_by", type_=Date),
        _live(selection).where(Member.city_id == Mandate.city_id).exists(),
    )
    return union_all(
        vacant,
        not_renewed.with_only_columns(literal(1, Integer), Mandate.city_id, Mandate.id, Mandate.starts_on),
        ending.with_only_columns(literal(2, Integer), Mandate.city_id, Mandate.id, Mandate.ends_on),
    )


def _live(selection: Selection) -> Query:
    """Select the memberships in live partnerships of the selection."""
    return (
        select(Member.city_id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(Partnership.state.in_(sorted(LIVE_STATES)), *selection.conditions)
    )


def _asked(selection: Selection) -> Query:
    """Select the commitments to live partnerships of the selection that were asked for and not renewed."""
    return (
        select(Commitment.id)
        .join(Partnership, Partnership.id == Commitment.partnership_id)
        .where(Commitment.renewed_at.is_(None), Partnership.state.in_(sorted(LIVE_STATES)), *selection.conditions)
    )


def _record(row: Any) -> OfficeChange:
    change = CHANGES[row.rank]
    return OfficeChange(
        change=change,
        city=row.name,
        city_code=row.code,
        office=row.office,
        on=row.on,
        asked_at=row.asked_at,
        partnerships=row.asked if change == "not_renewed" else row.live,
        waiting=row.waiting,
    )
