"""Stage 4: the joint work plan, with who answers for what, and who bears which cost."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.work_plan import has_circle
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.work import Activity, Cost, Dependency, Responsible
from tracker.services import rooms
from tracker.services.logframe import find_objective


@dataclass(frozen=True)
class ActivityFields(rooms.Fields):
    """A line of the work plan; its last day is not before its first one, as planned and as it came."""

    title: str
    starts_on: date | None = None
    ends_on: date | None = None
    result: str = ""
    objective_id: int | None = None
    began_on: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True)
class CostLine:
    """What something costs and what was spent of it, in cents of `currency`, and who bears it, when that is known."""

    what: str
    amount_cents: int
    currency: str
    bearer: str = ""
    spent_cents: int | None = None


Answering = Mapping[int, str]
"""Who answers for an activity, by the city's id; an empty text for nobody yet."""


def record_activity(
    partnership: Partnership,
    values: ActivityFields,
    answering: Answering,
    costs: Sequence[CostLine],
    before: Collection[int] = (),
    *,
    actor: Person,
    at: datetime,
) -> Activity:
    """Add an activity to the work plan; it waits for those whose ids are in `before`.

    Raises RuleBroken("room.foreign") or ("activity.days"), and as `rooms.add` does.
    """
    activity = Activity(partnership=partnership, cycle=partnership.cycle, **asdict(values))
    _refuse_days(values, at)
    _refuse_foreign(partnership, values)
    _fill(activity, answering, costs)
    _wait(activity, before)
    rooms.add(activity, actor=actor, at=at)
    return activity


def change_activity(
    activity: Activity,
    values: ActivityFields,
    answering: Answering,
    costs: Sequence[CostLine],
    before: Collection[int] = (),
    *,
    actor: Person,
    at: datetime,
) -> None:
    """Keep an activity's new text, responsible persons, costs and what it waits for.

    Raises RuleBroken("activity.circle") when it would wait for itself, also by way of others; otherwise as
    `record_activity` and `rooms.changing`.
    """
    _refuse_days(values, at)
    rooms.enter(activity, actor, at)
    _refuse_foreign(activity.partnership, values)
    with rooms.changing(activity, values, actor=actor, at=at):
        rooms.touch(activity)
        _fill(activity, answering, costs)
        _wait(activity, before)


def _refuse_days(values: ActivityFields, at: datetime) -> None:
    """Return when the days that came are in order and have come; raises RuleBroken("activity.days") otherwise.

    A day more is allowed, since it comes earlier elsewhere on earth.
    """
    began, finished = values.began_on, values.finished_on
    latest = at.date() + timedelta(days=1)
    if (began and began > latest) or (finished and finished > latest) or (began and finished and finished < began):
        raise RuleBroken("activity.days")


def _refuse_foreign(partnership: Partnership, values: ActivityFields) -> None:
    if values.objective_id is not None:
        find_objective(partnership, values.objective_id)


def _wait(activity: Activity, before: Collection[int]) -> None:
    """Let an activity wait for these of its plan; raises RuleBroken("room.foreign") or ("activity.circle")."""
    plan = select(Activity.id).where(
        Activity.partnership_id == activity.partnership.id,
        Activity.cycle == activity.cycle,
        Activity.removed_at.is_(None),
    )
    if not set(before) <= set(db.session.scalars(plan)):
        raise RuleBroken("room.foreign")
    waiting: dict[int, list[int]] = defaultdict(list)
    known = select(Dependency.activity_id, Dependency.before_id).where(Dependency.activity_id.in_(plan))
    for one, other in db.session.execute(known):
        if one != activity.id:
            waiting[one].append(other)
    if has_circle({**waiting, activity.id: list(before)}):
        raise RuleBroken("activity.circle")
    present = {one.before_id: one for one in activity.waits}
    activity.waits = [present.get(one) or Dependency(before_id=one) for one in sorted(set(before))]


def _fill(activity: Activity, answering: Answering, costs: Sequence[CostLine]) -> None:
    rooms.refuse_strangers(activity.partnership, answering.keys())
    present = {one.city_id: one for one in activity.responsibles}
    for city_id, name in answering.items():
        one = present.get(city_id)
        if one is None and name:
            activity.responsibles.append(Responsible(city_id=city_id, name=name))
        elif one is not None and name:
            one.name = name
        elif one is not None:
            activity.responsibles.remove(one)
    kept = [
        CostLine(cost.what, cost.amount_cents, cost.currency, cost.bearer, cost.spent_cents) for cost in activity.costs
    ]
    if kept != list(costs):
        activity.costs = [Cost(**asdict(cost)) for cost in costs]
