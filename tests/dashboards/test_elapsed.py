"""Days that both databases count alike."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import Date, literal, select

from tests import factories as make
from tracker.dashboards.elapsed import day_of, days_elapsed
from tracker.db import db
from tracker.models.partnerships import Partnership


@pytest.mark.parametrize(
    ("why", "first", "last", "days"),
    [
        ("the same day", date(2026, 3, 1), date(2026, 3, 1), 0),
        ("over the end of February", date(2026, 2, 27), date(2026, 3, 2), 3),
        ("over a leap day", date(2028, 2, 27), date(2028, 3, 2), 4),
        ("ten years", date(2016, 1, 1), date(2026, 1, 1), 3653),
        ("backwards it is none", date(2026, 3, 2), date(2026, 3, 1), 0),
        ("from an unknown day it is unknown", None, date(2026, 3, 1), None),
        ("and to one", date(2026, 3, 1), None, None),
    ],
)
def test_days_elapsed(app: Flask, why: str, first: date | None, last: date | None, days: int | None) -> None:
    found = db.session.scalar(select(days_elapsed(literal(first, Date), literal(last, Date))))
    assert found == days, why


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 1, 0, 0, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_day_of_a_moment_is_that_in_utc(app: Flask, moment: datetime, day: date) -> None:
    make.partnership(state_since=moment)
    assert db.session.scalar(select(day_of(Partnership.state_since))) == day
    assert db.session.scalar(select(days_elapsed(literal(day, Date), day_of(Partnership.state_since)))) == 0
