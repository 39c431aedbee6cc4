"""Whether an official document, its slots, its signatures and the journal say the same of what was decided on it."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from sqlalchemy import select

from tracker.db import db
from tracker.domain.signing import DocumentState
from tracker.models.journal import JournalEntry
from tracker.models.official_documents import OfficialDocument
from tracker.services.checked_signatures import DECISIONS, check_signatures
from tracker.services.dossiers import Dossier
from tracker.services.findings import Finding, differing, part

ABOUT_A_FROZEN_TEXT = ("report.submitted", "report.sealed", "report.file_brought", "report.superseded", *DECISIONS)


ENDS = ("report.withdrawn", "report.returned")
"""Acts that close every slot that is still open."""


def check_dossier(dossier: Dossier) -> Iterator[Finding]:
    """Find what does not add up in a document's rows; its files are checked apart."""
    if dossier.document.content is None:
        yield from _check_unsent(dossier)
        return
    for check in CHECKS:
        yield from check(dossier)


def check_strays() -> Iterator[Finding]:
    """Find acts in the journal on documents that are no longer there."""
    known = select(OfficialDocument.id).where(OfficialDocument.ref == JournalEntry.subject).exists()
    query = select(JournalEntry.id, JournalEntry.subject).where(JournalEntry.verb.in_(ABOUT_A_FROZEN_TEXT), ~known)
    for row, subject in db.session.execute(query.order_by(JournalEntry.id)):
        yield Finding("document.missing", subject, f"journal row {row}")


def _check_unsent(dossier: Dossier) -> Iterator[Finding]:
    """Find traces of a text that was sent, on a document that holds none."""
    told = any(entry.verb in ABOUT_A_FROZEN_TEXT for entry in dossier.entries)
    if told or dossier.slots or dossier.signatures or dossier.files:
        yield Finding("document.text_missing", dossier.document.ref)


def _check_text(dossier: Dossier) -> Iterator[Finding]:
    document, content = dossier.document, dossier.content
    if hashlib.sha256(document.content.encode()).hexdigest() != document.digest:
        yield Finding("document.digest", document.ref)
    mission = part(content, "mission").get("ref")
    stored = {
        "kind": (document.kind.value, content.get("kind")),
        "ref": (document.ref, content.get("ref")),
        "series": (f"{document.series}-v{document.number}", document.ref),
        "number": (document.number, content.get("version")),
        "language": (document.language, content.get("language")),
        "summary": (unicodedata.normalize("NFC", document.summary), content.get("summary")),
        "cycle": (document.cycle, content.get("cycle", document.cycle)),
        "is_demonstration": (document.is_demonstration, content.get("is_demonstration")),
        "partnership_id": (document.partnership_ref, part(content, "partnership").get("ref")),
        "mission_id": (document.mission_ref, mission),
    }
    yield from differing("document.column", document.ref, stored)


def _check_sending(dossier: Dossier) -> Iterator[Finding]:
    """Find whether the journal saw this version begun and sent, once, as its row says.

    Demonstration documents may have been written without a beginning; an older row may not tell all.
    """
    document = dossier.document
    sent, begun = dossier.told("report.submitted"), dossier.told("report.started")
    if len(sent) != 1 or len(begun) > 1 or not (begun or document.is_demonstration):
        yield Finding("document.journal", document.ref)
        return
    entry, told = sent[0]
    stored = {
        "submitted_at": (document.submitted_at, entry.at),
        "submitted_by_id": (document.submitted_by_id, entry.actor_id),
        "partnership_id": (document.partnership_id, entry.partnership_id),
        "is_demonstration": (
            document.is_demonstration or bool(document.is_submitter_demonstration),
            entry.is_demonstration,
        ),
    }
    known = {
        "digest": document.digest,
        "cities": [slot.city_code for slot in dossier.slots],
        "profiles": [slot.profile.value for slot in dossier.slots],
        "turns": [slot.turn for slot in dossier.slots],
        "code": hashlib.sha256((document.code or "").encode()).hexdigest(),
        "order": document.signing_order.value,
        "cycle": document.cycle,
        "pdf": dossier.files[0].sha256 if dossier.files else None,
    }
    stored |= {name: (value, told[name]) for name, value in known.items() if name in told}
    for first, _told in begun:
        stored |= {"created_at": (document.created_at, first.at), "author_id": (document.author_id, first.actor_id)}
    yield from differing("document.column", document.ref, stored)


def _check_state(dossier: Dossier) -> Iterator[Finding]:
    """Find whether the state is what the acts in the journal lead to."""
    document = dossier.document
    verbs = Counter(entry.verb for entry in dossier.entries)
    signed_at = max((entry.at for entry in dossier.entries if entry.verb == "report.signed"), default=None)
    state = _state(verbs, len(dossier.slots))
    is_whole = state in {DocumentState.SIGNED, DocumentState.SUPERSEDED}
    reasons = [told.get("reason") for _entry, told in dossier.told("report.withdrawn")]
    stored = {
        "state": (document.state, state),
        "signed_at": (document.signed_at, signed_at if is_whole else None),
        "withdrawn_reason": (document.withdrawn_reason, reasons[-1] if reasons else None),
    }
    yield from differing("document.column", document.ref, stored)


def _state(verbs: Counter[str], slots: int) -> DocumentState:
    ends = {
        "report.withdrawn": DocumentState.WITHDRAWN,
        "report.returned": DocumentState.CHANGES_REQUESTED,
        "report.superseded": DocumentState.SUPERSEDED,
    }
    ended = [state for verb, state in ends.items() if verbs[verb]]
    if ended:
        return ended[0]
    if verbs["report.signed"] >= slots:
        return DocumentState.SIGNED
    return DocumentState.PARTLY_SIGNED if verbs["report.signed"] else DocumentState.AWAITING_SIGNATURE


def _check_slots(dossier: Dossier) -> Iterator[Finding]:
    document = dossier.document
    signed = {one.slot_id: one for one in dossier.signatures}
    ended = [entry.at for entry in dossier.entries if entry.verb in ENDS]
    for place, slot in enumerate(dossier.slots, start=1):
        signature = signed.get(slot.id)
        stored: dict[str, tuple[object, object]] = {
            "position": (slot.position, place),
            "opened_at": (slot.opened_at, document.submitted_at),
            "closed_at": (slot.closed_at, signature.signed_at if signature else next(iter(ended), None)),
        }
        yield from differing("slot.column", f"{document.ref}, {slot.city_code}", stored)


CHECKS: tuple[Callable[[Dossier], Iterator[Finding]], ...] = (
    _check_text,
    _check_sending,
    _check_state,
    _check_slots,
    check_signatures,
)
