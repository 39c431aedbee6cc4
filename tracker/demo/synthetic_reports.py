"""Reports of synthetic missions: frozen as real ones are, waiting for signatures or signed by every city."""

import hashlib
from datetime import date, timedelta
from typing import Any

from tracker.demo.accounts import BASIS
from tracker.demo.scene import CYCLE
from tracker.demo.synthetic import MADE_UP, Draft, Place
from tracker.documents.digest import canonical
from tracker.domain.signing import SIGN_OFF_DUE_DAYS, Decision, DocumentKind, DocumentState
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.services.reminders import steps

SENT_AFTER_DAYS = 9
SIGNED_AFTER_DAYS = 2
INTENT = "Synthetic, for measuring: not an official act."
METHOD = "demonstration"


def write_report(one: Draft, mission: int, content: dict[str, Any], ended_on: date, *, is_signed: bool) -> None:
    """Write the report of a mission, with a slot for each city, and their signatures when it is signed."""
    sent_on = ended_on + timedelta(days=SENT_AFTER_DAYS)
    signed_on = [sent_on + timedelta(days=SIGNED_AFTER_DAYS + place) for place in range(len(one.cities))]
    frozen = canonical(content)
    digest = hashlib.sha256(frozen).hexdigest()
    guest = next(city for city in one.cities if city.technician == content["author"]["name"])
    document = one.rows.number(
        OfficialDocument,
        kind=DocumentKind.MISSION_REPORT,
        partnership_id=one.id,
        mission_id=mission,
        series=content["ref"].rsplit("-v", 1)[0],
        number=content["version"],
        ref=content["ref"],
        cycle=CYCLE,
        state=DocumentState.SIGNED if is_signed else DocumentState.AWAITING_SIGNATURE,
        language=content["language"],
        summary=content["summary"],
        author_id=guest.technician_id,
        created_at=one.moment(ended_on),
        content=frozen.decode(),
        digest=digest,
        code=hashlib.sha256(f"{one.frame.seed}/{content['ref']}".encode()).hexdigest()[:32],
        submitted_at=one.moment(sent_on),
        submitted_by_id=guest.technician_id,
        signed_at=one.moment(signed_on[-1]) if is_signed else None,
        is_demonstration=True,
    )
    one.note(sent_on, "report.submitted", guest.technician_id, content["ref"], digest=digest)
    for position, (city, day) in enumerate(zip(one.cities, signed_on, strict=True), start=1):
        slot = one.rows.number(
            Slot,
            document_id=document,
            city_id=city.id,
            position=position,
            opened_at=one.moment(sent_on),
            asked_at=one.moment(sent_on),
            due_on=sent_on + timedelta(days=SIGN_OFF_DUE_DAYS),
            closed_at=one.moment(day) if is_signed else None,
            steps=sum(sent_on + timedelta(days=step.day) < one.frame.at.date() for step in steps()),
        )
        if is_signed:
            _sign(one, document, slot, city, content["ref"], digest, day)


def _sign(one: Draft, document: int, slot: int, city: Place, ref: str, digest: str, day: date) -> None:
    """Write one signature with its evidence, and its row of the journal."""
    at = one.moment(day)
    key = f"synthetic {ref} {city.code}"
    evidence = canonical(_evidence(city, ref, digest, at.isoformat(), key))
    evidence_hash = hashlib.sha256(evidence).hexdigest()
    one.rows.number(
        Signature,
        slot_id=slot,
        document_id=document,
        mandate_id=city.mandate_id,
        person_id=city.mayor_id,
        name=city.mayor,
        office=city.office,
        decision=Decision.SIGNED,
        digest=digest,
        intent=INTENT,
        language="en",
        method=METHOD,
        key=key,
        signed_at=at,
        evidence=evidence.decode(),
        evidence_hash=evidence_hash,
        is_demonstration=True,
    )
    one.note(day, "report.signed", city.mayor_id, ref, city=city.code, digest=digest, evidence=evidence_hash)


def _evidence(city: Place, ref: str, digest: str, at: str, key: str) -> dict[str, object]:
    """Give the evidence of a signature in the form that real ones have; no journal row was read for it."""
    return {
        "document": ref,
        "digest": digest,
        "city": city.code,
        "person": city.mayor_id,
        "name": city.mayor,
        "office": city.office,
        "mandate": city.mandate_id,
        "mandate_from": city.mandate_from.isoformat(),
        "mandate_to": None,
        "basis": BASIS,
        "decision": Decision.SIGNED.value,
        "remarks": "",
        "intent": INTENT,
        "intent_language": "en",
        "intent_edition": MADE_UP,
        "at": at,
        "timezone": city.timezone,
        "opened_at": at,
        "method": METHOD,
        "proved_at": at,
        "key": key,
        "profile": "A",
        "journal_head": "",
        "journal_count": 0,
    }
