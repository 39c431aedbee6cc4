"""Folding texts for searching."""

import pytest

from tracker.domain.search import MOST_WORDS, folded, words_of


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("accents and case go", "São Tomé", "sao tome"),
        ("marks written apart go as well", "Sa\u0303o", "sao"),
        ("letters typed without their stroke", "Łódź, Tromsø, Straße, Æbelø", "lodz tromso strasse aebelo"),
        ("a hyphen belongs to the name", "Xai-Xai – Vitória (P-0007)", "xai-xai vitoria p-0007"),
        ("every other run of signs is one space", "  a,;%_  b\n\tc ", "a b c"),
        ("other scripts stay", "横浜 Київ", "横浜 киів"),
        ("nothing stays nothing", " %_'\" ", ""),
    ],
)
def test_folding(why: str, text: str, expected: str) -> None:
    assert folded(text) == expected, why


def test_what_is_folded_folds_to_itself() -> None:
    assert folded(folded("Åre – Santana de Parnaíba")) == folded("Åre – Santana de Parnaíba")


def test_a_question_is_cut_into_its_words_each_once() -> None:
    assert words_of("Nampula - nampula GUARULHOS") == ["nampula", "guarulhos"]


def test_a_question_is_never_longer_than_so_many_words() -> None:
    assert len(words_of(" ".join(f"w{number}" for number in range(50)))) == MOST_WORDS
