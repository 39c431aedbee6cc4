"""What a city's box on the certificate page shows."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.documents.reading import pages_of, reader_of
from tests.documents.samples import AT, STAMP_WORDS, signature, stamp
from tracker.documents.digest import grouped
from tracker.documents.stamp import short_head, typeset_stamp

pytestmark = pytest.mark.once
WIDTH, HEIGHT = 464.88, 158.74
NAME = "Maria da Conceição do Nascimento Muchanga dos Anjos e Vasconcelos de Albuquerque Cavalcanti"


def words_of(pdf: bytes, folder: Path) -> list[tuple[str, float, float, float]]:
    """Give each word of a page with its right edge, lower edge and height in points, as another program reads it."""
    file = folder / "stamp.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True).stdout
    found = re.findall(r'yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', told)
    return [(word, float(right), float(low), float(low) - float(high)) for high, right, low, word in found]


def test_it_says_who_signed_in_which_office_when_and_how() -> None:
    (text,) = pages_of(stamp())
    told = signature()
    expected = [
        *(told[key] for key in ("name", "office", "intent", "signed_at_local", "signed_at_utc", "mandate", "basis")),
        *(told[key] for key in ("method", "profile", "time_stamp")),
        "Signed for Nampula",
        "Statement (português)",
        grouped(told["evidence"]),
    ]
    assert [part for part in expected if part not in text] == []


def test_a_deputy_is_shown_as_one() -> None:
    capacity = "By delegation of Titular do cargo em Nampula, Presidente, until 31 de Dezembro de 2026"
    assert capacity in pages_of(stamp(capacity=capacity))[0]


def test_without_a_signature_it_says_so() -> None:
    pdf = typeset_stamp(None, STAMP_WORDS, language="pt", at=AT)
    assert pages_of(pdf) == ["Not signed yet"]


def test_it_has_exactly_the_size_of_the_box() -> None:
    (page,) = reader_of(stamp()).pages
    assert (round(float(page.mediabox.width), 2), round(float(page.mediabox.height), 2)) == (WIDTH, HEIGHT)


LONG = {
    "an ordinary signature": {},
    "a long name": {"name": NAME},
    "a long name and office": {"name": NAME, "office": "Presidente do Conselho Autárquico da Cidade de " + NAME},
    "a long delegation": {"capacity": f"By delegation of {NAME}, Presidente do Conselho Municipal, until 2026"},
    "a long statement": {"intent": "Assino este documento em nome do Município. " * 8},
    "a long basis": {"basis": "Decreto n.º 12/2024 de 7 de Fevereiro, Boletim da República, I Série. " * 4},
    "one endless word": {"name": "Desenvolvimento" * 10, "office": "W" * 200, "basis": "x" * 300},
    "everything long": dict.fromkeys(["name", "office", "capacity", "city", "intent", "basis", "method"], NAME * 6),
}


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext: apt-get install poppler-utils")
@pytest.mark.parametrize("changes", LONG.values(), ids=LONG.keys())
def test_whatever_is_written_stays_readable_in_the_box(changes: dict[str, str], tmp_path: Path) -> None:
    words = words_of(stamp(**changes), tmp_path)
    assert max(right for _word, right, _low, _height in words) < WIDTH - 4
    assert max(low for _word, _right, low, _height in words) < HEIGHT - 2
    assert min(height for _word, _right, _low, height in words) >= 7 * 0.85
    assert grouped(signature()["evidence"]).split()[-1] in [word for word, *_rest in words]


def test_the_same_signature_gives_the_same_bytes() -> None:
    first = stamp()
    assert stamp(name="Somebody else") != first
    assert stamp() == first


def test_text_is_never_read_as_markup() -> None:
    assert "*b* _i_ #panic(1)" in pages_of(stamp(name="*b* _i_ #panic(1)"))[0]


def test_a_head_of_the_journal_is_shortened() -> None:
    assert short_head("0123456789abcdef" * 4).split() == ["0123", "4567", "89ab", "cdef", "…"]
