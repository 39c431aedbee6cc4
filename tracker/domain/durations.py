"""How long things take: the spread of what is finished, and a median that also counts what is still going on.

Durations come counted, as how many cases took so many days, because that is what a database can tell in few rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

Days = Mapping[int, int]
"""How many cases took so many days."""
FEWEST = 5
"""With fewer finished cases than this no quartile and no median is told: each case is shown by itself."""
HAIR = 1e-9
"""How far a product of fractions may be off a half by rounding."""


@dataclass(frozen=True)
class Spread:
    """Where the finished cases lie, in days: a quarter took up to `low`, half up to `median`, a quarter over `high`."""

    cases: int
    low: float
    median: float
    high: float
    longest: int


def spread(finished: Days) -> Spread | None:
    """Tell how the finished cases are spread; None when they are fewer than `FEWEST`."""
    cases = sum(finished.values())
    if cases < FEWEST:
        return None
    low, median, high = (quantile(finished, share) for share in (0.25, 0.5, 0.75))
    return Spread(cases, low, median, high, max(days for days, count in finished.items() if count))


def quantile(counted: Days, share: float) -> float:
    """Give the value up to which a share of the cases lies, between two cases in proportion (Hyndman and Fan, type 7).

    It is what spreadsheets call QUARTILE and the standard library `quantiles(..., method="inclusive")`. Raises
    ValueError when there is no case.
    """
    cases = sum(counted.values())
    if not cases:
        raise ValueError("nothing is counted")
    place = share * (cases - 1)
    lower, upper = _at(counted, int(place)), _at(counted, min(int(place) + 1, cases - 1))
    return lower + (upper - lower) * (place - int(place))


def _at(counted: Days, index: int) -> int:
    """Give the case at a place, from 0 on, when all stand in the order of their days."""
    passed = 0
    for days in sorted(counted):
        passed += counted[days]
        if index < passed:
            return days
    raise IndexError(index)


def each(counted: Days) -> Iterator[int]:
    """Give the days of every single case, the shortest first."""
    for days in sorted(counted):
        yield from [days] * counted[days]


def survival_median(finished: Days, still_open: Days) -> int | None:
    """Give the days within which half of all cases are finished, those still open counted for as long as they are seen.

    What is open has lasted at least its days, so it stays among those that could have finished until then, and leaves
    without having finished. None while fewer than `FEWEST` are finished, or when over half outlast all that was seen.
    Source: Kaplan and Meier (1958), "Nonparametric estimation from incomplete observations"; at equal days what
    finished comes before what is open.
    """
    if sum(finished.values()) < FEWEST:
        return None
    at_risk = sum(finished.values()) + sum(still_open.values())
    lasting = 1.0
    for days in sorted({*finished, *still_open}):
        ended = finished.get(days, 0)
        if ended:
            lasting *= 1 - ended / at_risk
            if lasting <= 0.5 + HAIR:
                return days
        at_risk -= ended + still_open.get(days, 0)
    return None


STEPS = (1, 2, 5, 10, 15, 30, 60, 90, 180, 365, 730, 1825, 3650)
"""Days between two marks of a scale, such as people count them."""
MOST_MARKS = 6


@dataclass(frozen=True)
class Scale:
    """A line of days from 0 to `top`, with a mark every `step` that fits on it."""

    top: int
    step: int

    @property
    def marks(self) -> range:
        """Give the days at which the scale has a mark."""
        return range(0, self.top + 1, self.step)

    def place(self, days: float) -> float:
        """Give the place of some days on the line, in percent of its length."""
        return round(100 * days / self.top, 2)


def scale_to(longest: float) -> Scale:
    """Make the scale that ends with so many days, with at most `MOST_MARKS` marks after 0 as long as steps suffice."""
    top = max(1, ceil(longest))
    return Scale(top, next((one for one in STEPS if top <= one * MOST_MARKS), STEPS[-1]))
