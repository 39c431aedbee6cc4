"""Which texts of a document can be translated, and how far a translation is."""

import pytest

from tracker.domain.translations import (
    DOCUMENT_LANGUAGES,
    TranslationState,
    in_order,
    outdated_texts,
    translation_state,
    written_texts,
)

ORIGINALS = {"tasks": "1. Scan", "summary": "A visit."}


def test_languages_stand_in_their_order_and_strangers_are_left_out() -> None:
    assert in_order(["pt-BR", "xx", "en", "pt-BR"]) == ("en", "pt-BR")
    assert in_order(DOCUMENT_LANGUAGES) == DOCUMENT_LANGUAGES


def test_what_people_wrote_is_translated_and_what_is_the_same_in_all_languages_is_not() -> None:
    content = {
        "tasks": [
            {"position": 1, "what": "Scan the maps", "who": "Surveyor", "due_on": "2026-06-30"},
            {"position": 2, "what": "Train", "result": "Ten people"},
        ],
        "mission": {"purpose": "Compare."},
        "summary": "A visit.",
        "findings": "  ",
    }
    assert written_texts(content) == {
        "tasks": "1. Scan the maps\n2. Train\nTen people",
        "purpose": "Compare.",
        "summary": "A visit.",
    }


def test_a_text_is_outdated_once_its_original_is_another_one() -> None:
    texts = {"tasks": "1. Digitalizar", "summary": "Uma visita."}
    assert outdated_texts(ORIGINALS, texts, ORIGINALS) == []
    assert outdated_texts(ORIGINALS, texts, {**ORIGINALS, "summary": "Two visits."}) == ["summary"]
    assert outdated_texts(ORIGINALS, texts, {}) == ["tasks", "summary"]


@pytest.mark.parametrize(
    ("texts", "outdated", "state"),
    [
        ([], [], TranslationState.MISSING),
        (["summary"], [], TranslationState.PARTLY),
        (["summary"], ["summary"], TranslationState.OUTDATED),
        (["summary", "tasks"], [], TranslationState.COMPLETE),
        (["summary", "tasks"], ["tasks"], TranslationState.OUTDATED),
    ],
)
def test_how_far_a_translation_is(texts: list[str], outdated: list[str], state: TranslationState) -> None:
    assert translation_state(ORIGINALS, texts, outdated) is state
