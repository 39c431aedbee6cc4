"""Partial dates: read, written, compared, and what they can mean."""

from datetime import date

import pytest

from tracker.domain.dates import PartialDate, Precision, overlap


@pytest.mark.parametrize(
    ("written", "year", "month", "day", "precision"),
    [
        ("2014", 2014, None, None, Precision.YEAR),
        ("2014-07", 2014, 7, None, Precision.MONTH),
        ("2014-07-29", 2014, 7, 29, Precision.DAY),
        (" 2014-07\n", 2014, 7, None, Precision.MONTH),
        ("2016-02-29", 2016, 2, 29, Precision.DAY),
        ("0001", 1, None, None, Precision.YEAR),
        ("9999-12-31", 9999, 12, 31, Precision.DAY),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(
    written: str, year: int, month: int | None, day: int | None, precision: Precision
) -> None:
    read = PartialDate.parse(written)
    assert read == PartialDate(year, month, day)
    assert read.precision is precision
    assert str(read) == written.strip()


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "14",
        "201",
        "20140",
        "2014-7",
        "2014-13",
        "2014-00",
        "2014-02-30",
        "2015-02-29",
        "2014-07-00",
        "2014-07-",
        "-2014",
        "0000",
        "2014/07/29",
        "29-07-2014",
        "2014-07-29T00:00",
        "July 2014",
        "２０１４",
    ],
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (the text of the error is the text that was written)
        PartialDate.parse(written)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014-02", date(2014, 2, 1), date(2014, 2, 28)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2014-12", date(2014, 12, 1), date(2014, 12, 31)),
        ("2014-07-29", date(2014, 7, 29), date(2014, 7, 29)),
    ],
)
def test_a_date_means_every_day_that_it_can(written: str, first: date, last: date) -> None:
    read = PartialDate.parse(written)
    assert (read.first_day, read.last_day) == (first, last)


def test_written_dates_sort_as_texts_do() -> None:
    written = ["2013-12-31", "2014", "2014-01", "2014-01-01", "2014-02", "2015"]
    assert sorted(written) == written
    first_days = [PartialDate.parse(one).first_day for one in written]
    assert first_days == sorted(first_days)


JULY = (date(2014, 7, 1), date(2014, 7, 31))


@pytest.mark.parametrize(
    ("sentence", "other", "shares_a_day"),
    [
        ("the day before does not", (date(2014, 6, 1), date(2014, 6, 30)), False),
        ("the first day does", (date(2014, 6, 1), date(2014, 7, 1)), True),
        ("a day within does", (date(2014, 7, 9), date(2014, 7, 9)), True),
        ("what encloses it does", (date(2014, 1, 1), date(2014, 12, 31)), True),
        ("the last day does", (date(2014, 7, 31), date(2014, 8, 31)), True),
        ("the day after does not", (date(2014, 8, 1), date(2014, 8, 31)), False),
    ],
)
def test_periods_overlap_when_they_share_a_day(sentence: str, other: tuple[date, date], shares_a_day: bool) -> None:
    assert overlap(JULY, other) is shares_a_day, sentence
    assert overlap(other, JULY) is shares_a_day, sentence
