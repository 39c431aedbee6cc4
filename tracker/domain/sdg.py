"""The Sustainable Development Goals: 17 goals with their targets, and which of them a partnership serves.

Source: United Nations, resolution A/RES/70/1 (2015), "Transforming our world: the 2030 Agenda".
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.frameworks import FALLBACK, Text

LANGUAGES = ("en", "fr", "es", "pt")
GOAL_NUMBERS = range(1, 18)


@dataclass(frozen=True)
class Target:
    """One target of a goal; its code is such as 11.3, or 11.a for a means of implementation."""

    code: str
    title: Text


@dataclass(frozen=True)
class Goal:
    """One goal with its targets in their order; `short` is the name that everybody uses."""

    number: int
    short: Text
    title: Text
    targets: tuple[Target, ...]

    @property
    def code(self) -> str:
        """Give the goal's code: its number."""
        return str(self.number)


@dataclass(frozen=True)
class Served:
    """What a partnership serves: why, by the code of each goal and target; the reason may be empty.

    `invented` are the codes that a demonstration chose.
    """

    why: Mapping[str, str]
    invented: frozenset[str] = frozenset()

    @property
    def goals(self) -> frozenset[int]:
        """Give the goals that are served; a target implies its goal."""
        return frozenset(goal_of(code) for code in self.why)

    @property
    def version(self) -> int:
        """Give a number that is another one as soon as anything was chosen, left out or explained differently."""
        written = json.dumps(sorted(self.why.items()), ensure_ascii=False)
        return zlib.crc32(written.encode()) % 10**9

    def of_goal(self, number: int) -> "Served":
        """Give what is served of one goal: the goal itself and its targets."""
        return Served({code: why for code, why in self.why.items() if goal_of(code) == number})


def goal_of(code: str) -> int:
    """Give the number of the goal that a code names or belongs to."""
    return int(code.partition(".")[0])


def read_goals(goals: Iterable[Mapping[str, str]], targets: Iterable[Mapping[str, str]]) -> tuple[Goal, ...]:
    """Make the goals of the rows of two files; raises ValueError that says what is wrong with them."""
    found = [(row["code"], row["goal"], _text(row, "title")) for row in targets]
    read = tuple(
        Goal(
            number=int(row["code"]),
            short=_text(row, "short"),
            title=_text(row, "title"),
            targets=tuple(Target(code, title) for code, goal, title in found if goal == row["code"]),
        )
        for row in goals
    )
    _check(read, [code for code, _goal, _title in found])
    return read


def _text(row: Mapping[str, str], name: str) -> Text:
    return {language: row[f"{name}_{language}"] for language in LANGUAGES if row.get(f"{name}_{language}")}


def _check(goals: tuple[Goal, ...], written: list[str]) -> None:
    targets = [(goal.number, target) for goal in goals for target in goal.targets]
    texts = [text for goal in goals for text in (goal.short, goal.title)] + [target.title for _goal, target in targets]
    troubles = {
        "a text without English": any(FALLBACK not in text for text in texts),
        "a code twice": len({goal.number for goal in goals}) < len(goals) or len(set(written)) < len(written),
        "a target of no goal": len(targets) < len(written),
        "a target under a goal that is not its own": any(goal_of(one.code) != goal for goal, one in targets),
    }
    found = [what for what, is_so in troubles.items() if is_so]
    if found:
        raise ValueError(f"goals: {', '.join(found)}")
