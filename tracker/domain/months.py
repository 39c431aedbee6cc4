"""A month as a table of whole weeks, and a year, as a page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
"""No page is shown beyond them: nothing that is tracked lies there."""


@dataclass(frozen=True, order=True)
class Month:
    """One month of one year."""

    year: int
    number: int

    @classmethod
    def parse(cls, written: str) -> "Month | None":
        """Read `2026-11`; None for anything else, and for years that no page is shown of."""
        try:
            first = date.fromisoformat(f"{written}-01") if len(written) == len("2026-11") else None
        except ValueError:
            return None
        if first is None or not EARLIEST_YEAR <= first.year <= LATEST_YEAR:
            return None
        return cls(first.year, first.month)

    @classmethod
    def of(cls, day: date) -> "Month":
        """Give the month of a day."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        """Give its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Give its last day."""
        return (self.first_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def before(self) -> "Month | None":
        """Give the month before; None before the first that a page is shown of."""
        return Month.parse(str(Month.of(self.first_day - timedelta(days=1))))

    @property
    def after(self) -> "Month | None":
        """Give the month after; None after the last that a page is shown of."""
        return Month.parse(str(Month.of(self.last_day + timedelta(days=1))))

    def weeks(self, first_weekday: int) -> Sequence[Sequence[date]]:
        """List its weeks, whole ones, each from `first_weekday` on (0 is Monday, 6 Sunday)."""
        start = self.first_day - timedelta(days=(self.first_day.weekday() - first_weekday) % 7)
        count = -(-((self.last_day - start).days + 1) // 7)
        return [[start + timedelta(days=7 * week + day) for day in range(7)] for week in range(count)]


def year_of(written: str) -> int | None:
    """Read a year; None for anything else, and for years that no page is shown of."""
    is_year = written.isascii() and written.isdecimal() and len(written) == len("2026")
    return int(written) if is_year and EARLIEST_YEAR <= int(written) <= LATEST_YEAR else None
