"""The guide's principles as health checks: shares and sums of what is recorded, and never a verdict.

Source: C2C City to City (UCLG, 2016): equality and respect, no donor-recipient relation, reciprocity, solidarity;
leadership, ownership, understanding, sufficient time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

DAYS_TO_BUILD_TRUST = 730
"""About two years, as the guide says."""


class Principle(StrEnum):
    """A principle or an element of cooperation that something recorded tells of."""

    EQUALITY = "equality"
    NO_DONOR = "no_donor"
    RECIPROCITY = "reciprocity"
    SOLIDARITY = "solidarity"
    LEADERSHIP = "leadership"
    OWNERSHIP = "ownership"
    UNDERSTANDING = "understanding"
    TIME = "time"


@dataclass(frozen=True)
class Share:
    """`done` of `total`; nothing can be said while `total` is 0."""

    done: int
    total: int


def shares(counted: Mapping[str, int], names: Iterable[str]) -> dict[str, Share]:
    """Give each name's part in all that is counted, also of those that are counted but not named."""
    total = sum(counted.values())
    return {name: Share(counted.get(name, 0), total) for name in names}


def lesser_direction(given: Mapping[tuple[str, str], int]) -> Share:
    """Of all that passed between two sides, give how much went the rarer way: 1 of 4 when it was 3 there and 1 back.

    Between more than two cities the directions of each pair are put against each other and added up.
    """
    lesser = sum(min(count, given.get((taker, giver), 0)) for (giver, taker), count in given.items() if giver < taker)
    return Share(lesser, sum(given.values()))


def in_time(asked: Iterable[tuple[date, date | None]], today: date) -> Share:
    """Of the signatures that were given or are overdue, give how many were given until the day that was asked for."""
    settled = [(due, given) for due, given in asked if given is not None or due < today]
    return Share(sum(given is not None and given <= due for due, given in settled), len(settled))


def read_before(signed: Iterable[tuple[datetime, datetime | None]]) -> Share:
    """Of the signatures, give how many came after their signer had the document open."""
    pairs = list(signed)
    return Share(sum(opened is not None and opened <= at for at, opened in pairs), len(pairs))


def own_hand(rows: Iterable[tuple[str, bool]], names: Iterable[str]) -> dict[str, Share]:
    """For each city, of the rows about it, give how many it wrote itself; a row says whether others wrote it."""
    everything, own = Counter[str](), Counter[str]()
    for name, is_on_behalf in rows:
        everything[name] += 1
        own[name] += not is_on_behalf
    return {name: Share(own[name], everything[name]) for name in names}


def days_taken(passed: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Sum the planned and the actual days of stages whose gates are passed."""
    pairs = list(passed)
    return sum(planned for planned, _actual in pairs), sum(actual for _planned, actual in pairs)
