"""Who may sign for a city at a moment: the holder of its office, or a deputy; and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.mandates import in_force, local_day
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.people import Person
from tracker.permissions import standing_of


@dataclass(frozen=True)
class Capacity:
    """In which capacity somebody signs: the holder of the mandate, or a deputy by delegation."""

    mandate: Mandate
    delegation: Delegation | None = None

    @property
    def office(self) -> str:
        """Give the office as it is written beside the signature."""
        return self.delegation.function if self.delegation else self.mandate.office


def slot_of(document: OfficialDocument, person: Person, at: datetime) -> Slot | None:
    """Give the slot that a person can fill by the office they hold now: an open one first; None without an office."""
    offices = standing_of(person, at).offices
    mine = [slot for slot in document.slots if slot.city_id in offices]
    return next((slot for slot in mine if slot.closed_at is None), mine[0] if mine else None)


def holder(city_id: int, at: datetime) -> Mandate | None:
    """Give the mandate that covers a moment in a city; None when its office is vacant."""
    return holders({city_id}, at).get(city_id)


def holders(city_ids: Iterable[int], at: datetime) -> dict[int, Mandate]:
    """Give the mandates that cover a moment, by city; a city whose office is vacant is left out. One statement."""
    confirmed = select(Mandate).where(Mandate.city_id.in_(city_ids), Mandate.confirmed_at.is_not(None))
    return {
        one.city_id: one
        for one in db.session.scalars(confirmed)
        if in_force(one.starts_on, one.ends_on, local_day(at, one.city.timezone))
    }


def deputies(mandate: Mandate, at: datetime) -> list[Delegation]:
    """List who may sign in the place of a mandate's holder at a moment."""
    day = local_day(at, mandate.city.timezone)
    granted = select(Delegation).where(Delegation.mandate_id == mandate.id, Delegation.revoked_at.is_(None))
    return [
        one
        for one in db.session.scalars(granted.order_by(Delegation.starts_on, Delegation.id))
        if in_force(one.starts_on, one.ends_on, day) and one.person.is_active
    ]


def capacity_of(person: Person, city_id: int, at: datetime) -> Capacity | None:
    """Tell in which capacity a person may sign for a city at a moment; None when they may not. Read anew."""
    mandate = holder(city_id, at)
    if mandate is None:
        return None
    if mandate.person_id == person.id:
        return Capacity(mandate)
    return next((Capacity(mandate, one) for one in deputies(mandate, at) if one.person_id == person.id), None)


def is_in_turn(slot: Slot) -> bool:
    """Tell whether every city with an earlier turn has signed."""
    return all(one.signature is not None for one in slot.document.slots if one.turn < slot.turn)
