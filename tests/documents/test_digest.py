"""The fingerprint of a document's content."""

import hashlib
import unicodedata

import pytest

from tests.documents.samples import content
from tracker.documents.digest import canonical, digest, grouped

pytestmark = pytest.mark.once


def test_it_is_the_sha256_of_sorted_json_without_spaces() -> None:
    given = {"b": [1, None, True], "a": "Março"}
    assert canonical(given) == '{"a":"Março","b":[1,null,true]}'.encode()
    assert digest(given) == hashlib.sha256(canonical(given)).hexdigest()


def test_neither_the_order_of_keys_nor_the_spelling_of_accents_matters() -> None:
    decomposed = {
        key: unicodedata.normalize("NFD", value) if isinstance(value, str) else value
        for key, value in reversed(content().items())
    }
    assert decomposed != content()
    assert digest(decomposed) == digest(content())


@pytest.mark.parametrize("key", [key for key, value in content().items() if isinstance(value, str | int)])
def test_every_value_matters(key: str) -> None:
    assert digest(content(**{key: "other"})) != digest(content())


def test_a_number_is_not_its_text_and_a_missing_value_is_not_an_empty_one() -> None:
    values: tuple[object, ...] = (1, "1", True, None, "", [], {})
    assert len({digest({}), *(digest({"value": value}) for value in values)}) == 8


@pytest.mark.parametrize("value", [1.0, float("nan"), b"bytes", {1, 2}, object()])
def test_what_has_more_than_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical({"list": [{"deep": value}]})


def test_keys_are_strings_and_stay_different() -> None:
    with pytest.raises(TypeError):
        canonical({"deep": {1: "one"}})
    with pytest.raises(ValueError, match="the same"):
        canonical({"é": 1, "e\u0301": 2})


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        canonical({"name": "\ud800"})


def test_digits_are_read_in_groups() -> None:
    assert grouped("0123456789") == "0123 4567 89"
    assert grouped("0123456789", n=5) == "01234 56789"
