"""Benchmarking on pages: indicators are named, values given with either decimal sign, the change is shown."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tracker.db import db
from tracker.domain.frameworks import Occasion
from tracker.models.evaluations import BenchmarkIndicator, Evaluation, EvaluationAnswer, FrameworkVersion
from tracker.models.partnerships import Partnership
from tracker.services import frameworks


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


@pytest.fixture
def asked(of: Partnership) -> Evaluation:
    """Ask the cities to benchmark."""
    return make.evaluation(of, "benchmarking")


def test_an_indicator_is_named_changed_removed_and_restored(client: PageClient, asked: Evaluation) -> None:
    client.sign_in(make.technician(asked.partnership.cities[0]))
    address = f"/evaluations/{asked.id}"
    assert "No indicator is named yet." in client.get(address).page.main
    told = {"title": "Days until a permit", "unit": "days"}
    seen = client.follow(client.submit(f"{address}/indicators/new", told)).page.main
    assert "Days until a permit (days)" in seen
    (row,) = db.session.scalars(select(BenchmarkIndicator))
    assert client.submit(f"/benchmark-indicators/{row.id}/edit", {"unit": " "}).status_code == 422
    seen = client.follow(client.submit(f"/benchmark-indicators/{row.id}/edit", {"unit": "weeks"})).page.main
    assert "Days until a permit (weeks)" in seen
    removed = client.submit(address, {}, form=f"/benchmark-indicators/{row.id}/remove")
    assert "Removed (1)" in client.follow(removed).page.main
    back = client.submit(address, {}, form=f"/benchmark-indicators/{row.id}/restore")
    assert "Removed (1)" not in client.follow(back).page.main


@pytest.mark.parametrize("written", ["12,5", "12.5", " 12,50 "])
def test_a_value_takes_both_decimal_signs(client: PageClient, asked: Evaluation, written: str) -> None:
    row = make.benchmark_indicator(asked)
    section = asked.sides[0].sections[1]
    client.sign_in(make.technician(asked.partnership.cities[0]))
    end = row.code.replace(".", "_")
    told = {f"value_{end}": written, f"year_{end}": "2025", f"source_{end}": "Register"}
    client.submit(f"/evaluation-sections/{section.id}/edit", told)
    (answer,) = db.session.scalars(select(EvaluationAnswer))
    assert (answer.value, answer.unit, answer.year, answer.source) == (12.5, "days", 2025, "Register")
    assert "12.5 days" in client.get(f"/evaluations/{asked.id}").page.main


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"value": "1,234"}, "without separators"),
        ({"value": "many"}, "Write a number"),
        ({"year": "25"}, "Write a year"),
    ],
)
def test_a_value_that_says_two_things_is_refused_and_stays_in_the_form(
    client: PageClient, asked: Evaluation, fields: dict[str, str], says: str
) -> None:
    end = make.benchmark_indicator(asked).code.replace(".", "_")
    section = asked.sides[0].sections[1]
    client.sign_in(make.technician(asked.partnership.cities[0]))
    answer = client.submit(
        f"/evaluation-sections/{section.id}/edit",
        {f"source_{end}": "Register of 2025"} | {f"{name}_{end}": value for name, value in fields.items()},
    )
    assert answer.status_code == 422
    assert says in answer.page.main
    assert 'value="Register of 2025"' in answer.get_data(as_text=True)
    assert db.session.scalars(select(EvaluationAnswer)).all() == []


def test_a_partly_filled_value_is_kept(client: PageClient, asked: Evaluation) -> None:
    end = make.benchmark_indicator(asked).code.replace(".", "_")
    section = asked.sides[0].sections[1]
    client.sign_in(make.technician(asked.partnership.cities[0]))
    address = f"/evaluation-sections/{section.id}/edit"
    client.submit(address, {f"source_{end}": "Register"})
    client.submit(address, {f"value_{end}": "7"})
    page = client.get(address).get_data(as_text=True)
    assert 'value="Register"' in page
    assert 'value="7"' in page
    assert "0 of 7 answered" in client.get(f"/evaluations/{asked.id}").page.main


def test_the_page_shows_both_cities_and_the_change(client: PageClient, of: Partnership, asked: Evaluation) -> None:
    later = make.evaluation(of, "benchmarking", occasion=Occasion.END, created_at=make.AT + timedelta(days=370))
    for evaluation, values in ((asked, (40, 20.5)), (later, (30, 25))):
        code = make.benchmark_indicator(evaluation).code
        for side, value in zip(evaluation.sides, values, strict=True):
            section = side.sections[1]
            section.answers = [EvaluationAnswer(question=code, value=value, unit="days", year=2025, source="Register")]
            side.handed_in_at = make.AT
            make.keep(side)
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(f"/evaluations/{later.id}").page.main
    assert "-10-25.0 %" in seen.replace(" -", "-")
    assert "+4.5+22.0 %" in seen.replace(" +", "+")
    assert "A city has handed in, so the indicators stay as they are." in seen


def test_answers_in_words_of_the_first_version_stay_readable(client: PageClient, of: Partnership) -> None:
    content = frameworks.read_frameworks(frameworks.FOLDER).files["benchmarking", 1].content
    first = make.keep(FrameworkVersion(code="benchmarking", version=1, content=content))
    asked = make.evaluation(of, "benchmarking", framework=first)
    make.evaluated(asked.sides[0], now=None, wanted=None)
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(f"/evaluations/{asked.id}").page.main
    assert "What are your city's values, of which year, from which source?" in seen
    assert "Version 1" in seen
    assert "Name an indicator" not in seen
