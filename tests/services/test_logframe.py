"""The logframe: what serves what, milestones, and what is measured."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tracker.dashboards.logframe import budget_of, indicators_of
from tracker.dashboards.work import activities_of
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.logframe import Attainment, ObjectiveLevel, Point
from tracker.models.journal import JournalEntry
from tracker.models.logframe import Indicator, Measurement, Milestone
from tracker.models.stages import Consent
from tracker.models.work import Activity, Cost
from tracker.services import logframe
from tracker.services.agreements import start_work_plan
from tracker.services.contents import content_of
from tracker.services.logframe import IndicatorFields, ObjectiveFields
from tracker.services.stages import stage_runs

IMPACT, OUTCOME, OUTPUT = ObjectiveLevel.IMPACT, ObjectiveLevel.OUTCOME, ObjectiveLevel.OUTPUT
TODAY = make.AT.date()


def refused(code: str, act: object) -> None:
    """Check that a rule refuses an act."""
    with pytest.raises(RuleBroken) as told, transaction():
        act()  # type: ignore[operator]
    assert told.value.code == code


def test_an_objective_serves_a_higher_one_of_its_own_plan(app: Flask) -> None:
    of, other = make.partnership([make.city(), make.city()]), make.partnership([make.city(), make.city()])
    by = make.technician(of.cities[0])
    outcome = make.objective(of, level=OUTCOME, title="Maps are used")
    with transaction():
        output = logframe.record_objective(of, ObjectiveFields(OUTPUT, "A", serves_id=outcome.id), actor=by, at=make.AT)
    assert output.serves_id == outcome.id

    def serve(number: int, level: ObjectiveLevel) -> None:
        logframe.record_objective(of, ObjectiveFields(level, "B", serves_id=number), actor=by, at=make.AT)

    refused("objective.level", lambda: serve(output.id, OUTCOME))
    refused("objective.level", lambda: serve(outcome.id, OUTCOME))
    refused("room.foreign", lambda: serve(make.objective(other, level=IMPACT).id, OUTPUT))
    refused(
        "objective.served",
        lambda: logframe.change_objective(outcome, ObjectiveFields(OUTPUT, "C"), actor=by, at=make.AT),
    )


def test_an_indicator_keeps_its_milestones_and_measures_its_own_plan(app: Flask) -> None:
    of, other = make.partnership([make.city(), make.city()]), make.partnership([make.city(), make.city()])
    by = make.technician(of.cities[0])
    row = make.indicator(of)
    values = IndicatorFields(row.objective_id, "Maps", "maps", 0, None, 30)
    with transaction():
        logframe.change_indicator(row, values, [Point(TODAY, 12)], actor=by, at=make.AT)
    assert [(one.due_on, one.value) for one in row.milestones] == [(TODAY, 12)]
    assert db.session.query(Milestone).count() == 1
    foreign = IndicatorFields(make.objective(other).id, "Maps")
    refused("room.foreign", lambda: logframe.record_indicator(of, foreign, [], actor=by, at=make.AT))


def test_measuring_leaves_the_plan_and_its_consents_as_they_are(app: Flask) -> None:
    of = make.partnership([make.city(), make.city()], policy="guide-2")
    by = make.technician(of.cities[0])
    row = make.indicator(of)
    run = next(run for run in stage_runs(of) if run.number == 4)
    make.consent(run, of.cities[0])
    version = row.version
    with transaction():
        logframe.measure(row, Point(TODAY, 9), "Counted", actor=by, at=make.AT)
    assert row.version == version
    assert db.session.query(Consent).count() == 1
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert (entry.verb, json.loads(entry.details)["value"]) == ("indicator.measured", 9)
    ahead = Point(TODAY + timedelta(days=2), 9)
    refused("indicator.day", lambda: logframe.measure(row, ahead, "", actor=by, at=make.AT))
    stranger = make.technician(make.city())
    with pytest.raises(NotAllowed), transaction():
        logframe.measure(row, Point(TODAY, 1), "", actor=stranger, at=make.AT)


def test_a_removed_measurement_does_not_count_until_it_is_restored(app: Flask) -> None:
    of = make.partnership([make.city(), make.city()])
    by = make.technician(of.cities[0])
    row = make.indicator(of, target_on=None)
    first, second = make.measurement(row, value=4), make.measurement(row, measured_on=TODAY, value=20)

    def stands() -> tuple[float | None, int | None, Attainment]:
        [found] = indicators_of(of, 1, TODAY)
        return found.measured.value if found.measured else None, found.way, found.attainment

    assert stands() == (20, 100, Attainment.MET)
    for _time in range(2):
        with transaction():
            logframe.remove_measurement(second, actor=by, at=make.AT)
    assert stands() == (4, 20, Attainment.ON_TRACK)
    with transaction():
        logframe.remove_measurement(first, actor=by, at=make.AT)
    assert stands() == (None, None, Attainment.NOT_MEASURED)
    with transaction():
        logframe.restore_measurement(second, actor=by, at=make.AT)
    assert stands() == (20, 100, Attainment.MET)
    assert db.session.query(Measurement).count() == 2


def test_the_budget_adds_up_by_currency_and_bearer(app: Flask) -> None:
    of = make.partnership([make.city(), make.city()])
    costs = [("MZN", 500_00, "A", 200_00), ("MZN", 300_00, "A", None), ("EUR", 100_00, "A", None), ("MZN", 1_00, "", 1)]
    for currency, planned, bearer, spent in costs:
        line = Cost(amount_cents=planned, currency=currency, bearer=bearer, spent_cents=spent)
        make.activity(of, costs=[line])
    found = [
        (row.currency, row.bearer, row.planned_cents, row.spent_cents) for row in budget_of(activities_of(of, 1, TODAY))
    ]
    assert found == [("EUR", "A", 100_00, 0), ("MZN", "A", 800_00, 200_00), ("MZN", "", 1_00, 1)]


def test_the_confirmed_plan_says_what_is_aimed_at_and_not_what_was_measured(app: Flask) -> None:
    of = make.partnership([make.city(), make.city()])
    make.activity(of)
    outcome = make.objective(of, level=OUTCOME, title="Maps are used", assumptions="The register stays open")
    row = make.indicator(of, objective_id=make.objective(of, serves_id=outcome.id).id)
    with transaction():
        document = start_work_plan(of, language="en", actor=make.technician(of.cities[0]), at=make.AT)
    before = content_of(document)["objectives"]
    assert [(one["level"], one["serves"]) for one in before] == [("outcome", ""), ("output", "Maps are used")]
    assert before[1]["indicators"][0]["milestones"] == [{"due_on": "2026-06-30", "value": 10}]
    make.measurement(row)
    assert content_of(document)["objectives"] == before
    assert db.session.query(Indicator).count() == db.session.query(Activity).count() == 1
