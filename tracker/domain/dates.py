"""Dates as sources give them: a day, a month, a year, or somewhere in a range.

A partial date is written as ISO 8601 does with parts left out: `2014`, `2014-07`, `2014-07-29`.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PLAIN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_PARTED = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?")
YEARS = range(1900, 2201)
"""Years that people may write."""


class Precision(StrEnum):
    """How much of a mission's or an event's dates is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date of which the day, or the month too, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, written: str) -> "PartialDate":
        """Read `2014`, `2014-07` or `2014-07-29`; raises ValueError on anything else, also on 30 February."""
        match = _WRITTEN.fullmatch(written.strip())
        if match is None:
            raise ValueError(written)
        year, month, day = (int(part) if part else None for part in match.groups())
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
        return cls(year or 0, month, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def precision(self) -> Precision:
        """Tell how much is known: day, month or year."""
        if self.day:
            return Precision.DAY
        return Precision.MONTH if self.month else Precision.YEAR

    @property
    def first_day(self) -> date:
        """Give the earliest day that this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """Give the latest day that this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def overlap(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Tell whether two periods of whole days share at least one day."""
    return first[0] <= second[1] and second[0] <= first[1]


def hyphenated(written: str) -> str:
    """Give a date with hyphens and two digits where it has other signs or none; anything else as it stands."""
    found = _PLAIN.fullmatch(written) or _PARTED.fullmatch(written)
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else written
