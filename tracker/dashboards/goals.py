"""Which of the Sustainable Development Goals a selection of partnerships serves, and which ones nobody does."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from tracker.dashboards.filters import Selection
from tracker.dashboards.pipeline import LIST
from tracker.dashboards.sdg import Words, words
from tracker.db import db
from tracker.models.partnerships import Partnership
from tracker.models.sdg import PartnershipSdg
from tracker.services.sdg import goals


@dataclass(frozen=True)
class GoalCount:
    """How many partnerships serve a goal, with their list; `is_asked` when the list is narrowed to this goal."""

    number: int
    name: Words
    count: int
    href: str
    is_asked: bool


@dataclass(frozen=True)
class Coverage:
    """The goals in their order; `without` partnerships of `total` name none."""

    goals: Sequence[GoalCount]
    without: int
    total: int

    @property
    def gaps(self) -> list[GoalCount]:
        """List the goals that no partnership serves."""
        return [one for one in self.goals if not one.count]

    @property
    def most(self) -> int:
        """Give the count of the goal that most partnerships serve."""
        return max((one.count for one in self.goals), default=0)


def serves_none() -> ColumnElement[bool]:
    """Give the condition on `Partnership` that holds where no goal is named."""
    return ~select(PartnershipSdg.id).where(PartnershipSdg.partnership_id == Partnership.id).exists()


def coverage(selection: Selection) -> Coverage:
    """Count the partnerships of each goal, in the states that the portfolio shows; two statements.

    A filter by goal is left out, so that the goals can be compared; a partnership that serves several counts for each.
    """
    asked = selection.filters.sdg
    filters = selection.filters.without("sdg")
    within = Selection(selection.standing, filters)
    conditions = within.shown
    codes = [goal.code for goal in goals().values()]
    query = (
        select(PartnershipSdg.code, func.count().label("cases"))
        .join(Partnership, Partnership.id == PartnershipSdg.partnership_id)
        .where(PartnershipSdg.code.in_(codes), *conditions)
        .group_by(PartnershipSdg.code)
    )
    counts = {row.code: row.cases for row in db.session.execute(query)}
    of_all = select(func.count(), func.count().filter(serves_none())).select_from(Partnership).where(*conditions)
    total, without = db.session.execute(of_all).one()
    found = [
        GoalCount(
            goal.number,
            words(goal.short),
            counts.get(goal.code, 0),
            filters.address(LIST, sdg=goal.number, state=filters.state or "current"),
            goal.number == asked,
        )
        for goal in goals().values()
    ]
    return Coverage(found, without, total)
