"""The six stages and their gates: each condition not met, met to the edge, and met."""

from dataclasses import fields

import pytest

from tracker.domain.stages import (
    CLOSED_STATES,
    GATE_CONDITIONS,
    OPEN_STATES,
    STAGES,
    Facts,
    Phase,
    Progress,
    StageState,
    conditions,
    current_stage,
    missing,
    stage,
)

CONDITIONS = [
    (1, "no city has needs", "every_city_has_needs", Facts(members=2), (0, 2)),
    (1, "one city of two has needs", "every_city_has_needs", Facts(members=2, cities_with_needs=1), (1, 2)),
    (1, "both cities have needs", "every_city_has_needs", Facts(members=2, cities_with_needs=2), (2, 2)),
    (1, "all five cities have needs", "every_city_has_needs", Facts(members=5, cities_with_needs=5), (5, 5)),
    (2, "nothing is compared", "every_city_described_each_dimension", Facts(members=2), (0, 1)),
    (
        2,
        "one of two is described",
        "every_city_described_each_dimension",
        Facts(dimensions=2, dimensions_complete=1),
        (1, 2),
    ),
    (2, "all is described", "every_city_described_each_dimension", Facts(dimensions=2, dimensions_complete=2), (2, 2)),
    (3, "no priority", "each_priority_has_teacher_and_learner", Facts(), (0, 1)),
    (
        3,
        "one has no learner",
        "each_priority_has_teacher_and_learner",
        Facts(priorities=3, priorities_with_roles=2),
        (2, 3),
    ),
    (3, "all have both", "each_priority_has_teacher_and_learner", Facts(priorities=3, priorities_with_roles=3), (3, 3)),
    (4, "no plan", "every_activity_is_dated", Facts(), (0, 1)),
    (4, "one has no dates", "every_activity_is_dated", Facts(activities=2, activities_dated=1), (1, 2)),
    (4, "all have dates", "every_activity_is_dated", Facts(activities=2, activities_dated=2), (2, 2)),
    (4, "no plan", "every_activity_has_responsible_persons", Facts(), (0, 1)),
    (4, "nobody answers", "every_activity_has_responsible_persons", Facts(activities=1), (0, 1)),
    (4, "each has", "every_activity_has_responsible_persons", Facts(activities=1, activities_responsible=1), (1, 1)),
    (4, "no plan", "every_activity_has_a_result", Facts(), (0, 1)),
    (4, "no result", "every_activity_has_a_result", Facts(activities=1), (0, 1)),
    (4, "each has a result", "every_activity_has_a_result", Facts(activities=1, activities_with_result=1), (1, 1)),
    (4, "no plan", "every_cost_has_a_bearer", Facts(), (0, 1)),
    (4, "a plan without costs", "every_cost_has_a_bearer", Facts(activities=7), (1, 1)),
    (4, "a cost nobody bears", "every_cost_has_a_bearer", Facts(activities=1, costs=2, costs_with_bearer=1), (1, 2)),
    (4, "all are borne", "every_cost_has_a_bearer", Facts(activities=1, costs=2, costs_with_bearer=2), (2, 2)),
    (5, "no report is signed", "a_report_is_signed", Facts(), (0, 1)),
    (5, "one is signed", "a_report_is_signed", Facts(signed_reports=1), (1, 1)),
    (5, "many are signed", "a_report_is_signed", Facts(signed_reports=9), (1, 1)),
    (5, "no instrument", "an_instrument_is_recorded", Facts(), (0, 1)),
    (5, "two instruments", "an_instrument_is_recorded", Facts(instruments=2), (1, 1)),
    (6, "no result", "every_result_is_assessed", Facts(), (0, 1)),
    (6, "one of two assessed", "every_result_is_assessed", Facts(results=2, results_assessed=1), (1, 2)),
    (6, "all assessed", "every_result_is_assessed", Facts(results=2, results_assessed=2), (2, 2)),
    (6, "nothing to rate", "every_city_rated_the_instruments", Facts(members=2), (0, 1)),
    (6, "one city rated", "every_city_rated_the_instruments", Facts(members=2, instruments=1, ratings=1), (1, 2)),
    (6, "all rated all", "every_city_rated_the_instruments", Facts(members=3, instruments=2, ratings=6), (6, 6)),
    (6, "no lesson", "a_lesson_is_written", Facts(), (0, 1)),
    (6, "a lesson", "a_lesson_is_written", Facts(lessons=4), (1, 1)),
    (1, "nobody agrees", "every_city_agrees_on_the_diagnosis", Facts(members=2), (0, 2)),
    (1, "both agree", "every_city_agrees_on_the_diagnosis", Facts(members=2, agreed_diagnosis=2), (2, 2)),
    (2, "one agrees", "every_city_agrees_on_the_comparison", Facts(members=2, agreed_comparison=1), (1, 2)),
    (2, "both agree", "every_city_agrees_on_the_comparison", Facts(members=2, agreed_comparison=2), (2, 2)),
    (3, "two of three agree", "every_city_agrees_on_the_priorities", Facts(members=3, agreed_priorities=2), (2, 3)),
    (3, "all three agree", "every_city_agrees_on_the_priorities", Facts(members=3, agreed_priorities=3), (3, 3)),
    (4, "nobody agrees", "every_city_agrees_on_the_work_plan", Facts(members=2), (0, 2)),
    (4, "both agree", "every_city_agrees_on_the_work_plan", Facts(members=2, agreed_work_plan=2), (2, 2)),
    (4, "no plan is confirmed", "the_work_plan_is_confirmed", Facts(), (0, 1)),
    (4, "two versions are confirmed", "the_work_plan_is_confirmed", Facts(plans_confirmed=2), (1, 1)),
    (6, "one agrees", "every_city_agrees_on_the_assessment", Facts(members=2, agreed_assessment=1), (1, 2)),
    (6, "both agree", "every_city_agrees_on_the_assessment", Facts(members=2, agreed_assessment=2), (2, 2)),
]


