"""The official act: the holder of an office signs exactly one text, or returns it with remarks."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from tracker.db import db, lock
from tracker.documents.digest import canonical
from tracker.domain.errors import RuleBroken
from tracker.domain.mandates import in_force, local_day
from tracker.domain.signing import (
    OPEN_FOR_SIGNATURE,
    STEP_UP_MINUTES,
    Act,
    Decision,
    DocumentState,
    act_of_signing,
)
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.people import Person
from tracker.notices import signing as notices
from tracker.notices.outbox import ask_for_seal
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import head, record
from tracker.services.reports import close, move

EDITION = "1"
"""Edition of the sentences of intent; raised when their wording changes."""
PROFILE = "A"
"""Confirmed in the tracker after proving identity again; the seal is the instance's own."""


@dataclass(frozen=True)
class Proof:
    """How and when the signer proved who they are, and what was on the screen.

    `digest` is that of the text shown, `intent` the sentence shown beside the button, in `language`; moments are UTC.
    """

    digest: str
    intent: str
    language: str
    method: str
    proved_at: datetime
    opened_at: datetime
    ip_address: str
    user_agent: str
    key: str


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


def sign_report(document: OfficialDocument, proof: Proof, *, actor: Person, at: datetime) -> Signature:
    """Make this version of a mission report official in the signer's city; the last signature makes it signed.

    Raises RuleBroken: "report.not_open", "report.changed", "mandate.ended", "slot.signed_already", "slot.author".
    Source: C2C guide (2016), "signing the report back as an official document".
    """
    return _decide(document, proof, Decision.SIGNED, "", actor=actor, at=at)


def return_report(document: OfficialDocument, proof: Proof, remarks: str, *, actor: Person, at: datetime) -> Signature:
    """Give a report back with remarks, which reach its author verbatim; raises RuleBroken as `sign_report` does."""
    return _decide(document, proof, Decision.RETURNED, remarks, actor=actor, at=at)


def _decide(
    document: OfficialDocument, proof: Proof, decision: Decision, remarks: str, *, actor: Person, at: datetime
) -> Signature:
    lock(document)
    earlier = db.session.scalar(select(Signature).where(Signature.key == proof.key, Signature.person_id == actor.id))
    if earlier is not None and earlier.document_id == document.id and earlier.decision is decision:
        return earlier
    slot, mandate = _office(document, actor, at)
    _check(document, slot, proof, actor, at)
    signature = _keep(document, slot, mandate, proof, decision, remarks, actor, at)
    if decision is Decision.SIGNED:
        _signed(document, slot, at)
    else:
        move(document, Act.RETURN)
        close(document, at)
        notices.tell_returned(document, signature, at=at)
    db.session.flush()
    return signature


def _office(document: OfficialDocument, actor: Person, at: datetime) -> tuple[Slot, Mandate]:
    """Give the slot and the mandate under which the actor decides; the mandate is read anew, in this transaction."""
    slot = slot_of(document, actor, at)
    mandate = holder(slot.city_id, at) if slot is not None else None
    if slot is None or mandate is None or mandate.person_id != actor.id:
        had_one = db.session.scalar(
            select(Mandate.id).where(
                Mandate.person_id == actor.id, Mandate.city_id.in_([one.city_id for one in document.slots])
            )
        )
        if had_one is not None:
            raise RuleBroken("mandate.ended")
        require(standing_of(actor, at), Permission.REPORT_SIGN, document)
        raise RuleBroken("mandate.ended")
    return slot, mandate


def _check(document: OfficialDocument, slot: Slot, proof: Proof, actor: Person, at: datetime) -> None:
    if slot.signature is not None:
        raise RuleBroken("slot.signed_already")
    if document.state not in OPEN_FOR_SIGNATURE:
        raise RuleBroken("report.not_open")
    if proof.digest != document.digest:
        raise RuleBroken("report.changed")
    if actor.id in {document.author_id, document.submitted_by_id}:
        raise RuleBroken("slot.author")
    if at - proof.proved_at > timedelta(minutes=STEP_UP_MINUTES):
        raise RuleBroken("slot.proof_too_old")


