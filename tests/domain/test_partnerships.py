"""Partnerships: every pair of states, whether the move is allowed, and whether it needs a reason."""

from itertools import product

import pytest

from tracker.domain.partnerships import (
    FORWARD,
    LIVE_STATES,
    MOVES,
    Counterparts,
    Holder,
    PartnershipState,
    counterparts,
)

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


@pytest.mark.parametrize(
    ("holders", "paired"),
    [
        ([], []),
        ([("A", 1, "Engineer"), ("B", 2, "engineer ")], [("Engineer", (("A",), ("B",)))]),
        ([("A", 1, "Técnico"), ("B", 2, "TECNICO")], [("Técnico", (("A",), ("B",)))]),
        ([("A", 1, "Planner")], [("Planner", (("A",), ()))]),
        ([("A", 2, "Planner"), ("B", 1, "Engineer")], [("Engineer", (("B",), ())), ("Planner", ((), ("A",)))]),
        ([("A", 1, "Planner"), ("C", 1, "planner"), ("A", 1, "Planner")], [("Planner", (("A", "C"), ()))]),
        ([("A", 1, ""), ("B", 2, " "), ("C", None, "Observer"), ("D", 3, "Engineer")], []),
    ],
)
def test_people_of_the_same_function_stand_side_by_side(
    holders: list[tuple[str, int | None, str]], paired: list[tuple[str, tuple[tuple[str, ...], ...]]]
) -> None:
    assert counterparts([1, 2], [Holder(*one) for one in holders]) == tuple(Counterparts(*one) for one in paired)
