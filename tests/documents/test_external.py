"""Qualified signatures made outside: what is accepted, and what each other file is called."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import IndirectObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from tests.documents.ca import Identity, authority, person, signed_outside
from tests.documents.reading import pages_of
from tests.documents.samples import AT, stamp, unsigned_pdf
from tracker.documents.external import ExternalFinding, ExternalVerdict, examine_external, read_roots
from tracker.documents.seal import examine, seal, stands
from tracker.documents.seal_key import SealKey

pytestmark = pytest.mark.once
HOLDER = "João António da Conceição"
NAMED = "JOAO ANTONIO DA CONCEICAO:12345678901"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SealKey:
    return SealKey.load_or_create(tmp_path_factory.mktemp("keys"), instance="tracker.example.org", at=AT)


@pytest.fixture(scope="module")
def good() -> bytes:
    return signed_outside(unsigned_pdf(), person(NAMED))


def examined(after: bytes, before: bytes | None = None, **more: Any) -> ExternalFinding:
    told = {"holder": HOLDER, "at": AT, "roots": [authority().der]} | more
    return examine_external(before or unsigned_pdf(), after, **told)


def verdict(after: bytes, before: bytes | None = None, **more: Any) -> str:
    return examined(after, before, **more).verdict.value


def changed_by(pdf: bytes, change: Any) -> bytes:
    writer = PdfWriter(BytesIO(pdf), incremental=True)
    change(writer)
    output = BytesIO()
    writer.write(output)
    assert output.getvalue().startswith(pdf)
    return output.getvalue()


def add_page(writer: PdfWriter) -> None:
    writer.add_blank_page(width=595, height=842)


def paint_over(writer: PdfWriter) -> None:
    painted = DecodedStreamObject()
    painted.set_data(b"1 1 1 rg 0 0 595 842 re f")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(painted)


def fill_in(writer: PdfWriter) -> None:
    field: Any = writer.root_object["/AcroForm"]["/Fields"][0].get_object()
    field[NameObject("/TU")] = NameObject("/Other")


def test_a_good_signature_is_accepted_and_says_who_made_it(good: bytes) -> None:
    finding = examined(good)
    assert finding.verdict is ExternalVerdict.GOOD
    assert finding.name == "JOAO ANTONIO DA CONCEICAO"
    assert "Autoridade Certificadora de Teste" in finding.issuer
    assert finding.serial == f"{person(NAMED).certificate.serial_number:x}"
    assert finding.claimed_at is not None


def test_the_place_of_the_city_may_be_used_for_it() -> None:
    assert verdict(signed_outside(unsigned_pdf(), person(NAMED), field="Seal1")) == "good"


def test_a_seal_before_and_one_after_leave_everything_valid(key: SealKey) -> None:
    before = seal(unsigned_pdf(), key, field="Seal1", reason="", at=AT, stamp=stamp())
    outside = signed_outside(before, person(NAMED))
    assert verdict(outside, before) == "good"
    whole = seal(outside, key, field="Seal2", reason="", at=AT, stamp=stamp())
    findings = examine(whole, [key.certificate_der], [authority().der])
    assert [(found.field, found.is_external, found.intact, found.trusted) for found in findings] == [
        ("Seal1", False, True, True),
        ("Qualified", True, True, True),
        ("Seal2", False, True, True),
    ]
    assert stands(findings)
    assert not stands(examine(whole, [key.certificate_der]))


@pytest.mark.parametrize(
    ("held", "certified"),
    [
        ("João António da Conceição", "JOAO ANTONIO DA CONCEICAO:12345678901"),
        ("Maria de Fátima Sá", "Sá Maria Fatima"),
        ("Ana-Paula Couto e Silva", "ANA PAULA COUTO SILVA"),
    ],
)
def test_accents_case_order_and_particles_do_not_make_another_person(held: str, certified: str) -> None:
    assert verdict(signed_outside(unsigned_pdf(), person(certified)), holder=held) == "good"


def test_given_name_and_surname_count_too() -> None:
    card = person("Cidadão 0042", given_name="João António", surname="da Conceição")
    assert verdict(signed_outside(unsigned_pdf(), card)) == "good"


@pytest.mark.parametrize("holder", ["João António", "João António da Conceição Silva", "Maria da Conceição", ""])
def test_the_signature_of_another_person_is_told(good: bytes, holder: str) -> None:
    assert verdict(good, holder=holder) == "other_person"


def test_the_file_of_another_document_is_told(good: bytes) -> None:
    assert verdict(good, unsigned_pdf("Dondo")) == "not_this_document"
    assert verdict(signed_outside(unsigned_pdf("Dondo"), person(NAMED))) == "not_this_document"


def test_a_file_without_a_signature_is_told(key: SealKey) -> None:
    assert verdict(unsigned_pdf()) == "nothing_signed"
    sealed = seal(unsigned_pdf(), key, field="Seal1", reason="", at=AT)
    assert verdict(sealed, sealed) == "nothing_signed"


@pytest.mark.parametrize("file", [b"", b"hello", b"GIF89a"])
def test_what_is_no_pdf_is_unreadable(file: bytes) -> None:
    assert verdict(file) == "unreadable"
    assert verdict(unsigned_pdf() + b"garbage") in {"unreadable", "nothing_signed"}


@pytest.mark.parametrize("change", [add_page, paint_over, fill_in])
def test_what_was_changed_before_signing_is_found(change: Any) -> None:
    assert verdict(signed_outside(changed_by(unsigned_pdf(), change), person(NAMED))) == "changed"


@pytest.mark.parametrize("change", [add_page, paint_over])
def test_a_page_appended_after_signing_is_found(good: bytes, change: Any) -> None:
    assert verdict(changed_by(good, change)) == "not_whole"


def with_contents(pdf: bytes, contents: Any) -> bytes:
    """Give the file with other contents on its first page, as one more revision."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page, _resources = writer.find_page_for_modification(0)
    page.get_object()["/Contents"] = (
        contents if isinstance(contents, IndirectObject) else writer.add_object(StreamObject(stream_data=contents))
    )
    writer.mark_update(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_revision_hidden_between_the_document_and_the_signature_is_found() -> None:
    first = PdfFileReader(BytesIO(unsigned_pdf())).find_page_for_modification(0)[0].get_object()
    hidden = with_contents(unsigned_pdf(), b"1 1 1 rg 0 0 595 842 re f")
    restored = with_contents(hidden, IndirectObject(first.raw_get("/Contents").idnum, 0, None))
    assert pages_of(restored) == pages_of(unsigned_pdf())
    assert verdict(signed_outside(restored, person(NAMED))) == "changed"


def test_bytes_after_the_signature_are_found(good: bytes) -> None:
    assert verdict(good + b"\n% a remark\n") in {"not_whole", "unreadable"}


def test_two_signatures_at_once_are_not_one(good: bytes) -> None:
    assert verdict(signed_outside(good, person("Somebody Else"), field="Second")) == "changed"


def test_a_certificate_that_has_expired_is_told() -> None:
    expired = person(NAMED, until=AT.replace(year=2025))
    assert verdict(signed_outside(unsigned_pdf(), expired)) == "expired"


def test_a_certificate_of_nobody_we_trust_is_told(good: bytes) -> None:
    assert verdict(signed_outside(unsigned_pdf(), Identity(NAMED))) == "not_trusted"
    other = Identity("Autoridade Certificadora de Teste", is_authority=True)
    assert verdict(signed_outside(unsigned_pdf(), Identity(NAMED, other))) == "not_trusted"
    assert verdict(good, roots=[]) == "not_trusted"


def test_a_byte_flipped_anywhere_in_what_was_signed_is_found(good: bytes) -> None:
    start = len(unsigned_pdf())
    assert verdict(good[:900] + bytes([good[900] ^ 1]) + good[901:]) == "not_this_document"
    accepted = [
        position
        for position in range(start, len(good), 211)
        if b"/Contents" not in good[max(0, position - 20_000) : position]
        and verdict(good[:position] + bytes([good[position] ^ 1]) + good[position + 1 :]) == "good"
    ]
    assert accepted == []


def test_roots_are_read_from_a_folder_in_both_forms(tmp_path: Path) -> None:
    assert read_roots(tmp_path / "absent") == []
    other = Identity("Other", is_authority=True)
    pem = Encoding.PEM
    both = authority().certificate.public_bytes(pem) + other.certificate.public_bytes(pem)
    (tmp_path / "a.pem").write_bytes(both)
    (tmp_path / "b.der").write_bytes(other.der)
    assert read_roots(tmp_path) == [authority().der, other.der, other.der]
    (tmp_path / "c.crt").write_bytes(b"nonsense")
    with pytest.raises(ValueError, match="."):
        read_roots(tmp_path)
