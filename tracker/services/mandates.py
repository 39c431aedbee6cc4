"""Offices that change hands: a new mandate, confirmed by a second person, moves what is open to the successor."""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.people import Role
from tracker.models.cities import City
from tracker.models.mandates import Mandate
from tracker.models.official_documents import Slot
from tracker.models.partnerships import Member, Partnership
from tracker.models.people import Person
from tracker.notices import mandates as notices
from tracker.services.journal import record
from tracker.services.renewals import ask_for_renewal
from tracker.settings import setting


def know_office_holder(city: City, *, name: str, email: str, actor: Person, at: datetime) -> Person:
    """Give the account of an office holder, made when the address is not known yet.

    Raises RuleBroken("mandate.other_account") when the address belongs to somebody of another role or city.
    """
    address = email.strip().lower()
    known = db.session.scalar(select(Person).where(Person.email == address))
    if known is not None:
        if known.role is not Role.MAYOR or known.city_id != city.id or not known.is_active:
            raise RuleBroken("mandate.other_account")
        return known
    person = Person(
        name=name,
        email=address,
        role=Role.MAYOR,
        city=city,
        language=city.language if city.language in setting("LANGUAGES") else setting("LANGUAGES")[0],
        timezone=city.timezone or "UTC",
        created_at=at,
        is_demonstration=actor.is_demonstration,
    )
    db.session.add(person)
    db.session.flush()
    record("person.known", actor=actor, at=at, subject=f"person-{person.id}", is_demonstration=actor.is_demonstration)
    return person


def record_mandate(
    city: City,
    person: Person,
    *,
    office: str,
    starts_on: date,
    basis: str,
    is_acting: bool = False,
    actor: Person,
    at: datetime,
) -> Mandate:
    """Propose that `person` holds the city's office from `starts_on`; it counts once a second person confirms it.

    An acting holder (`is_acting`) fills the office for the time being, and is shown as such.
    """
    mandate = Mandate(
        city=city,
        person=person,
        office=office,
        starts_on=starts_on,
        basis=basis,
        is_acting=is_acting,
        recorded_by_id=actor.id,
        recorded_at=at,
        is_demonstration=person.is_demonstration,
    )
    db.session.add(mandate)
    db.session.flush()
    _record("mandate.recorded", mandate, actor, at, starts_on=starts_on.isoformat())
    notices.ask_to_confirm(mandate, actor, at=at)
    return mandate


def confirm_mandate(mandate: Mandate, *, actor: Person, at: datetime) -> None:
    """Let a mandate count: end the predecessor's, tell the successor what is open, ask for each commitment anew.

    Raises RuleBroken: "mandate.confirmed_already", "mandate.same_person", "mandate.needs_administrator",
    "mandate.overlap".
    """
    lock(mandate)
    if mandate.confirmed_at is not None:
        raise RuleBroken("mandate.confirmed_already")
    if actor.id in {mandate.recorded_by_id, mandate.person_id}:
        raise RuleBroken("mandate.same_person")
    recorder = db.session.get(Person, mandate.recorded_by_id) if mandate.recorded_by_id else None
    if Role.ADMINISTRATOR not in {actor.role, recorder.role if recorder else None}:
        raise RuleBroken("mandate.needs_administrator")
    predecessors = _end_predecessors(mandate, actor, at)
    mandate.confirmed_by_id = actor.id
    mandate.confirmed_at = at
    db.session.flush()
    _record("mandate.confirmed", mandate, actor, at)
    partnerships = _live_partnerships(mandate.city_id)
    slots = open_slots(mandate.city_id)
    for partnership in partnerships:
        ask_for_renewal(mandate, partnership, actor=actor, at=at)
    for slot in slots:
        record(
            "sign_off.moved",
            actor=actor,
            at=at,
            partnership=slot.document.partnership,
            subject=slot.document.ref,
            details={"city": mandate.city.code, "mandate": mandate.id},
            is_demonstration=mandate.is_demonstration,
        )
    notices.hand_over(mandate, predecessors, slots, partnerships, at=at)


def _end_predecessors(mandate: Mandate, actor: Person, at: datetime) -> list[Mandate]:
    """End every confirmed mandate that reaches into the new one on the day before it begins."""
    standing = db.session.scalars(
        select(Mandate).where(
            Mandate.city_id == mandate.city_id,
            Mandate.id != mandate.id,
            Mandate.confirmed_at.is_not(None),
            or_(Mandate.ends_on.is_(None), Mandate.ends_on >= mandate.starts_on),
        )
    ).all()
    for earlier in standing:
        if earlier.starts_on >= mandate.starts_on:
            raise RuleBroken("mandate.overlap")
        end_mandate(earlier, on=mandate.starts_on - timedelta(days=1), actor=actor, at=at)
    return list(standing)


def end_mandate(mandate: Mandate, *, on: date, actor: Person, at: datetime) -> None:
    """Let a mandate end on a day, which still belongs to it; what was signed stays signed."""
    if on < mandate.starts_on:
        raise RuleBroken("mandate.overlap")
    mandate.ends_on = on
    db.session.flush()
    _record("mandate.ended", mandate, actor, at, ends_on=on.isoformat())


def discard_mandate(mandate: Mandate, *, actor: Person, at: datetime) -> None:
    """Take back a proposed mandate that nobody has confirmed."""
    if mandate.confirmed_at is not None:
        raise RuleBroken("mandate.confirmed_already")
    _record("mandate.discarded", mandate, actor, at, office=mandate.office)
    db.session.delete(mandate)


def open_slots(city_id: int) -> list[Slot]:
    """List the sign-offs that wait for a city's office, the oldest first."""
    query = select(Slot).where(Slot.city_id == city_id, Slot.closed_at.is_(None)).order_by(Slot.opened_at)
    return list(db.session.scalars(query).unique())


def _live_partnerships(city_id: int) -> list[Partnership]:
    query = (
        select(Partnership)
        .join(Member, Member.partnership_id == Partnership.id)
        .where(Member.city_id == city_id, Partnership.deleted_at.is_(None), Partnership.state.in_(LIVE_STATES))
        .order_by(Partnership.id)
    )
    return list(db.session.scalars(query))


def _record(verb: str, mandate: Mandate, actor: Person, at: datetime, **details: object) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        subject=mandate.city.code,
        details={"mandate": mandate.id, "person": mandate.person_id, **details},
        is_demonstration=mandate.is_demonstration,
    )
