"""Evaluation frameworks: what a file of questions may say, when an answer is complete, how far two views lie apart.

Source: the frameworks named in C2C City to City (UCLG, 2016) and later ones; each file says its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from tracker.domain.told import Told

Text = Mapping[str, str]
"""Words by the code of their language; English is always among them."""
FALLBACK = "en"
OWN = ""
"""The language of words that the cities wrote themselves: they stand as they are, whatever the reader's language."""


BY_CITIES = "cities"
"""The basis of a question that the cities themselves added."""


class Occasion(StrEnum):
    """When in the life of a partnership an evaluation is answered, in their order."""

    BASELINE = "baseline"
    MIDTERM = "midterm"
    END = "end"
    AFTER_CARE = "after_care"


class AnswerKind(StrEnum):
    """What a question is answered with: a step of the scale, words, or a number with its unit, year and source."""

    LEVEL = "level"
    WORDS = "words"
    NUMBER = "number"


@dataclass(frozen=True)
class Level:
    """One step of a scale."""

    value: int
    label: Text


@dataclass(frozen=True)
class Question:
    """One question; `basis` says whether it is a paraphrase of the source or authored here.

    `unit` is that of a number, None where each city names its own.
    """

    code: str
    text: Text
    basis: str
    answer: AnswerKind = AnswerKind.WORDS
    unit: Text | None = None


@dataclass(frozen=True)
class Dimension:
    """Questions that belong together; `published_mean` is what the source found elsewhere, None if not published.

    Where it `takes_indicators`, those that the cities agree on are asked besides, at least one.
    """

    code: str
    title: Text
    questions: tuple[Question, ...]
    published_mean: float | None
    takes_indicators: bool = False

    @property
    def question_count(self) -> int:
        """Give how many questions there are at least."""
        return max(len(self.questions), 1) if self.takes_indicators else len(self.questions)


@dataclass(frozen=True)
class Framework:
    """A version of a framework; without a scale its answers are words."""

    code: str
    version: int
    title: Text
    source: str
    basis: str
    advice: Text
    scale: tuple[Level, ...]
    dimensions: tuple[Dimension, ...]
    asks_wanted: bool
    asks_action: bool
    may_not_apply: bool
    compares_with_published: bool

    @property
    def question_count(self) -> int:
        """Give how many questions there are."""
        return sum(dimension.question_count for dimension in self.dimensions)

    def dimension(self, code: str) -> Dimension:
        """Give the dimension of this code; raises LookupError when there is none."""
        found = next((one for one in self.dimensions if one.code == code), None)
        if found is None:
            raise LookupError(code)
        return found

    @property
    def indicators_in(self) -> Dimension | None:
        """Give the dimension that takes the indicators on which the cities agree; None where there is none."""
        return next((one for one in self.dimensions if one.takes_indicators), None)

    def with_indicators(self, indicators: Sequence[Question]) -> "Framework":
        """Give the framework as it is asked once the cities have agreed on these."""
        if not indicators:
            return self
        dimensions = tuple(
            replace(one, questions=(*one.questions, *indicators)) if one.takes_indicators else one
            for one in self.dimensions
        )
        return replace(self, dimensions=dimensions)


@dataclass(frozen=True)
class Given:
    """What a city says to one question: a step of the scale now and wanted, words, or that it does not apply.

    To a question for a number it says the value with its unit, year and source.
    """

    now: int | None = None
    wanted: int | None = None
    why: str = ""
    does_not_apply: bool = False
    value: float | None = None
    unit: str = ""
    year: int | None = None
    source: str = ""


def read_framework(data: Any) -> Framework:
    """Make a framework of a file's content; raises ValueError that says what is wrong with it."""
    told = Told(data, "a framework")
    scale = tuple(Level(one.number("value"), one.text("label")) for one in told.each("scale", "a level"))
    usual = AnswerKind.LEVEL if scale else AnswerKind.WORDS
    framework = Framework(
        code=told.code("code"),
        version=told.number("version"),
        title=told.text("title"),
        source=told.line("source"),
        basis=told.line("basis"),
        advice=told.text("advice"),
        scale=scale,
        dimensions=tuple(_dimension(one, usual) for one in told.each("dimensions", "a dimension")),
        asks_wanted=told.yes("asks_wanted"),
        asks_action=told.yes("asks_action"),
        may_not_apply=told.yes("may_not_apply"),
        compares_with_published=told.yes("compares_with_published", otherwise=False),
    )
    _check(framework)
    return framework


