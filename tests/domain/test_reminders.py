"""When reminders and gathered news leave, by the reader's own clock; and how a waiting sign-off stands."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.people import Digest
from tracker.domain.reminders import (
    REMINDABLE,
    Reach,
    SignOffState,
    Step,
    digest_moment,
    in_working_hours,
    next_step,
    plan,
    schedule,
    sign_off_state,
    steps_due,
    was_just_reminded,
)

STEPS = plan((3, 7, 12))
ZONES = ("Africa/Maputo", "America/Sao_Paulo", "Europe/Madrid", "Pacific/Auckland", "UTC", "")
THURSDAY = datetime(2026, 3, 12, 9, 40, tzinfo=UTC)


def local(moment: datetime, zone: str) -> str:
    """Write a moment by a clock on the wall."""
    return f"{moment.astimezone(ZoneInfo(zone or 'UTC')):%a %d %b %H:%M}"


def test_the_holder_is_reminded_three_times_then_the_deputy_then_the_coordinators() -> None:
    assert [(step.day, step.to) for step in STEPS] == [
        (3, Reach.HOLDER),
        (7, Reach.HOLDER),
        (12, Reach.HOLDER),
        (15, Reach.DEPUTY),
        (17, Reach.COORDINATORS),
    ]
    assert plan((7, 3, 7)) == plan((3, 7))


def test_each_step_leaves_at_half_past_eight_on_a_working_day_of_its_reader() -> None:
    expected = ["Mon 16 Mar 08:30", "Thu 19 Mar 08:30", "Tue 24 Mar 08:30", "Fri 27 Mar 08:30", "Mon 30 Mar 08:30"]
    for zone in ("Africa/Maputo", "America/Sao_Paulo"):
        assert [local(moment, zone) for moment in schedule(THURSDAY, STEPS, zone)] == expected
    maputo, paulo = (schedule(THURSDAY, STEPS, zone)[0] for zone in ("Africa/Maputo", "America/Sao_Paulo"))
    assert paulo - maputo == timedelta(hours=5)


def test_a_weekend_puts_no_two_steps_on_one_day() -> None:
    friday = THURSDAY + timedelta(days=1)
    assert [local(moment, "UTC")[:6] for moment in schedule(friday, STEPS, "UTC")] == [
        "Mon 16",
        "Fri 20",
        "Wed 25",
        "Mon 30",
        "Tue 31",
    ]


def test_the_clock_going_forward_does_not_move_the_hour() -> None:
    moments = schedule(datetime(2026, 3, 26, 12, tzinfo=UTC), STEPS, "Europe/Madrid")
    assert {local(moment, "Europe/Madrid")[-5:] for moment in moments} == {"08:30"}


@given(
    st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: THURSDAY + timedelta(minutes=minutes)),
    st.sampled_from(ZONES),
    st.lists(st.integers(1, 14), min_size=1, max_size=6),
)
def test_any_schedule_keeps_to_working_mornings_in_order(asked_at: datetime, zone: str, days: list[int]) -> None:
    steps = plan(days)
    moments = schedule(asked_at, steps, zone)
    there = [moment.astimezone(ZoneInfo(zone or "UTC")) for moment in moments]
    assert all(one.weekday() < 5 and (one.hour, one.minute) == (8, 30) for one in there)
    assert all(earlier.date() < later.date() for earlier, later in pairwise(there))
    asked_on = asked_at.astimezone(ZoneInfo(zone or "UTC")).date()
    assert all((one.date() - asked_on).days >= step.day for one, step in zip(there, steps, strict=True))


@pytest.mark.parametrize(
    ("days", "done", "expected", "after"),
    [
        (2, 0, [], 0),
        (4.2, 0, [Step(3, Reach.HOLDER)], 1),
        (4.2, 1, [], 1),
        (8, 1, [Step(7, Reach.HOLDER)], 2),
        (13, 0, [Step(12, Reach.HOLDER)], 3),
        (16, 3, [Step(15, Reach.DEPUTY)], 4),
        (16, 0, [Step(15, Reach.DEPUTY)], 4),
        (40, 0, [Step(15, Reach.DEPUTY), Step(17, Reach.COORDINATORS)], 5),
        (40, 4, [Step(17, Reach.COORDINATORS)], 5),
        (40, 5, [], 5),
    ],
)
def test_the_steps_of_a_day(days: float, done: int, expected: list[Step], after: int) -> None:
    moments = schedule(THURSDAY, STEPS, "UTC")
    assert steps_due(STEPS, moments, done, THURSDAY + timedelta(days=days)) == (expected, after)


def test_what_leaves_next_is_known_to_the_day() -> None:
    assert next_step(THURSDAY, STEPS, 0, "Africa/Maputo") == (STEPS[0], date(2026, 3, 16))
    assert next_step(THURSDAY, STEPS, 4, "Africa/Maputo") == (STEPS[4], date(2026, 3, 30))
    assert next_step(THURSDAY, STEPS, 5, "Africa/Maputo") is None


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        (datetime(2026, 3, 12, 9, 40, tzinfo=UTC), "UTC", "Thu 12 Mar 09:40"),
        (datetime(2026, 3, 12, 9, 40, tzinfo=UTC), "America/Sao_Paulo", "Thu 12 Mar 08:30"),
        (datetime(2026, 3, 13, 23, 0, tzinfo=UTC), "Africa/Maputo", "Mon 16 Mar 08:30"),
        (datetime(2026, 3, 14, 12, 0, tzinfo=UTC), "UTC", "Mon 16 Mar 08:30"),
        (datetime(2026, 3, 16, 8, 30, tzinfo=UTC), "UTC", "Mon 16 Mar 08:30"),
    ],
)
def test_a_mail_waits_for_its_reader_to_be_at_work(at: datetime, zone: str, expected: str) -> None:
    assert local(in_working_hours(at, zone), zone) == expected


@pytest.mark.parametrize(
    ("digest", "at", "expected"),
    [
        (Digest.NOW, datetime(2026, 3, 12, 9, 40, tzinfo=UTC), "Thu 12 Mar 11:40"),
        (Digest.NEVER, datetime(2026, 3, 12, 9, 40, tzinfo=UTC), "Thu 12 Mar 11:40"),
        (Digest.DAILY, datetime(2026, 3, 12, 9, 40, tzinfo=UTC), "Fri 13 Mar 08:00"),
        (Digest.DAILY, datetime(2026, 3, 12, 5, 59, tzinfo=UTC), "Thu 12 Mar 08:00"),
        (Digest.DAILY, datetime(2026, 3, 12, 6, 0, tzinfo=UTC), "Fri 13 Mar 08:00"),
        (Digest.WEEKLY, datetime(2026, 3, 12, 9, 40, tzinfo=UTC), "Mon 16 Mar 08:00"),
        (Digest.WEEKLY, datetime(2026, 3, 16, 5, 0, tzinfo=UTC), "Mon 16 Mar 08:00"),
        (Digest.WEEKLY, datetime(2026, 3, 16, 6, 30, tzinfo=UTC), "Mon 23 Mar 08:00"),
    ],
)
def test_news_is_gathered_for_the_next_morning(digest: Digest, at: datetime, expected: str) -> None:
    assert local(digest_moment(at, digest, "Africa/Maputo"), "Africa/Maputo") == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((False, False, True, True, True), SignOffState.NOT_IN_TURN),
        ((True, False, True, True, True), SignOffState.VACANT),
        ((True, True, True, True, True), SignOffState.CLOSED),
        ((True, True, False, True, True), SignOffState.BOUNCED),
        ((True, True, False, False, True), SignOffState.OPENED),
        ((True, True, False, False, False), SignOffState.ASKED),
    ],
)
def test_the_first_obstacle_names_the_state(facts: tuple[bool, ...], expected: SignOffState) -> None:
    names = ("is_asked", "is_held", "is_closed", "is_bounced", "is_opened")
    assert sign_off_state(**dict(zip(names, facts, strict=True))) is expected


def test_only_whom_a_mail_reaches_is_reminded() -> None:
    assert {SignOffState.ASKED, SignOffState.OPENED} == REMINDABLE


def test_a_reminder_within_the_hour_is_one_too_many() -> None:
    assert not was_just_reminded(None, THURSDAY)
    assert was_just_reminded(THURSDAY - timedelta(minutes=59), THURSDAY)
    assert not was_just_reminded(THURSDAY - timedelta(hours=1), THURSDAY)
