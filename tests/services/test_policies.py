"""Which policy the gates of a partnership follow, and how one is moved to another."""

import hashlib
import json

import pytest
from flask import Flask

from tests import factories as make
from tests.services.test_stages import last_entry, refused
from tracker.db import transaction
from tracker.domain.errors import NotAllowed
from tracker.domain.partnerships import LegalForm, Modality
from tracker.domain.stages import AGREEMENTS, GATE_CONDITIONS
from tracker.services import policies, stages
from tracker.services.partnerships import found_partnership

FRAME = {"title": "Nampula - Guarulhos", "modality": Modality.BILATERAL, "legal_form": LegalForm.PROJECT}
KEPT = {
    "guide-1": "f9d140bc",
    "guide-2": "960ac2b7",
    "short_exchange-1": "cad7a466",
}
"""The first eight digits of the SHA-256 of each file: partnerships may follow it, so that it never changes."""


def test_a_version_that_partnerships_may_follow_never_changes() -> None:
    found = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest()[:8] for file in policies.FOLDER.glob("*.json")}
    assert found == KEPT


def test_the_guide_is_offered_in_both_versions_and_the_newest_asks_for_every_condition(app: Flask) -> None:
    offered = policies.offered()
    assert list(offered) == ["guide-1", "guide-2", "short_exchange-1"]
    assert list(policies.newest()) == ["guide", "short_exchange"]
    asked = {name: [one.__name__ for stage in of.stages for one in stage.gate] for name, of in offered.items()}
    assert asked["guide-2"] == list(GATE_CONDITIONS)
    assert set(asked["guide-2"]) - set(asked["guide-1"]) == {*AGREEMENTS.values(), "the_work_plan_is_confirmed"}


def test_every_policy_speaks_english_and_portuguese(app: Flask) -> None:
    for one in policies.offered().values():
        assert {"en", "pt"} <= set(one.title) & set(one.summary)


def test_a_new_partnership_follows_the_newest_version_of_its_programmes_policy(app: Flask) -> None:
    frame, coordinator = make.programme(), make.coordinator()
    cities = [make.city(), make.city()]
    with transaction():
        alone = found_partnership(FRAME, cities, actor=coordinator, at=make.AT)
        policies.choose_policy(frame, "short_exchange", actor=make.administrator(), at=make.AT)
        within = found_partnership({**FRAME, "programme_id": frame.id}, cities, actor=coordinator, at=make.AT)
    assert (alone.policy, within.policy) == ("guide-2", "short_exchange-1")
    assert [run.planned_days for run in stages.stage_runs(within)] == [30, 30, 30, 30, 180, 30]


def test_a_programmes_choice_leaves_running_partnerships_as_they_are(app: Flask) -> None:
    frame = make.programme()
    of, coordinator = make.partnership(programme=frame), make.coordinator(frame)
    with transaction():
        policies.choose_policy(frame, "short_exchange", actor=coordinator, at=make.AT)
    assert (frame.policy, of.policy) == ("short_exchange", "guide-1")
    entry = last_entry()
    assert (entry.verb, json.loads(entry.details)) == (
        "programme.policy_chosen",
        {"before": "guide", "after": "short_exchange"},
    )
    with transaction():
        policies.choose_policy(frame, "short_exchange", actor=coordinator, at=make.AT)
    assert last_entry().id == entry.id
    refused("policy.unknown", lambda: policies.choose_policy(frame, "none", actor=coordinator, at=make.AT))
    with pytest.raises(NotAllowed), transaction():
        policies.choose_policy(frame, "guide", actor=make.technician(of.cities[0]), at=make.AT)


def test_a_partnership_is_moved_with_a_reason_and_its_passed_gates_stay_passed(app: Flask) -> None:
    of, coordinator = make.partnership(stage=3), make.coordinator()
    with transaction():
        policies.move_to_policy(of, "guide-2", reason="Both mayors want it.", actor=coordinator, at=make.AT)
    assert of.policy == "guide-2"
    assert [run.state.value for run in stages.stage_runs(of)][:3] == ["passed", "passed", "in_progress"]
    assert json.loads(last_entry().details) == {
        "before": "guide-1",
        "after": "guide-2",
        "reason": "Both mayors want it.",
    }


@pytest.mark.parametrize(
    ("code", "name", "reason"),
    [("policy.unknown", "guide-9", "x"), ("policy.same", "guide-1", "x"), ("gate.needs_reason", "guide-2", "  ")],
)
def test_a_move_is_refused(app: Flask, code: str, name: str, reason: str) -> None:
    of, coordinator = make.partnership(), make.coordinator()
    refused(code, lambda: policies.move_to_policy(of, name, reason=reason, actor=coordinator, at=make.AT))
    assert of.policy == "guide-1"


def test_only_the_coordinator_moves_it(app: Flask) -> None:
    of = make.partnership()
    for actor in (make.technician(of.cities[0]), make.mayor(of.cities[0]), make.administrator()):
        with pytest.raises(NotAllowed), transaction():
            policies.move_to_policy(of, "guide-2", reason="x", actor=actor, at=make.AT)


def test_conditions_that_a_policy_does_not_ask_for_cannot_be_waived(app: Flask) -> None:
    of, coordinator = make.partnership(), make.coordinator()
    refused(
        "gate.unknown_condition",
        lambda: stages.waive_condition(
            stages.stage_runs(of)[0], AGREEMENTS[1], reason="x", actor=coordinator, at=make.AT
        ),
    )