def _dimension(told: Told, usual: AnswerKind) -> Dimension:
    return Dimension(
        code=told.code("code"),
        title=told.text("title"),
        questions=tuple(_question(one, usual) for one in told.each("questions", "a question")),
        published_mean=told.decimal("published_mean"),
        takes_indicators=told.yes("takes_indicators", otherwise=False),
    )


def _question(told: Told, usual: AnswerKind) -> Question:
    code, text, basis = told.code("code"), told.text("text"), told.line("basis")
    if not told.has("answer"):
        return Question(code, text, basis, usual)
    if told.line("answer") != AnswerKind.NUMBER:
        raise ValueError(f"'answer' of a question can only be {AnswerKind.NUMBER.value!r}; leave it out otherwise")
    return Question(code, text, basis, AnswerKind.NUMBER, told.text("unit") if told.has("unit") else None)


def _check(framework: Framework) -> None:
    questions = [question for dimension in framework.dimensions for question in dimension.questions]
    texts = [framework.title, framework.advice, *(level.label for level in framework.scale)]
    texts += [dimension.title for dimension in framework.dimensions] + [question.text for question in questions]
    texts += [question.unit for question in questions if question.unit is not None]
    troubles = {
        "a text without English": any(not text.get(FALLBACK) for text in texts),
        "no question in a dimension": not all(one.questions or one.takes_indicators for one in framework.dimensions),
        "a version below 1": framework.version < 1,
        "no dimension": not framework.dimensions,
        "two dimensions that take indicators": sum(one.takes_indicators for one in framework.dimensions) > 1,
        "a dimension's code twice": len({one.code for one in framework.dimensions}) < len(framework.dimensions),
        "a question's code twice": len({one.code for one in questions}) < len(questions),
        "a scale that does not count from 1": [one.value for one in framework.scale]
        != list(range(1, len(framework.scale) + 1)),
        "a wanted level without a scale": framework.asks_wanted and not framework.scale,
    }
    found = [what for what, is_so in troubles.items() if is_so]
    if found:
        raise ValueError(f"framework {framework.code}: {', '.join(found)}")


def in_language(text: Text, language: str) -> tuple[str, str]:
    """Give the words in a language, or the nearest to it that they are translated into, and the code of that language.

    Nearest to the Portuguese of Brazil is that of elsewhere, then English. What the cities wrote themselves is given as
    it is, as if in that language.
    """
    if OWN in text:
        return text[OWN], language
    there = next(one for one in (language, language.partition("-")[0], FALLBACK) if text.get(one) or one == FALLBACK)
    return text[there], there


def fixed_unit(question: Question) -> str | None:
    """Give the unit in which a number is asked for, as answers keep it; None where the city names it."""
    return None if question.unit is None else in_language(question.unit, FALLBACK)[0]


def is_answered(framework: Framework, question: Question, given: Given | None) -> bool:
    """Tell whether a question is answered.

    A reason is asked for, not demanded, where there is a scale, and so is the source of a number; its year and the
    unit that is asked for are needed, since nothing can be compared without.
    """
    if given is None:
        return False
    if given.does_not_apply:
        return framework.may_not_apply
    if question.answer is AnswerKind.NUMBER:
        unit = fixed_unit(question)
        return given.value is not None and given.year is not None and given.unit != "" and unit in {None, given.unit}
    if question.answer is AnswerKind.WORDS:
        return bool(given.why)
    return given.now is not None and (given.wanted is not None or not framework.asks_wanted)


def answered_count(framework: Framework, answers: Mapping[str, Given]) -> int:
    """Count the questions of a framework that are answered."""
    questions = [question for dimension in framework.dimensions for question in dimension.questions]
    return sum(is_answered(framework, one, answers.get(one.code)) for one in questions)


def mean(values: Sequence[int | None]) -> float | None:
    """Give the mean of the values that are there; None when there is none."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def gap(means: Sequence[float | None]) -> float | None:
    """Give how far the highest view lies from the lowest, in steps of the scale; None with fewer than two views."""
    there = [one for one in means if one is not None]
    return max(there) - min(there) if len(there) > 1 else None
