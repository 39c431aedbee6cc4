"""Spreads and medians of days, counted by hand and against the standard library."""

from collections import Counter
from statistics import quantiles

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.domain.durations import FEWEST, MOST_MARKS, Spread, each, quantile, scale_to, spread, survival_median

patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine drawing examples can be slow."""
DAYS = st.lists(st.integers(0, 900), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("why", "took", "expected"),
    [
        ("five cases: each quartile is a case", [10, 20, 30, 40, 50], Spread(5, 20, 30, 40, 50)),
        ("six cases: quartiles lie between two", [10, 20, 30, 40, 50, 60], Spread(6, 22.5, 35, 47.5, 60)),
        ("equal cases", [7] * 8, Spread(8, 7, 7, 7, 7)),
        ("one that took very long moves the longest and not the median", [1, 2, 3, 4, 900], Spread(5, 2, 3, 4, 900)),
        ("four cases are too few", [10, 20, 30, 40], None),
        ("nothing at all", [], None),
    ],
)
def test_spread(why: str, took: list[int], expected: Spread | None) -> None:
    assert spread(Counter(took)) == expected, why


@patiently
@given(DAYS)
def test_quartiles_are_those_of_the_standard_library(took: list[int]) -> None:
    found = [quantile(Counter(took), share) for share in (0.25, 0.5, 0.75)]
    assert found == pytest.approx(quantiles(took, n=4, method="inclusive"))
    assert list(each(Counter(took))) == sorted(took)


def test_there_is_no_quartile_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing is counted"):
        quantile({}, 0.5)
    with pytest.raises(ValueError, match="nothing is counted"):
        quantile({3: 0}, 0.5)


@pytest.mark.parametrize(
    ("why", "finished", "still_open", "median"),
    [
        # lasting after each day: 4/5, 3/5, 2/5
        ("nothing is open: the third of five is the first at or below a half", [10, 20, 30, 40, 50], [], 30),
        # 5/6, 4/6, 3/6
        ("of six, exactly a half is finished with the third", [10, 20, 30, 40, 50, 60], [], 30),
        # at risk 8: 7/8; 7: 6/8; 6: 5/8; 5: 4/8
        ("what is open and older than all pulls the median up", [10, 20, 30, 40, 50], [60, 70, 80], 40),
        # at risk 8: 7/8 (10); three leave at 15; at risk 4: 21/32 (20); 3: 7/16 (30)
        ("what has only just begun hardly counts", [10, 20, 30, 40, 50], [15, 15, 15], 30),
        # at risk 10: 9/10, 8/10, 7/10, 6/10, 5/10
        ("five open ones beyond all finished ones: a half is finished with the last", [1, 2, 3, 4, 5], [9] * 5, 5),
        # at risk 11: 10/11, 9/11, 8/11, 7/11, 6/11, and nothing finishes any more
        ("one more, and over half outlast what was seen", [1, 2, 3, 4, 5], [9] * 6, None),
        # at risk 6 at day 10, the open one among them: 5/6; then 5: 4/6; 4: 3/6
        ("on the same day what finished comes before what is open", [10, 20, 30, 40, 50], [10], 30),
        # at risk 20 each day, the ages of the open ones being younger: all leave before, then 4/5, 3/5, 2/5
        ("open ones that are younger than all finished ones change nothing", [10, 20, 30, 40, 50], [5] * 15, 30),
        ("four finished cases are too few, however many are open", [1, 2, 3, 4], [9] * 90, None),
        ("all on one day", [12] * 5, [], 12),
        ("on the first day", [0] * 6, [3], 0),
    ],
)
def test_median_with_what_is_still_open(why: str, finished: list[int], still_open: list[int], median: int) -> None:
    assert survival_median(Counter(finished), Counter(still_open)) == median, why


@patiently
@given(st.lists(st.integers(0, 900), min_size=FEWEST, max_size=60))
def test_without_open_cases_it_is_the_lower_middle(took: list[int]) -> None:
    assert survival_median(Counter(took), {}) == sorted(took)[(len(took) + 1) // 2 - 1]


@patiently
@given(st.lists(st.integers(0, 900), min_size=FEWEST, max_size=40), st.lists(st.integers(0, 900), max_size=40))
def test_open_cases_never_make_it_shorter(took: list[int], still_open: list[int]) -> None:
    without, with_them = survival_median(Counter(took), {}), survival_median(Counter(took), Counter(still_open))
    assert without is not None
    assert with_them is None or with_them >= without


@pytest.mark.parametrize(
    ("longest", "top", "step"), [(0, 1, 1), (6, 6, 1), (6.5, 7, 2), (84, 84, 15), (553.3, 554, 180), (9000, 9000, 1825)]
)
def test_scale(longest: float, top: int, step: int) -> None:
    scale = scale_to(longest)
    assert (scale.top, scale.step) == (top, step)


@patiently
@given(st.integers(0, 20_000))
def test_scales_hold_what_they_are_made_for(longest: int) -> None:
    scale = scale_to(longest)
    assert scale.place(longest) <= 100
    assert scale.marks[0] == 0
    assert len(scale.marks) <= MOST_MARKS + 1
    assert all(0 <= scale.place(mark) <= 100 for mark in scale.marks)
