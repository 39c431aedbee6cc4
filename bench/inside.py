"""What is asked of the tracker from the inside: the PDF, its seal, and the check of a password, each timed alone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select

from bench.browser import Unexpected
from bench.series import Row, Series, at_most, milliseconds
from config import read_settings
from tracker import create_app, documents
from tracker.clock import utc_now
from tracker.db import db, reading
from tracker.documents.seal_key import SealKey
from tracker.domain.signing import DocumentState
from tracker.models.cities import City
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.partnerships import Member, Partnership
from tracker.models.people import Person
from tracker.notices.official_pdf import slot_field, typeset_document
from tracker.notices.stamps import stamp_of
from tracker.services import accounts, document_files
from tracker.services.contents import stored_content
from tracker.services.journal import head

RENDER_MS, SEAL_MS, PDF_KB = 100, 700, 300


@contextmanager
def tracker_on(environment: Mapping[str, str]) -> Iterator[None]:
    """Run the block in the tracker's own context."""
    app = create_app(read_settings(environment))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def city_codes(partnership: str) -> list[str]:
    """List the codes of a partnership's cities, in their order."""
    query = (
        select(City.code)
        .join(Member, Member.city_id == City.id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(Partnership.ref == partnership)
        .order_by(Member.position)
    )
    with reading():
        return list(db.session.scalars(query))


def document_rows(repeat: int, password: str) -> list[Row]:
    """Time typesetting and one seal of the latest signed report, and one check of a password; measure its size."""
    signed = select(OfficialDocument).where(OfficialDocument.state == DocumentState.SIGNED)
    document = db.session.scalars(signed.order_by(OfficialDocument.id.desc()).limit(1)).first()
    person = db.session.scalars(select(Person).where(Person.password_hash.is_not(None)).limit(1)).one()
    if document is None:
        raise Unexpected("no report is signed")
    at = utc_now()
    pdf = _typeset(document, at)
    key = document_files.seal_key(at)
    sealed = pdf
    for slot in document.slots:
        sealed = _seal(sealed, slot, key, at)
    render = milliseconds(repeat, lambda: _typeset(document, at))
    seal = milliseconds(repeat, lambda: _seal(pdf, document.slots[0], key, at))
    proof = milliseconds(repeat, lambda: accounts.proves(person, password))
    return [
        Row("PDF of a report: typesetting", render, goal=at_most("P8", render.median, RENDER_MS, "≤ 100 ms")),
        Row("PDF of a report: sealing", seal, goal=at_most("P8", seal.median, SEAL_MS, "≤ 700 ms")),
        Row(
            "PDF of a report: size when sealed",
            Series([len(sealed) / 1000]),
            "kB",
            goal=at_most("P8", len(sealed) / 1000, PDF_KB, "≤ 300 kB"),
        ),
        Row("Check of a password (argon2id), a part of signing", proof),
    ]


def _seal(pdf: bytes, slot: Slot, key: SealKey, at: datetime) -> bytes:
    """Add the seal of a slot's signature with what its box shows, as `document_files` does."""
    if slot.signature is None:
        raise Unexpected("a city has not signed")
    stamp = stamp_of(slot.signature, anchor=head(), authority="", at=at)
    return documents.seal.seal(pdf, key, field=slot_field(slot), reason=slot.document.ref, at=at, stamp=stamp)


def _typeset(document: OfficialDocument, at: datetime) -> bytes:
    return typeset_document(document, stored_content(document), at)
