"""Whether each signature is what its evidence says, and what slot, mandate, document and journal say of it."""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row

from tracker.domain.signing import PROFILES, Decision, Method
from tracker.services.dossiers import Dossier
from tracker.services.findings import Finding, differing, parsed, parts
from tracker.services.journal import FIRST

DECISIONS = {"report.signed": Decision.SIGNED, "report.returned": Decision.RETURNED}
Pairs = dict[str, tuple[object, object]]
"""By name: what is stored, and what it must be."""


def check_signatures(dossier: Dossier) -> Iterator[Finding]:
    """Find signatures that differ from their evidence, or that the journal does not know; and acts without one."""
    slots = {slot.id: slot for slot in dossier.slots}
    acts = [(entry, told) for verb in DECISIONS for entry, told in dossier.told(verb)]
    for signature in dossier.signatures:
        slot = slots.get(signature.slot_id)
        if slot is None:
            yield Finding("signature.slot", dossier.document.ref, signature.name)
        else:
            yield from _check_signature(dossier, signature, slot, acts)
    stored = Counter(one.evidence_hash for one in dossier.signatures)
    for entry, told in acts:
        if stored[str(told.get("evidence"))] != 1:
            yield Finding("signature.missing", dossier.document.ref, f"journal row {entry.id}")


def _check_signature(
    dossier: Dossier, signature: Row[Any], slot: Row[Any], acts: list[tuple[Row[Any], dict[str, Any]]]
) -> Iterator[Finding]:
    subject = f"{dossier.document.ref}, {slot.city_code}"
    if hashlib.sha256(signature.evidence.encode()).hexdigest() != signature.evidence_hash:
        yield Finding("signature.evidence", subject)
    known = [entry for entry, told in acts if told.get("evidence") == signature.evidence_hash]
    if len(known) != 1:
        yield Finding("signature.journal", subject)
    for entry in known:
        yield from differing("signature.column", subject, _journal_pairs(dossier, signature, slot, entry))
    evidence = parsed(signature.evidence)
    yield from differing("signature.column", subject, _own_pairs(dossier, signature, slot, evidence))
    yield from differing("signature.column", subject, _chain_pairs(dossier, signature, evidence))
    yield from differing("mandate.column", subject, _mandate_pairs(dossier, signature, slot, evidence))


def _journal_pairs(dossier: Dossier, signature: Row[Any], slot: Row[Any], entry: Row[Any]) -> Pairs:
    told = parsed(entry.details)
    before = parsed(signature.evidence).get("journal_count", 0)
    return {
        "decision": (signature.decision, DECISIONS[entry.verb]),
        "city": (slot.city_code, told.get("city")),
        "digest": (signature.digest, told.get("digest")),
        "person_id": (signature.person_id, entry.actor_id),
        "signed_at": (signature.signed_at, entry.at),
        "is_demonstration": (signature.is_demonstration, entry.is_demonstration),
        "partnership_id": (dossier.document.partnership_id, entry.partnership_id),
        "journal_count": (isinstance(before, int) and before < entry.id, True),
    }


def _own_pairs(dossier: Dossier, signature: Row[Any], slot: Row[Any], evidence: dict[str, Any]) -> Pairs:
    """Pair each value of the evidence that is stored elsewhere too with that value; the rest is its hash's to keep.

    The evidence of synthetic signatures, made for measuring, holds fewer values than that of real ones.
    """
    document = dossier.document
    stored: dict[str, object] = {
        "document": document.ref,
        "document_id": signature.document_id,
        "kind": document.kind.value,
        "digest": document.digest,
        "attachments": [one.get("sha256") for one in parts(dossier.content, "attachments")],
        "slot": signature.slot_id,
        "city": slot.city_code,
        "person": signature.person_id,
        "name": _nfc(signature.name),
        "office": _nfc(signature.office),
        "decision": signature.decision.value,
        "remarks": _nfc(signature.remarks),
        "sections": _listed(signature.sections),
        "intent": _nfc(signature.intent),
        "intent_language": signature.language,
        "at": signature.signed_at.isoformat(),
        "method": signature.method,
        "key": signature.key,
        "profile": signature.profile.value,
        "profile_asked": slot.profile.value,
    }
    pairs: Pairs = {name: (value, evidence[name]) for name, value in stored.items() if name in evidence}
    pairs["signed digest"] = (signature.digest, document.digest)
    pairs["profile reached"] = (signature.profile, _reached(signature.method))
    return pairs


def _chain_pairs(dossier: Dossier, signature: Row[Any], evidence: dict[str, Any]) -> Pairs:
    """Pair what the evidence says of the file and of the journal with the files and the journal's rows."""
    files = {file.sha256 for file in dossier.files if file.made_at <= signature.signed_at}
    pdf, count, head = (evidence.get(name) for name in ("pdf", "journal_count", "journal_head"))
    return {
        "pdf": (pdf is None or str(pdf) in files, True),
        "journal_head": (head or FIRST, dossier.heads.get(count) if isinstance(count, int) and count else FIRST),
    }


def _mandate_pairs(dossier: Dossier, signature: Row[Any], slot: Row[Any], evidence: dict[str, Any]) -> Pairs:
    """Pair mandate and delegation with the evidence; a mandate's last day may have become known after the signature."""
    mandate, delegation = (
        dossier.mandates.get(signature.mandate_id),
        dossier.delegations.get(signature.delegation_id),
    )
    if mandate is None:
        return {"mandate_id": (None, signature.mandate_id)}
    stored: dict[str, object] = {
        "mandate": mandate.id,
        "mandate_from": mandate.starts_on.isoformat(),
        "is_acting": mandate.is_acting,
        "basis": _nfc(mandate.basis),
        "delegation": _delegation(delegation),
        "office": _nfc(delegation.function if delegation else mandate.office),
        "person": delegation.person_id if delegation else mandate.person_id,
    }
    pairs: Pairs = {name: (value, evidence[name]) for name, value in stored.items() if name in evidence}
    pairs["city_id"] = (mandate.city_id, slot.city_id)
    pairs["ends_on"] = (_day(mandate.ends_on), dossier.ends.get(mandate.id, evidence.get("mandate_to")))
    if delegation is not None:
        pairs["mandate_id"] = (delegation.mandate_id, mandate.id)
    return pairs


def _delegation(delegation: Row[Any] | None) -> dict[str, object] | None:
    if delegation is None:
        return None
    return {
        "id": delegation.id,
        "from": delegation.starts_on.isoformat(),
        "to": delegation.ends_on.isoformat(),
        "basis": _nfc(delegation.basis),
    }


def _reached(method: str) -> object:
    return PROFILES[Method(method)] if method in set(Method) else None


def _listed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
