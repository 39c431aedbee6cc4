"""What a funder report is made of, before it is a file: parts with figures and tables, values as they are counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from tracker.dashboards.filters import Selection
from tracker.domain.funder_reports import FunderPart, Period
from tracker.i18n import country_name, day, language_name, number
from tracker.sentences import gettext as _
from tracker.words import word


class Kind(StrEnum):
    """What a value is, which tells how each file writes it."""

    TEXT = "text"
    CODE = "code"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DAY = "day"
    PARTIAL = "partial"
    COUNTRY = "country"
    LANGUAGE = "language"
    FLAG = "flag"


NUMERIC = frozenset({Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY})


@dataclass(frozen=True)
class Column:
    """One column: its stable English code, what it is called, and what its values are; `is_long` texts need room.

    Money is in cents; the currency stands in a column of its own.
    """

    code: str
    title: str
    kind: Kind = Kind.TEXT
    is_long: bool = False


@dataclass(frozen=True)
class Chart:
    """Which columns of a table are drawn as bars: what names a bar, and one or two numbers, of one unit."""

    label: str
    bars: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of values; `empty` says what it means that there is none."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    empty: str
    chart: Chart | None = None

    def place(self, code: str) -> int:
        """Give the index of a column."""
        return [one.code for one in self.columns].index(code)

    @property
    def has_demonstration(self) -> bool:
        """Tell whether a row says that a demonstration is in it."""
        codes = [one.code for one in self.columns]
        return DEMONSTRATION in codes and any(row[codes.index(DEMONSTRATION)] for row in self.rows)


@dataclass(frozen=True)
class Figure:
    """One number that stands for itself."""

    code: str
    title: str
    value: Any
    kind: Kind = Kind.COUNT


@dataclass(frozen=True)
class PartRecord:
    """One part; `basis` says what its figures are computed from."""

    part: FunderPart
    basis: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    title: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the part in the language that the report is gathered in."""
        object.__setattr__(self, "title", word(self.part))

    def figure(self, code: str) -> Figure:
        """Give one of its figures."""
        return next(one for one in self.figures if one.code == code)


@dataclass(frozen=True)
class Condition:
    """A filter that narrowed the report: its name in addresses, its value there, and both in words."""

    code: str
    value: str
    label: str
    words: str


@dataclass(frozen=True)
class FunderReport:
    """Everything that the files say. `headline` are the figures of the board's page, `counted` what was looked at."""

    title: str
    language: str
    timezone: str
    as_of: datetime
    period: Period
    programmes: tuple[str, ...]
    funders: tuple[str, ...]
    conditions: tuple[Condition, ...]
    counted: tuple[Figure, ...]
    headline: tuple[Figure, ...]
    parts: tuple[PartRecord, ...]
    has_demonstration: bool


@dataclass(frozen=True)
class Asked:
    """What a funder report is asked of: the partnerships, the days, and the day on which it is asked."""

    selection: Selection
    period: Period
    today: date
    parts: frozenset[FunderPart] = field(default_factory=lambda: frozenset(FunderPart))

    @property
    def until(self) -> date:
        """Give the last day that is looked at."""
        return self.period.up_to(self.today)

    def holds(self, of: date | None) -> bool:
        """Tell whether a day is looked at."""
        return of is not None and self.period.holds(of, self.today)


DEMONSTRATION = "demonstration"


def demonstration(kind: Kind = Kind.COUNT) -> Column:
    """Give the column that says how much of a row, or that all of it, is a demonstration."""
    return Column(DEMONSTRATION, _("Demonstration") if kind is Kind.FLAG else _("Of it demonstration"), kind)


def in_words(value: Any, kind: Kind) -> str:
    """Write a value in the present language; an empty text for what is not known."""
    if value is None or value == "":
        return ""
    writers: dict[Kind, Callable[[Any], str]] = {
        Kind.CODE: word,
        Kind.COUNT: number,
        Kind.NUMBER: number,
        Kind.PERCENT: lambda percent: f"{number(percent)} %",
        Kind.MONEY: lambda cents: number(cents / 100 if cents % 100 else cents // 100),
        Kind.DAY: day,
        Kind.PARTIAL: day,
        Kind.COUNTRY: country_name,
        Kind.LANGUAGE: language_name,
        Kind.FLAG: lambda is_so: _("yes") if is_so else "",
    }
    return str(writers.get(kind, str)(value))
