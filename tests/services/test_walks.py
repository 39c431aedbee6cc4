"""Partnerships that walk through the method at random: whatever is tried, in whatever order, the rules hold."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from tests import factories as make
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.evaluation import Part, Severity
from tracker.domain.partnerships import LegalForm, Modality, PartnershipState
from tracker.domain.stages import CLOSED_STATES, GATE_CONDITIONS, OPEN_STATES, STAGES, StageState, current_stage
from tracker.models.journal import JournalEntry
from tracker.models.mandates import Mandate
from tracker.models.rooms import Comparison, Need, Priority
from tracker.models.stages import StageRun
from tracker.services import comparisons, consents, needs, policies, priorities, readiness, rooms, stages
from tracker.services.partnerships import found_partnership, steer

FRAME = {"title": "Two cities", "modality": Modality.BILATERAL, "legal_form": LegalForm.PROJECT}
ROOMS = {1: Need, 2: Comparison, 3: Priority}
places, numbers = st.integers(0, 1), st.sampled_from([one.number for one in STAGES])
current_or = st.sampled_from([0, 0, 0, 0, 0, 0, *(one.number for one in STAGES)])
"""A stage to decide on: mostly the one that is worked on (0)."""
States = dict[int, dict[int, str]]
seen: Counter[str] = Counter()
"""How often a walk came by a stage that asked for words, and by one that awaited the decision."""


def replayed(entries: list[JournalEntry]) -> tuple[str, str, States]:
    """Rebuild from the journal alone: the partnership's state, its policy, and the states of its stages by cycle."""
    state, policy, cycles = "exploring", "guide-2", dict[int, dict[int, str]]()
    for entry in entries:
        told = json.loads(entry.details)
        runs = cycles.get(told.get("cycle", 0), {})
        if entry.verb == "partnership.steered":
            state = told["after"]
        elif entry.verb == "partnership.policy_moved":
            policy = told["after"]
        elif entry.verb == "cycle.begun":
            cycles[told["cycle"]] = {1: "in_progress"} | dict.fromkeys(range(2, 7), "not_started")
        elif entry.verb == "stage.begun":
            runs[told["stage"]] = "in_progress"
        elif entry.verb == "stage.reopened":
            runs[told["stage"]] = "returned"
        elif entry.verb == "gate.passed":
            runs[told["stage"]] = "waived" if told["waived"] else "passed"
            following = next((number for number, one in runs.items() if one not in {"passed", "waived"}), 6)
            runs[following] = "in_progress" if runs[following] == "not_started" else runs[following]
    return state, policy, cycles


