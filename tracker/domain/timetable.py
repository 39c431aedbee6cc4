"""The timetable of a plan: where the bars of its lines lie between its first and its last day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.work_plan import Planned

MOST_TICKS = 12
STEPS = (1, 3, 6, 12, 24, 60, 120)
"""Months between two marks of the axis; the first step that keeps the marks few is taken."""


@dataclass(frozen=True)
class Bar:
    """A stretch of time as a part of the whole: where it begins and how long it is, both in percent."""

    start: float
    length: float


@dataclass(frozen=True)
class Tick:
    """The first day of a month, and where it lies, in percent of the whole."""

    day: date
    at: float


@dataclass(frozen=True)
class Line:
    """The bars of one line of the plan: as planned and as it came; None without days."""

    planned: Bar | None
    actual: Bar | None


@dataclass(frozen=True)
class Timetable:
    """All lines in their order, the marks of the axis, and where today lies, None outside of the plan."""

    lines: Sequence[Line]
    ticks: Sequence[Tick]
    today: float | None


def timetable(lines: Sequence[Planned], today: date) -> Timetable | None:
    """Lay the lines of a plan out between whole months; what goes on lasts until `today`. None without any days."""
    spans = [(_span(one.starts_on, one.ends_on), _span(one.began_on, _last(one, today))) for one in lines]
    known = [span for pair in spans for span in pair if span is not None]
    if not known:
        return None
    first = min(start for start, _end in known).replace(day=1)
    after = _months_later(max(end for _start, end in known).replace(day=1), 1)
    whole = (after - first).days

    def bar(span: tuple[date, date] | None) -> Bar | None:
        if span is None:
            return None
        start, end = span
        return Bar(_percent((start - first).days, whole), _percent((end - start).days + 1, whole))

    ticks = [Tick(day, _percent((day - first).days, whole)) for day in _marks(first, after)]
    at = _percent((today - first).days, whole) if first <= today < after else None
    return Timetable([Line(bar(planned), bar(actual)) for planned, actual in spans], ticks, at)


def _span(start: date | None, end: date | None) -> tuple[date, date] | None:
    """Give a stretch of time; one day when only one end of it is known."""
    days = [day for day in (start, end) if day is not None]
    return (min(days), max(days)) if days else None


def _last(one: Planned, today: date) -> date | None:
    if one.finished_on is not None or one.began_on is None:
        return one.finished_on
    return max(today, one.began_on)


def _marks(first: date, after: date) -> Iterable[date]:
    months = (after.year - first.year) * 12 + after.month - first.month
    step = next((step for step in STEPS if months <= step * MOST_TICKS), STEPS[-1])
    return (_months_later(first, count) for count in range(0, months, step))


def _months_later(first: date, count: int) -> date:
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2)
