"""Frameworks: what a file may say, when a question is answered, means and gaps counted by hand."""

from typing import Any

import pytest

from tracker.domain.frameworks import (
    OWN,
    AnswerKind,
    Framework,
    Given,
    Question,
    answered_count,
    gap,
    in_language,
    is_answered,
    mean,
    read_framework,
)

TEXT = {"en": "Words", "pt": "Palavras"}


def a_file(**more: Any) -> dict[str, Any]:
    """Give a framework of two questions and a scale of three steps."""
    questions = [{"code": f"a.{number}", "text": TEXT, "basis": "authored"} for number in (1, 2)]
    told = {
        "code": "mine",
        "version": 1,
        "title": TEXT,
        "source": "ours",
        "basis": "authored",
        "advice": TEXT,
        "scale": [{"value": value, "label": TEXT} for value in (1, 2, 3)],
        "dimensions": [{"code": "a", "title": TEXT, "questions": questions}],
        "asks_wanted": False,
        "asks_action": False,
        "may_not_apply": False,
    }
    return {**told, **more}


def mine(**more: Any) -> Framework:
    return read_framework(a_file(**more))


@pytest.mark.parametrize(
    ("more", "trouble"),
    [
        ({"title": {"pt": "Palavras"}}, "without English"),
        ({"dimensions": []}, "no dimension"),
        ({"dimensions": [{"code": "a", "title": TEXT, "questions": []}]}, "no question"),
        ({"dimensions": a_file()["dimensions"] * 2}, "code twice"),
        ({"scale": [{"value": 0, "label": TEXT}]}, "count from 1"),
        ({"scale": [], "asks_wanted": True}, "without a scale"),
        ({"dimensions": [{"code": "a"}]}, "needs 'title'"),
    ],
)
def test_a_file_that_cannot_be_asked_is_refused(more: dict[str, Any], trouble: str) -> None:
    with pytest.raises(ValueError, match=trouble):
        mine(**more)


@pytest.mark.parametrize(
    ("more", "given", "answered"),
    [
        ({}, None, False),
        ({}, Given(why="Because"), False),
        ({}, Given(now=2), True),
        ({"asks_wanted": True}, Given(now=2), False),
        ({"asks_wanted": True}, Given(now=2, wanted=3), True),
        ({}, Given(does_not_apply=True), False),
        ({"may_not_apply": True}, Given(does_not_apply=True), True),
        ({"scale": []}, Given(), False),
        ({"scale": []}, Given(why="Because"), True),
    ],
)
def test_what_makes_an_answer(more: dict[str, Any], given: Given | None, answered: bool) -> None:
    framework = mine(**more)
    assert is_answered(framework, framework.dimensions[0].questions[0], given) is answered


def number(**more: Any) -> list[dict[str, Any]]:
    """Give one dimension that asks for a number."""
    asked = {"code": "a.1", "text": TEXT, "basis": "authored", "answer": "number", **more}
    return [{"code": "a", "title": TEXT, "questions": [asked]}]


@pytest.mark.parametrize(
    ("unit", "given", "answered"),
    [
        ({"en": "days", "pt": "dias"}, Given(value=0, unit="days", year=2025), True),
        ({"en": "days", "pt": "dias"}, Given(value=7, unit="days"), False),
        ({"en": "days", "pt": "dias"}, Given(value=7, unit="weeks", year=2025), False),
        ({"en": "days", "pt": "dias"}, Given(unit="days", year=2025), False),
        (None, Given(value=7, unit="weeks", year=2025), True),
        (None, Given(value=7, year=2025), False),
        (None, Given(why="Seven"), False),
    ],
)
def test_a_number_needs_its_unit_and_year(unit: dict[str, str] | None, given: Given, answered: bool) -> None:
    framework = mine(dimensions=number(unit=unit))
    question = framework.dimensions[0].questions[0]
    assert question.answer is AnswerKind.NUMBER
    assert is_answered(framework, question, given) is answered


@pytest.mark.parametrize(
    ("dimensions", "trouble"),
    [
        (number(answer="letter"), "can only be 'number'"),
        (number(unit={"pt": "dias"}), "without English"),
        (number(unit="days"), "'unit' of a question must be words by language"),
    ],
)
def test_a_number_that_cannot_be_asked_for_is_refused(dimensions: Any, trouble: str) -> None:
    with pytest.raises(ValueError, match=trouble):
        mine(dimensions=dimensions)


def test_a_dimension_that_takes_indicators_asks_for_at_least_one() -> None:
    place = {"code": "b", "title": TEXT, "questions": [], "takes_indicators": True}
    open_one = mine(dimensions=[*a_file()["dimensions"], place])
    assert open_one.question_count == 3
    own = [Question(f"b.{number}", {OWN: "Dias"}, "cities", AnswerKind.NUMBER, {OWN: "dias"}) for number in (1, 2)]
    asked = open_one.with_indicators(own)
    assert asked.question_count == 4
    assert answered_count(asked, {"a.1": Given(now=1), "b.2": Given(value=1, unit="dias", year=2025)}) == 2
    assert in_language(own[0].text, "pt") == ("Dias", "pt")
    with pytest.raises(ValueError, match="two dimensions that take indicators"):
        mine(dimensions=[place, {**place, "code": "c"}])


def test_answers_of_questions_that_are_not_asked_do_not_count() -> None:
    assert answered_count(mine(), {"a.1": Given(now=1), "b.1": Given(now=1)}) == 1


@pytest.mark.parametrize(
    ("values", "found"), [([], None), ([None], None), ([1, 2, 4], 7 / 3), ([None, 3], 3.0), ([2, 2], 2.0)]
)
def test_a_mean_leaves_out_what_is_missing(values: list[int | None], found: float | None) -> None:
    assert mean(values) == found


@pytest.mark.parametrize(
    ("means", "found"), [([], None), ([2.5], None), ([2.5, None], None), ([2.5, 4.0], 1.5), ([3.0, 2.0, 4.5], 2.5)]
)
def test_a_gap_needs_two_views(means: list[float | None], found: float | None) -> None:
    assert gap(means) == found


def test_words_fall_back_to_english_and_say_so() -> None:
    assert in_language(TEXT, "pt") == ("Palavras", "pt")
    assert in_language(TEXT, "fr") == ("Words", "en")
