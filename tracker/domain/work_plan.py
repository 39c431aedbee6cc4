"""The joint work plan: what waits for what, and by how many days the present runs behind the plan."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Slip(StrEnum):
    """How an activity departs from the plan."""

    BEGUN_LATE = "begun_late"
    NOT_BEGUN = "not_begun"
    FINISHED_LATE = "finished_late"
    NOT_FINISHED = "not_finished"
    BEFORE_ITS_TURN = "before_its_turn"


@dataclass(frozen=True)
class Planned:
    """The days of one activity: as planned, and as they came; None for a day that is not known or has not come."""

    starts_on: date | None = None
    ends_on: date | None = None
    began_on: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True)
class Slippage:
    """By how many days an activity departs from the plan; `place` is the one it waits for, by its place in the list."""

    slip: Slip
    days: int
    place: int | None = None


def has_circle(waits_for: Mapping[int, Collection[int]]) -> bool:
    """Tell whether something would wait for itself, directly or by way of others."""
    done: set[int] = set()
    path: set[int] = set()

    def closes(one: int) -> bool:
        if one in path:
            return True
        if one in done:
            return False
        path.add(one)
        if any(closes(other) for other in waits_for.get(one, ())):
            return True
        path.remove(one)
        done.add(one)
        return False

    return any(closes(one) for one in waits_for)


def slippages(of: Planned, waits_for: Iterable[Planned], today: date) -> list[Slippage]:
    """List how an activity departs from the plan on `today`; nothing for a plan that is kept or has no days."""
    found = [_start(of, today), _end(of, today)]
    found += [_turn(of, before, place, today) for place, before in enumerate(waits_for)]
    return [one for one in found if one is not None and one.days > 0]


def _start(of: Planned, today: date) -> Slippage | None:
    if of.starts_on is None:
        return None
    if of.began_on is not None:
        return Slippage(Slip.BEGUN_LATE, (of.began_on - of.starts_on).days)
    if of.finished_on is not None:
        return None
    return Slippage(Slip.NOT_BEGUN, (today - of.starts_on).days)


def _end(of: Planned, today: date) -> Slippage | None:
    if of.ends_on is None:
        return None
    if of.finished_on is not None:
        return Slippage(Slip.FINISHED_LATE, (of.finished_on - of.ends_on).days)
    return Slippage(Slip.NOT_FINISHED, (today - of.ends_on).days)


def _turn(of: Planned, before: Planned, place: int, today: date) -> Slippage | None:
    """Count by how many days an activity would begin before what it waits for has ended; not once its day is past."""
    begins, ends = of.began_on or of.starts_on, before.finished_on or before.ends_on
    is_past = of.began_on is None and begins is not None and begins < today
    if begins is None or ends is None or of.finished_on is not None or is_past:
        return None
    return Slippage(Slip.BEFORE_ITS_TURN, (ends - begins).days, place)