@pytest.mark.parametrize(("number", "sentence", "code", "facts", "progress"), CONDITIONS)
def test_a_condition_counts_what_is_there(
    number: int, sentence: str, code: str, facts: Facts, progress: tuple[int, int]
) -> None:
    line = next(line for line in conditions(stage(number), facts) if line.code == code)
    assert (line.progress.done, line.progress.total) == progress, sentence
    assert line.progress.is_met is (progress[0] == progress[1]), sentence
    assert (code in missing(stage(number), facts)) is not line.progress.is_met, sentence


def test_every_condition_is_tried() -> None:
    assert {code for _number, _sentence, code, _facts, _progress in CONDITIONS} == set(GATE_CONDITIONS)


@pytest.mark.parametrize("one", STAGES, ids=lambda one: one.code)
def test_without_any_facts_every_gate_is_shut(one: object) -> None:
    assert missing(one, Facts()) == [evidence.__name__ for evidence in one.gate]


@pytest.mark.parametrize("one", STAGES, ids=lambda one: one.code)
def test_a_waiver_opens_what_it_names_and_nothing_else(one: object) -> None:
    names = [evidence.__name__ for evidence in one.gate]
    for name in names:
        assert missing(one, Facts(), waived=[name]) == [other for other in names if other != name]
    assert missing(one, Facts(), waived=names) == []
    assert missing(one, Facts(), waived=["something_else"]) == names


@pytest.mark.parametrize(
    ("done", "total", "is_met"),
    [(0, 0, False), (0, 1, False), (1, 2, False), (2, 2, True), (3, 2, True), (1, 0, False)],
)
def test_what_has_nothing_to_count_is_not_met(done: int, total: int, is_met: bool) -> None:
    assert Progress(done, total).is_met is is_met


def test_the_stages_are_those_of_the_method() -> None:
    assert [(one.number, one.code, one.phase) for one in STAGES] == [
        (1, "diagnosis", Phase.SEEK),
        (2, "comparison", Phase.SENSE),
        (3, "priorities", Phase.SENSE),
        (4, "work_plan", Phase.SENSE),
        (5, "exchange", Phase.SENSE),
        (6, "assessment", Phase.SHARE),
    ]
    assert all(one.planned_days > 0 and one.gate for one in STAGES)
    assert len(set(GATE_CONDITIONS)) == len(GATE_CONDITIONS)


@pytest.mark.parametrize("number", [-1, 0, 7, 10**9])
def test_there_is_no_other_stage(number: int) -> None:
    with pytest.raises(LookupError):
        stage(number)


def test_the_facts_are_counts_that_begin_at_zero() -> None:
    assert all(getattr(Facts(), field.name) == 0 for field in fields(Facts))


@pytest.mark.parametrize(
    ("sentence", "states", "number"),
    [
        ("nothing is known", {}, 1),
        ("the first is worked on", {1: "in_progress"}, 1),
        ("the first is passed", {1: "passed", 2: "in_progress"}, 2),
        ("a waived gate is passed too", {1: "waived", 2: "passed"}, 3),
        ("a stage returned to comes first again", {1: "passed", 2: "returned", 3: "passed"}, 2),
        ("all are passed", dict.fromkeys(range(1, 7), "passed"), 6),
    ],
)
def test_the_current_stage_is_the_first_whose_gate_is_not_passed(
    sentence: str, states: dict[int, str], number: int
) -> None:
    assert current_stage({one: StageState(state) for one, state in states.items()}) == number, sentence


def test_every_state_of_a_stage_is_open_closed_or_yet_to_come() -> None:
    assert set(StageState) - OPEN_STATES - CLOSED_STATES == {StageState.NOT_STARTED}
    assert OPEN_STATES.isdisjoint(CLOSED_STATES)
