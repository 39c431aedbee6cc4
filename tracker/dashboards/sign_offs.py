"""Signatures that are waited for: how many, how long, and which, over a selection of partnerships."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.dashboards.pipeline import Place, column_of
from tracker.db import db
from tracker.domain.signing import OPEN_FOR_SIGNATURE, SIGN_OFF_DUE_DAYS
from tracker.models.cities import City
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.partnerships import Partnership

AGES: dict[str, tuple[int, int | None]] = {"0-7": (0, 7), "8-14": (8, 14), "15-30": (15, 30), "31-": (31, None)}
"""Days of waiting, both bounds included; what waits longer than `SIGN_OFF_DUE_DAYS` is overdue."""
OVERDUE = "overdue"


@dataclass(frozen=True)
class Waiting:
    """How many sign-offs are open, by age and by their partnership's place; `oldest` is the longest wait in days."""

    ages: dict[str, int]
    overdue_by_place: dict[Place, int]
    oldest: int

    @property
    def total(self) -> int:
        """Count all open sign-offs."""
        return sum(self.ages.values())

    @property
    def overdue(self) -> int:
        """Count those whose day has passed."""
        return self.ages["15-30"] + self.ages["31-"]

    def count(self, age: str) -> int:
        """Count those of an age: a key of `AGES`, `OVERDUE`, or an empty text for all."""
        return {**self.ages, OVERDUE: self.overdue, "": self.total}[age]


@dataclass(frozen=True)
class SignOff:
    """One open sign-off; `waiting` in days; `is_vacant` when nobody holds the city's office today."""

    slot_id: int
    partnership_ref: str
    partnership_title: str
    report_ref: str
    city: str
    city_code: str
    waiting: int
    is_overdue: bool
    due_on: date
    reminders: int
    reminded_at: datetime | None
    is_vacant: bool
    is_demonstration: bool


def in_force_on(day: date) -> ColumnElement[bool]:
    """Give the condition on `Mandate` that holds when it counts and covers a day."""
    return and_(
        Mandate.confirmed_at.is_not(None),
        Mandate.starts_on <= day,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day),
    )


def _of_age(age: str, today: date) -> ColumnElement[bool]:
    """Hold for slots of an age; counted from the due day, so that ages and being overdue always agree."""
    if age == OVERDUE:
        return Slot.due_on < today
    youngest, oldest = AGES[age]
    bounds = [Slot.due_on <= today + timedelta(days=SIGN_OFF_DUE_DAYS - youngest)] if youngest else []
    if oldest is not None:
        bounds.append(Slot.due_on >= today + timedelta(days=SIGN_OFF_DUE_DAYS - oldest))
    return and_(*bounds)


def _open(selection: Selection, *columns: Any) -> Query:
    """Select from the open slots; that their documents are open too is said so that the database looks at no others."""
    return (
        select(*columns)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .where(Slot.closed_at.is_(None), OfficialDocument.state.in_(sorted(OPEN_FOR_SIGNATURE)), *selection.conditions)
    )


def waiting(selection: Selection, today: date) -> Waiting:
    """Count the open sign-offs of a selection; one statement."""
    key = (Partnership.programme_id, Partnership.state, Partnership.stage_number)
    parts = [func.sum(case((_of_age(age, today), 1), else_=0)) for age in AGES]
    ages: Counter[str] = Counter(dict.fromkeys(AGES, 0))
    overdue: Counter[Place] = Counter()
    oldest = today + timedelta(days=SIGN_OFF_DUE_DAYS)
    for programme, state, stage, earliest, *counts in db.session.execute(
        _open(selection, *key, func.min(Slot.due_on), *parts).select_from(Slot).group_by(*key)
    ):
        found = dict(zip(AGES, counts, strict=True))
        ages.update(found)
        overdue[programme, column_of(state, stage)] += found["15-30"] + found["31-"]
        oldest = min(oldest, earliest)
    return Waiting(dict(ages), dict(overdue), (today - oldest).days + SIGN_OFF_DUE_DAYS)


def sign_offs(selection: Selection, age: str, window: Window, today: date) -> list[SignOff]:
    """List the open sign-offs of an age (as `Waiting.count`), those waiting longest first; one statement."""
    query = (
        _open(
            selection,
            Slot.id,
            Slot.due_on,
            Slot.reminders,
            Slot.reminded_at,
            OfficialDocument.ref.label("report_ref"),
            OfficialDocument.is_demonstration,
            Partnership.ref,
            Partnership.title,
            City.name,
            City.code,
            exists().where(Mandate.city_id == Slot.city_id, in_force_on(today)).label("is_held"),
        )
        .select_from(Slot)
        .join(City, City.id == Slot.city_id)
        .order_by(Slot.due_on, Slot.id)
    )
    rows = db.session.execute(window.of(query.where(_of_age(age, today)) if age else query))
    return [_sign_off(row, today) for row in rows]


def _sign_off(row: Any, today: date) -> SignOff:
    return SignOff(
        slot_id=row.id,
        partnership_ref=row.ref,
        partnership_title=row.title,
        report_ref=row.report_ref,
        city=row.name,
        city_code=row.code,
        waiting=max(0, (today - row.due_on).days + SIGN_OFF_DUE_DAYS),
        is_overdue=row.due_on < today,
        due_on=row.due_on,
        reminders=row.reminders,
        reminded_at=row.reminded_at,
        is_vacant=not row.is_held,
        is_demonstration=row.is_demonstration,
    )
