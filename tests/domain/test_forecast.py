"""Forecasts: tables computed by hand, and what must hold whatever the cases are."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.domain.forecast import (
    FEWEST,
    MOST_POINTS,
    Cases,
    Forecast,
    Range,
    Run,
    Spread,
    Trial,
    added,
    ahead,
    forecast,
    known_on,
    record,
    thinned,
    tried,
    whole,
)

EIGHT = Cases.of([(10, True, 2), (20, True, 2), (30, True, 2), (40, True, 2)])
CENSORED = Cases.of([(10, True, 1), (15, False, 1), (20, True, 1), (30, True, 1), (35, False, 2), (40, True, 2)])


@pytest.mark.parametrize(
    ("why", "cases", "spent", "expected"),
    [
        ("eight cases at its beginning", EIGHT, 0, (10, 20, 30, 8)),
        ("on the day on which the first passed, they still count", EIGHT, 10, (10, 20, 30, 8)),
        ("after eleven days six are left: 20, 20, 30, 30, 40, 40", EIGHT, 11, (20, 30, 40, 6)),
        ("four cases are too few", EIGHT, 21, None),
        ("nothing known", Cases(), 0, None),
        # at risk and left: day 10 8 cases 7/8; day 20 6 cases 7/8*5/6=35/48; day 30 5 cases 28/48; day 40 2 cases 0
        ("those that go on lengthen it", CENSORED, 0, (20, 40, 40, 5)),
        ("five equal ones", Cases.of([(7, True, 5)]), 3, (7, 7, 7, 5)),
        # five of fifteen passed on day 9: a third of the chances, the rest lies beyond
        ("beyond all that was seen", Cases.of([(9, True, 5), (60, False, 10)]), 0, (9, None, None, 5)),
        ("wholly beyond", Cases.of([(9, True, 5), (60, False, 20)]), 0, (None, None, None, 5)),
    ],
)
def test_what_is_forecast(why: str, cases: Cases, spent: int, expected: tuple[int, int, int, int] | None) -> None:
    found = forecast(cases, spent)
    assert (found and (found.days.low, found.days.middle, found.days.high, found.cases)) == expected, why


def test_chances_with_cases_that_go_on() -> None:
    # day 10: 1 of 8; day 20: 1 of 6 of what is left; day 30: 1 of 5; day 40: both of the 2 at risk
    chances = dict(CENSORED.spread().points)
    assert chances == pytest.approx({10: 1 / 8, 20: 7 / 48, 30: 7 / 48, 40: 28 / 48})
    assert dict(CENSORED.spread(25).points) == pytest.approx({30: 1 / 5, 40: 4 / 5})


def test_sums_of_days() -> None:
    coin = Spread(((10, 0.5), (20, 0.5)))
    assert added(coin, coin).points == ((20, 0.25), (30, 0.5), (40, 0.25))
    assert added(coin, Spread(((1, 0.5),))).range == Range(11, 21, None)


def test_a_whole_cycle_rests_on_the_stage_that_is_known_least() -> None:
    five, eight = Cases.of([(100, True, 5)]), EIGHT
    then = ahead([five, eight])
    assert then is not None
    assert then.cases == 5
    # 20, 30 or 40, and 100, and 10, 20, 30 or 40: of twelve sums 1 is 130, 2 are 140, 3 are 150, 3 are 160, ...
    assert whole(eight, 11, then) == Forecast(Range(140, 150, 160), 5)
    assert whole(eight, 21, then) is None
    assert whole(eight, 0, ahead([Cases.of([(1, True, 4)])])) is None
    assert whole(eight, 0, ahead([])) == forecast(eight)


def test_a_spread_of_many_points_is_thinned_without_losing_chances() -> None:
    many = Spread(tuple((day, 1 / 1000) for day in range(1000)))
    few = thinned(many)
    assert len(few.points) <= MOST_POINTS
    assert sum(chance for _day, chance in few.points) == pytest.approx(1)
    for share in (0.25, 0.5, 0.75):
        assert few.within(share) == pytest.approx(many.within(share), abs=1000 / MOST_POINTS)


RUNS = [Run(0, 10), Run(5, 25), Run(8, None), Run(30, 40)]


def test_what_was_known_on_a_day() -> None:
    assert known_on(RUNS, 0) == Cases()
    assert known_on(RUNS, 10) == Cases({}, {10: 1, 5: 1, 2: 1}), "a gate passed on the day is not told yet"
    assert known_on(RUNS, 26) == Cases({10: 1, 20: 1}, {18: 1})
    assert known_on(RUNS, 31) == Cases({10: 1, 20: 1}, {23: 1, 1: 1})


def test_a_trial_knows_nothing_of_what_came_later() -> None:
    early = [Run(0, 10) for _turn in range(5)]
    late = [Run(50, 950) for _turn in range(90)]
    assert tried([*early, *late], Run(20, 60), 0) == Trial(Forecast(Range(10, 10, 10), 5), 40)
    assert tried([*early[1:], *late], Run(20, 60), 0) == Trial(None, 40)
    with pytest.raises(ValueError, match="began=1"):
        tried(early, Run(1, None), 0)


def test_a_record() -> None:
    said = [Trial(Forecast(Range(10, 20, 30), 5), days) for days in (10, 30, 31, 24)]
    open_end = Trial(Forecast(Range(10, None, None), 5), 900)
    found = record([*said, open_end, Trial(None, 3)])
    assert (found.tried, found.spoken, found.within, found.share) == (6, 5, 4, 0.8)
    assert found.error == 10, "of 10, 10, 11 and 4 days"
    assert (record([]).share, record([]).error) == (None, None)


durations = some.lists(some.tuples(some.integers(0, 400), some.booleans(), some.integers(1, 4)), max_size=40)


def end(days: int | None) -> float:
    """Give a number of days, endless where it lies beyond all that was seen."""
    return inf if days is None else days


def ends(said: Forecast) -> tuple[float, float, float]:
    """Give a range as numbers."""
    return end(said.days.low), end(said.days.middle), end(said.days.high)


@given(durations, some.integers(0, 450))
def test_a_range_is_ordered_and_does_not_lie_in_the_past(counted: list[tuple[int, bool, int]], spent: int) -> None:
    said = forecast(Cases.of(counted), spent)
    if said is not None:
        low, middle, high = ends(said)
        assert spent <= low <= middle <= high
        assert said.cases >= FEWEST


@given(durations, durations, some.integers(0, 450))
def test_more_cases_never_silence_it(
    counted: list[tuple[int, bool, int]], more: list[tuple[int, bool, int]], spent: int
) -> None:
    if forecast(Cases.of(counted), spent) is not None:
        assert forecast(Cases.of([*counted, *more]), spent) is not None


@given(durations, some.integers(0, 450), some.integers(0, 450))
def test_what_has_lasted_longer_ends_no_earlier(counted: list[tuple[int, bool, int]], spent: int, more: int) -> None:
    cases = Cases.of(counted)
    sooner, later = forecast(cases, spent), forecast(cases, spent + more)
    if sooner is not None and later is not None:
        assert all(first <= second for first, second in zip(ends(sooner), ends(later), strict=True))


@given(durations, durations)
def test_what_lies_ahead_only_adds(counted: list[tuple[int, bool, int]], more: list[tuple[int, bool, int]]) -> None:
    first, second = Cases.of(counted), Cases.of(more)
    alone, both = forecast(first), whole(first, 0, ahead([second]))
    if alone is not None and both is not None and len(first.finished) <= MOST_POINTS:
        assert ends(alone)[0] <= ends(both)[0]
        assert both.cases == min(first.known(), second.known())
        total = sum(chance for _days, chance in added(first.spread(), second.spread()).points)
        assert total <= 1 + 1e-9
