"""Protocols: recorded as they were signed, changed, reviewed, renewed, ended with a reason."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from tracker.db import db, lock
from tracker.domain.after_care import ProtocolKind, months_later
from tracker.domain.dates import PartialDate
from tracker.domain.errors import RuleBroken
from tracker.models.after_care import Protocol, ProtocolReview
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import record


@dataclass(frozen=True)
class ProtocolFields:
    """What a protocol says; without `ends` it has no end, and then it is reviewed every so many months."""

    kind: ProtocolKind
    title: str
    signed: PartialDate
    aims: str = ""
    ends: PartialDate | None = None
    review_months: int | None = None
    address: str = ""


def record_protocol(
    partnership: Partnership, values: ProtocolFields, *, actor: Person, at: datetime, replaces: Protocol | None = None
) -> Protocol:
    """Record a protocol that the cities signed; one that `replaces` another renews it.

    Raises RuleBroken with "protocol.out_of_order" when it ends before it was signed, "protocol.needs_review" when it
    has neither end nor review, "protocol.closed" when the one before was renewed or ended already.
    """
    require(standing_of(actor, at), Permission.ROOM_EDIT, partnership)
    _refuse_nonsense(values)
    if replaces is not None:
        _take(replaces)
    protocol = Protocol(
        partnership=partnership,
        replaces=replaces,
        created_by_id=actor.id,
        created_at=at,
        is_demonstration=actor.is_demonstration,
        next_review_on=_review_after(values.signed.last_day, values.review_months),
        **asdict(values) | {"signed": values.signed, "ends": values.ends},
    )
    db.session.add(protocol)
    db.session.flush()
    _record("protocol.renewed" if replaces else "protocol.recorded", protocol, actor, at)
    return protocol


def change_protocol(protocol: Protocol, values: ProtocolFields, *, actor: Person, at: datetime) -> None:
    """Keep a protocol's corrected text; its next review follows when the months between reviews changed.

    Raises as `record_protocol` does.
    """
    require(standing_of(actor, at), Permission.ROOM_EDIT, protocol)
    _refuse_nonsense(values)
    changed = [one.name for one in fields(values) if getattr(protocol, one.name) != getattr(values, one.name)]
    for name in changed:
        setattr(protocol, name, getattr(values, name))
    if {"review_months", "signed"} & set(changed):
        last = max([values.signed.last_day, *(review.held_on for review in protocol.reviews)])
        protocol.next_review_on = _review_after(last, values.review_months)
    db.session.flush()
    _record("protocol.changed", protocol, actor, at, changed=changed)


def review_protocol(protocol: Protocol, held_on: date, findings: str, *, actor: Person, at: datetime) -> ProtocolReview:
    """Keep what the cities found when they looked at their protocol; the next review is counted from that day.

    Raises RuleBroken with "protocol.closed", or "protocol.future" for a day that has not come.
    """
    require(standing_of(actor, at), Permission.ROOM_EDIT, protocol)
    _take(protocol)
    if held_on > at.date():
        raise RuleBroken("protocol.future")
    review = ProtocolReview(
        held_on=held_on,
        findings=findings,
        created_by_id=actor.id,
        created_at=at,
        is_demonstration=actor.is_demonstration,
    )
    protocol.reviews.append(review)
    last = max(one.held_on for one in protocol.reviews)
    protocol.next_review_on = _review_after(last, protocol.review_months)
    db.session.flush()
    _record("protocol.reviewed", protocol, actor, at, held_on=held_on.isoformat())
    return review


def end_protocol(protocol: Protocol, ended_on: date, reason: str, *, actor: Person, at: datetime) -> None:
    """End a protocol for a reason that stays. Raises RuleBroken as `review_protocol` does."""
    require(standing_of(actor, at), Permission.ROOM_EDIT, protocol)
    _take(protocol)
    if ended_on > at.date():
        raise RuleBroken("protocol.future")
    protocol.ended_on, protocol.ended_reason = ended_on, reason
    db.session.flush()
    _record("protocol.ended", protocol, actor, at, reason=reason)


def _refuse_nonsense(values: ProtocolFields) -> None:
    if values.ends is not None and values.ends.last_day < values.signed.first_day:
        raise RuleBroken("protocol.out_of_order")
    if values.ends is None and values.review_months is None:
        raise RuleBroken("protocol.needs_review")


def _take(protocol: Protocol) -> None:
    """Return, with the row locked, when the protocol was neither renewed nor ended."""
    lock(protocol)
    if protocol.renewal is not None or protocol.ended_on is not None:
        raise RuleBroken("protocol.closed")


def _review_after(day: date, months: int | None) -> date | None:
    return None if months is None else months_later(day, months)


def _record(verb: str, protocol: Protocol, actor: Person, at: datetime, **details: object) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        partnership=protocol.partnership,
        subject=f"{protocol.partnership.ref}-protocol-{protocol.id}",
        details={"title": protocol.title, **details},
    )
