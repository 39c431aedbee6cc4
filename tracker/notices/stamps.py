"""What a signature says of itself in the document's PDF: the evidence that is fit to be public, in its language."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tracker import words
from tracker.documents.stamp import short_head, typeset_stamp
from tracker.documents.words import labels, stamp_labels
from tracker.domain.signing import Method
from tracker.i18n import Reader, clock_time, day, written_for
from tracker.models.mandates import Mandate
from tracker.models.official_documents import Signature
from tracker.sentences import gettext as _
from tracker.sentences import ngettext


def stamp_of(signature: Signature, *, anchor: tuple[str, int], authority: str, at: datetime) -> bytes:
    """Typeset what a city's box shows once it has signed, in the document's language.

    `anchor` is the journal's head and count at that time; `authority` the host of the time-stamp authority that
    confirms the time of the seal, empty for none.
    """
    of = signature.slot.document.language
    with written_for(Reader(of)):
        told = _told(signature, json.loads(signature.evidence)) | {
            "journal": _journal(*anchor),
            "time_stamp": _time_stamp(authority),
        }
        return typeset_stamp(told, stamp_labels(_), language=of, at=at)


def empty_stamp(language: str, at: datetime) -> bytes:
    """Typeset what a city's box shows until it has signed."""
    with written_for(Reader(language)):
        return typeset_stamp(None, stamp_labels(_), language=language, at=at)


def _told(signature: Signature, evidence: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": signature.name,
        "office": signature.office,
        "capacity": _capacity(signature.mandate, evidence),
        "city": signature.slot.city.name,
        "intent": signature.intent,
        "intent_language": signature.language,
        **_moment(datetime.fromisoformat(evidence["at"]), evidence["timezone"] or "UTC"),
        "mandate": _mandate(evidence["mandate_from"], evidence["mandate_to"]),
        "basis": (evidence["delegation"] or evidence)["basis"],
        "method": _method(Method(evidence["method"]), evidence),
        "profile": labels(_)[f"profile_{signature.profile.value}"],
        "evidence": signature.evidence_hash,
    }


def _capacity(mandate: Mandate, evidence: Mapping[str, Any]) -> str:
    delegation = evidence["delegation"]
    acting = [_("Acting holder of the office")] if evidence["is_acting"] else []
    if delegation is not None:
        until = day(date.fromisoformat(delegation["to"]))
        by, office = mandate.person.name, mandate.office
        acting.append(_("By delegation of %(name)s, %(office)s, until %(day)s", name=by, office=office, day=until))
    return "; ".join(acting)


def _moment(at: datetime, zone: str) -> dict[str, str]:
    offset = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return {
        "signed_at_local": f"{clock_time(at, zone)} ({zone}, UTC{offset[:3]}:{offset[3:]})",
        "signed_at_utc": at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
    }


def _mandate(starts: str, ends: str | None) -> str:
    first = day(date.fromisoformat(starts))
    if ends is None:
        return _("since %(day)s", day=first)
    return _("%(start)s to %(end)s", start=first, end=day(date.fromisoformat(ends)))


def _method(method: Method, evidence: Mapping[str, Any]) -> str:
    if method in {Method.DEMONSTRATION, Method.QUALIFIED}:
        return words.word(method)
    age = evidence["proof_age_seconds"]
    return ngettext(
        "%(method)s, %(num)d second before", "%(method)s, %(num)d seconds before", age, method=words.word(method)
    )


def _journal(newest: str, count: int) -> str:
    return ngettext(
        "%(num)d entry; the newest has the fingerprint %(head)s",
        "%(num)d entries; the newest has the fingerprint %(head)s",
        count,
        head=short_head(newest),
    )


def _time_stamp(authority: str) -> str:
    if authority:
        return _("The seal's time is confirmed by the authority at %(host)s", host=authority)
    return _("None: no qualified time-stamp authority is configured; the time is this tracker's own")
