"""Signatures that are waited for: how many, how long, and which, over a selection of partnerships."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.dashboards.pipeline import Place, column_of
from tracker.db import built_once, db
from tracker.domain.people import Role
from tracker.domain.reminders import REMINDABLE, SignOffState, Step, next_step, sign_off_state, was_just_reminded
from tracker.domain.signing import OPEN_FOR_SIGNATURE, SIGN_OFF_DUE_DAYS, DocumentKind
from tracker.models.cities import City
from tracker.models.counts import SignOffCount
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument, Reading, Slot
from tracker.models.outbox import OutboxItem
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.permissions import Standing
from tracker.services.reminders import steps

AGES: dict[str, tuple[int, int | None]] = {"0-7": (0, 7), "8-14": (8, 14), "15-30": (15, 30), "31-": (31, None)}
"""Days of waiting, both bounds included; what waits longer than `SIGN_OFF_DUE_DAYS` is overdue."""
OVERDUE = "overdue"
TODAY = bindparam("today", type_=Date)


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
    """One open sign-off: how it stands, for whom it waits, and what leaves next by itself; `waiting` in days.

    `holder` is empty when nobody holds the city's office today; `waits_for` names the cities whose turn is before.
    """

    slot_id: int
    partnership_ref: str
    partnership_title: str
    report_ref: str
    kind: DocumentKind
    city: str
    city_code: str
    waiting: int
    is_overdue: bool
    due_on: date
    reminders: int
    reminded_at: datetime | None
    state: SignOffState
    holder_id: int | None
    holder: str
    language: str
    waits_for: str
    next_step: tuple[Step, date] | None
    is_demonstration: bool

    @property
    def is_vacant(self) -> bool:
        """Tell whether nobody holds the office that is to sign."""
        return self.holder_id is None

    @property
    def is_reminded_by_mail(self) -> bool:
        """Tell whether a reminder can reach somebody who can sign."""
        return self.state in REMINDABLE

    def may_be_reminded(self, at: datetime) -> bool:
        """Tell whether a reminder can leave at a moment."""
        return self.is_reminded_by_mail and not was_just_reminded(self.reminded_at, at)


def in_force_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Give the condition on `Mandate` that holds when it counts and covers a day."""
    return and_(
        Mandate.confirmed_at.is_not(None),
        Mandate.starts_on <= day,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= day),
    )


def _of_age(age: str, due_on: Any = Slot.due_on) -> ColumnElement[bool]:
    """Hold for slots of an age; counted from the due day, so that ages and being overdue always agree."""
    if age == OVERDUE:
        return due_on < TODAY
    youngest, oldest = AGES[age]
    bounds = [due_on <= bindparam(f"due_{youngest}", type_=Date)] if youngest else []
    if oldest is not None:
        bounds.append(due_on >= bindparam(f"due_{oldest}", type_=Date))
    return and_(*bounds)


def _days(today: date) -> dict[str, date]:
    """Give the days that the statements about sign-offs name; what has waited for 7 days is due on `due_7`."""
    bounds = {bound for pair in AGES.values() for bound in pair if bound}
    named = {f"due_{bound}": today + timedelta(days=SIGN_OFF_DUE_DAYS - bound) for bound in bounds}
    return {**named, "today": today}


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
    ages: Counter[str] = Counter(dict.fromkeys(AGES, 0))
    overdue: Counter[Place] = Counter()
    oldest = today + timedelta(days=SIGN_OFF_DUE_DAYS)
    for programme, state, stage, earliest, *counts in db.session.execute(_ages(selection), _days(today)):
        found = dict(zip(AGES, counts, strict=True))
        ages.update(found)
        overdue[programme or None, column_of(state, stage)] += found["15-30"] + found["31-"]
        oldest = min(oldest, earliest)
    return Waiting(dict(ages), dict(overdue), (today - oldest).days + SIGN_OFF_DUE_DAYS)


@built_once
def _ages(selection: Selection) -> Query:
    """Count by programme, state and stage: the earliest day, and how many are of each of `AGES`."""
    if not selection.is_counted:
        key = (Partnership.programme_id, Partnership.state, Partnership.stage_number)
        parts = [func.sum(case((_of_age(age), 1), else_=0)) for age in AGES]
        return _open(selection, *key, func.min(Slot.due_on), *parts).select_from(Slot).group_by(*key)
    kind = SignOffCount
    place = (kind.programme_id, kind.state, kind.stage_number)
    sums = [func.sum(case((_of_age(age, kind.due_on), kind.sign_offs), else_=0)) for age in AGES]
    return select(*place, func.min(kind.due_on), *sums).where(*selection.counted(kind)).group_by(*place)


