"""Gates: what opens them, who decides, what is kept, and that of two decisions one is made."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.partnerships import PartnershipState
from tracker.domain.stages import STAGES, StageState
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Need
from tracker.models.stages import StageRun, Waiver
from tracker.services import comparisons, stages

LATER = make.AT + timedelta(days=30)


def run_of(of: Partnership, number: int) -> StageRun:
    """Give one stage of the present cycle."""
    return stages.stage_runs(of)[number - 1]


def states(of: Partnership) -> list[str]:
    """List the states of the six stages."""
    return [run.state.value for run in stages.stage_runs(of)]


def last_entry() -> JournalEntry:
    """Give the newest row of the journal."""
    entry = db.session.scalar(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1))
    assert entry is not None
    return entry


def refused(code: str, act: Callable[[], object]) -> None:
    """Check that a rule refuses an act."""
    with pytest.raises(RuleBroken) as caught, transaction():
        act()
    assert caught.value.code == code


def pass_gate(of: Partnership, number: int, by: Person) -> None:
    """Pass the gate of a stage in a transaction of its own."""
    with transaction():
        stages.pass_gate(run_of(of, number), reason="", actor=by, at=LATER)


def ready_for_gate_1() -> tuple[Partnership, Person]:
    """Make a partnership whose first gate has its evidence, and its coordinator."""
    of = make.partnership()
    for one in of.cities:
        make.need(of, one)
    return of, make.coordinator()


def test_a_cycle_begins_with_six_stages_and_works_on_the_first(app: Flask) -> None:
    of = make.partnership()
    db.session.query(StageRun).delete()
    with transaction():
        stages.begin_cycle(of, actor=make.coordinator(), at=make.AT)
    runs = stages.stage_runs(of)
    assert [run.number for run in runs] == [1, 2, 3, 4, 5, 6]
    assert states(of) == ["in_progress"] + 5 * ["not_started"]
    assert [run.started_on for run in runs] == [make.AT.date()] + 5 * [None]
    assert [run.planned_days for run in runs] == [one.planned_days for one in STAGES]
    assert (last_entry().verb, last_entry().subject) == ("cycle.begun", f"{of.ref}-C1")


def test_a_gate_with_its_evidence_is_passed_and_the_next_stage_begins(app: Flask) -> None:
    of, coordinator = ready_for_gate_1()
    with transaction():
        stages.pass_gate(run_of(of, 1), reason="Both cities presented them.", actor=coordinator, at=LATER)
    first, second = stages.stage_runs(of)[:2]
    assert (first.state, first.decided_on, first.decided_by) == (StageState.PASSED, LATER.date(), coordinator)
    assert (second.state, second.started_on) == (StageState.IN_PROGRESS, LATER.date())
    assert of.stage_number == 2
    entry = last_entry()
    assert (entry.verb, entry.subject, entry.actor) == ("gate.passed", f"{of.ref}-C1-S1", coordinator)
    assert json.loads(entry.details) == {
        "cycle": 1,
        "stage": 1,
        "reason": "Both cities presented them.",
        "evidence": {"every_city_has_needs": [2, 2]},
        "waived": [],
    }


def test_a_gate_without_its_evidence_stays_shut(app: Flask) -> None:
    of = make.partnership()
    make.need(of, of.cities[0])
    refused("gate.shut", lambda: pass_gate(of, 1, make.coordinator()))
    assert states(of)[0] == "in_progress"


def test_only_the_stage_that_is_worked_on_can_be_decided(app: Flask) -> None:
    of, coordinator = ready_for_gate_1()
    make.comparison(of)
    refused("gate.not_current", lambda: pass_gate(of, 2, coordinator))
    pass_gate(of, 1, coordinator)
    refused("gate.not_current", lambda: pass_gate(of, 1, coordinator))


@pytest.mark.parametrize(
    "who", ["technician", "mayor", "administrator", "observer", "coordinator of another programme"]
)
def test_nobody_but_the_programmes_coordinator_decides(app: Flask, who: str) -> None:
    of = make.partnership(programme=make.programme())
    actor = {
        "technician": lambda: make.technician(of.cities[0]),
        "mayor": lambda: make.mayor(of.cities[0]),
        "administrator": make.administrator,
        "observer": lambda: make.observer(of),
        "coordinator of another programme": lambda: make.coordinator(make.programme()),
    }[who]()
    acts: list[Callable[[], object]] = [
        lambda: stages.pass_gate(run_of(of, 1), reason="x", actor=actor, at=make.AT),
        lambda: stages.waive_condition(run_of(of, 1), "every_city_has_needs", reason="x", actor=actor, at=make.AT),
        lambda: stages.reopen_stage(run_of(of, 1), reason="x", actor=actor, at=make.AT),
        lambda: stages.begin_next_cycle(of, actor=actor, at=make.AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed), transaction():
            act()


def test_a_waived_condition_opens_the_gate_and_stays_visible(app: Flask) -> None:
    of, coordinator = make.partnership(), make.coordinator()
    with transaction():
        stages.waive_condition(
            run_of(of, 1), "every_city_has_needs", reason="Recorded on paper.", actor=coordinator, at=make.AT
        )
    assert json.loads(last_entry().details)["reason"] == "Recorded on paper."
    pass_gate(of, 1, coordinator)
    assert run_of(of, 1).state is StageState.WAIVED
    assert json.loads(last_entry().details)["waived"] == ["every_city_has_needs"]
    assert [waiver.reason for waiver in stages.waivers_of(run_of(of, 1))] == ["Recorded on paper."]


@pytest.mark.parametrize(
    ("code", "condition", "reason"),
    [
        ("gate.needs_reason", "every_city_has_needs", "  "),
        ("gate.unknown_condition", "a_report_is_signed", "Because"),
        ("gate.already_waived", "every_city_has_needs", "Once more"),
    ],
)
def test_a_waiver_is_refused(app: Flask, code: str, condition: str, reason: str) -> None:
    of, coordinator = make.partnership(), make.coordinator()
    if code == "gate.already_waived":
        with transaction():
            stages.waive_condition(run_of(of, 1), condition, reason="First", actor=coordinator, at=make.AT)
    refused(
        code, lambda: stages.waive_condition(run_of(of, 1), condition, reason=reason, actor=coordinator, at=make.AT)
    )


def test_what_is_met_cannot_be_waived_nor_what_is_not_open(app: Flask) -> None:
    of, coordinator = ready_for_gate_1()
    refused(
        "gate.condition_met",
        lambda: stages.waive_condition(
            run_of(of, 1), "every_city_has_needs", reason="x", actor=coordinator, at=make.AT
        ),
    )
    refused(
        "gate.not_current",
        lambda: stages.waive_condition(
            run_of(of, 2), "every_city_described_each_dimension", reason="x", actor=coordinator, at=make.AT
        ),
    )


def test_a_reopened_stage_keeps_its_reason_and_leaves_later_ones_as_they_are(app: Flask) -> None:
    of, coordinator = make.partnership(stage=3), make.coordinator()
    make.need(of, of.cities[0]), make.need(of, of.cities[1])
    with transaction():
        stages.reopen_stage(run_of(of, 1), reason="New needs after the floods.", actor=coordinator, at=LATER)
    assert states(of) == ["returned", "passed", "in_progress", "not_started", "not_started", "not_started"]
    first = run_of(of, 1)
    assert (first.reason, first.decided_on) == ("New needs after the floods.", None)
    assert of.stage_number == 1
    assert json.loads(last_entry().details)["reason"] == "New needs after the floods."
    pass_gate(of, 1, coordinator)
    assert states(of)[:3] == ["passed", "passed", "in_progress"]
    assert of.stage_number == 3


def test_reopening_needs_a_passed_gate_and_a_reason(app: Flask) -> None:
    of, coordinator = make.partnership(stage=2), make.coordinator()
    refused("gate.not_passed", lambda: stages.reopen_stage(run_of(of, 2), reason="x", actor=coordinator, at=make.AT))
    refused("gate.needs_reason", lambda: stages.reopen_stage(run_of(of, 1), reason="", actor=coordinator, at=make.AT))


def test_the_cities_plan_how_long_a_stage_takes_until_its_gate_is_passed(app: Flask) -> None:
    of = make.partnership(stage=2)
    technician = make.technician(of.cities[1])
    with transaction():
        stages.plan_stage(run_of(of, 3), 45, actor=technician, at=make.AT)
    assert run_of(of, 3).planned_days == 45
    assert json.loads(last_entry().details) == {"cycle": 1, "stage": 3, "before": 90, "after": 45}
    refused("gate.not_current", lambda: stages.plan_stage(run_of(of, 1), 45, actor=technician, at=make.AT))
    with pytest.raises(NotAllowed), transaction():
        stages.plan_stage(run_of(of, 3), 45, actor=make.technician(make.city()), at=make.AT)


@pytest.mark.parametrize("state", [PartnershipState.ON_HOLD, PartnershipState.ENDED])
def test_nothing_is_decided_while_a_partnership_rests(app: Flask, state: PartnershipState) -> None:
    of, coordinator = ready_for_gate_1()
    of.state = state
    db.session.commit()
    refused("partnership.not_live", lambda: pass_gate(of, 1, coordinator))
    refused("partnership.not_live", lambda: stages.plan_stage(run_of(of, 1), 9, actor=coordinator, at=make.AT))


def finished_cycle() -> Partnership:
    """Make a partnership whose six gates are passed."""
    of = make.partnership(stage=6)
    last = run_of(of, 6)
    last.state, last.decided_on = StageState.PASSED, make.AT.date()
    db.session.commit()
    return of


def test_the_next_cycle_begins_after_the_sixth_gate(app: Flask) -> None:
    of, coordinator = finished_cycle(), make.coordinator()
    with transaction():
        stages.begin_next_cycle(of, actor=coordinator, at=LATER)
    assert (of.cycle, of.stage_number, states(of)[0]) == (2, 1, "in_progress")
    assert [run.state for run in stages.stage_runs(of, cycle=1)] == 6 * [StageState.PASSED]
    earlier = stages.stage_runs(of, cycle=1)[0]
    refused("gate.earlier_cycle", lambda: stages.reopen_stage(earlier, reason="x", actor=coordinator, at=LATER))


def test_needs_that_are_still_open_are_carried_over(app: Flask) -> None:
    of, coordinator = finished_cycle(), make.coordinator()
    first, second = of.cities
    still_open = make.need(of, first, title="A land register")
    make.need(of, second, title="A master plan", met_on=make.AT.date(), met_how="Adopted by the council.")
    make.need(of, second, title="Written by mistake", removed_at=make.AT)
    with transaction():
        stages.begin_next_cycle(of, actor=coordinator, at=LATER)
    [carried] = db.session.scalars(select(Need).where(Need.partnership_id == of.id, Need.cycle == 2)).all()
    assert (carried.title, carried.city, carried.carried_from_id) == ("A land register", first, still_open.id)
    assert (carried.created_at, carried.met_on, carried.severity) == (LATER, None, still_open.severity)
    assert (still_open.cycle, still_open.removed_at) == (1, None)


def test_work_in_a_later_room_begins_its_stage_while_earlier_gates_are_open(app: Flask) -> None:
    of = make.partnership()
    technician = make.technician(of.cities[0])
    with transaction():
        values = comparisons.ComparisonFields(dimension="Legal frame")
        comparisons.record_comparison(of, values, {}, actor=technician, at=LATER)
    assert states(of)[:3] == ["in_progress", "in_progress", "not_started"]
    assert (run_of(of, 2).started_on, of.stage_number) == (LATER.date(), 1)
    assert db.session.query(JournalEntry).filter_by(verb="stage.begun").one().subject == f"{of.ref}-C1-S2"
    for one in of.cities:
        make.need(of, one)
    pass_gate(of, 1, make.coordinator())
    assert run_of(of, 2).started_on == LATER.date()


def test_a_cycle_with_an_open_gate_is_not_followed_by_another(app: Flask) -> None:
    of = make.partnership(stage=6)
    refused("cycle.unfinished", lambda: stages.begin_next_cycle(of, actor=make.coordinator(), at=make.AT))


def at_once(app: Flask, act: Callable[[], object], times: int = 6) -> list[str]:
    """Let several people do the same at the same moment, each in a transaction of their own; list what came of it."""
    outcomes: list[str] = []
    barrier = threading.Barrier(times)

    def one() -> None:
        with app.app_context():
            barrier.wait(10)
            try:
                with transaction():
                    act()
            except RuleBroken as error:
                outcomes.append(error.code)
            else:
                outcomes.append("done")

    people = [threading.Thread(target=one) for _ in range(times)]
    for person in people:
        person.start()
    for person in people:
        person.join(30)
    return sorted(outcomes)


def test_of_simultaneous_decisions_one_is_made(app: Flask) -> None:
    of, coordinator = ready_for_gate_1()
    place, who = of.id, coordinator.id
    db.session.remove()

    def decide() -> None:
        run = db.session.scalars(select(StageRun).where(StageRun.partnership_id == place, StageRun.number == 1)).one()
        stages.pass_gate(run, reason="", actor=db.session.get_one(Person, who), at=LATER)

    assert at_once(app, decide) == ["done"] + 5 * ["gate.not_current"]
    assert db.session.query(JournalEntry).filter_by(verb="gate.passed").count() == 1


def test_of_simultaneous_waivers_one_is_kept(app: Flask) -> None:
    of, coordinator = make.partnership(), make.coordinator()
    place, who = of.id, coordinator.id
    db.session.remove()

    def waive() -> None:
        run = db.session.scalars(select(StageRun).where(StageRun.partnership_id == place, StageRun.number == 1)).one()
        actor = db.session.get_one(Person, who)
        stages.waive_condition(run, "every_city_has_needs", reason="Paper", actor=actor, at=LATER)

    assert at_once(app, waive) == ["done"] + 5 * ["gate.already_waived"]
    assert db.session.query(Waiver).count() == 1


def test_of_simultaneous_beginnings_one_cycle_begins(app: Flask) -> None:
    of, coordinator = finished_cycle(), make.coordinator()
    place, who = of.id, coordinator.id
    db.session.remove()

    def begin() -> None:
        partnership = db.session.get_one(Partnership, place)
        stages.begin_next_cycle(partnership, actor=db.session.get_one(Person, who), at=LATER)

    outcomes = at_once(app, begin)
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "gate.earlier_cycle", "cycle.unfinished"}
    assert db.session.get_one(Partnership, place).cycle == 2
    assert db.session.query(StageRun).count() == 12
