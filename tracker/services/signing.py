"""The official act: the holder of an office signs exactly one text, or returns it with remarks."""

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import select

from tracker.db import db, lock
from tracker.documents.digest import canonical
from tracker.domain.errors import RuleBroken
from tracker.domain.mandates import local_day
from tracker.domain.signing import (
    OPEN_FOR_SIGNATURE,
    PROFILES,
    SIGN_OFF_DUE_DAYS,
    STEP_UP_MINUTES,
    Act,
    Decision,
    DocumentKind,
    DocumentState,
    act_of_signing,
    suffices,
)
from tracker.models.mandates import Commitment, Mandate
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.people import Person
from tracker.notices import signing as notices
from tracker.notices.outbox import ask_for_seal
from tracker.permissions import Permission, require, standing_of
from tracker.services.evidence import Proof, Remarks, evidence_of
from tracker.services.journal import head, record
from tracker.services.offices import Capacity, capacity_of, is_in_turn, slot_of
from tracker.services.official_documents import close, move


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
    evidence = canonical(evidence_of(document, slot, capacity, proof, decision, remarks, actor, at)).decode()
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
