"""The PDF of an official document: kept once when it is sent, sealed once for each signature."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

import pytest
from flask import Flask

from tests import factories as make
from tests.documents.appearances import text_of_field
from tests.documents.ca import authority, person, signed_outside, time_stamp_authority
from tests.documents.reading import pages_of, text_of
from tests.factories import AT
from tracker import documents, files
from tracker.db import db, transaction
from tracker.domain.people import Role
from tracker.models.cities import City
from tracker.models.mandates import Delegation
from tracker.models.official_documents import DocumentFile, OfficialDocument, Signature, Translation
from tracker.services import delivery, document_files, offices

pytestmark = pytest.mark.usefixtures("app")
LATER = AT + timedelta(days=1)


@pytest.fixture
def cities() -> list[City]:
    return [
        make.city("Nampula", timezone="Africa/Maputo"),
        make.city("Guarulhos", "BR", timezone="America/Sao_Paulo"),
    ]


@pytest.fixture
def document(cities: list[City]) -> OfficialDocument:
    return make.submitted_report(make.completed_mission(make.partnership(cities)))


def kept(document: OfficialDocument) -> list[tuple[int, int | None, bool]]:
    """Tell of each file of a document its revision, its signature, and whether it was signed outside."""
    db.session.rollback()
    db.session.expire_all()
    return [(file.revision, file.signature_id, file.is_external) for file in document.files]


def bytes_of(file: DocumentFile | None) -> bytes:
    assert file is not None
    return files.read(file.path, file.sha256)


def seal(document: OfficialDocument, at: object = AT) -> bytes:
    """Seal what is signed, and give the newest file."""
    with transaction():
        return bytes_of(document_files.seal_signatures(document, at))  # type: ignore[arg-type]


def stands(pdf: bytes) -> bool:
    findings = documents.seal.examine(pdf, [document_files.seal_key(AT).certificate_der], [authority().der])
    return documents.seal.stands(findings)


def look_of(pdf: bytes, field: str) -> str:
    """Give the text of what a field of the file looks like."""
    return text_of_field(pdf, field)


def test_what_everybody_signs_is_kept_when_it_is_sent_and_its_hash_is_evidence(document: OfficialDocument) -> None:
    (first,) = document.files
    pdf = bytes_of(first)
    assert (first.revision, first.signature_id, first.sha256) == (0, None, sha256(pdf).hexdigest())
    assert "Certificate of signature" in pages_of(pdf)[-1]
    assert not documents.seal.examine(pdf, [])
    signature = make.sign(document, make.holder_of(document.slots[0].city))
    assert json.loads(signature.evidence)["pdf"] == first.sha256


def test_a_draft_has_no_file_and_its_copy_says_so() -> None:
    draft = make.draft_report()
    assert document_files.newest_file(draft) is None
    with transaction():
        assert document_files.seal_signatures(draft, AT) is None
    assert "Not signed" in text_of(document_files.draft_copy(draft, AT))


def test_two_signatures_are_sealed_late_in_their_order_and_once(document: OfficialDocument) -> None:
    second, first = [make.sign(document, make.holder_of(slot.city)) for slot in reversed(document.slots)]
    pdf = seal(document, LATER)
    assert kept(document) == [(0, None, False), (1, second.id, False), (2, first.id, False)]
    files_then = [bytes_of(file) for file in document.files]
    assert all(later.startswith(earlier) for earlier, later in pairwise(files_then))
    assert stands(pdf)
    assert len(pdf) < 300_000
    assert seal(document, LATER + timedelta(days=1)) == pdf
    assert len(kept(document)) == 3


def test_sealing_that_stops_between_two_seals_is_made_good_later(
    document: OfficialDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.sign(document, make.holder_of(document.slots[0].city))
    make.sign(document, make.holder_of(document.slots[1].city))
    whole = document_files.stamp_of
    asked: list[Signature] = []

    def stop_at_the_second(signature: Signature, **more: object) -> bytes:
        asked.append(signature)
        if len(asked) == 2:
            raise OSError("the power is gone")
        return whole(signature, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(document_files, "stamp_of", stop_at_the_second)
    with pytest.raises(OSError, match="power"):
        seal(document)
    assert len(kept(document)) == 1, "nothing of it is kept"
    monkeypatch.undo()
    assert stands(seal(document, LATER))
    assert [revision for revision, _signature, _external in kept(document)] == [0, 1, 2]


def test_each_seal_shows_the_evidence_in_its_citys_box(document: OfficialDocument) -> None:
    signature = make.sign(document, make.holder_of(document.slots[1].city))
    pdf = seal(document)
    text = look_of(pdf, "Seal2")
    newest = document_files.newest_file(document)
    assert newest is not None
    for part in (
        "Mayor of Guarulhos",
        "Signed for Guarulhos",
        "12 March 2026, 06:40 (America/Sao_Paulo, UTC-03:00)",
        "2026-03-12 09:40:00 UTC",
        "since 7 February 2024",
        "Minutes of the assembly",
        "A: confirmed in the tracker",
        "no qualified time-stamp authority is configured",
        documents.digest.grouped(newest.journal_head[:16]),
        documents.digest.grouped(signature.evidence_hash),
    ):
        assert part in text, part
    assert look_of(pdf, "Seal1") == "Not signed yet"


def test_a_deputy_is_shown_with_whose_delegation_and_until_when(document: OfficialDocument) -> None:
    city = document.slots[0].city
    make.holder_of(city)
    mandate = offices.holder(city.id, AT)
    assert mandate is not None
    deputy = make.person("Deputy of Nampula", Role.MAYOR, city=city)
    told = {"function": "Deputy mayor", "basis": "Order 7/2026", "created_at": AT}
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    make.keep(Delegation(mandate=mandate, person=deputy, **told, **days))
    make.sign(document, deputy)
    text = look_of(seal(document), "Seal1")
    assert "Deputy of Nampula Deputy mayor By delegation of Mayor of Nampula, Mayor, until 31 December 2026" in text
    assert "Order 7/2026" in text


@contextmanager
def asking(app: Flask, url: str) -> Iterator[None]:
    before = app.config["TSA_URL"]
    app.config["TSA_URL"] = url
    try:
        yield
    finally:
        app.config["TSA_URL"] = before


def test_an_authority_in_the_settings_confirms_the_time(app: Flask, document: OfficialDocument) -> None:
    make.sign(document, make.holder_of(document.slots[0].city))
    with time_stamp_authority(AT) as url, asking(app, url):
        pdf = seal(document)
    (finding,) = documents.seal.examine(pdf, [document_files.seal_key(AT).certificate_der])
    assert finding.time_stamped_at == AT
    assert "confirmed by the authority at 127.0.0.1" in look_of(pdf, "Seal1")


def test_without_an_answer_of_the_authority_the_seal_waits(app: Flask, document: OfficialDocument) -> None:
    make.sign(document, make.holder_of(document.slots[0].city))
    with time_stamp_authority(AT, is_refusing=True) as url, asking(app, url):
        delivery.deliver_due(lambda: AT)
        assert len(kept(document)) == 1
    with time_stamp_authority(LATER) as url, asking(app, url):
        delivery.deliver_due(lambda: LATER)
    assert len(kept(document)) == 2
    assert stands(bytes_of(document_files.newest_file(document)))


@pytest.mark.parametrize("field", ["Qualified", "Seal2"])
def test_a_signature_from_outside_is_kept_and_sealed_over(document: OfficialDocument, field: str) -> None:
    make.sign(document, make.holder_of(document.slots[0].city))
    outside = signed_outside(seal(document), person("Mayor of Guarulhos"), field=field)
    signature = make.sign(document, make.holder_of(document.slots[1].city))
    with transaction():
        document_files.keep_external(document, signature, outside, AT)
    pdf = seal(document)
    assert [(revision, external) for revision, _signature, external in kept(document)] == [
        (0, False),
        (1, False),
        (2, True),
        (3, False),
    ]
    assert pdf.startswith(outside)
    assert stands(pdf)


def test_a_signature_from_outside_on_an_older_file_is_refused(document: OfficialDocument) -> None:
    outside = signed_outside(bytes_of(document.files[0]), person("Mayor of Guarulhos"))
    signature = make.sign(document, make.holder_of(document.slots[0].city))
    seal(document)
    with pytest.raises(LookupError), transaction():
        document_files.keep_external(document, signature, outside, AT)


def test_translations_are_annexes_and_missing_languages_are_named(cities: list[City]) -> None:
    frame = make.programme("Lusophone cities", languages="en pt fr")
    draft = make.draft_report(make.completed_mission(make.partnership(cities, programme=frame)))
    make.keep(Translation(document_id=draft.id, language="pt", texts=json.dumps({"summary": "Uma visita."})))
    db.session.expire_all()
    text = text_of(document_files.draft_copy(draft, AT))
    assert "Translation: Português" in text or "Tradução: Português" in text
    assert "Uma visita." in text
    assert "No translation into French was given." in text
    assert "No translation into Portuguese" not in text
