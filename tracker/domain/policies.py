"""Policies: which conditions the gates of a partnership ask for, and how long its stages usually take.

A policy is a file in a version of its own; a partnership keeps the version it was founded with until it is moved.
"""

from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.frameworks import Text
from tracker.domain.stages import STAGES, Stage
from tracker.domain.told import Told

MOST_DAYS = 3650


@dataclass(frozen=True)
class Policy:
    """One version of a policy; `stages` are the six stages with the gates and the usual days that it asks for."""

    code: str
    version: int
    title: Text
    summary: Text
    stages: tuple[Stage, ...]

    @property
    def name(self) -> str:
        """Give what a partnership keeps of it: guide-2."""
        return f"{self.code}-{self.version}"

    def stage(self, number: int) -> Stage:
        """Give a stage by its number, 1 to 6; raises LookupError otherwise."""
        if not 1 <= number <= len(self.stages):
            raise LookupError(number)
        return self.stages[number - 1]


def read_policy(data: Any) -> Policy:
    """Make a policy of a file's content; raises ValueError that says what is wrong with it."""
    told = Told(data, "a policy")
    asked = [(one.number("stage"), one) for one in told.each("stages", "a stage")]
    if sorted(number for number, _one in asked) != [one.number for one in STAGES]:
        raise ValueError(f"a policy has each of the {len(STAGES)} stages once")
    stages = tuple(_stage(one, dict(asked)[one.number]) for one in STAGES)
    policy = Policy(told.code("code"), told.number("version"), told.text("title"), told.text("summary"), stages)
    if not all(text.get("en") for text in (policy.title, policy.summary)):
        raise ValueError("a policy has its title and summary in English")
    if policy.version < 1:
        raise ValueError("versions count from 1")
    return policy


def _stage(of: Stage, told: Told) -> Stage:
    """Choose among the conditions that the stage can ask for, in their usual order."""
    asked, known = told.lines("conditions"), {evidence.__name__ for evidence in of.gate}
    if not asked or len(set(asked)) != len(asked):
        raise ValueError(f"stage {of.number} asks for at least one condition, and for none twice")
    if unknown := sorted(set(asked) - known):
        raise ValueError(f"stage {of.number} knows no condition {unknown[0]}")
    planned_days = told.number("planned_days")
    if not 1 <= planned_days <= MOST_DAYS:
        raise ValueError(f"stage {of.number} is planned for at least one day and at most {MOST_DAYS}")
    gate = tuple(evidence for evidence in of.gate if evidence.__name__ in asked)
    return replace(of, planned_days=planned_days, gate=gate)
