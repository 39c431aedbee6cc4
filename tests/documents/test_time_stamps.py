"""Seals whose time a time-stamp authority confirms."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.documents.ca import LATER, time_stamp_authority
from tests.documents.reading import reader_of
from tests.documents.samples import AT, stamp, unsigned_pdf
from tracker.documents.seal import examine, seal, stands
from tracker.documents.seal_key import SealKey
from tracker.documents.time_stamps import Authority

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SealKey:
    return SealKey.load_or_create(tmp_path_factory.mktemp("keys"), instance="tracker.example.org", at=AT)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with time_stamp_authority(AT + LATER) as address:
        yield address


@pytest.fixture(scope="module")
def stamped(key: SealKey, address: str) -> bytes:
    pdf = unsigned_pdf()
    return seal(pdf, key, field="Seal1", reason="", at=AT, stamp=stamp(), time_stamper=Authority(address))


def test_the_seal_carries_the_time_of_the_authority(key: SealKey, stamped: bytes) -> None:
    findings = examine(stamped, [key.certificate_der])
    assert [(found.sealed_at, found.time_stamped_at) for found in findings] == [(AT, AT + LATER)]
    assert stands(findings)


def test_seals_with_and_without_a_time_stamp_stand_together(key: SealKey, stamped: bytes, address: str) -> None:
    twice = seal(stamped, key, field="Seal2", reason="", at=AT, stamp=stamp())
    findings = examine(twice, [key.certificate_der])
    assert [found.time_stamped_at for found in findings] == [AT + LATER, None]
    assert stands(findings)


def test_an_authority_that_does_not_answer_leaves_the_file_unsealed(key: SealKey) -> None:
    with time_stamp_authority(AT, is_refusing=True) as address, pytest.raises(OSError, match="503"):
        seal(unsigned_pdf(), key, field="Seal1", reason="", at=AT, time_stamper=Authority(address))
    with pytest.raises(OSError, match="refused"):
        seal(unsigned_pdf(), key, field="Seal1", reason="", at=AT, time_stamper=Authority(address))


def test_a_changed_byte_in_the_stamp_is_found(key: SealKey, stamped: bytes) -> None:
    found: Any = reader_of(stamped).root_object["/AcroForm"]["/Fields"]
    _, start, end, _ = found[0].get_object()["/V"]["/ByteRange"]
    envelope = stamped[start:end].rstrip(b"0>")
    stands_anyway = [
        position
        for position in range(start + 1, start + len(envelope), 61)
        if stands(
            examine(stamped[:position] + _other(stamped[position]) + stamped[position + 1 :], [key.certificate_der])
        )
    ]
    assert len(stands_anyway) <= 4, "some twenty bytes of a token are signed by nobody; the file's own hash covers them"


def _other(digit: int) -> bytes:
    return b"1" if digit == ord("0") else b"0"


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="needs pdfsig: apt-get install poppler-utils")
def test_another_program_finds_the_seal_valid(tmp_path: Path, stamped: bytes) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(stamped)
    told = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True)
    assert told.stdout.count("Signature is Valid") == 1
