"""Policies: what a file may say, and what is wrong with one that cannot be read."""

from typing import Any

import pytest

from tracker.domain.policies import read_policy
from tracker.domain.stages import STAGES


def told(**more: Any) -> dict[str, Any]:
    """Give the content of a good file."""
    stages = [{"stage": one.number, "planned_days": 7, "conditions": [one.gate[0].__name__]} for one in STAGES]
    return {
        "code": "light",
        "version": 3,
        "title": {"en": "Light"},
        "summary": {"en": "Less."},
        "stages": stages,
    } | more


def test_a_policy_chooses_conditions_and_days() -> None:
    policy = read_policy(told())
    assert policy.name == "light-3"
    assert [one.planned_days for one in policy.stages] == 6 * [7]
    assert [len(one.gate) for one in policy.stages] == 6 * [1]
    assert (policy.stage(4).number, policy.stage(4).code, policy.stage(4).phase) == (4, "work_plan", STAGES[3].phase)


def test_conditions_keep_their_usual_order() -> None:
    stages = told()["stages"]
    stages[3]["conditions"] = ["the_work_plan_is_confirmed", "every_activity_is_dated"]
    policy = read_policy(told(stages=stages))
    assert [one.__name__ for one in policy.stage(4).gate] == ["every_activity_is_dated", "the_work_plan_is_confirmed"]


@pytest.mark.parametrize("number", [0, 7, -1])
def test_there_is_no_other_stage(number: int) -> None:
    with pytest.raises(LookupError):
        read_policy(told()).stage(number)


def without(name: str) -> dict[str, Any]:
    """Give a file that lacks something."""
    return {key: value for key, value in told().items() if key != name}


def with_stage(**more: Any) -> dict[str, Any]:
    """Give a file whose first stage says something else."""
    stages = told()["stages"]
    stages[0] |= more
    return told(stages=stages)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (without("code"), "needs 'code'"),
        (without("stages"), "needs 'stages'"),
        (told(stages=told()["stages"][:5]), "each of the 6 stages once"),
        (told(stages=[*told()["stages"], told()["stages"][0]]), "each of the 6 stages once"),
        (told(title={"pt": "Leve"}), "in English"),
        (told(version=0), "versions count from 1"),
        (with_stage(conditions=[]), "at least one condition"),
        (with_stage(conditions=["every_city_has_needs", "every_city_has_needs"]), "none twice"),
        (with_stage(conditions=["a_report_is_signed"]), "stage 1 knows no condition a_report_is_signed"),
        (with_stage(planned_days=0), "at least one day"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_policy(data)
