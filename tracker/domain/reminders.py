"""Nothing rots: when a reminder leaves by itself and to whom, and how a sign-off that is waited for stands.

Silence is never consent: an unanswered request is reminded, then goes to the deputy, then to the coordinators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tracker.domain.mandates import local_day
from tracker.domain.people import Digest
from tracker.domain.signing import SIGN_OFF_DUE_DAYS

MORNING = time(8, 30)
"""When reminders leave, on a working day, by their reader's clock."""
DIGEST_MORNING = time(8)
"""When gathered news leaves: daily, or weekly on a Monday, by its reader's clock."""
DEPUTY_DAY = SIGN_OFF_DUE_DAYS + 1
COORDINATORS_DAY = SIGN_OFF_DUE_DAYS + 3
AT_MOST_EVERY = timedelta(hours=1)
"""Nobody is reminded of the same sign-off twice within this time."""
MONDAY, SATURDAY = 0, 5


class Reach(StrEnum):
    """Whom a step reaches."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    COORDINATORS = "coordinators"


@dataclass(frozen=True)
class Step:
    """A reminder on a day, counted from the day on which a city was asked to sign."""

    day: int
    to: Reach


def plan(reminder_days: Sequence[int]) -> tuple[Step, ...]:
    """Give all steps in their order: the holder's reminders, then the deputy's, then the coordinators'."""
    return (
        *(Step(day, Reach.HOLDER) for day in sorted(set(reminder_days))),
        Step(DEPUTY_DAY, Reach.DEPUTY),
        Step(COORDINATORS_DAY, Reach.COORDINATORS),
    )


def schedule(asked_at: datetime, steps: Sequence[Step], timezone: str) -> list[datetime]:
    """Give the moment (UTC) of each step: 08:30 on its day, or on the next working day; no two on the same day."""
    asked_on = local_day(asked_at, timezone)
    moments: list[datetime] = []
    earliest = asked_on
    for step in steps:
        day = _working_day(max(asked_on + timedelta(days=step.day), earliest))
        moments.append(_moment(day, MORNING, timezone))
        earliest = day + timedelta(days=1)
    return moments


def steps_due(steps: Sequence[Step], moments: Sequence[datetime], done: int, at: datetime) -> tuple[list[Step], int]:
    """Give the steps to take at a moment when `done` are taken, and how many are taken afterwards.

    Reminders of the holder that were passed over, because nothing ran for days, do not leave in a heap: the newest
    stands for them all, or none when the days of the others have come.
    """
    taken = sum(1 for moment in moments if moment <= at)
    due = list(steps[done:taken])
    escalations = [step for step in due if step.to is not Reach.HOLDER]
    return escalations or due[-1:], max(done, taken)


def next_step(asked_at: datetime, steps: Sequence[Step], done: int, timezone: str) -> tuple[Step, date] | None:
    """Give the step that leaves next by itself, and its day; None when all have left."""
    if done >= len(steps):
        return None
    return steps[done], local_day(schedule(asked_at, steps, timezone)[done], timezone)


def in_working_hours(at: datetime, timezone: str) -> datetime:
    """Give `at` itself on a working day after 08:30 by the reader's clock, else the next such morning (UTC)."""
    local = at.astimezone(_zone(timezone))
    if local.weekday() < SATURDAY and local.time() >= MORNING:
        return at
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return _moment(_working_day(day), MORNING, timezone)


def digest_moment(at: datetime, digest: Digest, timezone: str) -> datetime:
    """Give when news that comes at `at` leaves (UTC): at once, next 08:00, or next Monday 08:00."""
    if digest not in {Digest.DAILY, Digest.WEEKLY}:
        return at
    local = at.astimezone(_zone(timezone))
    day = local.date() + timedelta(days=local.time() >= DIGEST_MORNING)
    if digest is Digest.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return _moment(day, DIGEST_MORNING, timezone)


def _working_day(day: date) -> date:
    """Give the day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def _moment(day: date, hour: time, timezone: str) -> datetime:
    return datetime.combine(day, hour, _zone(timezone)).astimezone(UTC)


def _zone(timezone: str) -> ZoneInfo:
    return ZoneInfo(timezone or "UTC")


class SignOffState(StrEnum):
    """How a sign-off that is waited for stands; each state has its own remedy."""

    NOT_IN_TURN = "not_in_turn"
    VACANT = "vacant"
    CLOSED = "closed"
    BOUNCED = "bounced"
    OPENED = "opened"
    ASKED = "asked"


REMINDABLE = frozenset({SignOffState.ASKED, SignOffState.OPENED})
"""States in which another reminder can reach somebody who can sign."""


def sign_off_state(
    *, is_asked: bool, is_held: bool, is_closed: bool, is_bounced: bool, is_opened: bool
) -> SignOffState:
    """Tell how an open sign-off stands: what keeps it from being signed, the first obstacle first.

    `is_closed` tells that the account of who holds the office is closed.
    """
    if not is_asked:
        return SignOffState.NOT_IN_TURN
    if not is_held:
        return SignOffState.VACANT
    if is_closed:
        return SignOffState.CLOSED
    if is_bounced:
        return SignOffState.BOUNCED
    return SignOffState.OPENED if is_opened else SignOffState.ASKED


def was_just_reminded(reminded_at: datetime | None, at: datetime) -> bool:
    """Tell whether a reminder left so shortly before that another one would only annoy."""
    return reminded_at is not None and at - reminded_at < AT_MOST_EVERY
