"""The logical framework: what a partnership aims at, on three levels, and how far its indicators have come.

The levels impact, outcome and output are those of the logical frameworks that donors ask for; activities, the fourth,
are the lines of the work plan.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import fmean


class ObjectiveLevel(StrEnum):
    """How far an objective reaches: outputs bring outcomes about, and outcomes an impact."""

    IMPACT = "impact"
    OUTCOME = "outcome"
    OUTPUT = "output"


class Aggregate(StrEnum):
    """How an indicator of several partnerships becomes one number."""

    SUM = "sum"
    MEAN = "mean"
    LATEST = "latest"


class Attainment(StrEnum):
    """Where an indicator stands against its target and its milestones."""

    NOT_MEASURED = "not_measured"
    NO_TARGET = "no_target"
    MET = "met"
    BEHIND = "behind"
    ON_TRACK = "on_track"


@dataclass(frozen=True)
class Point:
    """A value in the indicator's unit on a day: aimed at by a milestone or a target, or measured."""

    day: date
    value: float


@dataclass(frozen=True)
class Scale:
    """From where an indicator starts and where it is to arrive, in its unit; None for what is not said."""

    baseline: float | None = None
    target: float | None = None


def is_reached(scale: Scale, aim: float, value: float) -> bool:
    """Tell whether a value is as good as an aim; a target below the baseline is reached from above."""
    falls = scale.baseline is not None and scale.target is not None and scale.target < scale.baseline
    return value <= aim if falls else value >= aim


def way_gone(scale: Scale, value: float) -> float | None:
    """Give which part of the way from baseline to target is gone, 1 at the target; None where there is no way."""
    if scale.baseline is None or scale.target is None or scale.target == scale.baseline:
        return None
    return (value - scale.baseline) / (scale.target - scale.baseline)


def latest(points: Collection[Point]) -> Point | None:
    """Give the newest of points, the one named last of those of the same day; None when there is none."""
    newest = max((point.day for point in points), default=None)
    return next((point for point in reversed(list(points)) if point.day == newest), None)


def attainment(
    scale: Scale, milestones: Sequence[Point], measured: Sequence[Point], target_on: date | None, today: date
) -> Attainment:
    """Tell where an indicator stands on `today`.

    It is behind when the newest aim whose day has come, a milestone or the target, is not reached by what was measured
    last.
    """
    newest = latest(measured)
    if newest is None:
        return Attainment.NOT_MEASURED
    if scale.target is not None and is_reached(scale, scale.target, newest.value):
        return Attainment.MET
    aims = [*milestones]
    if target_on is not None and scale.target is not None:
        aims.append(Point(target_on, scale.target))
    due = latest([aim for aim in aims if aim.day <= today])
    if due is not None and not is_reached(scale, due.value, newest.value):
        return Attainment.BEHIND
    return Attainment.NO_TARGET if scale.target is None else Attainment.ON_TRACK


def aggregate(how: Aggregate, points: Sequence[Point]) -> float | None:
    """Make one number of the newest measurement of several indicators; None when nothing is measured."""
    if not points:
        return None
    if how is Aggregate.LATEST:
        newest = latest(points)
        return newest.value if newest is not None else None
    values = [point.value for point in points]
    return sum(values) if how is Aggregate.SUM else fmean(values)


@dataclass(frozen=True)
class RollUp:
    """What several indicators come to as one: from where, to where, where they are; None where nothing is said.

    `of` counts the indicators, `measured` those that were measured, `reached` those that reached their own target.
    """

    baseline: float | None
    target: float | None
    value: float | None
    of: int
    measured: int
    reached: int


def roll_up(how: Aggregate, indicators: Sequence[tuple[Scale, Point | None]]) -> RollUp:
    """Make one indicator of several, each given as its scale and its newest measurement.

    Where the latest counts, baseline and target are those of the indicator that was measured last.
    """
    measured = [(scale, newest) for scale, newest in indicators if newest is not None]
    last = latest([newest for _scale, newest in measured])
    scales = [scale for scale, _newest in indicators]
    if how is Aggregate.LATEST and last is not None:
        scales = [next(scale for scale, newest in reversed(measured) if newest == last)]
    return RollUp(
        baseline=_together(how, [scale.baseline for scale in scales]),
        target=_together(how, [scale.target for scale in scales]),
        value=aggregate(how, [newest for _scale, newest in measured]),
        of=len(indicators),
        measured=len(measured),
        reached=sum(
            scale.target is not None and is_reached(scale, scale.target, newest.value) for scale, newest in measured
        ),
    )


def _together(how: Aggregate, values: Collection[float | None]) -> float | None:
    """Add up or average the values that are said; where the latest counts, only a single one says anything."""
    said = [value for value in values if value is not None]
    if not said or (how is Aggregate.LATEST and len(said) > 1):
        return None
    return sum(said) if how is Aggregate.SUM else fmean(said)


HIGHER: dict[ObjectiveLevel, tuple[ObjectiveLevel, ...]] = {
    ObjectiveLevel.IMPACT: (),
    ObjectiveLevel.OUTCOME: (ObjectiveLevel.IMPACT,),
    ObjectiveLevel.OUTPUT: (ObjectiveLevel.OUTCOME, ObjectiveLevel.IMPACT),
}
"""Which levels an objective of a level can serve."""
