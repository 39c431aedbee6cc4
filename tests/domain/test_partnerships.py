"""Partnerships: every pair of states, whether the move is allowed, and whether it needs a reason."""

from itertools import product

import pytest

from tracker.domain.partnerships import FORWARD, LIVE_STATES, MOVES, PartnershipState

FREELY = {"exploring": ["active"], "dormant": ["active"], "on_hold": ["active"]}
WITH_A_REASON = {
    "exploring": ["on_hold", "ended"],
    "active": ["dormant", "on_hold", "after_care", "ended"],
    "dormant": ["on_hold", "ended"],
    "on_hold": ["ended"],
    "after_care": ["active", "ended"],
    "ended": ["active"],
}


@pytest.mark.parametrize(("before", "after"), list(product(PartnershipState, repeat=2)))
def test_a_partnership_moves_as_the_table_says(before: PartnershipState, after: PartnershipState) -> None:
    freely = after in FREELY.get(before, [])
    with_a_reason = after in WITH_A_REASON.get(before, [])
    assert ((before, after) in MOVES) is (freely or with_a_reason)
    assert ((before, after) in FORWARD) is freely


def test_a_partnership_that_ended_or_rests_is_not_live() -> None:
    assert set(PartnershipState) - LIVE_STATES == {"on_hold", "after_care", "ended"}
