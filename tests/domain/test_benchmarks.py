"""Values compared: changes and places counted by hand."""

import pytest

from tracker.domain.benchmarks import Change, change, place
from tracker.domain.frameworks import Given


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (Given(value=40, unit="days"), Given(value=30, unit="days"), Change(-10, -25)),
        (Given(value=8, unit="%"), Given(value=10, unit="%"), Change(2, 25)),
        (Given(value=-4, unit="%"), Given(value=-3, unit="%"), Change(1, 25)),
        (Given(value=0, unit="%"), Given(value=10, unit="%"), Change(10, None)),
        (Given(value=5, unit="%"), Given(value=5, unit="%"), Change(0, 0)),
        (Given(value=40, unit="days"), Given(value=4, unit="weeks"), None),
        (Given(value=40, unit="days"), Given(unit="days"), None),
        (Given(value=40, unit="days"), None, None),
        (None, Given(value=40, unit="days"), None),
    ],
)
def test_a_change_is_in_the_unit_and_in_percent_of_the_earlier_value(
    before: Given | None, now: Given | None, found: Change | None
) -> None:
    assert change(before, now) == found


@pytest.mark.parametrize(
    ("value", "among", "found"),
    [(0, [40], 1), (40, [10], 5), (10, [40], 2), (-10, [30], 1), (0, [-10, 30], 2), (0, [], 1), (7, [], 5)],
)
def test_a_line_begins_at_nought_and_ends_at_the_highest_value(value: float, among: list[float], found: float) -> None:
    assert place(value, among) == found
