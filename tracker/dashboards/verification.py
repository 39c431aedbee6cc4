"""What the public may know of a signed document, and whether it still adds up."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.signing import Decision, DocumentState
from tracker.i18n import clock_time
from tracker.models.official_documents import OfficialDocument, SealedFile
from tracker.notices.official_pdf import shown


@dataclass(frozen=True)
class Signatory:
    """Who signed, as written then, for which city, when in that city's time."""

    name: str
    office: str
    city: str
    when: str


@dataclass(frozen=True)
class Verdict:
    """What checking a document gave: `is_authentic` when text, digest and every signature agree."""

    is_authentic: bool
    is_signed_by_all: bool
    document: OfficialDocument
    content: dict[str, Any]
    signatories: list[Signatory]
    waiting: list[str]
    sealed: SealedFile | None
    successor: OfficialDocument | None


def verify(code: str) -> Verdict | None:
    """Check the document with this code; None for an unknown code, about which nothing is told."""
    document = db.session.scalars(select(OfficialDocument).where(OfficialDocument.code == code)).unique().first()
    if document is None or document.content is None:
        return None
    signatures = [slot.signature for slot in document.slots if slot.signature is not None]
    signed = [one for one in signatures if one.decision is Decision.SIGNED]
    text_holds = hashlib.sha256(document.content.encode()).hexdigest() == document.digest
    evidence_holds = all(
        one.digest == document.digest and hashlib.sha256(one.evidence.encode()).hexdigest() == one.evidence_hash
        for one in signatures
    )
    return Verdict(
        is_authentic=text_holds and evidence_holds,
        is_signed_by_all=document.state in {DocumentState.SIGNED, DocumentState.SUPERSEDED},
        document=document,
        content=shown(json.loads(document.content)),
        signatories=[Signatory(one.name, one.office, one.slot.city.name, _when(one)) for one in signed],
        waiting=[slot.city.name for slot in document.slots if slot.signature is None],
        sealed=db.session.get(SealedFile, document.id),
        successor=_successor(document),
    )


def _when(signature: Any) -> str:
    zone = signature.slot.city.timezone or "UTC"
    return f"{clock_time(signature.signed_at, zone)} ({zone})"


def _successor(document: OfficialDocument) -> OfficialDocument | None:
    query = (
        select(OfficialDocument)
        .where(
            OfficialDocument.mission_id == document.mission_id,
            OfficialDocument.number > document.number,
            OfficialDocument.state == DocumentState.SIGNED,
        )
        .order_by(OfficialDocument.number.desc())
    )
    return db.session.scalars(query).unique().first()
