"""What lies in each of the six rooms, gathered for its page.

Each room makes a number of statements that does not depend on how much there is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.dashboards import logframe, rooms, work
from tracker.dashboards.agreements import plan_of
from tracker.dashboards.criteria import Material, criteria_of
from tracker.dashboards.missions import missions_of
from tracker.dashboards.notes import notes_of
from tracker.models.logframe import Indicator, Objective
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Comparison, Need, Priority
from tracker.models.stages import StageRun
from tracker.models.work import Activity, Instrument, Result
from tracker.permissions import Permission, Standing, allows


@dataclass(frozen=True)
class Visit:
    """Whose room of which cycle is shown (by its six runs), what its reader may see, and which day it is for them."""

    partnership: Partnership
    runs: Sequence[StageRun]
    standing: Standing
    today: date

    @property
    def cycle(self) -> int:
        """Give the number of the cycle."""
        return self.runs[0].cycle


def _needs(to: Visit) -> dict[str, Any]:
    partnership, cycle = to.partnership, to.cycle
    return {
        "needs": rooms.needs_by_city(partnership, cycle),
        "removed": rooms.removed_rows(Need, Need.title, partnership, cycle),
    }


def _comparisons(to: Visit) -> dict[str, Any]:
    partnership, cycle = to.partnership, to.cycle
    return {
        "comparisons": rooms.comparisons_of(partnership, cycle),
        "removed": rooms.removed_rows(Comparison, Comparison.dimension, partnership, cycle),
    }


def _priorities(to: Visit) -> dict[str, Any]:
    partnership, cycle = to.partnership, to.cycle
    priorities = rooms.priorities_of(partnership, cycle)
    balance = rooms.balance_of(partnership, priorities)
    return {
        "priorities": priorities,
        "balance": balance,
        "one_sided": rooms.one_sided(balance),
        "removed": rooms.removed_rows(Priority, Priority.title, partnership, cycle),
    }


def _work_plan(to: Visit) -> dict[str, Any]:
    partnership, cycle = to.partnership, to.cycle
    activities = work.activities_of(partnership, cycle, to.today)
    return {
        "activities": activities,
        "timetable": work.timetable_of(activities, to.today),
        "budget": logframe.budget_of(activities),
        "objectives": logframe.objectives_of(partnership, cycle, logframe.indicators_of(partnership, cycle, to.today)),
        "removed_objectives": rooms.removed_rows(Objective, Objective.title, partnership, cycle),
        "removed_indicators": rooms.removed_rows(Indicator, Indicator.title, partnership, cycle),
        "plan": plan_of(partnership, cycle, with_drafts=allows(to.standing, Permission.DRAFT_VIEW, partnership)),
        "removed": rooms.removed_rows(Activity, Activity.title, partnership, cycle),
    }


def _exchange(to: Visit) -> dict[str, Any]:
    partnership, cycle = to.partnership, to.cycle
    return {
        "missions": missions_of(partnership, to.standing),
        "instruments": work.instruments_of(partnership, cycle),
        "promises": work.promises_of(partnership, to.today),
        "removed": rooms.removed_rows(Instrument, Instrument.title, partnership, cycle),
    }


def _assessment(to: Visit) -> dict[str, Any]:
    partnership, cycle = to.partnership, to.cycle
    indicators = logframe.indicators_of(partnership, cycle, to.today)
    material = Material(
        needs=rooms.needs_by_city(partnership, cycle),
        indicators=indicators,
        objectives=logframe.objectives_of(partnership, cycle, indicators),
        instruments=work.instruments_of(partnership, cycle),
        times=work.times_of(to.runs, to.today, work.usual_days(partnership)),
        budget=logframe.budget_of(work.activities_of(partnership, cycle, to.today)),
    )
    own = {city.id for city in rooms.writable_cities(partnership, to.standing)}
    return {
        "needs": material.needs,
        "indicators": indicators,
        "results": work.results_of(partnership, cycle),
        "instruments": material.instruments,
        "times": material.times,
        "criteria": criteria_of(partnership, cycle, material, own, to.standing),
        "lessons": notes_of(partnership, to.standing, cycle=cycle),
        "removed": rooms.removed_rows(Result, Result.expected, partnership, cycle),
    }


CONTENTS: dict[int, Callable[[Visit], dict[str, Any]]] = {
    1: _needs,
    2: _comparisons,
    3: _priorities,
    4: _work_plan,
    5: _exchange,
    6: _assessment,
}


def room_of(number: int, to: Visit) -> dict[str, Any]:
    """Gather what lies in the room of a stage (1 to 6)."""
    return CONTENTS[number](to)
