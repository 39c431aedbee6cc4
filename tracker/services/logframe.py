"""The logframe: writing objectives, indicators with their milestones, and what was measured."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.logframe import HIGHER, Aggregate, ObjectiveLevel, Point
from tracker.models.logframe import Indicator, Measurement, Milestone, Objective
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import rooms


@dataclass(frozen=True)
class ObjectiveFields(rooms.Fields):
    """What is to be brought about, on which level, under which assumptions; `serves_id` is a higher objective."""

    level: ObjectiveLevel
    title: str
    assumptions: str = ""
    serves_id: int | None = None


@dataclass(frozen=True)
class IndicatorFields(rooms.Fields):
    """How an objective is measured; baseline and target are numbers in `unit`."""

    objective_id: int
    title: str
    unit: str = ""
    baseline: float | None = None
    baseline_on: date | None = None
    target: float | None = None
    target_on: date | None = None
    source: str = ""
    aggregate: Aggregate = Aggregate.SUM
    remarks: str = ""


def record_objective(partnership: Partnership, values: ObjectiveFields, *, actor: Person, at: datetime) -> Objective:
    """Add an objective to the logframe of the present cycle.

    Raises RuleBroken("room.foreign") when it serves another plan's objective, ("objective.level") when it serves one
    that is not on a higher level, and as `rooms.add` does.
    """
    objective = Objective(partnership=partnership, cycle=partnership.cycle, **asdict(values))
    _refuse_level(partnership, values)
    rooms.add(objective, actor=actor, at=at)
    return objective


def change_objective(objective: Objective, values: ObjectiveFields, *, actor: Person, at: datetime) -> None:
    """Keep an objective's new text and place.

    Raises RuleBroken("objective.served") when objectives that serve it would no longer be below it; otherwise as
    `record_objective` and `rooms.changing`.
    """
    rooms.enter(objective, actor, at)
    _refuse_level(objective.partnership, values)
    below = select(Objective.level).where(Objective.serves_id == objective.id, Objective.removed_at.is_(None))
    if any(values.level not in HIGHER[level] for level in db.session.scalars(below)):
        raise RuleBroken("objective.served")
    with rooms.changing(objective, values, actor=actor, at=at):
        pass


def _refuse_level(partnership: Partnership, values: ObjectiveFields) -> None:
    if values.serves_id is None:
        return
    higher = find_objective(partnership, values.serves_id)
    if higher.level not in HIGHER[values.level]:
        raise RuleBroken("objective.level")


def find_objective(partnership: Partnership, number: int) -> Objective:
    """Find an objective of the present cycle; raises RuleBroken("room.foreign") for any other."""
    found = db.session.get(Objective, number)
    here = (partnership.id, partnership.cycle, None)
    if found is None or (found.partnership_id, found.cycle, found.removed_at) != here:
        raise RuleBroken("room.foreign")
    return found


def record_indicator(
    partnership: Partnership, values: IndicatorFields, milestones: Sequence[Point], *, actor: Person, at: datetime
) -> Indicator:
    """Add an indicator to an objective; raises RuleBroken("room.foreign"), and as `rooms.add` does."""
    find_objective(partnership, values.objective_id)
    indicator = Indicator(partnership=partnership, cycle=partnership.cycle, **asdict(values))
    _set_milestones(indicator, milestones)
    rooms.add(indicator, actor=actor, at=at)
    return indicator


def change_indicator(
    indicator: Indicator, values: IndicatorFields, milestones: Sequence[Point], *, actor: Person, at: datetime
) -> None:
    """Keep an indicator's new text and milestones. Raises as `record_indicator` and `rooms.changing` do."""
    rooms.enter(indicator, actor, at)
    find_objective(indicator.partnership, values.objective_id)
    with rooms.changing(indicator, values, actor=actor, at=at):
        rooms.touch(indicator)
        _set_milestones(indicator, milestones)


def _set_milestones(indicator: Indicator, milestones: Sequence[Point]) -> None:
    kept = [Point(one.due_on, one.value) for one in indicator.milestones]
    if kept != list(milestones):
        indicator.milestones = [Milestone(due_on=point.day, value=point.value) for point in milestones]


def measure(indicator: Indicator, point: Point, evidence: str, *, actor: Person, at: datetime) -> Measurement:
    """Record what an indicator was on a day; neither the plan nor the consents to it change by that.

    Raises RuleBroken("indicator.day") for a day that has come nowhere on earth yet, and as `rooms.enter` does.
    """
    rooms.enter(indicator, actor, at)
    rooms.refuse_removed(indicator)
    if point.day > at.date() + timedelta(days=1):
        raise RuleBroken("indicator.day")
    row = Measurement(
        indicator=indicator,
        measured_on=point.day,
        value=point.value,
        evidence=evidence,
        recorded_by=actor,
        recorded_at=at,
        is_demonstration=actor.is_demonstration,
    )
    db.session.add(row)
    db.session.flush()
    rooms.note("measured", indicator, actor, at, on=point.day.isoformat(), value=point.value)
    return row


def remove_measurement(measurement: Measurement, *, actor: Person, at: datetime) -> None:
    """Take a wrong measurement out; it can be put back. Removing it again does nothing."""
    _set_aside(measurement, at, "measurement_removed", actor, at)


def restore_measurement(measurement: Measurement, *, actor: Person, at: datetime) -> None:
    """Put a removed measurement back. Restoring it again does nothing."""
    _set_aside(measurement, None, "measurement_restored", actor, at)


def _set_aside(row: Measurement, since: datetime | None, verb: str, actor: Person, at: datetime) -> None:
    rooms.enter(row.indicator, actor, at)
    if (row.removed_at is None) == (since is None):
        return
    row.removed_at = since
    db.session.flush()
    rooms.note(verb, row.indicator, actor, at, on=row.measured_on.isoformat(), value=row.value)
