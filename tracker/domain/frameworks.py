"""Evaluation frameworks: what a file of questions may say, when an answer is complete, how far two views lie apart.

Source: the frameworks named in C2C City to City (UCLG, 2016) and later ones; each file says its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.domain.told import Told

Text = Mapping[str, str]
"""Words by the code of their language; English is always among them."""
FALLBACK = "en"


class Occasion(StrEnum):
    """When in the life of a partnership an evaluation is answered, in their order."""

    BASELINE = "baseline"
    MIDTERM = "midterm"
    END = "end"
    AFTER_CARE = "after_care"


@dataclass(frozen=True)
class Level:
    """One step of a scale."""

    value: int
    label: Text


@dataclass(frozen=True)
class Question:
    """One question; `basis` says whether it is a paraphrase of the source or authored here."""

    code: str
    text: Text
    basis: str


@dataclass(frozen=True)
class Dimension:
    """Questions that belong together; `published_mean` is what the source found elsewhere, None if not published."""

    code: str
    title: Text
    questions: tuple[Question, ...]
    published_mean: float | None


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
        return sum(len(dimension.questions) for dimension in self.dimensions)

    def dimension(self, code: str) -> Dimension:
        """Give the dimension of this code; raises LookupError when there is none."""
        found = next((one for one in self.dimensions if one.code == code), None)
        if found is None:
            raise LookupError(code)
        return found


@dataclass(frozen=True)
class Given:
    """What a city says to one question: a step of the scale now and wanted, words, or that it does not apply."""

    now: int | None = None
    wanted: int | None = None
    why: str = ""
    does_not_apply: bool = False


def read_framework(data: Any) -> Framework:
    """Make a framework of a file's content; raises ValueError that says what is wrong with it."""
    told = Told(data, "a framework")
    framework = Framework(
        code=told.code("code"),
        version=told.number("version"),
        title=told.text("title"),
        source=told.line("source"),
        basis=told.line("basis"),
        advice=told.text("advice"),
        scale=tuple(Level(one.number("value"), one.text("label")) for one in told.each("scale", "a level")),
        dimensions=tuple(_dimension(one) for one in told.each("dimensions", "a dimension")),
        asks_wanted=told.yes("asks_wanted"),
        asks_action=told.yes("asks_action"),
        may_not_apply=told.yes("may_not_apply"),
        compares_with_published=told.yes("compares_with_published", otherwise=False),
    )
    _check(framework)
    return framework


def _dimension(told: Told) -> Dimension:
    return Dimension(
        code=told.code("code"),
        title=told.text("title"),
        questions=tuple(_question(one) for one in told.each("questions", "a question")),
        published_mean=told.decimal("published_mean"),
    )


def _question(told: Told) -> Question:
    return Question(told.code("code"), told.text("text"), told.line("basis"))


def _check(framework: Framework) -> None:
    questions = [question for dimension in framework.dimensions for question in dimension.questions]
    texts = [framework.title, framework.advice, *(level.label for level in framework.scale)]
    texts += [dimension.title for dimension in framework.dimensions] + [question.text for question in questions]
    troubles = {
        "a text without English": any(not text.get(FALLBACK) for text in texts),
        "no question in a dimension": any(not dimension.questions for dimension in framework.dimensions),
        "a version below 1": framework.version < 1,
        "no dimension": not framework.dimensions,
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
    """Give the words in a language, or in English where they are not translated, and the code of their language."""
    return (text[language], language) if text.get(language) else (text[FALLBACK], FALLBACK)


def is_answered(framework: Framework, given: Given | None) -> bool:
    """Tell whether a question is answered; a reason is asked for, not demanded, where there is a scale."""
    if given is None:
        return False
    if given.does_not_apply:
        return framework.may_not_apply
    if not framework.scale:
        return bool(given.why)
    return given.now is not None and (given.wanted is not None or not framework.asks_wanted)


def answered_count(framework: Framework, answers: Mapping[str, Given]) -> int:
    """Count the questions of a framework that are answered."""
    codes = [question.code for dimension in framework.dimensions for question in dimension.questions]
    return sum(is_answered(framework, answers.get(code)) for code in codes)


def mean(values: Sequence[int | None]) -> float | None:
    """Give the mean of the values that are there; None when there is none."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def gap(means: Sequence[float | None]) -> float | None:
    """Give how far the highest view lies from the lowest, in steps of the scale; None with fewer than two views."""
    there = [one for one in means if one is not None]
    return max(there) - min(there) if len(there) > 1 else None
