"""Whether a document's PDF is whole: each revision as the journal knows it, continuing the one before, well sealed."""

import hashlib
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from tracker import documents, files
from tracker.documents.seal_key import FILE_NAME
from tracker.domain.signing import Decision, Method
from tracker.files import FileDamaged
from tracker.services.document_files import seal_key
from tracker.services.dossiers import Dossier
from tracker.services.findings import Finding, differing, parsed, parts
from tracker.services.journal import FIRST
from tracker.settings import setting

SENT, SEALED, BROUGHT = "report.submitted", "report.sealed", "report.file_brought"


def check_files(dossier: Dossier, at: datetime) -> Iterator[Finding]:
    """Find what does not add up in a document's PDF: its revisions, their rows in the journal, and its seals."""
    if dossier.document.content is None:
        return
    if not dossier.files and _wants_a_file(dossier):
        yield Finding("file.missing", dossier.document.ref)
    for place, file in enumerate(dossier.files):
        yield from differing("file.column", _name(dossier, file), _pairs(dossier, file, place))
    for entry, told in [*dossier.told(SEALED), *dossier.told(BROUGHT)]:
        if str(told.get("sha256")) not in {file.sha256 for file in dossier.files}:
            yield Finding("file.missing", dossier.document.ref, f"journal row {entry.id}")
    yield from _check_named(dossier)
    broken = list(_check_bytes(dossier))
    yield from broken
    if not broken and len(dossier.files) > 1:
        yield from _check_seals(dossier, at)


def _check_named(dossier: Dossier) -> Iterator[Finding]:
    """Find attachments that the text names and that are no longer kept as it names them."""
    kept = [
        (unicodedata.normalize("NFC", one.name), one.media_type, one.size, one.sha256) for one in dossier.attachments
    ]
    for one in parts(dossier.content, "attachments"):
        if (one.get("name"), one.get("media_type"), one.get("size"), one.get("sha256")) not in kept:
            yield Finding("attachment.missing", dossier.document.ref, str(one.get("name")))


def _name(dossier: Dossier, file: Row[Any]) -> str:
    return f"{dossier.document.ref}, revision {file.revision}"


def _wants_a_file(dossier: Dossier) -> bool:
    """Tell whether a PDF must be there; documents made for measuring have none, and their evidence names none."""
    named = any(parsed(one.evidence).get("pdf") for one in dossier.signatures)
    return named or not dossier.document.is_demonstration or any(told.get("pdf") for _e, told in dossier.told(SENT))


def _pairs(dossier: Dossier, file: Row[Any], place: int) -> dict[str, tuple[object, object]]:
    pairs: dict[str, tuple[object, object]] = {
        "revision": (file.revision, place),
        "path": (file.path, f"{file.sha256[:2]}/{file.sha256}"),
        "journal_head": (file.journal_head, dossier.heads.get(file.journal_count) if file.journal_count else FIRST),
    }
    if place == 0:
        first = (file.signature_id, file.is_external, file.made_at)
        return pairs | {"revision 0": (first, (None, False, dossier.document.submitted_at))}
    return pairs | (_outside_pairs(dossier, file) if file.is_external else _sealed_pairs(dossier, file))


def _sealed_pairs(dossier: Dossier, file: Row[Any]) -> dict[str, tuple[object, object]]:
    """Pair a file that the instance sealed with the one act in the journal that tells of it."""
    signatures = [one.id for one in dossier.signatures if one.decision is Decision.SIGNED]
    alike = [one for one in dossier.files if not one.is_external and one.signature_id == file.signature_id]
    return {
        "signature_id": (file.signature_id in signatures and len(alike) == 1, True),
        **_told_pairs(dossier, file, SEALED),
    }


def _outside_pairs(dossier: Dossier, file: Row[Any]) -> dict[str, tuple[object, object]]:
    """Pair a file that was signed outside with its signature, made at that very moment, and its act in the journal."""
    brought = {one.id: one for one in dossier.signatures if one.method == Method.QUALIFIED.value}
    signature = brought.get(file.signature_id)
    return {
        "signature_id": (signature is not None, True),
        "signed_at": (file.made_at, signature.signed_at if signature else None),
        **_told_pairs(dossier, file, BROUGHT),
    }


def _told_pairs(dossier: Dossier, file: Row[Any], verb: str) -> dict[str, tuple[object, object]]:
    """Pair a file with the one act of a kind in the journal that tells of it."""
    acts = [(entry, told) for entry, told in dossier.told(verb) if told.get("sha256") == file.sha256]
    pairs: dict[str, tuple[object, object]] = {"journal": (len(acts), 1)}
    for entry, told in acts:
        pairs["made_at"] = (file.made_at, entry.at)
        pairs["told"] = ((file.revision, file.size), (told.get("revision"), told.get("size")))
    return pairs


def _check_bytes(dossier: Dossier) -> Iterator[Finding]:
    """Find files that are missing or damaged, and revisions that are not the one before with something added."""
    before: Row[Any] | None = None
    for file in dossier.files:
        try:
            with files.open_whole(file.path, file.sha256) as opened:
                start = hashlib.sha256(opened.read(before.size if before else 0)).hexdigest()
                opened.seek(0, 2)
                length = opened.tell()
        except FileDamaged:
            yield Finding("file.damaged", _name(dossier, file), file.path)
            return
        if length != file.size:
            yield Finding("file.column", _name(dossier, file), "size")
        if before is not None and (start != before.sha256 or length <= before.size):
            yield Finding("file.not_continued", _name(dossier, file))
        before = file


def _check_seals(dossier: Dossier, at: datetime) -> Iterator[Finding]:
    """Find seals that are broken, foreign, in the wrong place, or were followed by anything but a further seal."""
    if not (setting("INSTANCE") / "keys" / FILE_NAME).exists():
        yield Finding("seal.no_key", dossier.document.ref)
        return
    newest = dossier.files[-1]
    roots = documents.external.read_roots(setting("TRUST_ROOTS"))
    found = documents.seal.examine(files.read(newest.path, newest.sha256), [seal_key(at).certificate_der], roots)
    if len(found) != len(dossier.files) - 1 or not found[-1].covers_whole_file:
        yield Finding("seal.count", dossier.document.ref)
        return
    slots = {slot.id: slot.position for slot in dossier.slots}
    places = {one.id: slots.get(one.slot_id) for one in dossier.signatures}
    for file, seal in zip(dossier.files[1:], found, strict=True):
        place = f"Seal{places.get(file.signature_id)}"
        is_own = seal.trusted and seal.field in {place, f"{place}Tracker"}
        if file.is_external and not seal.is_external:
            yield Finding("seal.no_authority", _name(dossier, file), seal.field)
        elif not seal.intact or seal.modified_after or not (file.is_external or is_own):
            yield Finding("seal.broken", _name(dossier, file), seal.field)
