"""Numbers that cities compare: each city's value, beside the one that it handed in on an earlier occasion."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.dashboards.trends import Words, occasion_of, words_of
from tracker.domain.benchmarks import Change, change, place
from tracker.domain.frameworks import AnswerKind, Dimension, Given, Question, fixed_unit
from tracker.models.cities import City
from tracker.models.evaluations import BenchmarkIndicator, Evaluation
from tracker.services.evaluations import answers_of


@dataclass(frozen=True)
class Earlier:
    """What a city handed in on an earlier occasion."""

    given: Given
    occasion: str


@dataclass(frozen=True)
class NumberRow:
    """One indicator in one city, whose answer may be missing; places are those of the chart, None without a value."""

    title: Words
    unit: str
    city: City
    given: Given | None
    earlier: Earlier | None
    change: Change | None
    first: float | None
    last: float | None


def numbers_of(
    dimension: Dimension, told: Sequence[tuple[City, dict[str, Given]]], before: Sequence[Evaluation]
) -> tuple[NumberRow, ...]:
    """List the numbers of a dimension, indicator by indicator: of those cities and answers that may be read.

    `before` are the earlier evaluations with the same framework, the first one first.
    """
    asked = [one for one in dimension.questions if one.answer is AnswerKind.NUMBER]
    return tuple(row for question in asked for row in _rows(question, told, before))


def _rows(
    question: Question, told: Sequence[tuple[City, dict[str, Given]]], before: Sequence[Evaluation]
) -> list[NumberRow]:
    found = [(city, given.get(question.code), _earlier(question.code, city.id, before)) for city, given in told]
    unit = fixed_unit(question)
    return [
        NumberRow(
            words_of(question.text),
            unit or "",
            city,
            given,
            earlier,
            change(earlier.given if earlier is not None else None, given),
            _place(earlier.given if earlier is not None else None, given, unit, found),
            _place(given, given, unit, found),
        )
        for city, given, earlier in found
    ]


Found = Sequence[tuple[City, Given | None, Earlier | None]]


def _place(of: Given | None, now: Given | None, unit: str | None, found: Found) -> float | None:
    """Place a value among all those of its unit; a chart shows one unit only: the one asked for, or the city's own."""
    wanted = unit if unit is not None else now.unit if now is not None else ""
    if of is None or of.value is None or of.unit != wanted:
        return None
    every = [given for _city, given, _earlier in found] + [one.given for _city, _given, one in found if one is not None]
    return place(of.value, [one.value for one in every if one and one.value is not None and one.unit == wanted])


def _earlier(code: str, city_id: int, before: Sequence[Evaluation]) -> Earlier | None:
    for evaluation in reversed(before):
        for side in evaluation.sides:
            given = answers_of(side).get(code) if side.city_id == city_id and side.handed_in_at else None
            if given is not None and given.value is not None and not given.does_not_apply:
                return Earlier(given, occasion_of(evaluation))
    return None


@dataclass(frozen=True)
class Agreed:
    """The indicators on which the cities agree, and those that were removed; settled once a city has handed in."""

    rows: tuple[BenchmarkIndicator, ...]
    removed: tuple[BenchmarkIndicator, ...]
    is_settled: bool


def agreed_in(evaluation: Evaluation) -> Agreed:
    """Give the indicators of an evaluation that is read already."""
    return Agreed(
        tuple(one for one in evaluation.indicators if one.removed_at is None),
        tuple(one for one in evaluation.indicators if one.removed_at is not None),
        any(side.handed_in_at for side in evaluation.sides),
    )
