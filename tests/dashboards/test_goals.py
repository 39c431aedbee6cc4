"""Which goals are served, in the portfolio's own partnerships, and which are gaps."""

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.goals import coverage, serves_none
from tracker.dashboards.partnership_list import count_partnerships
from tracker.domain.partnerships import PartnershipState
from tracker.permissions import Standing, standing_of


@pytest.fixture
def everything(app: Flask) -> Standing:
    """Give the standing of somebody who sees all."""
    return standing_of(make.administrator(), make.AT)


def test_goals_are_counted_and_gaps_are_named(everything: Standing) -> None:
    both, one, none = (make.partnership() for _ in range(3))
    for of, codes in ((both, ("6", "6.1", "11")), (one, ("11", "11.3", "11.a"))):
        for code in codes:
            make.sdg(of, code)
    make.sdg(make.partnership(state=PartnershipState.ENDED), "1")
    found = coverage(Selection(everything))
    assert {goal.number: goal.count for goal in found.goals if goal.count} == {6: 1, 11: 2}
    assert [goal.number for goal in found.goals] == list(range(1, 18))
    assert len(found.gaps) == 15
    assert (found.without, found.total, found.most) == (1, 3, 2)
    assert found.goals[10].href == "/partnerships?state=current&sdg=11"
    without = Selection(everything).those(serves_none())
    assert count_partnerships(without) == found.without
    assert none.ref


def test_ended_ones_count_where_they_are_asked_for(everything: Standing) -> None:
    make.sdg(make.partnership(state=PartnershipState.ENDED), "1")
    found = coverage(Selection(everything, Filters(state="ended")))
    assert [goal.number for goal in found.goals if goal.count] == [1]
    assert found.goals[0].href == "/partnerships?state=ended&sdg=1"


def test_a_filter_by_goal_is_marked_and_left_out(everything: Standing) -> None:
    make.sdg(make.partnership(theme="climate"), "13")
    make.sdg(make.partnership(theme="climate"), "6")
    make.sdg(make.partnership(theme="cadastre"), "6")
    found = coverage(Selection(everything, Filters(sdg=13, theme="climate")))
    assert {goal.number: goal.count for goal in found.goals if goal.count} == {6: 1, 13: 1}
    assert [goal.number for goal in found.goals if goal.is_asked] == [13]
    assert found.goals[5].href == "/partnerships?theme=climate&state=current&sdg=6"


def test_two_statements_and_nothing_at_all(everything: Standing) -> None:
    with statements() as seen:
        found = coverage(Selection(everything))
    assert len(seen) == 2
    assert (found.most, found.total, found.without, len(found.gaps)) == (0, 0, 0, 17)