class Walk(RuleBasedStateMachine):
    """One partnership of two cities, its technicians, mayors and coordinator."""

    def __init__(self) -> None:
        super().__init__()
        self.at: datetime = make.AT
        cities = [make.city(), make.city()]
        self.technicians = [make.technician(city) for city in cities]
        self.mayors = [make.mayor(city) for city in cities]
        self.coordinator = make.coordinator()
        with transaction():
            self.of = found_partnership(FRAME, cities, actor=self.coordinator, at=self.at)

    def attempt(self, act: Callable[[], object]) -> None:
        """Try something a day later; a refusal leaves everything as it was."""
        self.at += timedelta(days=1)
        try:
            with transaction():
                act()
        except (RuleBroken, NotAllowed):
            db.session.rollback()

    def run_of(self, number: int) -> StageRun:
        """Give a stage of the present cycle; the one that is worked on for 0."""
        return stages.stage_runs(self.of)[(number or self.of.stage_number) - 1]

    @rule(place=places)
    def need(self, place: int) -> None:
        """Record a need of a city."""
        values = needs.NeedFields(title="Land register", sector="cadastre", severity=Severity.HIGH)
        who = self.technicians[place]
        self.attempt(lambda: needs.record_need(self.of, self.of.cities[place], values, actor=who, at=self.at))

    @rule(number=st.sampled_from(sorted(ROOMS)), place=places)
    def remove(self, number: int, place: int) -> None:
        """Take the newest row out of a room."""
        table = ROOMS[number]
        query = select(table).where(table.partnership_id == self.of.id, table.removed_at.is_(None))
        row = db.session.scalar(query.order_by(table.id.desc()).limit(1))
        if row is not None:
            self.attempt(lambda: rooms.remove(row, actor=self.technicians[place], at=self.at))

    @rule()
    def compare(self) -> None:
        """Compare the cities in a dimension; the coordinator writes for both."""
        told = {city.id: "On paper." for city in self.of.cities}
        values = comparisons.ComparisonFields(dimension="Cadastre")
        self.attempt(lambda: comparisons.record_comparison(self.of, values, told, actor=self.coordinator, at=self.at))

    @rule()
    def prioritise(self) -> None:
        """Set a priority that one city teaches and the other learns."""
        first, second = self.of.cities
        values = priorities.PriorityFields(rank=1, title="Survey the plots")
        roles = {Part.TEACHES: [first.id], Part.LEARNS: [second.id]}
        self.attempt(lambda: priorities.record_priority(self.of, values, roles, {}, actor=self.coordinator, at=self.at))

    @rule(number=numbers, place=places, is_mayor=st.booleans())
    def agree(self, number: int, place: int, is_mayor: bool) -> None:
        """Give a city's word."""
        who = (self.mayors if is_mayor else self.technicians)[place]
        city = self.of.cities[place]
        self.attempt(lambda: consents.agree(self.run_of(number), city.id, actor=who, at=self.at))

    @rule(number=numbers, place=places)
    def take_back(self, number: int, place: int) -> None:
        """Take a city's word back."""
        who, city = self.technicians[place], self.of.cities[place]
        self.attempt(lambda: consents.take_back(self.run_of(number), city.id, actor=who, at=self.at))

    @rule(number=current_or)
    def pass_gate(self, number: int) -> None:
        """Decide that a stage is completed."""
        self.attempt(lambda: stages.pass_gate(self.run_of(number), reason="", actor=self.coordinator, at=self.at))

    @rule(number=current_or)
    def waive_what_is_open(self, number: int) -> None:
        """Waive whatever keeps a gate shut, and try one condition that no gate may ask for here."""
        for condition in (*(one.__name__ for one in stages.gated(self.run_of(number)).gate), GATE_CONDITIONS[-1]):
            self.attempt(
                lambda condition=condition: stages.waive_condition(
                    self.run_of(number), condition, reason="On paper", actor=self.coordinator, at=self.at
                )
            )

    @rule(times=st.integers(1, 6))
    def settle(self, times: int) -> None:
        """Decide on one stage after the other, as a hasty coordinator would."""
        for _ in range(times):
            self.waive_what_is_open(0)
            self.pass_gate(0)

    @rule(number=numbers)
    def reopen(self, number: int) -> None:
        """Return to an earlier stage."""
        self.attempt(lambda: stages.reopen_stage(self.run_of(number), reason="x", actor=self.coordinator, at=self.at))

    @rule(name=st.sampled_from(["guide-1", "guide-2", "short_exchange-1"]))
    def move(self, name: str) -> None:
        """Let the gates follow another policy."""
        self.attempt(lambda: policies.move_to_policy(self.of, name, reason="x", actor=self.coordinator, at=self.at))

    @rule(state=st.sampled_from(PartnershipState), is_meant=st.sampled_from([False, False, False, True]))
    def pause_or_go_on(self, state: PartnershipState, is_meant: bool) -> None:
        """Bring the partnership into another state, now and then."""
        if is_meant:
            self.attempt(lambda: steer(self.of, state, "x", actor=self.coordinator, at=self.at))

    @precondition(lambda self: self.of.state not in {PartnershipState.ACTIVE, PartnershipState.EXPLORING})
    @rule()
    def take_up_again(self) -> None:
        """Let a resting partnership go on, so that most of the walk is work."""
        self.pause_or_go_on(PartnershipState.ACTIVE, is_meant=True)

    @rule(is_settled=st.booleans())
    def next_cycle(self, is_settled: bool) -> None:
        """Begin the next cycle, mostly after the present one is settled."""
        if is_settled:
            self.settle(len(STAGES))
        self.attempt(lambda: stages.begin_next_cycle(self.of, actor=self.coordinator, at=self.at))

    @rule(place=places)
    def elect(self, place: int) -> None:
        """Let another mayor take office; the one before speaks for the city no more."""
        self.at += timedelta(days=1)
        city = self.of.cities[place]
        held = db.session.scalars(select(Mandate).where(Mandate.city_id == city.id, Mandate.ends_on.is_(None))).one()
        held.ends_on = self.at.date() - timedelta(days=1)
        db.session.commit()
        former, self.mayors[place] = self.mayors[place], make.mayor(city, starts_on=self.at.date())
        try:
            with transaction():
                consents.agree(self.run_of(1), city.id, actor=former, at=self.at)
        except NotAllowed:
            db.session.rollback()
        else:
            raise AssertionError("a former mayor spoke for the city")

    @invariant()
    def the_journal_tells_the_same(self) -> None:
        """The state that the journal gives is the stored one."""
        query = select(JournalEntry).where(JournalEntry.partnership_id == self.of.id).order_by(JournalEntry.id)
        runs = db.session.scalars(select(StageRun).where(StageRun.partnership_id == self.of.id)).all()
        stored: States = {}
        for run in runs:
            stored.setdefault(run.cycle, {})[run.number] = run.state.value
        told = replayed(list(db.session.scalars(query)))
        assert told == (self.of.state.value, self.of.policy, stored)
        assert self.of.cycle == max(stored)

    @invariant()
    def no_gate_is_passed_without_evidence_or_waiver(self) -> None:
        """Each passed gate names all its evidence; what was not met then was waived, and only that makes it so."""
        query = select(JournalEntry).where(
            JournalEntry.partnership_id == self.of.id, JournalEntry.verb == "gate.passed"
        )
        for entry in db.session.scalars(query):
            told = json.loads(entry.details)
            for code, (done, total) in told["evidence"].items():
                assert code in told["waived"] or 0 < total <= done, (entry.subject, code)
        for run in db.session.scalars(select(StageRun).where(StageRun.partnership_id == self.of.id)):
            assert (run.state is StageState.WAIVED) <= bool(stages.waivers_of(run))
            assert (run.state in CLOSED_STATES) == (run.decided_on is not None)

    @invariant()
    def no_state_contradicts_its_facts(self) -> None:
        """The copies follow the stages, earlier cycles are complete, and what is written in has begun."""
        runs = stages.stage_runs(self.of)
        assert self.of.stage_number == current_stage({run.number: run.state for run in runs})
        for run in db.session.scalars(select(StageRun).where(StageRun.partnership_id == self.of.id)):
            assert run.cycle == self.of.cycle or run.state in CLOSED_STATES
            if run.state is StageState.NOT_STARTED:
                assert run.started_on is None
                assert not consents.consents_of(run)
            elif run.state in OPEN_STATES:
                assert run.started_on is not None
        for number, table in ROOMS.items():
            query = select(table.id).where(table.partnership_id == self.of.id, table.cycle == self.of.cycle)
            if db.session.scalar(query.limit(1)) is not None:
                assert runs[number - 1].state is not StageState.NOT_STARTED

    @invariant()
    def what_is_ready_is_kept_as_the_facts_say(self) -> None:
        """The copies are what a rebuild from the facts gives, and never lie in the future."""
        with transaction():
            assert readiness.rebuild(self.at) == 0
        for run in db.session.scalars(select(StageRun).where(StageRun.partnership_id == self.of.id)):
            assert all(since is None or since <= self.at for since in (run.asked_at, run.ready_at))
            seen["asked"] += run.asked_at is not None
            seen["ready"] += run.ready_at is not None


def test_whatever_is_tried_the_rules_hold(app: Flask) -> None:
    walks = settings(
        max_examples=8,
        stateful_step_count=50,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=walks)
    assert db.session.query(JournalEntry).filter_by(verb="gate.passed").count() > 10
    assert db.session.query(StageRun).filter(StageRun.cycle > 1).count() > 0
    assert seen["asked"] > 10
    assert seen["ready"] > 10
