"""The stage track and the gate as pages show them, with days counted by hand."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests import factories as make
from tracker.dashboards.stages import Track, days_behind, elapsed_days, gate_of, track_of
from tracker.dashboards.work import times_of
from tracker.db import db, transaction
from tracker.domain.partnerships import PartnershipState
from tracker.domain.stages import Facts, StageState
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun
from tracker.services import stages

TODAY = date(2026, 3, 12)
LED = Facts(members=2, leaders_named=2)


def planned_like_the_mock_up() -> Partnership:
    """Make a partnership in stage 4: 61, 56 and 115 days taken, then day 160 of 120."""
    of = make.partnership(stage=4)
    begins = [date(2025, 2, 12), date(2025, 4, 14), date(2025, 6, 9), date(2025, 10, 3)]
    ends = [date(2025, 4, 14), date(2025, 6, 9), date(2025, 10, 2), None]
    for run, starts_on, decided_on in zip(stages.stage_runs(of), begins, ends, strict=False):
        run.started_on, run.decided_on = starts_on, decided_on
    db.session.commit()
    return of


def track(of: Partnership, facts: Facts = LED) -> Track:
    """Give the track of a partnership."""
    return track_of(of, stages.stage_runs(of), facts, TODAY)


def test_the_days_of_each_stage_are_counted_from_its_start_to_its_decision(app: Flask) -> None:
    of = planned_like_the_mock_up()
    assert [elapsed_days(run, TODAY) for run in stages.stage_runs(of)] == [61, 56, 115, 160, 0, 0]
    assert [mark.notes for mark in track(of).stages] == [
        ("14 April 2025", "61 days"),
        ("9 June 2025", "56 days"),
        ("2 October 2025", "115 days"),
        ("Day 160 · planned 120",),
        ("Opens after gate 4",),
        ("Planned: 90 days",),
    ]


def test_the_assessment_sets_planned_beside_taken_days(app: Flask) -> None:
    of = planned_like_the_mock_up()
    told = [(time.planned_days, time.actual_days, time.is_over) for time in times_of(stages.stage_runs(of), TODAY, {})]
    assert told == [
        (90, 61, False),
        (60, 56, False),
        (90, 115, True),
        (120, 160, True),
        (365, None, False),
        (90, None, False),
    ]


def test_the_stage_that_is_worked_on_says_how_late_it_is(app: Flask) -> None:
    seen = track(planned_like_the_mock_up())
    assert [mark.state for mark in seen.stages] == ["done", "done", "done", "here", "ahead", "ahead"]
    assert seen.stages[3].status == ("overdue", "40 days behind")
    assert seen.here.title == "Stage 4 of 6: Joint work plan"
    assert seen.here.text == "Sense phase · day 160, planned 120"
    assert seen.here.status == ("overdue", "40 days behind")


@pytest.mark.parametrize(("days", "behind"), [(119, 0), (120, 0), (121, 1)])
def test_a_stage_is_behind_from_the_day_after_the_planned_ones(app: Flask, days: int, behind: int) -> None:
    of = make.partnership()
    run = StageRun(state=StageState.IN_PROGRESS, started_on=TODAY - timedelta(days=days), planned_days=120)
    assert days_behind(of, run, TODAY) == behind


def test_nothing_is_behind_while_a_partnership_rests(app: Flask) -> None:
    of = planned_like_the_mock_up()
    of.state = PartnershipState.ON_HOLD
    assert track(of).here.status == ("in_progress", "In progress")


def test_a_reopened_stage_and_a_waiver_can_be_told(app: Flask) -> None:
    of = make.partnership(stage=3)
    first, second = stages.stage_runs(of)[:2]
    first.state, first.decided_on, first.started_on = StageState.RETURNED, None, TODAY
    second.state = StageState.WAIVED
    marks = track(of).stages
    assert [mark.state for mark in marks[:3]] == ["here", "done", "ahead"]
    assert marks[0].status == ("returned", "Reopened")
    assert marks[1].notes[-1] == "with a waiver"
    assert marks[2].status == ("overdue", "10 days behind")


def test_a_finished_cycle_says_so(app: Flask) -> None:
    of = make.partnership(stage=6)
    last = stages.stage_runs(of)[5]
    last.state, last.decided_on = StageState.PASSED, TODAY
    seen = track(of)
    assert {mark.state for mark in seen.stages} == {"done"}
    assert seen.here.title == "Cycle 1 is complete"


def test_an_earlier_cycle_is_named_in_its_addresses(app: Flask) -> None:
    of = make.partnership(cycle=1)
    of.cycle = 2
    seen = track_of(of, stages.stage_runs(of, cycle=1), LED, TODAY)
    assert seen.stages[0].href == f"/partnerships/{of.ref}/stages/1?cycle=1"


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        (
            Facts(members=2),
            ["Leaders named in 0 of 2 cities", "No work plan and no signed report yet", "No activities yet"],
        ),
        (
            Facts(members=3, leaders_named=2, activities=1, share_activities=1),
            ["Leaders named in 2 of 3 cities", "1 activity planned", "1 activity so far"],
        ),
        (
            Facts(members=2, leaders_named=2, activities=4, signed_reports=2, share_activities=5),
            ["Technical and political leaders named", "2 reports signed", "5 activities so far"],
        ),
    ],
)
def test_each_phase_says_its_own_evidence(app: Flask, facts: Facts, sentences: list[str]) -> None:
    assert [band.text for band in track(make.partnership(), facts).bands] == sentences


def test_a_gate_tells_what_is_met_open_and_waived(app: Flask) -> None:
    of, coordinator = make.partnership(stage=4), make.coordinator()
    run = stages.stage_runs(of)[3]
    with transaction():
        stages.waive_condition(run, "every_activity_has_a_result", reason="On paper", actor=coordinator, at=make.AT)
    facts = Facts(members=2, activities=6, activities_dated=6, activities_responsible=5)
    seen = gate_of(of, run, facts, stages.waivers_of(run), may_waive=True)
    assert seen.title == "Before stage 5 opens"
    assert [(line.state, line.note) for line in seen.conditions] == [
        ("met", "6 of 6"),
        ("open", "5 of 6"),
        ("waived", "0 of 6"),
        ("met", "1 of 1"),
    ]
    assert seen.conditions[2].reason == f"On paper ({coordinator.name}, 12 March 2026)"
    assert (seen.done, seen.total, seen.is_open) == (3, 4, False)


def test_each_reader_finds_their_own_act_beside_an_open_condition(app: Flask) -> None:
    of = make.partnership(stage=1)
    run = stages.stage_runs(of)[0]

    def act(**named: bool) -> tuple[str, str] | None:
        [line] = gate_of(of, run, Facts(members=2), [], **named).conditions
        return (line.act.text, line.act.href) if line.act else None

    room = f"/partnerships/{of.ref}/stages/1"
    assert act() == ("Open", room)
    assert act(in_room=True) is None
    assert act(may_waive=True, in_room=True) == ("Waive", f"{room}/waive/every_city_has_needs")


def test_the_last_gate_ends_the_cycle(app: Flask) -> None:
    of = make.partnership(stage=6)
    assert gate_of(of, stages.stage_runs(of)[5], Facts(), []).title == "Before the cycle ends"
