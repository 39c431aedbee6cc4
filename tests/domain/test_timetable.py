"""Where the bars of a plan lie, in percent counted by hand."""

from datetime import date

from tracker.domain.timetable import Bar, Tick, timetable
from tracker.domain.work_plan import Planned

TODAY = date(2026, 1, 21)


def test_bars_lie_between_whole_months() -> None:
    """January and February 2026 have 59 days; today is the 21st."""
    lines = [
        Planned(date(2026, 1, 11), date(2026, 1, 31), began_on=date(2026, 1, 16)),
        Planned(date(2026, 2, 1), date(2026, 2, 28)),
        Planned(),
    ]
    found = timetable(lines, TODAY)
    assert found is not None
    assert found.lines[0].planned == Bar(16.95, 35.59)  # 10/59, 21/59
    assert found.lines[0].actual == Bar(25.42, 10.17)  # 15/59, and six days so far
    assert found.lines[1].planned == Bar(52.54, 47.46)
    assert (found.lines[1].actual, found.lines[2].planned) == (None, None)
    assert found.ticks == [Tick(date(2026, 1, 1), 0), Tick(date(2026, 2, 1), 52.54)]
    assert found.today == 33.9


def test_without_any_day_there_is_no_timetable() -> None:
    assert timetable([], TODAY) is None
    assert timetable([Planned()], TODAY) is None


def test_one_known_day_is_a_bar_of_one_day_and_today_may_lie_outside() -> None:
    found = timetable([Planned(None, date(2025, 6, 30))], TODAY)
    assert found is not None
    assert found.lines[0].planned == Bar(96.67, 3.33)
    assert found.today is None


def test_a_long_plan_keeps_its_marks_few() -> None:
    found = timetable([Planned(date(2020, 5, 1), date(2029, 12, 31))], TODAY)
    assert found is not None
    assert [tick.day for tick in found.ticks] == [date(2020 + count, 5, 1) for count in range(10)]
