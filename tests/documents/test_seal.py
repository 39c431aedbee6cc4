"""The seal, and what was done to a sealed file."""

import asyncio
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.general import SigningError
from pypdf import PdfReader, PdfWriter

from tests.documents.reading import description_of, pages_of, reader_of
from tests.documents.samples import AT, stamp, unsigned_pdf
from tracker.documents.seal import UNREADABLE, SealFinding, examine, seal, stands
from tracker.documents.seal_key import SealKey

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SealKey:
    return SealKey.load_or_create(tmp_path_factory.mktemp("keys"), instance="tracker.example.org", at=AT)


@pytest.fixture(scope="module")
def sealed(key: SealKey) -> bytes:
    return seal(unsigned_pdf(), key, field="Seal1", reason="Signed by Nampula", at=AT, stamp=stamp())


@pytest.fixture(scope="module")
def sealed_twice(key: SealKey, sealed: bytes) -> bytes:
    look = stamp(name="Titular do cargo em Guarulhos", city="Guarulhos")
    return seal(sealed, key, field="Seal2", reason="Signed by Guarulhos", at=AT, stamp=look)


def flipped(file: bytes, position: int, mask: int) -> bytes:
    return file[:position] + bytes([file[position] ^ mask]) + file[position + 1 :]


def fields_of(file: bytes) -> Any:
    """Give the form fields of a file by their name, as they stand in it."""
    found = reader_of(file).root_object["/AcroForm"]["/Fields"]
    return {field.get_object()["/T"]: field.get_object() for field in found}


def gap_of(file: bytes, number: int = 0) -> range:
    """Give the positions of the hole in the sealed bytes that holds the seal itself."""
    _, start, end, _ = fields_of(file)[f"Seal{number + 1}"]["/V"].get_object()["/ByteRange"]
    return range(start, end)


def test_a_sealed_file_stands(key: SealKey, sealed: bytes) -> None:
    (finding,) = examine(sealed, [key.certificate_der])
    assert finding == SealFinding(
        field="Seal1", intact=True, trusted=True, covers_whole_file=True, modified_after=False, sealed_at=AT
    )
    assert stands([finding])


def test_a_second_seal_leaves_the_first_good(key: SealKey, sealed: bytes, sealed_twice: bytes) -> None:
    first, second = examine(sealed_twice, [key.certificate_der])
    assert (first.intact, first.trusted, first.covers_whole_file, first.modified_after) == (True, True, False, False)
    assert (second.field, second.covers_whole_file) == ("Seal2", True)
    assert stands([first, second])
    assert sealed_twice.startswith(sealed)


def test_a_file_is_sealed_and_examined_where_an_event_loop_runs_already(key: SealKey) -> None:
    async def sealed_and_examined() -> list[SealFinding]:
        return examine(seal(unsigned_pdf(), key, field="Seal1", reason="Signed", at=AT), [key.certificate_der])

    with ThreadPoolExecutor(1) as thread:
        findings = thread.submit(asyncio.run, sealed_and_examined()).result()
    assert stands(findings)


def test_sealing_changes_no_page_and_no_description(sealed_twice: bytes) -> None:
    before = unsigned_pdf()
    assert sealed_twice.startswith(before)
    assert pages_of(sealed_twice) == pages_of(before)
    assert description_of(sealed_twice) == description_of(before)


def test_a_field_that_is_not_there_is_made_without_a_look(key: SealKey, sealed: bytes) -> None:
    third = seal(sealed, key, field="Extra", reason="", at=AT)
    first, extra = examine(third, [key.certificate_der])
    assert stands([first, extra])
    assert fields_of(third)["Extra"]["/Rect"] == [0, 0, 0, 0]


def test_a_seal_adds_little_and_the_whole_file_stays_small(sealed: bytes, sealed_twice: bytes) -> None:
    assert len(sealed) - len(unsigned_pdf()) < 40_000
    assert len(sealed_twice) - len(sealed) < 40_000
    assert len(sealed_twice) < 300_000


def test_typesetting_and_two_seals_take_less_than_two_seconds(key: SealKey) -> None:
    begun = perf_counter()
    once = seal(unsigned_pdf(), key, field="Seal1", reason="", at=AT, stamp=stamp())
    seal(once, key, field="Seal2", reason="", at=AT, stamp=stamp())
    assert perf_counter() - begun < 2


def test_three_seals_stand(key: SealKey) -> None:
    pdf = unsigned_pdf("Nampula", "Guarulhos", "Dondo")
    for number in (3, 1, 2):
        pdf = seal(pdf, key, field=f"Seal{number}", reason="", at=AT, stamp=stamp())
    findings = examine(pdf, [key.certificate_der])
    assert [found.field for found in findings] == ["Seal3", "Seal1", "Seal2"]
    assert stands(findings)


def test_a_file_without_a_seal_does_not_stand(key: SealKey) -> None:
    assert examine(unsigned_pdf(), [key.certificate_der]) == []
    assert not stands([])