def _keep(
    document: OfficialDocument,
    slot: Slot,
    mandate: Mandate,
    proof: Proof,
    decision: Decision,
    remarks: str,
    actor: Person,
    at: datetime,
) -> Signature:
    """Write the evidence record, the signature and its journal row."""
    evidence = canonical(_evidence(document, slot, mandate, proof, decision, remarks, actor, at)).decode()
    signature = Signature(
        slot=slot,
        document_id=document.id,
        mandate=mandate,
        person=actor,
        name=actor.name,
        office=mandate.office,
        decision=decision,
        remarks=remarks,
        digest=proof.digest,
        intent=proof.intent,
        language=proof.language,
        method=proof.method,
        key=proof.key,
        signed_at=at,
        evidence=evidence,
        evidence_hash=hashlib.sha256(evidence.encode()).hexdigest(),
        is_demonstration=document.is_demonstration or actor.is_demonstration,
    )
    db.session.add(signature)
    db.session.flush()
    record(
        f"report.{decision.value}",
        actor=actor,
        at=at,
        partnership=document.partnership,
        subject=document.ref,
        details={"city": slot.city.code, "digest": proof.digest, "evidence": signature.evidence_hash},
        personal={"ip_address": proof.ip_address, "user_agent": proof.user_agent},
        is_demonstration=signature.is_demonstration,
    )
    return signature


def _evidence(
    document: OfficialDocument,
    slot: Slot,
    mandate: Mandate,
    proof: Proof,
    decision: Decision,
    remarks: str,
    actor: Person,
    at: datetime,
) -> dict[str, object]:
    """Gather what is kept of one decision; network address and browser stay apart, in the journal's personal fields."""
    previous, count = head()
    return {
        "document": document.ref,
        "digest": proof.digest,
        "city": slot.city.code,
        "person": actor.id,
        "name": actor.name,
        "office": mandate.office,
        "mandate": mandate.id,
        "mandate_from": mandate.starts_on.isoformat(),
        "mandate_to": mandate.ends_on.isoformat() if mandate.ends_on else None,
        "basis": mandate.basis,
        "decision": decision.value,
        "remarks": remarks,
        "intent": proof.intent,
        "intent_language": proof.language,
        "intent_edition": EDITION,
        "at": at.isoformat(),
        "timezone": slot.city.timezone,
        "opened_at": proof.opened_at.isoformat(),
        "method": proof.method,
        "proved_at": proof.proved_at.isoformat(),
        "key": proof.key,
        "profile": PROFILE,
        "journal_head": previous,
        "journal_count": count,
    }


def _signed(document: OfficialDocument, slot: Slot, at: datetime) -> None:
    """Bring the document forward; with the last signature it replaces what it corrects and goes to be sealed."""
    move(document, act_of_signing([one.id for one in document.slots if one.closed_at is None], slot.id))
    slot.closed_at = at
    if document.state is not DocumentState.SIGNED:
        notices.tell_partly_signed(document, at=at)
        return
    document.signed_at = at
    earlier = select(OfficialDocument).where(
        OfficialDocument.mission_id == document.mission_id,
        OfficialDocument.number < document.number,
        OfficialDocument.state == DocumentState.SIGNED,
    )
    for version in db.session.scalars(earlier).unique():
        move(version, Act.SUPERSEDE)
        record("report.superseded", actor=None, at=at, partnership=document.partnership, subject=version.ref)
    ask_for_seal(document, at)
    notices.tell_signed(document, at=at)


def remind(slot: Slot, *, actor: Person, at: datetime) -> None:
    """Mail the office holder once more; raises RuleBroken for a vacant office, a closed slot, or within the hour."""
    if slot.closed_at is not None:
        raise RuleBroken("report.not_open")
    mandate = holder(slot.city_id, at)
    if mandate is None:
        raise RuleBroken("slot.vacant")
    if slot.reminded_at is not None and at - slot.reminded_at < timedelta(hours=1):
        raise RuleBroken("slot.reminded_just_now")
    slot.reminded_at = at
    slot.reminders += 1
    db.session.flush()
    record(
        "sign_off.reminded",
        actor=actor,
        at=at,
        partnership=slot.document.partnership,
        subject=slot.document.ref,
        details={"city": slot.city.code, "count": slot.reminders},
    )
    notices.remind(slot, mandate.person, at=at)
