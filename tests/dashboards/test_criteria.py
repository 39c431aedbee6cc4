"""The DAC criteria in the room of stage 6: both views, and facts counted by hand from what the test recorded."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tracker.dashboards.stage_rooms import Visit, room_of
from tracker.db import db
from tracker.domain.frameworks import Occasion
from tracker.domain.logframe import ObjectiveLevel
from tracker.domain.stages import StageState
from tracker.models.evaluations import Evaluation, EvaluationAnswer
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.work import Cost
from tracker.permissions import standing_of
from tracker.services import stages

TODAY = date(2026, 3, 12)


@pytest.fixture
def of(app: Flask) -> Partnership:
    """Make a partnership of Nampula and Guarulhos in stage 6."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")], stage=6, theme="waste")


@pytest.fixture
def author(of: Partnership) -> Person:
    """Make a technician of the first city."""
    return make.technician(of.cities[0])


def facts(of: Partnership, reader: Person) -> dict[str, list[str]]:
    """Give the facts beside each criterion, by its code."""
    visit = Visit(of, stages.stage_runs(of), standing_of(reader, make.AT), TODAY)
    return {row.code: [fact.text for fact in row.facts] for row in room_of(6, visit)["criteria"].rows}


def test_without_records_the_facts_say_so(of: Partnership, author: Person) -> None:
    for run in stages.stage_runs(of):
        run.started_on = None
        make.keep(run)
    assert facts(of, author) == {
        "relevance": ["Nampula: 0 of 0 needs met", "Guarulhos: 0 of 0 needs met"],
        "coherence": ["0 goals named, 0 of their targets", "0 other partnerships of these cities on the theme Waste"],
        "effectiveness": [
            "Reached: 0; on the way: 0; behind: 0; measured without a target: 0; not measured: 0",
            "No instrument is rated.",
        ],
        "efficiency": ["Stages that have begun: planned 0 days, taken 0 days", "The work plan names no costs."],
        "impact": ["Reached: 0; on the way: 0; behind: 0; measured without a target: 0; not measured: 0"],
        "sustainability": ["0 of 0 follow-ups of after-care answered", "0 of 0 instruments tried in a pilot"],
    }


def record_by_hand(of: Partnership) -> None:
    """Record what the figures of the test below are counted from."""
    nampula, guarulhos = of.cities
    make.need(of, nampula, met_on=TODAY)
    make.need(of, nampula)
    make.need(of, guarulhos)
    for code in ("11", "11.3", "6.1"):
        make.sdg(of, code)
    make.partnership([nampula, make.city("Lichinga")], theme="waste")
    make.partnership([nampula, make.city("Pemba")], theme="water")
    make.partnership([make.city("Porto", "PT"), make.city("Lyon", "FR")], theme="waste")
    for values in ((25,), (12,), ()):  # reached the target of 20; on the way; not measured
        row = make.indicator(of)
        for value in values:
            make.measurement(row, value=value)
    make.measurement(make.indicator(of, milestones=[make.Milestone(due_on=date(2026, 3, 1), value=10)]), value=4)
    impact = make.objective(of, level=ObjectiveLevel.IMPACT).id
    make.measurement(make.indicator(of, objective_id=impact, target=None, target_on=None, milestones=[]), value=1)
    first = make.instrument(of, piloted_in="Muhala")
    make.rating(first, nampula, score=5)
    make.rating(first, guarulhos, score=2)
    make.rating(make.instrument(of), nampula, score=4)
    cost = Cost(what="Scanner", amount_cents=4_800_000, currency="MZN", bearer="", spent_cents=5_000_000)
    make.activity(of, costs=[cost, Cost(what="Trip", amount_cents=200_000, currency="MZN", bearer="Nampula")])
    make.activity(of, costs=[Cost(what="Fees", amount_cents=90_000, currency="BRL", bearer="")])
    make.follow_up(of, nampula, lasted="The maps")
    make.follow_up(of, guarulhos)
    make.follow_up(of, guarulhos, months=12, dropped_at=make.AT)


def test_each_fact_is_counted_from_what_is_recorded(of: Partnership, author: Person) -> None:
    record_by_hand(of)
    for run in stages.stage_runs(of):
        run.started_on = None
        if run.number <= 2:
            run.state, run.planned_days = StageState.PASSED, 60
            run.started_on, run.decided_on = TODAY - timedelta(days=100), TODAY - timedelta(days=30 * run.number)
        make.keep(run)
    assert facts(of, author) == {
        "relevance": ["Nampula: 1 of 2 needs met", "Guarulhos: 0 of 1 needs met"],
        "coherence": ["2 goals named, 2 of their targets", "1 other partnership of these cities on the theme Waste"],
        "effectiveness": [
            "Reached: 1; on the way: 1; behind: 1; measured without a target: 0; not measured: 1",
            "Ratings of the instruments: mean 3.7 of 5, 3 ratings",
        ],
        "efficiency": [
            "Stages that have begun: planned 120 days, taken 110 days",
            "Money: planned 900 BRL, spent 0 BRL",
            "Money: planned 50,000 MZN, spent 50,000 MZN",
        ],
        "impact": ["Reached: 0; on the way: 0; behind: 0; measured without a target: 1; not measured: 0"],
        "sustainability": ["1 of 2 follow-ups of after-care answered", "1 of 2 instruments tried in a pilot"],
    }


def test_the_cities_are_asked_with_one_tap_and_answer_from_the_room(
    client: PageClient, of: Partnership, author: Person
) -> None:
    client.sign_in(author)
    room = f"/partnerships/{of.ref}/stages/6"
    assert "Nobody has been asked in this cycle." in client.get(room).page.main
    client.submit(room, {}, form=f"/partnerships/{of.ref}/evaluations/new")
    (evaluation,) = db.session.scalars(select(Evaluation))
    assert (evaluation.framework.code, evaluation.occasion) == ("dac_criteria", Occasion.END)
    seen = client.get(room).page
    assert "Ask the cities by the DAC criteria" not in seen.main
    assert seen.main.count("no answer") == 6
    assert "Guarulhos: 0 of 6 answered You can read it once it is handed in." in seen.main


def test_both_views_what_does_not_apply_and_the_gap_stand_in_the_room(
    client: PageClient, of: Partnership, author: Person
) -> None:
    evaluation = make.evaluation(of, "dac_criteria", occasion=Occasion.END)
    make.evaluated(evaluation.sides[0], now=2, wanted=None)
    make.evaluated(evaluation.sides[1], now=5, wanted=None)
    section = evaluation.sides[1].sections[0]
    section.answers = [EvaluationAnswer(question="relevance.1", does_not_apply=True, why="")]
    make.keep(section)
    client.sign_in(author)
    seen = client.get(f"/partnerships/{of.ref}/stages/6").page.main
    assert seen.count("The views lie 3.0 apart.") == 5
    assert "Guarulhos does not apply" in seen
    assert "now 2.0 of 5, Little" in seen
    assert "now 5.0 of 5, Fully" in seen


def test_an_evaluation_of_another_occasion_is_shown_until_that_of_the_end_begins(
    client: PageClient, of: Partnership, author: Person
) -> None:
    make.evaluation(of, "dac_criteria", occasion=Occasion.MIDTERM)
    client.sign_in(author)
    room = f"/partnerships/{of.ref}/stages/6"
    assert "Ask the cities by the DAC criteria" in client.get(room).page.words_of("button")
    client.submit(room, {}, form=f"/partnerships/{of.ref}/evaluations/new")
    assert "Ask the cities by the DAC criteria" not in client.get(room).page.words_of("button")
