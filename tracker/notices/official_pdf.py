"""The official PDF in words: a document's frozen content and certificate, written in its own language and typeset."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from tracker import words
from tracker.documents.qr import qr_svg
from tracker.documents.typeset import typeset
from tracker.documents.words import labels
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionKind
from tracker.domain.signing import DocumentState
from tracker.i18n import Reader, clock_time, iso_day, money, period, written_for
from tracker.models.official_documents import OfficialDocument, Signature
from tracker.notices.outbox import address

METHODS = {
    "password": lambda: _("Password, entered again"),
    "demonstration": lambda: _("None: this signature is a demonstration"),
}
"""How identity was proved, in words."""


def shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give a report's content with its codes, dates and amounts in words of the present language."""
    mission = content["mission"]
    starts, ends = (PartialDate.parse(mission[name]) if mission[name] else None for name in ("starts", "ends"))
    return {
        **content,
        "partnership": {**content["partnership"], "theme": words.theme_word(content["partnership"]["theme"])},
        "mission": {
            **mission,
            "kind": words.word(MissionKind(mission["kind"])),
            "dates": period(starts, ends, Precision(mission["date_precision"])),
            "theme": words.theme_word(mission["theme"]),
        },
        "tasks": [{**task, "due": iso_day(task["due_on"]), "cost": _cost(task)} for task in content["tasks"]],
    }


def _cost(task: Mapping[str, Any]) -> str:
    amount = money(task["amount_cents"], task["currency"])
    if amount and task["bearer"]:
        return _("%(amount)s, borne by %(bearer)s", amount=amount, bearer=task["bearer"])
    return amount or str(task["bearer"])


def typeset_document(
    document: OfficialDocument, content: Mapping[str, Any], anchor: tuple[str, int], at: datetime
) -> bytes:
    """Typeset a version in its own language: with its certificate once everybody has signed, else marked as not signed.

    `content` is what the version says, `anchor` the journal's head and count to print on the certificate.
    """
    with written_for(Reader(document.language)):
        is_signed = document.state in {DocumentState.SIGNED, DocumentState.SUPERSEDED}
        certificate = _certificate(document, anchor, at) if is_signed else None
        return typeset(shown(content), certificate, labels(_), language=document.language, at=at)


def _certificate(document: OfficialDocument, anchor: tuple[str, int], at: datetime) -> dict[str, Any]:
    url = address("verify.show", code=document.code)
    return {
        "digest": document.digest,
        "verify_url": url,
        "qr_svg": qr_svg(url),
        "journal_head": anchor[0],
        "journal_count": anchor[1],
        "profile": "A",
        "sealed_at": clock_time(at, "UTC"),
        "signatures": [_signature(slot.signature) for slot in document.slots if slot.signature is not None],
    }


def _signature(signature: Signature) -> dict[str, str]:
    evidence = json.loads(signature.evidence)
    zone = evidence["timezone"] or "UTC"
    since, until = iso_day(evidence["mandate_from"]), iso_day(evidence["mandate_to"])
    return {
        "city": signature.slot.city.name,
        "name": signature.name,
        "office": signature.office,
        "mandate": _("%(start)s to %(end)s", start=since, end=until) if until else _("since %(day)s", day=since),
        "basis": evidence["basis"],
        "intent": signature.intent,
        "intent_language": signature.language,
        "signed_at_utc": clock_time(signature.signed_at, "UTC"),
        "signed_at_local": f"{clock_time(signature.signed_at, zone)} ({zone})",
        "method": METHODS[signature.method](),
    }
