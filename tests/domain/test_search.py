"""Folding texts for searching."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.domain.search import LONGEST_WORD, MOST_WORDS, beginnings, folded, kept_words, words_of


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
        ("a consonant that ends a word is heard", "pact fact Egypt", "pact fact egypt"),
        ("two letters that are no mute pair stay", "Lucca, Mecca, Acre", "lucca mecca acre"),
        ("a hyphen after another word stays", "Guiné-Bissau, Vice-Presidente", "guine-bissau vice-presidente"),
    ],
)
def test_folding(why: str, text: str, expected: str) -> None:
    assert folded(text) == expected, why


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("acção", "ação"),
        ("ACÇÕES", "ações"),
        ("acc\u0327a\u0303o", "ação"),
        ("projecto", "projeto"),
        ("electrónico", "eletrónico"),
        ("óptimo", "ótimo"),
        ("recepção", "receção"),
        ("direcção", "direção"),
        ("seleccionar", "selecionar"),
        ("baptismo", "batismo"),
        ("Egipto", "Egito"),
        ("infra-estrutura", "infraestrutura"),
        ("anti-sísmico", "antissísmico"),
        ("co-responsável", "corresponsável"),
        ("sócio-económico", "socioeconómico"),
        ("Victória", "Vitória"),
    ],
)
def test_the_older_portuguese_spelling_folds_as_the_newer_one(older: str, newer: str) -> None:
    assert folded(older) == folded(newer)


@given(some.text(alphabet="aeiocptrsnç- áãõÇÉø.1", max_size=30) | some.text(max_size=30))
def test_what_is_folded_folds_to_itself(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_a_question_is_cut_into_its_words_each_once() -> None:
    assert words_of("Nampula - nampula GUARULHOS") == ["nampula", "guarulhos"]


def test_a_question_is_never_longer_than_so_many_words() -> None:
    assert len(words_of(" ".join(f"w{number}" for number in range(50)))) == MOST_WORDS


@pytest.mark.parametrize(
    "word", ["projecto", "acção", "electrónico", "recepção", "óptimo", "infra-estrutura", "fact", "Nampula"]
)
def test_a_word_cut_off_anywhere_still_begins_it(word: str) -> None:
    for end in range(3, len(word) + 1):
        [asked] = words_of(word[:end])
        assert any(folded(word).startswith(one) for one in beginnings(asked)), word[:end]


def test_a_word_with_nothing_mute_begins_in_one_way() -> None:
    assert beginnings("nampula") == ["nampula"]
    assert beginnings("proje") == ["proje"]
    assert beginnings("projec") == ["projec", "projet"]


def test_the_words_of_a_text_are_each_kept_once_and_found_by_what_follows_a_hyphen() -> None:
    kept = kept_words("Guiné-Bissau e Xai-Xai", "P-0147-M03", "o mar, o Mar")
    assert kept == {"guine-bissau", "bissau", "xai-xai", "xai", "p-0147-m03", "mar"}
    assert kept_words("a" * 1000) == {"a" * LONGEST_WORD}
