"""Repeated measurements, and the rows of the table that they become."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Series:
    """Values of one thing measured again and again."""

    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Give the value in the middle."""
        return statistics.median(self.values)

    @property
    def text(self) -> str:
        """Say least, middle and greatest value; one value alone when nothing varies."""
        least, most = min(self.values), max(self.values)
        if least == most:
            return _digits(most)
        return f"{_digits(least)} / {_digits(self.median)} / {_digits(most)}"


def _digits(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


@dataclass(frozen=True)
class Goal:
    """A goal by its code, in words, and whether it is reached; None when this run cannot tell."""

    code: str
    words: str
    is_met: bool | None


@dataclass(frozen=True)
class Row:
    """One line of the table; `unit` is that of the series, bytes are those of the page, plain and as sent.

    `ratio` is to the empty page; `computed` is the median of the milliseconds that the server's process computed.
    """

    what: str
    series: Series
    unit: str = "ms"
    ratio: float | None = None
    computed: float | None = None
    statements: int | None = None
    html_bytes: int | None = None
    sent_bytes: int | None = None
    goal: Goal | None = None
    database: str = ""
    partnerships: int | None = None


def milliseconds(times: int, act: Callable[[], object]) -> Series:
    """Time an act so many times."""
    values = []
    for _turn in range(times):
        began = perf_counter()
        act()
        values.append((perf_counter() - began) * 1000)
    return Series(values)


def at_most(code: str, value: float, most: float, words: str) -> Goal:
    """Make a goal that holds while a value does not exceed `most`."""
    return Goal(code, words, value <= most)


def by_place(rows: Sequence[Row]) -> list[Row]:
    """Order rows so that the same thing in all databases and sizes stands together."""
    order = {what: place for place, what in reversed(list(enumerate(row.what for row in rows)))}
    return sorted(rows, key=lambda row: (order[row.what], row.database, row.partnerships or 0))
