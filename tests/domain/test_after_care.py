"""After-care: when a follow-up is due, and where a protocol stands on a day."""

from datetime import date

import pytest

from tracker.domain.after_care import ProtocolState, follow_up_days, months_later, protocol_state

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
    ],
)
def test_a_later_month_has_the_same_day_or_its_last_one(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_follow_ups_come_after_half_a_year_a_year_and_two() -> None:
    assert follow_up_days(date(2026, 1, 31)) == [
        (6, date(2026, 7, 31)),
        (12, date(2027, 1, 31)),
        (24, date(2028, 1, 31)),
    ]


@pytest.mark.parametrize(
    ("told", "last_day", "review_on", "more", "state"),
    [
        ("a term that goes on", date(2028, 4, 30), date(2027, 4, 30), {}, "in_force"),
        ("no end, review to come", None, date(2026, 11, 25), {}, "in_force"),
        ("no end, review today", None, TODAY, {}, "review_due"),
        ("ends in ninety days", date(2027, 2, 22), None, {}, "expires_soon"),
        ("ends in ninety-one days", date(2027, 2, 23), None, {}, "in_force"),
        ("the end presses more than a review", TODAY, date(2020, 1, 1), {}, "expires_soon"),
        ("ended yesterday by its term", date(2026, 11, 23), None, {}, "expired"),
        ("ended by the cities", date(2028, 1, 1), None, {"ended_on": TODAY}, "ended"),
        ("renewed before it expired", date(2020, 1, 1), None, {"is_renewed": True}, "renewed"),
    ],
)
def test_where_a_protocol_stands(
    told: str, last_day: date | None, review_on: date | None, more: dict[str, object], state: str
) -> None:
    found = protocol_state(TODAY, last_day=last_day, review_on=review_on, **more)  # type: ignore[arg-type]
    assert found is ProtocolState(state), told
