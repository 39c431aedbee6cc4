"""The logframe of a partnership whose work plan has begun: an outcome, an output for each activity, their numbers."""

from datetime import timedelta

from tracker.db import db
from tracker.demo.chance import number
from tracker.demo.rooms import MADE_UP, keep_row
from tracker.demo.scene import Scene
from tracker.demo.titles import short
from tracker.domain.logframe import Aggregate, ObjectiveLevel
from tracker.models.logframe import Indicator, Measurement, Milestone, Objective
from tracker.models.work import Activity, Dependency

GOAL = 20
"""How many people or places an indicator of the demonstration aims at."""


def write_logframe(scene: Scene, activities: list[Activity]) -> None:
    """Write objectives and indicators, let the second activity wait for the first, and tell what came of the plan."""
    if not activities:
        return
    outcome = _objective(scene, ObjectiveLevel.OUTCOME, f"{scene.theme.instrument}: in everyday use in every city", 40)
    outputs = [
        _objective(scene, ObjectiveLevel.OUTPUT, activity.result, 45 + place, outcome)
        for place, activity in enumerate(activities)
    ]
    for activity, output in zip(activities, outputs, strict=True):
        activity.objective_id = output.id
    used = _indicator(scene, outcome, "Neighbourhoods where it is used", "neighbourhoods", Aggregate.SUM)
    trained = _indicator(scene, outputs[0], "Staff who have learnt it", "people", Aggregate.SUM)
    if scene.has_passed(4):
        db.session.add(Dependency(activity_id=activities[1].id, before_id=activities[0].id))
    if scene.has_passed(5):
        for place, indicator in enumerate((used, trained)):
            _measure(scene, indicator, 50, place)
            _measure(scene, indicator, 100, place)
        _carry_out(scene, activities[0])


def _objective(
    scene: Scene, level: ObjectiveLevel, title: str, percent: int, higher: Objective | None = None
) -> Objective:
    row = Objective(
        level=level,
        title=title,
        assumptions="The cities keep the staff who were trained" if level is ObjectiveLevel.OUTCOME else "",
        serves_id=higher.id if higher is not None else None,
    )
    author = scene.technician(scene.cities[0])
    keep_row(scene, row, 4, author, scene.moment(4, percent, f"objective {title}"))
    db.session.flush()
    return row


def _indicator(scene: Scene, of: Objective, title: str, unit: str, aggregate: Aggregate) -> Indicator:
    last = scene.day(4, 100)
    row = Indicator(
        objective_id=of.id,
        title=title,
        unit=unit,
        baseline=0,
        baseline_on=scene.day(4, 0),
        target=GOAL,
        target_on=last + timedelta(days=365),
        source=f"Counted by the technicians of {short(scene.cities[0].name)} {MADE_UP}",
        aggregate=aggregate,
        milestones=[Milestone(due_on=last + timedelta(days=180), value=GOAL / 2)],
    )
    author = scene.technician(scene.cities[0])
    keep_row(scene, row, 4, author, scene.moment(4, 55, f"indicator {title}"))
    db.session.flush()
    return row


def _measure(scene: Scene, indicator: Indicator, percent: int, place: int) -> None:
    """Measure at this part of stage 5: half the goal at its middle, and about the goal at its end."""
    by, at = scene.technician(scene.cities[0]), scene.moment(5, percent, f"measurement {place} {percent}")
    row = Measurement(
        indicator=indicator,
        measured_on=at.date(),
        value=GOAL * percent // 100 - number(7, scene.code, "measured", place, percent),
        evidence=f"Count {MADE_UP}",
        recorded_by=by,
        recorded_at=at,
        is_demonstration=True,
    )
    db.session.add(row)
    subject = f"{scene.partnership.ref}-indicator-{indicator.id}"
    details = {"stage": 4, "cycle": indicator.cycle, "on": row.measured_on.isoformat(), "value": row.value}
    scene.note(at, "indicator.measured", by, subject, **details)


def _carry_out(scene: Scene, activity: Activity) -> None:
    """Let an activity begin some days late, end, and cost nearly what was planned; what lies ahead stays open."""
    today = scene.at.date()
    if activity.starts_on is None or activity.ends_on is None:
        return
    late = timedelta(days=number(15, scene.code, "late"))
    began_on, finished_on = activity.starts_on + late, activity.ends_on + 2 * late
    activity.began_on = began_on if began_on <= today else None
    activity.finished_on = finished_on if finished_on <= today else None
    if activity.finished_on is not None:
        for cost in activity.costs:
            cost.spent_cents = cost.amount_cents * (80 + number(30, scene.code, "spent")) // 100