def sign_offs(
    selection: Selection, age: str, window: Window, today: date, only: Collection[int] | None = None
) -> list[SignOff]:
    """List the open sign-offs of an age (as `Waiting.count`), those waiting longest first; one statement.

    `only` narrows the list to some slots (ids).
    """
    query = window.of(_listed(selection, age))
    if only is not None:
        query = query.where(Slot.id.in_(only))
    return [_sign_off(row, today) for row in db.session.execute(query, _days(today))]


@built_once
def _listed(selection: Selection, age: str) -> Query:
    held = aliased(Mandate)
    query = (
        _open(
            selection,
            Slot.id,
            Slot.due_on,
            Slot.asked_at,
            Slot.steps,
            Slot.reminders,
            Slot.reminded_at,
            OfficialDocument.ref.label("report_ref"),
            OfficialDocument.kind,
            OfficialDocument.is_demonstration,
            Partnership.ref,
            Partnership.title,
            City.name,
            City.code,
            City.timezone,
            *_standing(),
        )
        .select_from(Slot)
        .join(City, City.id == Slot.city_id)
        .outerjoin(held, held.id == _present_mandate())
        .outerjoin(Person, Person.id == held.person_id)
        .order_by(Slot.due_on, Slot.id)
    )
    return query.where(_of_age(age)) if age else query


def _present_mandate() -> ScalarSelect[int]:
    """Find the mandate that counts today in the city of a slot; the newest, should there be two."""
    return select(func.max(Mandate.id)).where(Mandate.city_id == Slot.city_id, in_force_on(TODAY)).scalar_subquery()


def _standing() -> tuple[Any, ...]:
    """Give the columns that tell how a slot stands, beside `Slot`, `OfficialDocument` and the holder's `Person`."""
    earlier, city = aliased(Slot), aliased(City)
    before = (
        select(func.aggregate_strings(city.name, ", "))
        .select_from(earlier)
        .join(city, city.id == earlier.city_id)
        .where(earlier.document_id == Slot.document_id, earlier.turn < Slot.turn, earlier.closed_at.is_(None))
        .scalar_subquery()
    )
    came_back = (
        select(OutboxItem.bounced_at)
        .where(OutboxItem.slot_id == Slot.id, OutboxItem.person_id == Person.id, OutboxItem.address == Person.email)
        .order_by(OutboxItem.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    opened = exists().where(Reading.document_id == Slot.document_id, Reading.person_id == Person.id)
    return (
        Person.id.label("holder_id"),
        Person.name.label("holder"),
        Person.is_active,
        Person.language,
        Person.timezone.label("zone"),
        before.label("before"),
        came_back.label("bounced_at"),
        opened.label("is_opened"),
    )


def states(document: OfficialDocument, at: datetime) -> dict[int, SignOff]:
    """Tell how each open sign-off of one document stands, by slot; one statement."""
    everything = Standing(person_id=0, role=Role.ADMINISTRATOR)
    only = [slot.id for slot in document.slots if slot.closed_at is None]
    found = sign_offs(Selection(everything), "", Window(size=len(only) or 1), at.date(), only)
    return {one.slot_id: one for one in found}


def _sign_off(row: Any, today: date) -> SignOff:
    state = sign_off_state(
        is_asked=row.asked_at is not None,
        is_held=row.holder_id is not None,
        is_closed=row.is_active is False,
        is_bounced=row.bounced_at is not None,
        is_opened=row.is_opened,
    )
    following = next_step(row.asked_at, steps(), row.steps, row.zone or row.timezone) if row.asked_at else None
    return SignOff(
        slot_id=row.id,
        partnership_ref=row.ref,
        partnership_title=row.title,
        report_ref=row.report_ref,
        kind=row.kind,
        city=row.name,
        city_code=row.code,
        waiting=max(0, (today - row.due_on).days + SIGN_OFF_DUE_DAYS),
        is_overdue=row.due_on < today,
        due_on=row.due_on,
        reminders=row.reminders,
        reminded_at=row.reminded_at,
        state=state,
        holder_id=row.holder_id,
        holder=row.holder or "",
        language=row.language or "",
        waits_for=row.before or "",
        next_step=following,
        is_demonstration=row.is_demonstration,
    )
