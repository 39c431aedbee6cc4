"""After-care: three short follow-ups once a partnership is closed, and the protocols that outlive a project.

Source: C2C City to City (UCLG, 2016), which calls follow-up and after-care an unsolved challenge; its example of a
protocol is the one of friendship and cooperation that Barcelona and Medellín signed for four years in April 2013.
"""

import calendar
from datetime import date, timedelta
from enum import StrEnum

FOLLOW_UP_MONTHS = (6, 12, 24)
"""A follow-up is due so many months after the partnership went into after-care."""
OPENS_BEFORE_DAYS = 30
"""So many days before its day a follow-up stands among the tasks of a city."""
EXPIRES_SOON_DAYS = 90
"""So many days before its last one a protocol is said to expire."""


class ProtocolKind(StrEnum):
    """What the cities call the paper that they signed."""

    FRIENDSHIP = "friendship"
    COOPERATION = "cooperation"
    TWINNING = "twinning"
    MEMORANDUM = "memorandum"


class ProtocolState(StrEnum):
    """Where a protocol stands on a day."""

    IN_FORCE = "in_force"
    REVIEW_DUE = "review_due"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    RENEWED = "renewed"
    ENDED = "ended"


PRESSING = frozenset({ProtocolState.REVIEW_DUE, ProtocolState.EXPIRES_SOON, ProtocolState.EXPIRED})
"""A protocol in one of these asks the cities for an act: review, renewal or an end with its reason."""
OPEN_PROTOCOL = PRESSING | {ProtocolState.IN_FORCE}
"""A protocol in one of these can be reviewed, renewed or ended."""


def months_later(day: date, months: int) -> date:
    """Give the same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def follow_up_days(since: date) -> list[tuple[int, date]]:
    """List the follow-ups of an after-care that began on a day: after how many months, and when each is due."""
    return [(months, months_later(since, months)) for months in FOLLOW_UP_MONTHS]


def protocol_state(
    today: date,
    *,
    last_day: date | None,
    review_on: date | None,
    is_renewed: bool = False,
    ended_on: date | None = None,
) -> ProtocolState:
    """Tell where a protocol stands; its end presses more than its next review."""
    if is_renewed:
        return ProtocolState.RENEWED
    if ended_on is not None and ended_on <= today:
        return ProtocolState.ENDED
    if last_day is not None and last_day < today:
        return ProtocolState.EXPIRED
    if last_day is not None and last_day <= today + timedelta(days=EXPIRES_SOON_DAYS):
        return ProtocolState.EXPIRES_SOON
    if review_on is not None and review_on <= today:
        return ProtocolState.REVIEW_DUE
    return ProtocolState.IN_FORCE
