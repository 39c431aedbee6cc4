"""The evidence record of a decision: who, in which capacity, on exactly which text, and how identity was proved."""

import json
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.signing import PROFILES, Decision, Method
from tracker.models.mandates import Delegation
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.people import Person
from tracker.services.document_files import newest_file
from tracker.services.journal import head
from tracker.services.offices import Capacity
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


def evidence_of(
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
