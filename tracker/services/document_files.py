"""The PDF of an official document: kept as it was put before the office holders, then sealed at each signature."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select

from tracker import documents, files
from tracker.db import db, lock
from tracker.documents.seal_key import SealKey
from tracker.domain.signing import Decision
from tracker.models.official_documents import DocumentFile, OfficialDocument, Signature
from tracker.notices.official_pdf import slot_field, typeset_document
from tracker.notices.stamps import stamp_of
from tracker.services.contents import stored_content
from tracker.services.journal import head, record
from tracker.settings import setting


def seal_key(at: datetime) -> SealKey:
    """Give this instance's seal key, made at first use and kept outside the database."""
    instance = urlsplit(setting("BASE_URL")).hostname or "tracker"
    return SealKey.load_or_create(setting("INSTANCE") / "keys", instance=instance, at=at)


def newest_file(document: OfficialDocument) -> DocumentFile | None:
    """Give the document's PDF as it stands; None while it is a draft."""
    query = select(DocumentFile).where(DocumentFile.document_id == document.id)
    return db.session.scalar(query.order_by(DocumentFile.revision.desc()).limit(1))


def draft_copy(document: OfficialDocument, at: datetime) -> bytes:
    """Typeset a version that was not sent for signature yet."""
    return typeset_document(document, stored_content(document), at)


def keep_unsigned(document: OfficialDocument, at: datetime) -> DocumentFile:
    """Keep the PDF of a version that is being sent for signature: these bytes are what everybody signs."""
    return _keep(document, 0, typeset_document(document, stored_content(document), at), None, head(), at)


def seal_signatures(document: OfficialDocument, at: datetime) -> DocumentFile | None:
    """Add the seal of each signature that has none yet, oldest first; a second call changes nothing.

    Gives the newest file; None for a document without one.
    """
    lock(document)
    newest = newest_file(document)
    if newest is None:
        return None
    sealed = select(DocumentFile.signature_id).where(
        DocumentFile.document_id == document.id,
        DocumentFile.signature_id.is_not(None),
        DocumentFile.is_external.is_(False),
    )
    waiting = (
        select(Signature)
        .where(
            Signature.document_id == document.id,
            Signature.decision == Decision.SIGNED,
            Signature.id.not_in(sealed),
        )
        .order_by(Signature.signed_at, Signature.id)
    )
    for signature in db.session.scalars(waiting):
        newest = _seal(document, newest, signature, at)
    return newest


def keep_external(document: OfficialDocument, signature: Signature, pdf: bytes, at: datetime) -> DocumentFile:
    """Keep the newest file with a qualified signature that was added outside; its examination is done before.

    Raises LookupError when the file does not continue the newest one: a seal may have come in between.
    """
    lock(document)
    newest = newest_file(document)
    if newest is None or not pdf.startswith(files.read(newest.path, newest.sha256)):
        raise LookupError(document.ref)
    kept = _keep(document, newest.revision + 1, pdf, signature, head(), at, is_external=True)
    _note("report.file_brought", document, kept, at)
    return kept


def _seal(document: OfficialDocument, newest: DocumentFile, signature: Signature, at: datetime) -> DocumentFile:
    before = files.read(newest.path, newest.sha256)
    anchor, url = head(), setting("TSA_URL")
    authority = urlsplit(url).hostname or ""
    pdf = documents.seal.seal(
        before,
        seal_key(at),
        field=_field(before, signature),
        reason=f"{document.ref}, {signature.slot.city.name}",
        at=at,
        stamp=stamp_of(signature, anchor=anchor, authority=authority, at=at),
        time_stamper=documents.time_stamps.Authority(url) if authority else None,
    )
    kept = _keep(document, newest.revision + 1, pdf, signature, anchor, at)
    _note("report.sealed", document, kept, at)
    return kept


def _note(verb: str, document: OfficialDocument, kept: DocumentFile, at: datetime) -> None:
    """Write into the journal that a further file was kept; `flask verify` compares it with the row."""
    record(
        verb,
        actor=None,
        at=at,
        partnership=document.partnership,
        subject=document.ref,
        details={"revision": kept.revision, "sha256": kept.sha256, "size": kept.size},
        is_demonstration=document.is_demonstration,
    )


def _field(pdf: bytes, signature: Signature) -> str:
    """Name the field to seal: the city's place, or an invisible one when a signature from outside has taken that."""
    place = slot_field(signature.slot)
    return f"{place}Tracker" if documents.places.is_filled(pdf, place) else place


def _keep(
    document: OfficialDocument,
    revision: int,
    pdf: bytes,
    signature: Signature | None,
    anchor: tuple[str, int],
    at: datetime,
    *,
    is_external: bool = False,
) -> DocumentFile:
    file = DocumentFile(
        document_id=document.id,
        revision=revision,
        signature_id=signature.id if signature else None,
        is_external=is_external,
        path=files.keep(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        journal_head=anchor[0],
        journal_count=anchor[1],
        made_at=at,
    )
    db.session.add(file)
    db.session.flush()
    return file
