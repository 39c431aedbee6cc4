"""When a stage will pass its gate, judged by how long the same stage took elsewhere.

Cases are durations in whole days; those of stages that still go on only tell that they last longer (they are
censored). What is left of a stage that has already lasted some days is read from the product-limit estimate among the
cases that lasted longer than that. Source: E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete
Observations", Journal of the American Statistical Association 53 (1958), 457-481.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import accumulate
from statistics import median

FEWEST = 5
"""Nothing is said that would rest on fewer finished cases."""
LOW, MIDDLE, HIGH = 0.25, 0.5, 0.75
"""A range leaves a quarter of the cases out at each end."""
MOST_POINTS = 64
"""A spread is kept to so many points when spreads are added, so that adding many stays cheap."""
ROUNDING = 1e-9
"""Chances that differ by less are the same."""


@dataclass(frozen=True)
class Range:
    """A low, a middle and a high number of days; None for one that lies beyond all that was seen."""

    low: int | None
    middle: int | None
    high: int | None

    def holds(self, days: int) -> bool:
        """Tell whether a number of days lies within; the end that is not known holds everything beyond."""
        return self.low is not None and self.low <= days and (self.high is None or days <= self.high)


@dataclass(frozen=True)
class Forecast:
    """How many days a stage takes in all, and how many finished cases that rests on."""

    days: Range
    cases: int


@dataclass(frozen=True)
class Spread:
    """Chances of numbers of days, in their order; what is missing to 1 lies beyond all that was seen."""

    points: tuple[tuple[int, float], ...]

    @property
    def range(self) -> Range:
        """Give the quarter, the half and three quarters of the chances."""
        return Range(self.within(LOW), self.within(MIDDLE), self.within(HIGH))

    def within(self, share: float) -> int | None:
        """Give the days within which this share of the chances lies; None when it is beyond all that was seen."""
        sums = accumulate(chance for _days, chance in self.points)
        return next(
            (days for (days, _), total in zip(self.points, sums, strict=True) if total >= share - ROUNDING), None
        )


@dataclass(frozen=True)
class Cases:
    """What is known of one stage: how many cases ended after how many days, and how many still went on after them."""

    finished: Mapping[int, int] = field(default_factory=dict)
    going_on: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, counted: Iterable[tuple[int, bool, int]]) -> "Cases":
        """Gather triples of days, whether the case is finished, and how many such cases there are."""
        finished: dict[int, int] = {}
        going_on: dict[int, int] = {}
        for days, is_finished, count in counted:
            into = finished if is_finished else going_on
            into[days] = into.get(days, 0) + count
        return cls(finished, going_on)

    def known(self, spent: int = 0) -> int:
        """Count the finished cases that lasted at least as long as a stage that has lasted `spent` days and goes on."""
        return self._longer[bisect_right(self._days, spent - 1)]

    def spread(self, spent: int = 0) -> Spread:
        """Give the chances of the days in all of a stage that has lasted `spent` days and goes on.

        A stage that has lasted so many days may pass its gate on this very day.
        """
        left, points = 1.0, []
        first = bisect_right(self._days, spent - 1)
        for days, at_risk in zip(self._days[first:], self._at_risk[first:], strict=True):
            passing = left * self.finished[days] / at_risk
            points.append((days, passing))
            left -= passing
        return Spread(tuple(points))

    @cached_property
    def _days(self) -> Sequence[int]:
        return sorted(self.finished)

    @cached_property
    def _longer(self) -> Sequence[int]:
        """Give, for each place in `_days` and for the end, how many finished cases lasted so long or longer."""
        return [*accumulate((self.finished[day] for day in reversed(self._days)), initial=0)][::-1]

    @cached_property
    def _at_risk(self) -> Sequence[int]:
        """Give, for each place in `_days`, how many cases lasted at least so long."""
        open_days = sorted(self.going_on)
        sums = [*accumulate((self.going_on[day] for day in reversed(open_days)), initial=0)][::-1]
        return [
            finished + sums[bisect_right(open_days, day - 1)]
            for day, finished in zip(self._days, self._longer, strict=False)
        ]


def forecast(cases: Cases, spent: int = 0) -> Forecast | None:
    """Say how many days a stage takes in all that has lasted `spent` days and goes on; None on too few cases."""
    known = cases.known(spent)
    return Forecast(cases.spread(spent).range, known) if known >= FEWEST else None


@dataclass(frozen=True)
class Ahead:
    """What lies ahead: the days that some stages take one after the other, and the cases of the one known least."""

    spread: Spread
    cases: int


def ahead(stages: Sequence[Cases]) -> Ahead | None:
    """Gather what lies ahead in stages that have not begun, each taken to last as it will whatever the others do.

    None for no stage.
    """
    if not stages:
        return None
    return Ahead(reduce(added, (one.spread() for one in stages)), min(one.known() for one in stages))


def whole(cases: Cases, spent: int, then: Ahead | None) -> Forecast | None:
    """Say how many days pass from the beginning of a stage until the stages ahead have ended too.

    The stage has lasted `spent` days and goes on. It rests on as many cases as the stage that is known least; None
    when these are too few.
    """
    known = cases.known(spent) if then is None else min(cases.known(spent), then.cases)
    if known < FEWEST:
        return None
    spread = cases.spread(spent) if then is None else added(cases.spread(spent), then.spread)
    return Forecast(spread.range, known)


def added(first: Spread, second: Spread) -> Spread:
    """Give the spread of the sum of two numbers of days that do not depend on each other."""
    chances: dict[int, float] = {}
    for days, chance in thinned(first).points:
        for more, other in thinned(second).points:
            chances[days + more] = chances.get(days + more, 0.0) + chance * other
    return Spread(tuple(sorted(chances.items())))


def thinned(spread: Spread) -> Spread:
    """Give a spread of at most `MOST_POINTS` points, each standing for neighbours with about the same chance in all."""
    if len(spread.points) <= MOST_POINTS:
        return spread
    total = sum(chance for _days, chance in spread.points)
    points: list[tuple[int, float]] = []
    done = weighed = chance_here = 0.0
    for days, chance in spread.points:
        done, weighed, chance_here = done + chance, weighed + days * chance, chance_here + chance
        if done >= (len(points) + 1) * total / MOST_POINTS - ROUNDING:
            points.append((round(weighed / chance_here), chance_here))
            weighed = chance_here = 0.0
    if chance_here:
        points.append((round(weighed / chance_here), chance_here))
    return Spread(_merged(points))


def _merged(points: Iterable[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    chances: dict[int, float] = {}
    for days, chance in points:
        chances[days] = chances.get(days, 0.0) + chance
    return tuple(sorted(chances.items()))


@dataclass(frozen=True)
class Run:
    """One stage as it went: from which day, and until which day when its gate is passed, both as counted days."""

    began: int
    ended: int | None


@dataclass(frozen=True)
class Trial:
    """A forecast that could have been made, and how many days the stage took then; `forecast` is None where silent."""

    forecast: Forecast | None
    days: int


@dataclass(frozen=True)
class Record:
    """How forecasts did: how many were tried, how many said something, and how they came out.

    `within` of those that said something held the truth; `error` is the median of the days between middle and truth.
    """

    tried: int
    spoken: int
    within: int
    error: float | None

    @property
    def share(self) -> float | None:
        """Give which part of the forecasts held the truth; None when none said anything."""
        return self.within / self.spoken if self.spoken else None


def known_on(runs: Iterable[Run], day: int) -> Cases:
    """Gather what was known of a stage on a day, before it was told which gates were passed on it.

    A gate that was passed later counts as going on, and a stage that had not begun is not known at all.
    """
    counted = []
    for run in runs:
        if run.began >= day:
            continue
        is_finished = run.ended is not None and run.ended < day
        counted.append(((run.ended if is_finished and run.ended is not None else day) - run.began, is_finished, 1))
    return Cases.of(counted)


def tried(runs: Sequence[Run], of: Run, spent: int) -> Trial:
    """Make the forecast that could have been made of a finished stage once it had lasted `spent` days.

    Raises ValueError for a stage that goes on.
    """
    if of.ended is None:
        raise ValueError(of)
    return Trial(forecast(known_on(runs, of.began + spent), spent), of.ended - of.began)


def record(trials: Sequence[Trial]) -> Record:
    """Tell how forecasts did."""
    spoken = [(one.forecast.days, one.days) for one in trials if one.forecast is not None]
    errors = [abs(days - said.middle) for said, days in spoken if said.middle is not None]
    within = sum(said.holds(days) for said, days in spoken)
    return Record(len(trials), len(spoken), within, median(errors) if errors else None)
