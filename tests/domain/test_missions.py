"""Missions: every pair of state and act, allowed or refused; how much of the dates is known; when one is locked."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import (
    MOVES,
    MissionState,
    is_locked,
    lies_ahead,
    moved,
    precision_of,
    report_due,
    whole_weeks,
)
from tracker.domain.signing import DocumentState

ALLOWED = {
    ("proposed", "authorise"): "authorised",
    ("proposed", "complete"): "completed",
    ("proposed", "cancel"): "cancelled",
    ("authorised", "start"): "under_way",
    ("authorised", "complete"): "completed",
    ("authorised", "cancel"): "cancelled",
    ("under_way", "complete"): "completed",
    ("under_way", "cancel"): "cancelled",
    ("completed", "report"): "reported",
    ("reported", "unreport"): "completed",
    ("cancelled", "restore"): "proposed",
}
ACTS = sorted({act for _state, act in ALLOWED})


@pytest.mark.parametrize(("state", "act"), list(product(MissionState, ACTS)))
def test_a_mission_moves_as_the_table_says(state: MissionState, act: str) -> None:
    assert moved(state, act) == ALLOWED.get((state.value, act))


def test_no_other_act_moves_a_mission() -> None:
    assert {act for _state, act in MOVES} == set(ACTS)


def test_every_state_can_be_reached_from_a_proposal() -> None:
    assert reached({"proposed"}, MOVES) == set(MissionState)


def test_a_mission_with_a_report_is_neither_cancelled_nor_forgotten() -> None:
    assert {act for state, act in MOVES if state == MissionState.REPORTED} == {"unreport"}


def reached(start: set[str], moves: dict[tuple[str, str], MissionState]) -> set[str]:
    """Give every state that can follow from `start`."""
    more = start | {after.value for (state, _act), after in moves.items() if state in start}
    return start if more == start else reached(more, moves)


@pytest.mark.parametrize(
    ("starts", "ends", "is_range", "precision"),
    [
        (None, None, False, Precision.UNKNOWN),
        (None, None, True, Precision.UNKNOWN),
        ("2026-03-02", None, False, Precision.DAY),
        ("2026-03-02", "2026-03-06", False, Precision.DAY),
        ("2026-03-02", "2026-04", False, Precision.MONTH),
        ("2026-03", "2026-04-02", False, Precision.MONTH),
        ("2026", "2026-04-02", False, Precision.YEAR),
        ("2026-03-02", "2026-03-06", True, Precision.RANGE),
    ],
)
def test_dates_are_as_precise_as_the_coarser_of_the_two(
    starts: str | None, ends: str | None, is_range: bool, precision: Precision
) -> None:
    first, last = (PartialDate.parse(one) if one else None for one in (starts, ends))
    assert precision_of(first, last, is_range=is_range) is precision


@pytest.mark.parametrize(
    ("starts", "hour", "is_ahead"),
    [
        ("2026-03-12", 0, False),
        ("2026-03-13", 9, True),
        ("2026-03-13", 11, False),
        ("2026-03-14", 11, True),
        ("2026-03", 0, False),
        ("2026-04", 0, True),
        ("2027", 0, True),
    ],
)
def test_a_day_lies_ahead_when_it_has_begun_nowhere(starts: str, hour: int, is_ahead: bool) -> None:
    at = datetime(2026, 3, 12, hour, tzinfo=UTC)
    assert lies_ahead(PartialDate.parse(starts), at) is is_ahead


def test_an_unknown_day_does_not_lie_ahead() -> None:
    assert not lies_ahead(None, datetime(2026, 3, 12, tzinfo=UTC))


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(0, 400))
def test_whole_weeks_begin_on_monday_end_on_sunday_and_hold_the_days(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    monday, sunday = whole_weeks(first, last)
    assert (monday.weekday(), sunday.weekday()) == (0, 6)
    assert first.toordinal() - 7 < monday.toordinal() <= first.toordinal()
    assert last.toordinal() <= sunday.toordinal() < last.toordinal() + 7


@pytest.mark.parametrize(
    ("states", "locked"),
    [
        ([], False),
        (["draft"], False),
        (["in_review"], True),
        (["awaiting_signature"], True),
        (["partly_signed"], True),
        (["changes_requested"], False),
        (["withdrawn"], False),
        (["signed"], True),
        (["signed", "draft"], False),
        (["signed", "awaiting_signature"], True),
        (["signed", "changes_requested"], True),
        (["signed", "withdrawn"], True),
        (["superseded", "signed"], True),
        (["changes_requested", "draft"], False),
        (["changes_requested", "awaiting_signature"], True),
    ],
)
def test_a_mission_stands_as_its_report_says_it(states: list[str], locked: bool) -> None:
    assert is_locked([DocumentState(state) for state in states]) is locked


@pytest.mark.parametrize(
    ("case", "last_day", "logged_on", "due"),
    [
        ("logged on the way home", date(2026, 3, 6), date(2026, 3, 6), date(2026, 3, 20)),
        ("logged before it began", date(2026, 3, 6), date(2026, 1, 2), date(2026, 3, 20)),
        ("logged years later", date(2014, 8, 2), date(2026, 3, 12), date(2026, 3, 26)),
    ],
)
def test_until_when_a_mission_is_reported(case: str, last_day: date, logged_on: date, due: date) -> None:
    assert report_due(last_day, logged_on) == due, case
