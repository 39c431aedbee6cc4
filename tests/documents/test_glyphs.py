"""Characters that the document's typefaces do not have."""

import unicodedata

import pytest

from tests.documents.reading import text_of
from tests.documents.samples import AT, WORDS, content
from tracker.documents.glyphs import MISSING, ZERO_WIDTH_SPACE, breakable, plain, printable
from tracker.documents.typeset import typeset

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("São Tomé, 3–7 de Março, 48 000 MT, n.º 2 “quadra” €", "São Tomé, 3–7 de Março, 48 000 MT, n.º 2 “quadra” €"),
        ("Ελλάδα, Україна, שלום, مرحبا", "Ελλάδα, Україна, שלום, مرحبا"),
        ("e\u0301", "é"),
        ("中文 ok", "[U+4E2D U+6587] ok"),
        ("\U0001f600", "[U+1F600]"),
        ("a\x00b\x1bc", "a[U+0000]b[U+001B]c"),
        ("a\u202eb", "a[U+202E]b"),
        ("\ue000 \ufeff \ud800", "[U+E000] [U+FEFF] [U+D800]"),
        ("a\tb\r\nc\rd\u2028e", "a b\nc\nd\ne"),
    ],
)
def test_what_cannot_be_drawn_is_shown_by_number(given: str, shown: str) -> None:
    assert printable(given) == shown


def test_every_character_said_to_be_drawn_is_drawn() -> None:
    drawn = [chr(code) for code in range(0x20, 0x20000) if printable(chr(code)) == chr(code)]
    assert len(drawn) > 7000
    marks = [character for character in drawn if unicodedata.category(character).startswith("M")]
    letters = [character for character in drawn if character not in marks]
    pdf = typeset(content(summary=" ".join(letters), findings="\n\n".join(marks)), None, WORDS, language="pt", at=AT)
    assert "Signs such as" not in text_of(pdf)


def test_marks_that_no_typeface_has_on_that_letter_do_not_stop_the_document() -> None:
    odd = "\u2574\u030e\u1dc7 \U0001f817\u1de8 Nampula, São Tomé"
    assert not MISSING.search(unicodedata.normalize("NFC", odd))
    text = text_of(typeset(content(summary=odd), None, WORDS, language="pt", at=AT))
    assert "U+1F817 U+1DE8" in text
    assert "Nampula, São Tomé" in text


def test_simple_latin_text_stays_as_it_is() -> None:
    text = "Coordenação – n.º 3: “relatório”, 12 €…\nšķž"
    assert plain(text).replace("[U+20AC]", "€") == text


def test_words_too_long_for_a_column_can_break_between_letters() -> None:
    assert breakable("anticonstitucionalissimamente") == "anticonstitucionalissimamente"
    pieces = breakable("e\u0323" * 40).split(ZERO_WIDTH_SPACE)
    assert len(pieces) > 3
    assert all(piece.startswith("e") for piece in pieces)


def test_an_address_can_be_copied_whole() -> None:
    address = "https://www.nampula.example/documentos/orcamento-participativo/regulamento.pdf?versao=2"
    assert breakable(f"ver {address}") == f"ver {address}"
    assert ZERO_WIDTH_SPACE in breakable("https://www.nampula.example/" + "x" * 100)
