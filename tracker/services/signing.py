"""The official act: the holder of an office signs exactly one text, or returns it with remarks."""

import hashlib
import json
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
    PROFILES,
    SIGN_OFF_DUE_DAYS,
    STEP_UP_MINUTES,
    Act,
    Decision,
    DocumentKind,
    DocumentState,
    Method,
    act_of_signing,
    suffices,
)
from tracker.models.mandates import Commitment, Delegation, Mandate
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.people import Person
from tracker.notices import signing as notices
from tracker.notices.outbox import ask_for_seal
from tracker.permissions import Permission, require, standing_of
from tracker.services.document_files import newest_file
from tracker.services.journal import head, record
from tracker.services.official_documents import close, move
from tracker.version import VERSION

EDITION = "2"
"""Edition of the sentences of intent; raised when their wording changes."""


@dataclass(frozen=True)
class Proof:
    """How and when the signer proved who they are, and what was on the screen.

    `digest` is that of the text shown, `intent` the sentence shown beside the button, in `language`; moments are UTC.
    `credential` names the passkey, or the certificate of a qualified signature; empty for the other methods.
    """

    digest: str
    intent: str
    language: str
    method: Method
    proved_at: datetime
    opened_at: datetime
    ip_address: str
    user_agent: str
    key: str
    credential: str = ""


@dataclass(frozen=True)
class Remarks:
    """Why a document is returned, word for word, and which of its sections (codes) it is about; none: the whole."""

    text: str = ""
    sections: tuple[str, ...] = ()


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


def sign_document(document: OfficialDocument, proof: Proof, *, actor: Person, at: datetime) -> Signature:
    """Make this version of a document official in the signer's city; the last signature makes it signed.

    Raises RuleBroken: "report.not_open", "report.changed", "mandate.ended", "slot.signed_already", "slot.author",
    "slot.not_in_turn", "slot.proof_too_old", "slot.proof_too_weak".
    Source: C2C guide (2016), "signing the report back as an official document".
    """
    return _decide(document, proof, Decision.SIGNED, Remarks(), actor=actor, at=at)


def return_document(
    document: OfficialDocument, proof: Proof, remarks: Remarks, *, actor: Person, at: datetime
) -> Signature:
    """Give a document back with remarks, which reach its author verbatim; raises RuleBroken as signing does."""
    return _decide(document, proof, Decision.RETURNED, remarks, actor=actor, at=at)


def _decide(
    document: OfficialDocument, proof: Proof, decision: Decision, remarks: Remarks, *, actor: Person, at: datetime
) -> Signature:
    lock(document)
    earlier = db.session.scalar(select(Signature).where(Signature.key == proof.key, Signature.person_id == actor.id))
    if earlier is not None and earlier.document_id == document.id and earlier.decision is decision:
        return earlier
    slot, capacity = _office(document, actor, at)
    _check(document, slot, proof, decision, actor, at)
    signature = _keep(document, slot, capacity, proof, decision, remarks, actor, at)
    if decision is Decision.SIGNED:
        _signed(document, slot, at)
    else:
        move(document, Act.RETURN)
        close(document, at)
        notices.tell_returned(document, signature, at=at)
    db.session.flush()
    return signature


def _office(document: OfficialDocument, actor: Person, at: datetime) -> tuple[Slot, Capacity]:
    """Give the slot and the capacity in which the actor decides; mandates are read anew, in this transaction."""
    slot = slot_of(document, actor, at)
    capacity = capacity_of(actor, slot.city_id, at) if slot is not None else None
    if slot is None or capacity is None:
        had_one = db.session.scalar(
            select(Mandate.id).where(
                Mandate.person_id == actor.id, Mandate.city_id.in_([one.city_id for one in document.slots])
            )
        )
        if had_one is not None:
            raise RuleBroken("mandate.ended")
        require(standing_of(actor, at), Permission.REPORT_SIGN, document)
        raise RuleBroken("mandate.ended")
    return slot, capacity


def _check(
    document: OfficialDocument, slot: Slot, proof: Proof, decision: Decision, actor: Person, at: datetime
) -> None:
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
    if not is_in_turn(slot):
        raise RuleBroken("slot.not_in_turn")
    if decision is Decision.SIGNED and not suffices(proof.method, slot.profile):
        raise RuleBroken("slot.proof_too_weak")


