"""Where indicators stand against baseline, milestones and target, counted by hand."""

from datetime import date

import pytest

from tracker.domain.logframe import (
    Aggregate,
    Attainment,
    Point,
    RollUp,
    Scale,
    aggregate,
    attainment,
    latest,
    roll_up,
    way_gone,
)

JAN, APR, JUL, DEC = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2026, 12, 31)
UP = Scale(0, 20)
DOWN = Scale(50, 10)
HALF_UP, HALF_DOWN = [Point(JUL, 10)], [Point(JUL, 30)]


@pytest.mark.parametrize(
    ("sentence", "scale", "milestones", "measured", "today", "found"),
    [
        ("nothing measured", UP, HALF_UP, [], DEC, Attainment.NOT_MEASURED),
        ("before the milestone", UP, HALF_UP, [Point(APR, 3)], APR, Attainment.ON_TRACK),
        ("milestone reached", UP, HALF_UP, [Point(JUL, 10)], JUL, Attainment.ON_TRACK),
        ("milestone missed by one", UP, HALF_UP, [Point(JUL, 9)], JUL, Attainment.BEHIND),
        ("target reached early", UP, HALF_UP, [Point(APR, 20)], APR, Attainment.MET),
        ("target missed on its day", UP, HALF_UP, [Point(JUL, 12), Point(DEC, 19)], DEC, Attainment.BEHIND),
        ("the newest counts, however it is listed", UP, [], [Point(JUL, 20), Point(APR, 3)], JUL, Attainment.MET),
        ("it fell back", UP, [], [Point(APR, 20), Point(JUL, 5)], JUL, Attainment.ON_TRACK),
        ("a target from above, missed", DOWN, HALF_DOWN, [Point(JUL, 31)], JUL, Attainment.BEHIND),
        ("a target from above, reached", DOWN, HALF_DOWN, [Point(JUL, 10)], JUL, Attainment.MET),
        ("no target", Scale(5), [], [Point(JUL, 9)], JUL, Attainment.NO_TARGET),
        ("no target, but a milestone that is missed", Scale(5), HALF_UP, [Point(JUL, 9)], JUL, Attainment.BEHIND),
    ],
)
def test_attainment(
    sentence: str, scale: Scale, milestones: list[Point], measured: list[Point], today: date, found: Attainment
) -> None:
    assert attainment(scale, milestones, measured, DEC, today) is found, sentence


@pytest.mark.parametrize(
    ("scale", "value", "way"),
    [
        (UP, 5, 0.25),
        (UP, 25, 1.25),
        (UP, -5, -0.25),
        (DOWN, 40, 0.25),
        (Scale(0), 5, None),
        (Scale(None, 20), 5, None),
        (Scale(20, 20), 5, None),
    ],
)
def test_the_way_gone(scale: Scale, value: float, way: float | None) -> None:
    assert way_gone(scale, value) == way


def test_of_two_measurements_of_one_day_the_one_named_last_counts() -> None:
    assert latest([Point(APR, 1), Point(JUL, 2), Point(JUL, 3)]) == Point(JUL, 3)
    assert latest([]) is None


@pytest.mark.parametrize(("how", "found"), [(Aggregate.SUM, 9), (Aggregate.MEAN, 3), (Aggregate.LATEST, 2)])
def test_several_values_become_one(how: Aggregate, found: float) -> None:
    assert aggregate(how, [Point(APR, 6), Point(JUL, 2), Point(JAN, 1)]) == found
    assert aggregate(how, []) is None


SEVERAL = [(Scale(0, 20), Point(APR, 6)), (Scale(10, 30), Point(JUL, 30)), (Scale(None, 5), None)]


@pytest.mark.parametrize(
    ("sentence", "how", "indicators", "together"),
    [
        ("all is added up, also the target of what is not measured", Aggregate.SUM, SEVERAL, (10, 55, 36, 3, 2, 1)),
        ("means of what is said", Aggregate.MEAN, SEVERAL, (5, 55 / 3, 18, 3, 2, 1)),
        ("the newest with its own way", Aggregate.LATEST, SEVERAL, (10, 30, 30, 3, 2, 1)),
        ("a target from above", Aggregate.SUM, [(DOWN, Point(APR, 9))], (50, 10, 9, 1, 1, 1)),
        ("nothing measured", Aggregate.SUM, [(UP, None)], (0, 20, None, 1, 0, 0)),
        ("nothing measured, and no newest to go by", Aggregate.LATEST, [(UP, None)] * 2, (None, None, None, 2, 0, 0)),
        ("nothing measured of the only one", Aggregate.LATEST, [(UP, None)], (0, 20, None, 1, 0, 0)),
        ("no target cannot be reached", Aggregate.SUM, [(Scale(5), Point(APR, 9))], (5, None, 9, 1, 1, 0)),
        ("none at all", Aggregate.MEAN, [], (None, None, None, 0, 0, 0)),
    ],
)
def test_several_indicators_become_one(
    sentence: str,
    how: Aggregate,
    indicators: list[tuple[Scale, Point | None]],
    together: tuple[float | None, float | None, float | None, int, int, int],
) -> None:
    assert roll_up(how, indicators) == RollUp(*together), sentence
