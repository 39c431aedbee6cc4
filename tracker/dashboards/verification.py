"""What the public may know of a signed document, whether it still adds up, and which of its files a file is."""

import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker import words
from tracker.db import db
from tracker.domain.signing import Decision, DocumentState
from tracker.domain.translations import in_order
from tracker.i18n import OWN_NAMES, clock_time, iso_day, own_name
from tracker.models.official_documents import DocumentFile, OfficialDocument, Signature, Slot
from tracker.notices.official_pdf import shown
from tracker.sentences import gettext as _
from tracker.services.verification import verify_document

VERDICTS = {
    DocumentState.SIGNED: "authentic",
    DocumentState.SUPERSEDED: "authentic",
    DocumentState.CHANGES_REQUESTED: "returned",
    DocumentState.WITHDRAWN: "withdrawn",
}
"""What is said of a document that adds up; whatever else was sent waits for signatures."""


@dataclass(frozen=True)
class Signatory:
    """Who signed, as written then: in which capacity, under which mandate, how, when in that city's time and in UTC."""

    name: str
    office: str
    city: str
    capacity: str
    mandate: str
    profile: str
    when: str
    exact: str


@dataclass(frozen=True)
class Revision:
    """One file of a document, by the SHA-256 of its bytes, and what is said to whoever holds it."""

    sha256: str
    says: str
    is_newest: bool


@dataclass(frozen=True)
class Verdict:
    """What checking a document gave.

    `code` is authentic, waiting, returned or withdrawn, and broken when text, signatures and journal do not agree.
    `facts` are pairs of a label and a text; `waiting` names the cities that have not signed.
    """

    code: str
    document: OfficialDocument
    kind: str
    facts: list[tuple[str, str]]
    signatories: list[Signatory]
    waiting: list[str]
    revisions: list[Revision]
    successor: OfficialDocument | None

    def revision(self, sha256: str) -> Revision | None:
        """Find the file that has these very bytes; None when none of this document's files has."""
        return next((one for one in self.revisions if one.sha256 == sha256), None)


def verify(code: str) -> Verdict | None:
    """Check the document with this code; None for an unknown code, about which nothing is told."""
    query = (
        select(OfficialDocument)
        .where(OfficialDocument.code == code)
        .options(
            selectinload(OfficialDocument.files),
            selectinload(OfficialDocument.slots).selectinload(Slot.signature).selectinload(Signature.mandate),
        )
    )
    document = db.session.scalars(query).unique().first()
    if document is None or document.content is None:
        return None
    content = shown(json.loads(document.content))
    signatures = [slot.signature for slot in document.slots if slot.signature is not None]
    return Verdict(
        code="broken" if verify_document(document.id) else VERDICTS.get(document.state, "waiting"),
        document=document,
        kind=content["kind_word"],
        facts=_facts(document, content),
        signatories=[_signatory(one) for one in signatures if one.decision is Decision.SIGNED],
        waiting=[slot.city.name for slot in document.slots if slot.signature is None],
        revisions=_revisions(document),
        successor=_successor(document),
    )


def _facts(document: OfficialDocument, content: dict[str, Any]) -> list[tuple[str, str]]:
    """Give what says which document this is, and nothing of what it says."""
    mission = content.get("mission")
    dates = next((text for label, text in content["facts"] if label == _("Dates")), "") if mission else ""
    return [
        (_("Kind"), content["kind_word"]),
        (_("Partnership"), content["partnership"]["title"]),
        *([(_("Dates"), dates)] if dates else []),
        (_("Version"), str(document.number)),
        (_("Language"), _language(document, content.get("translations", {}))),
    ]


def _language(document: OfficialDocument, translations: dict[str, Any]) -> str:
    """Name the signed language, and those of the annexes that nobody signed."""
    signed = OWN_NAMES.get(document.language, document.language)
    if not translations:
        return signed
    others = ", ".join(own_name(code) for code in in_order(translations))
    return _("%(signed)s is signed; translations (%(others)s) are annexes, not signed.", signed=signed, others=others)


def _signatory(signature: Signature) -> Signatory:
    evidence = json.loads(signature.evidence)
    when, exact = _when(signature)
    return Signatory(
        name=signature.name,
        office=signature.office,
        city=signature.slot.city.name,
        capacity=_capacity(signature, evidence),
        mandate=_mandate(evidence),
        profile=words.word(signature.profile),
        when=when,
        exact=exact,
    )


def _capacity(signature: Signature, evidence: dict[str, Any]) -> str:
    delegation = evidence.get("delegation")
    if delegation:
        holder = signature.mandate.person.name
        return _("by delegation of %(name)s, until %(day)s", name=holder, day=iso_day(delegation["to"]))
    return _("acting") if evidence.get("is_acting") else ""


def _mandate(evidence: dict[str, Any]) -> str:
    """Write the mandate as it was known at the signature: its days and its basis."""
    starts, ends = iso_day(evidence.get("mandate_from")), iso_day(evidence.get("mandate_to"))
    days = _("from %(start)s to %(end)s", start=starts, end=ends) if ends else _("since %(start)s", start=starts)
    return _("Mandate %(days)s: %(basis)s", days=days, basis=evidence.get("basis", ""))


def _when(signature: Signature) -> tuple[str, str]:
    """Write the moment in the city's own time, and exactly; the second is empty where the first is exact."""
    zone = signature.slot.city.timezone or "UTC"
    exact = f"{signature.signed_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return (exact, "") if zone == "UTC" else (f"{clock_time(signature.signed_at, zone)} ({zone})", exact)


def _revisions(document: OfficialDocument) -> list[Revision]:
    """Give the document's files, oldest first; each has the seals of the one before and one more."""
    found, sealed = [], set()
    for file in document.files:
        if file.signature_id is not None:
            sealed.add(file.signature_id)
        is_newest = file is document.files[-1]
        found.append(Revision(file.sha256, _says(document, file, len(sealed), is_newest=is_newest), is_newest))
    return found


def _says(document: OfficialDocument, file: DocumentFile, sealed: int, *, is_newest: bool) -> str:
    state = (
        _("sealed after %(done)d of %(all)d signatures", done=sealed, all=len(document.slots))
        if file.revision
        else _("sent for signature, without any signature yet")
    )
    if is_newest:
        return _("Your file is exactly the newest one of this document: %(state)s.", state=state)
    return _("Your file is exactly an earlier one of this document: %(state)s. A newer one exists.", state=state)


def _successor(document: OfficialDocument) -> OfficialDocument | None:
    query = (
        select(OfficialDocument)
        .where(
            OfficialDocument.series == document.series,
            OfficialDocument.number > document.number,
            OfficialDocument.state == DocumentState.SIGNED,
        )
        .order_by(OfficialDocument.number.desc())
    )
    return db.session.scalars(query).unique().first()
