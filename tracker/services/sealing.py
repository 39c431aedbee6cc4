"""Sealing: the official PDF of a signed document, kept with its hash and this instance's own seal."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from tracker import documents, files
from tracker.db import db
from tracker.documents.seal_key import SealKey
from tracker.models.official_documents import OfficialDocument, SealedFile
from tracker.notices.official_pdf import typeset_document
from tracker.services.journal import head, record
from tracker.services.reports import stored_content
from tracker.settings import setting


def seal_key(at: datetime) -> SealKey:
    """Give this instance's seal key, made at first use and kept outside the database."""
    instance = urlsplit(setting("BASE_URL")).hostname or "tracker"
    return SealKey.load_or_create(setting("INSTANCE") / "keys", instance=instance, at=at)


def unsealed_copy(document: OfficialDocument, at: datetime) -> bytes:
    """Typeset a version as it stands now, without a seal."""
    return typeset_document(document, stored_content(document), head(), at)


def seal_document(document: OfficialDocument, at: datetime) -> SealedFile:
    """Typeset and seal a signed document, store the file, and keep its hash; a second call changes nothing."""
    existing = db.session.get(SealedFile, document.id)
    if existing is not None:
        return existing
    anchor = head()
    pdf = typeset_document(document, stored_content(document), anchor, at)
    sealed = documents.seal.seal(pdf, seal_key(at), field="Seal1", reason=document.ref, at=at)
    file = SealedFile(
        document_id=document.id,
        path=files.keep(sealed),
        sha256=hashlib.sha256(sealed).hexdigest(),
        size=len(sealed),
        journal_head=anchor[0],
        journal_count=anchor[1],
        sealed_at=at,
    )
    db.session.add(file)
    db.session.flush()
    record(
        "report.sealed",
        actor=None,
        at=at,
        partnership=document.partnership,
        subject=document.ref,
        details={"sha256": file.sha256, "size": file.size},
        is_demonstration=document.is_demonstration,
    )
    return file
