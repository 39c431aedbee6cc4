"""Indicators on which cities agree: named, changed, removed, carried over, settled once a city has handed in."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.services.test_stages import last_entry
from tracker.dashboards import evaluations as pages
from tracker.db import transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.frameworks import Given, Occasion
from tracker.domain.partnerships import PartnershipState
from tracker.models.evaluations import BenchmarkIndicator, Evaluation, EvaluationSide
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import benchmarks, evaluations

AT = make.AT


@pytest.fixture
def of(app: Flask) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


@pytest.fixture
def author(of: Partnership) -> Person:
    """Make a technician of the first city."""
    return make.technician(of.cities[0])


def begun(of: Partnership, author: Person, occasion: Occasion = Occasion.BASELINE, days: int = 0) -> Evaluation:
    """Ask the cities to benchmark."""
    at = AT + timedelta(days=days)
    return evaluations.begin_evaluation(of, "benchmarking", occasion, None, actor=author, at=at)


def named(of: Evaluation, author: Person, title: str = "Days until a permit", unit: str = "days") -> BenchmarkIndicator:
    """Name an indicator."""
    return benchmarks.name_indicator(of, title, unit, actor=author, at=AT)


def answer(side: EvaluationSide, given: dict[str, Given]) -> None:
    """Let a city answer everything else in words, give these values and hand in."""
    by = make.technician(side.city)
    for section in side.sections:
        words = {f"{section.dimension}.{number}": Given(why="Seen") for number in (1, 2)}
        told = given if section.dimension == "indicators" else words
        evaluations.fill_section(section, told, "", actor=by, at=AT)
    evaluations.hand_in(side, actor=by, at=AT)


def test_nobody_hands_in_without_a_value_for_each_indicator(of: Partnership, author: Person) -> None:
    evaluation = begun(of, author)
    with pytest.raises(RuleBroken, match=r"evaluation\.incomplete"):
        answer(evaluation.sides[0], {})
    row = named(evaluation, author)
    with pytest.raises(RuleBroken, match=r"evaluation\.incomplete"):
        answer(evaluation.sides[0], {row.code: Given(value=40, unit="days")})
    answer(evaluation.sides[0], {row.code: Given(value=40, unit="days", year=2025)})
    answer(evaluation.sides[1], {row.code: Given(does_not_apply=True)})
    assert all(side.handed_in_at for side in evaluation.sides)


def test_changes_are_counted_since_the_earlier_occasion_where_the_units_are_the_same(
    of: Partnership, author: Person
) -> None:
    first = begun(of, author)
    permit, plots = named(first, author), named(first, author, "Plots on a map", "%")
    answer(
        first.sides[0],
        {permit.code: Given(value=40, unit="days", year=2025), plots.code: Given(value=50, unit="%", year=2025)},
    )
    answer(
        first.sides[1],
        {permit.code: Given(value=20, unit="days", year=2025), plots.code: Given(value=80, unit="%", year=2025)},
    )
    later = begun(of, author, Occasion.END, days=370)
    assert [(one.code, one.title, one.unit) for one in later.indicators] == [
        (permit.code, "Days until a permit", "days"),
        (plots.code, "Plots on a map", "%"),
    ]
    benchmarks.change_indicator(later.indicators[1], "Plots on a map", "plots", actor=author, at=AT)
    assert plots.unit == "%"
    answer(
        later.sides[0],
        {permit.code: Given(value=30, unit="days", year=2026), plots.code: Given(value=900, unit="plots", year=2026)},
    )
    rows = pages.view_of(later, {of.cities[1].id}).dimensions[1].numbers
    told = [
        (row.city.name, row.earlier.given.value if row.earlier else None, row.given.value if row.given else None)
        for row in rows
    ]
    assert told == [("Nampula", 40, 30), ("Guarulhos", 20, None), ("Nampula", 50, 900), ("Guarulhos", 80, None)]
    assert [(row.change.absolute, row.change.percent) if row.change else None for row in rows] == [
        (-10, -25),
        None,
        None,
        None,
    ]
    assert [(row.first, row.last) for row in rows] == [(5.0, 4.0), (3.0, None), (None, 5.0), (None, None)]
    assert [row.earlier for row in pages.view_of(first, set()).dimensions[1].numbers] == 4 * [None]


def test_a_value_in_a_former_unit_is_asked_for_again(of: Partnership, author: Person) -> None:
    evaluation = begun(of, author)
    row = named(evaluation, author)
    section = evaluation.sides[0].sections[1]
    evaluations.fill_section(section, {row.code: Given(value=40, unit="days", year=2025)}, "", actor=author, at=AT)
    assert pages.view_of(evaluation, set()).parts[0].done == 1
    benchmarks.change_indicator(row, row.title, "weeks", actor=author, at=AT)
    assert pages.view_of(evaluation, set()).parts[0].done == 0
    assert evaluations.answers_of(evaluation.sides[0])[row.code].value == 40


def test_an_indicator_is_removed_and_restored_with_its_values(of: Partnership, author: Person) -> None:
    evaluation = begun(of, author)
    row = named(evaluation, author)
    evaluations.fill_section(
        evaluation.sides[0].sections[1], {row.code: Given(value=40, unit="days", year=2025)}, "", actor=author, at=AT
    )
    with transaction():
        benchmarks.remove_indicator(row, actor=author, at=AT)
    assert last_entry().verb == "benchmark_indicator.removed"
    view = pages.view_of(evaluation, set())
    assert ([one.id for one in view.agreed.removed], view.parts[0].done, view.parts[0].total) == ([row.id], 0, 7)
    with pytest.raises(RuleBroken, match=r"room\.removed"):
        benchmarks.change_indicator(row, "x", "y", actor=author, at=AT)
    benchmarks.restore_indicator(row, actor=author, at=AT)
    assert pages.view_of(evaluation, set()).parts[0].done == 1


def test_what_one_city_has_handed_in_settles_the_indicators(of: Partnership, author: Person) -> None:
    evaluation = begun(of, author)
    row = named(evaluation, author)
    answer(evaluation.sides[0], {row.code: Given(does_not_apply=True)})
    for act in (
        lambda: named(evaluation, author),
        lambda: benchmarks.change_indicator(row, "x", "y", actor=author, at=AT),
        lambda: benchmarks.remove_indicator(row, actor=author, at=AT),
        lambda: benchmarks.restore_indicator(row, actor=author, at=AT),
    ):
        with pytest.raises(RuleBroken, match=r"evaluation\.agreed"):
            act()
    evaluations.take_up(evaluation.sides[0], actor=author, at=AT)
    named(evaluation, author, "Plots on a map", "%")


def test_indicators_are_refused_where_they_make_no_sense(of: Partnership, author: Person) -> None:
    with pytest.raises(RuleBroken, match=r"evaluation\.no_indicators"):
        named(make.evaluation(of), author)
    evaluation = begun(of, author)
    with pytest.raises(NotAllowed), transaction():
        named(evaluation, make.mayor(of.cities[0]))
    for number in range(benchmarks.MOST_INDICATORS):
        named(evaluation, author, f"Indicator {number}")
    with pytest.raises(RuleBroken, match=r"evaluation\.many_indicators"):
        named(evaluation, author)
    of.state = PartnershipState.ON_HOLD
    with pytest.raises(RuleBroken, match=r"partnership\.not_live"):
        named(evaluation, author)
