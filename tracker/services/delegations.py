"""Delegations: the holder of an office names a deputy who signs in their place, from one day to another."""

from datetime import date, datetime

from sqlalchemy import select

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.mandates import local_day
from tracker.models.mandates import Delegation, Mandate
from tracker.models.people import Person
from tracker.notices import mandates as notices
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import record
from tracker.services.mandates import know_office_holder

LONGEST_DAYS = 366
"""A delegation is for a time: whoever is away for longer has an acting holder recorded instead."""


def delegate(
    mandate: Mandate,
    *,
    name: str,
    email: str,
    function: str,
    starts_on: date,
    ends_on: date,
    basis: str,
    actor: Person,
    at: datetime,
) -> Delegation:
    """Let a deputy sign for the city from `starts_on` to `ends_on` (both included); the deputy is told by mail.

    Only the holder of the mandate can. Raises RuleBroken: "delegation.days" for days in the past, in the wrong order,
    outside the mandate or too many, "delegation.self", "mandate.other_account".
    """
    require(standing_of(actor, at), Permission.SIGN_OFF_DELEGATE, mandate)
    lock(mandate)
    last = mandate.ends_on
    today = local_day(at, mandate.city.timezone)
    is_within = starts_on <= ends_on and today <= ends_on and (last is None or ends_on <= last)
    if not is_within or starts_on < mandate.starts_on or (ends_on - starts_on).days > LONGEST_DAYS:
        raise RuleBroken("delegation.days")
    deputy = know_office_holder(mandate.city, name=name, email=email, actor=actor, at=at)
    if deputy.id == mandate.person_id:
        raise RuleBroken("delegation.self")
    delegation = Delegation(
        mandate=mandate,
        person=deputy,
        function=function,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=basis,
        created_at=at,
        is_demonstration=mandate.is_demonstration or actor.is_demonstration,
    )
    db.session.add(delegation)
    db.session.flush()
    _record("delegation.given", delegation, actor, at)
    notices.tell_deputy(delegation, at=at)
    return delegation


def revoke(delegation: Delegation, *, actor: Person, at: datetime) -> None:
    """End a delegation at once; what the deputy signed stays signed. Revoking twice changes nothing."""
    require(standing_of(actor, at), Permission.SIGN_OFF_DELEGATE, delegation.mandate)
    lock(delegation)
    if delegation.revoked_at is not None:
        return
    delegation.revoked_at = at
    db.session.flush()
    _record("delegation.revoked", delegation, actor, at)


def delegations_of(mandate: Mandate) -> list[Delegation]:
    """List what the holder of a mandate has delegated, the newest first."""
    query = select(Delegation).where(Delegation.mandate_id == mandate.id)
    return list(db.session.scalars(query.order_by(Delegation.starts_on.desc(), Delegation.id.desc())))


def _record(verb: str, delegation: Delegation, actor: Person, at: datetime) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        subject=delegation.mandate.city.code,
        details={
            "mandate": delegation.mandate_id,
            "delegation": delegation.id,
            "person": delegation.person_id,
            "starts_on": delegation.starts_on.isoformat(),
            "ends_on": delegation.ends_on.isoformat(),
        },
        is_demonstration=delegation.is_demonstration,
    )
