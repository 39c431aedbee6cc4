"""Mandates: the first and the last day belong to them, counted where the city is."""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.mandates import in_force, local_day

START, END = date(2024, 2, 7), date(2029, 2, 6)


@pytest.mark.parametrize(
    ("sentence", "ends_on", "day", "holds"),
    [
        ("not on the day before", END, date(2024, 2, 6), False),
        ("on its first day", END, START, True),
        ("in between", END, date(2026, 3, 12), True),
        ("on its last day", END, END, True),
        ("not on the day after", END, date(2029, 2, 7), False),
        ("without an end, for ever", None, date(2099, 1, 1), True),
        ("without an end, not before it begins", None, date(2024, 2, 6), False),
        ("for a single day", START, START, True),
        ("for a single day, not on the next", START, date(2024, 2, 8), False),
    ],
)
def test_a_mandate_is_in_force(sentence: str, ends_on: date | None, day: date, holds: bool) -> None:
    assert in_force(START, ends_on, day) is holds, sentence


@pytest.mark.parametrize(
    ("timezone", "moment", "day"),
    [
        ("", datetime(2026, 3, 12, 23, 59, tzinfo=UTC), date(2026, 3, 12)),
        ("UTC", datetime(2026, 3, 12, 0, 0, tzinfo=UTC), date(2026, 3, 12)),
        ("Africa/Maputo", datetime(2026, 3, 12, 21, 59, tzinfo=UTC), date(2026, 3, 12)),
        ("Africa/Maputo", datetime(2026, 3, 12, 22, 0, tzinfo=UTC), date(2026, 3, 13)),
        ("America/Sao_Paulo", datetime(2026, 3, 12, 2, 59, tzinfo=UTC), date(2026, 3, 11)),
        ("America/Sao_Paulo", datetime(2026, 3, 12, 3, 0, tzinfo=UTC), date(2026, 3, 12)),
        ("Europe/Madrid", datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
        ("Europe/Madrid", datetime(2026, 3, 28, 22, 30, tzinfo=UTC), date(2026, 3, 28)),
    ],
)
def test_a_day_is_counted_where_the_city_is(timezone: str, moment: datetime, day: date) -> None:
    assert local_day(moment, timezone) == day