def test_the_seal_of_another_instance_is_not_trusted(tmp_path: Path, key: SealKey, sealed: bytes) -> None:
    other = SealKey.load_or_create(tmp_path, instance="tracker.example.org", at=AT)
    (finding,) = examine(sealed, [other.certificate_der])
    assert (finding.intact, finding.trusted) == (True, False)
    assert not stands([finding])
    assert stands(examine(sealed, [other.certificate_der, key.certificate_der]))
    assert not stands(examine(sealed, []))


def test_a_foreign_seal_added_afterwards_is_named(tmp_path: Path, key: SealKey, sealed: bytes) -> None:
    other = SealKey.load_or_create(tmp_path, instance="elsewhere.example", at=AT)
    findings = examine(seal(sealed, other, field="Other", reason="", at=AT), [key.certificate_der])
    assert [found.trusted for found in findings] == [True, False]
    assert not stands(findings)


def test_a_changed_byte_in_the_document_is_found(key: SealKey, sealed: bytes) -> None:
    unnoticed = [
        position
        for position in range(0, len(sealed), 701)
        if stands(examine(flipped(sealed, position, 1 << position % 8), [key.certificate_der]))
    ]
    assert unnoticed == []


@pytest.mark.parametrize("mask", [0x01, 0x20])
def test_a_changed_byte_in_the_seal_is_found(key: SealKey, sealed: bytes, mask: int) -> None:
    gap = gap_of(sealed)
    places = [gap[0], gap[-1], *gap[1:200:7], *gap[200::31]]
    unnoticed = [
        position for position in places if stands(examine(flipped(sealed, position, mask), [key.certificate_der]))
    ]
    assert unnoticed == []


def test_a_changed_byte_after_the_second_seal_is_found(key: SealKey, sealed: bytes, sealed_twice: bytes) -> None:
    first_gap, second_gap = gap_of(sealed_twice), gap_of(sealed_twice, number=1)
    places = [
        *first_gap[::631],
        *range(len(sealed), second_gap[0], 293),
        *range(second_gap[-1], len(sealed_twice), 109),
    ]
    unnoticed = [
        position for position in places if stands(examine(flipped(sealed_twice, position, 0x01), [key.certificate_der]))
    ]
    assert unnoticed == []


def test_a_cut_file_is_found_out(key: SealKey, sealed: bytes) -> None:
    kept = [0, 1, 100, len(sealed) // 2, len(unsigned_pdf()), len(sealed) - 600, len(sealed) - 1]
    assert not [length for length in kept if stands(examine(sealed[:length], [key.certificate_der]))]


@pytest.mark.parametrize("tail", [b"\n", b"\0", b"%%EOF\n", b"% a remark"])
def test_bytes_added_at_the_end_are_found(key: SealKey, sealed: bytes, tail: bytes) -> None:
    assert not stands(examine(sealed + tail, [key.certificate_der]))


def test_a_page_added_afterwards_is_found(key: SealKey, sealed: bytes) -> None:
    writer = PdfWriter(BytesIO(sealed), incremental=True)
    writer.add_blank_page(width=595, height=842)
    output = BytesIO()
    writer.write(output)
    longer = output.getvalue()
    assert longer.startswith(sealed)
    assert len(PdfReader(BytesIO(longer)).pages) == len(pages_of(sealed)) + 1
    findings = examine(longer, [key.certificate_der])
    assert not stands(findings)
    assert all(found.modified_after for found in findings)


def test_a_file_written_anew_by_another_program_is_found(key: SealKey, sealed: bytes) -> None:
    writer = PdfWriter(clone_from=BytesIO(sealed))
    output = BytesIO()
    writer.write(output)
    assert not stands(examine(output.getvalue(), [key.certificate_der]))


@pytest.mark.parametrize("file", [b"", b"hello", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<<>>\nstartxref\n0\n%%EOF"])
def test_what_is_no_pdf_is_unreadable(key: SealKey, file: bytes) -> None:
    assert examine(file, [key.certificate_der]) == [UNREADABLE]
    assert not stands([UNREADABLE])


def test_a_field_is_sealed_once(key: SealKey, sealed: bytes) -> None:
    with pytest.raises(SigningError):
        seal(sealed, key, field="Seal1", reason="again", at=AT)
    with pytest.raises(PdfReadError):
        seal(b"no PDF", key, field="Seal1", reason="", at=AT)


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="needs pdfsig: apt-get install poppler-utils")
def test_another_program_finds_both_seals_valid(tmp_path: Path, sealed_twice: bytes) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed_twice)
    told = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True)
    assert told.stdout.count("Signature is Valid") == 2
    assert "ETSI.CAdES.detached" in told.stdout
    assert "Mar 13 2026 17:03:44" in told.stdout
    assert told.stderr == ""
    file.write_bytes(flipped(sealed_twice, 5_000, 1))
    assert "Digest Mismatch" in subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True).stdout


def test_the_slow_library_is_loaded_only_when_asked_for() -> None:
    program = (
        "import sys; from tracker import documents; from tracker.documents import digest, qr, seal_key, typeset;"
        "assert 'pyhanko' not in sys.modules; assert documents.seal.examine(b'', []); assert 'pyhanko' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0
