"""Languages: every sentence is in every catalogue, in the same number of parts, with the same names to fill in."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import KNOWN_LANGUAGES
from tracker.i18n import catalogue_of

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "tracker" / "translations"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
SOURCE = "en"
TRANSLATED = [language for language in KNOWN_LANGUAGES if language != SOURCE]
Sentence = str | tuple[str, ...]


@pytest.fixture(scope="module")
def sentences() -> set[Sentence]:
    """Extract every sentence of code and templates, as `make catalogues` does."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=lambda name: Path(name).name[0] not in "._"
    )
    return {message if isinstance(message, str) else tuple(message) for _file, _line, message, *_more in found}


def catalogue(language: str) -> Catalog:
    """Read a language's catalogue."""
    name = catalogue_of(language)
    path = CATALOGUES / name / "LC_MESSAGES" / "messages.po"
    return read_po(BytesIO(path.read_bytes()), locale=name)


def messages(language: str) -> dict[Sentence, Message]:
    """Give a catalogue's messages by their sentence."""
    return {
        tuple(message.id) if isinstance(message.id, list | tuple) else message.id: message
        for message in catalogue(language)
        if message.id
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_every_sentence_and_no_other(language: str, sentences: set[Sentence]) -> None:
    held = set(messages(language))
    assert len(sentences) > 200
    assert sentences - held == set(), "missing: run `make catalogues`"
    assert held - sentences == set(), "no longer said: run `make catalogues`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_guessed(language: str) -> None:
    silent = [sentence for sentence, message in messages(language).items() if not all(parts(message)) or message.fuzzy]
    assert silent == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_filled_in_has_the_same_names(language: str) -> None:
    wrong = [
        sentence
        for sentence, message in messages(language).items()
        for number, part in enumerate(parts(message))
        if part and names(part) not in [names(form) for form in forms(sentence)[-1 if number else 0 :]]
    ]
    assert wrong == []


def test_zero_takes_the_plural_in_mozambique_unlike_in_brazil() -> None:
    assert re.search(r"nplurals=2; plural=\(n != 1\)", catalogue("pt").plural_forms)
    assert re.search(r"nplurals=2; plural=\(n > 1\)", catalogue("pt-BR").plural_forms)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_plural_has_as_many_forms_as_the_language(language: str) -> None:
    number = catalogue(language).num_plurals
    assert [
        sentence
        for sentence, message in messages(language).items()
        if message.pluralizable and len(parts(message)) != number
    ] == []


def forms(sentence: Sentence) -> tuple[str, ...]:
    """List the forms of a sentence: one, or the singular and the plural."""
    return (sentence,) if isinstance(sentence, str) else sentence


def parts(message: Message) -> list[str]:
    """List what a message says in its language."""
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string]


def names(sentence: str) -> set[str]:
    """List the names that a sentence fills in."""
    return set(re.findall(r"%\((\w+)\)[sd]|%[sd]", sentence))


def test_sentences_fill_in_by_name(sentences: set[Sentence]) -> None:
    said = {form for sentence in sentences for form in forms(sentence)}
    assert [form for form in said if re.search(r"%[sdr]|\{\w*\}", form)] == []