def _keep(
    document: OfficialDocument,
    slot: Slot,
    capacity: Capacity,
    proof: Proof,
    decision: Decision,
    remarks: Remarks,
    actor: Person,
    at: datetime,
) -> Signature:
    """Write the evidence record, the signature and its journal row."""
    evidence = canonical(_evidence(document, slot, capacity, proof, decision, remarks, actor, at)).decode()
    signature = Signature(
        slot=slot,
        document_id=document.id,
        mandate=capacity.mandate,
        delegation=capacity.delegation,
        person=actor,
        name=actor.name,
        office=capacity.office,
        profile=PROFILES[proof.method],
        decision=decision,
        remarks=remarks.text,
        sections=json.dumps(list(remarks.sections)),
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
    capacity: Capacity,
    proof: Proof,
    decision: Decision,
    remarks: Remarks,
    actor: Person,
    at: datetime,
) -> dict[str, object]:
    """Gather what is kept of one decision; network address and browser stay apart, in the journal's personal fields.

    Source: the evidence record of the security notes, section 2; times in whole microseconds, ages in seconds.
    """
    previous, count = head()
    mandate, delegation = capacity.mandate, capacity.delegation
    file = newest_file(document)
    return {
        "document": document.ref,
        "document_id": document.id,
        "kind": document.kind.value,
        "digest": proof.digest,
        "pdf": file.sha256 if file else None,
        "attachments": [one["sha256"] for one in json.loads(document.content or "{}")["attachments"]],
        "slot": slot.id,
        "city": slot.city.code,
        "person": actor.id,
        "name": actor.name,
        "office": capacity.office,
        "is_acting": mandate.is_acting,
        "mandate": mandate.id,
        "mandate_from": mandate.starts_on.isoformat(),
        "mandate_to": mandate.ends_on.isoformat() if mandate.ends_on else None,
        "basis": mandate.basis,
        "delegation": _delegation(delegation) if delegation else None,
        "decision": decision.value,
        "remarks": remarks.text,
        "sections": list(remarks.sections),
        "intent": proof.intent,
        "intent_language": proof.language,
        "intent_edition": EDITION,
        "at": at.isoformat(),
        "timezone": slot.city.timezone,
        "opened_at": proof.opened_at.isoformat(),
        "method": proof.method.value,
        "credential": proof.credential,
        "proved_at": proof.proved_at.isoformat(),
        "proof_age_seconds": int((at - proof.proved_at).total_seconds()),
        "key": proof.key,
        "profile": PROFILES[proof.method].value,
        "profile_asked": slot.profile.value,
        "journal_head": previous,
        "journal_count": count,
        "software": VERSION,
    }


def _delegation(delegation: Delegation) -> dict[str, object]:
    return {
        "id": delegation.id,
        "from": delegation.starts_on.isoformat(),
        "to": delegation.ends_on.isoformat(),
        "basis": delegation.basis,
    }


def _signed(document: OfficialDocument, slot: Slot, at: datetime) -> None:
    """Bring the document forward and ask for its seal; with the last signature it replaces what it corrects."""
    move(document, act_of_signing([one.id for one in document.slots if one.closed_at is None], slot.id))
    slot.closed_at = at
    ask_for_seal(document, slot, at)
    if document.state is not DocumentState.SIGNED:
        _ask_next(document, at)
        notices.tell_partly_signed(document, head(), at=at)
        return
    document.signed_at = at
    if document.kind is DocumentKind.RENEWAL:
        _renew(document, at)
    earlier = select(OfficialDocument).where(
        OfficialDocument.series == document.series,
        OfficialDocument.number < document.number,
        OfficialDocument.state == DocumentState.SIGNED,
    )
    for version in db.session.scalars(earlier).unique():
        move(version, Act.SUPERSEDE)
        record("report.superseded", actor=None, at=at, partnership=document.partnership, subject=version.ref)
    notices.tell_signed(document, head(), at=at)


def _ask_next(document: OfficialDocument, at: datetime) -> None:
    """Ask the cities whose turn has come; their days count from now on."""
    for slot in document.slots:
        if slot.asked_at is None and is_in_turn(slot):
            slot.asked_at = at
            slot.due_on = local_day(at, slot.city.timezone) + timedelta(days=SIGN_OFF_DUE_DAYS)
            notices.ask(slot, at=at)


def _renew(document: OfficialDocument, at: datetime) -> None:
    """Mark the commitment as renewed that this document asked for."""
    commitment = db.session.scalars(select(Commitment).where(Commitment.series == document.series)).one()
    commitment.renewed_at = at
    record(
        "commitment.renewed",
        actor=commitment.mandate.person,
        at=at,
        partnership=document.partnership,
        subject=document.partnership.ref,
        details={"city": commitment.mandate.city.code, "mandate": commitment.mandate_id},
        is_demonstration=document.is_demonstration,
    )
