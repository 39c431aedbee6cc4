"""Months as tables of whole weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.domain.months import EARLIEST_YEAR, LATEST_YEAR, Month, year_of

WRONG = (
    "",
    "2026",
    "2026-13",
    "2026-00",
    "26-11",
    "2026-11-01",
    "2026-1",
    "1989-12",
    "2101-01",
    "２０２６-11",
    "x" * 7,
)


@pytest.mark.parametrize("written", WRONG)
def test_what_is_no_month(written: str) -> None:
    assert Month.parse(written) is None


@pytest.mark.parametrize(
    ("written", "year"), [("2026", 2026), ("1990", 1990), ("1989", None), ("2101", None), ("26", None), ("²026", None)]
)
def test_years(written: str, year: int | None) -> None:
    assert year_of(written) == year


def test_november_2026_by_hand() -> None:
    month = Month(2026, 11)
    assert (month.first_day, month.last_day, str(month)) == (date(2026, 11, 1), date(2026, 11, 30), "2026-11")
    monday, sunday = month.weeks(0), month.weeks(6)
    assert (monday[0][0], monday[-1][-1], len(monday)) == (date(2026, 10, 26), date(2026, 12, 6), 6)
    assert (sunday[0][0], sunday[-1][-1], len(sunday)) == (date(2026, 11, 1), date(2026, 12, 5), 5)


def test_the_ends_of_what_is_shown() -> None:
    assert Month(EARLIEST_YEAR, 1).before is None
    assert Month(LATEST_YEAR, 12).after is None
    assert (Month(2026, 12).after, Month(2026, 1).before) == (Month(2027, 1), Month(2025, 12))


@given(some.dates(date(1990, 1, 1), date(2100, 12, 31)), some.integers(0, 6))
def test_every_day_stands_once_in_whole_weeks(day: date, first_weekday: int) -> None:
    month = Month.of(day)
    days = [one for week in month.weeks(first_weekday) for one in week]
    assert days == [days[0] + timedelta(days=count) for count in range(len(days))]
    assert days[0].weekday() == first_weekday
    assert len(days) % 7 == 0
    assert days[0] <= month.first_day <= days[6]
    assert days[-7] <= month.last_day <= days[-1]
    assert day in days
