"""Reports to funders: which parts they have, and which period they tell of.

Source: C2C City to City (UCLG, 2016), phase "Share": "reports to boards"; and the coordinator "reports to donors and
the network".
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FunderPart(StrEnum):
    """A part of a funder report, in the order in which they stand."""

    PIPELINE = "pipeline"
    INDICATORS = "indicators"
    MISSIONS = "missions"
    DELEGATES = "delegates"
    SIGNED_REPORTS = "signed_reports"
    GOALS = "goals"
    MONEY = "money"
    SHARING = "sharing"
    PROMISES = "promises"
    LESSONS = "lessons"
    LEADERSHIP = "leadership"
    AFTER_CARE = "after_care"


class StandsAt(StrEnum):
    """Where a partnership is counted: a live one at its stage, any other by its state."""

    STAGE_1 = "stage_1"
    STAGE_2 = "stage_2"
    STAGE_3 = "stage_3"
    STAGE_4 = "stage_4"
    STAGE_5 = "stage_5"
    STAGE_6 = "stage_6"
    ON_HOLD = "on_hold"
    AFTER_CARE = "after_care"
    ENDED = "ended"


class OfficeTurn(StrEnum):
    """What happened to an office on a day."""

    BEGAN = "began"
    ENDED = "ended"


class PeriodKind(StrEnum):
    """How a preset names its period."""

    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    PROGRAMME = "programme"
    BETWEEN = "between"


@dataclass(frozen=True)
class Period:
    """Whole days, both included; an open end is None."""

    since: date | None
    until: date | None

    def up_to(self, today: date) -> date:
        """Give the last day of the period that is not after today."""
        return today if self.until is None or self.until > today else self.until

    def holds(self, day: date, today: date) -> bool:
        """Tell whether a day lies in the period and not after today."""
        return (self.since is None or self.since <= day) and day <= self.up_to(today)


def year_of(year: int) -> Period:
    """Give a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def period_of(kind: PeriodKind, today: date, given: Period) -> Period:
    """Give the days that a kind of period means; `given` are those of the programme, or those that were written."""
    years = {PeriodKind.THIS_YEAR: today.year, PeriodKind.LAST_YEAR: today.year - 1}
    return year_of(years[kind]) if kind in years else given


def median_days(days: list[int]) -> float | None:
    """Give the middle of durations, None for none."""
    ordered = sorted(days)
    middle = len(ordered) // 2
    if not ordered:
        return None
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def share(part: int, whole: int) -> int | None:
    """Give a part in whole percent, None of nothing."""
    return round(100 * part / whole) if whole else None
