"""Stage 4: the joint work plan, with who answers for what, and who bears which cost."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.work import Activity, Cost, Responsible
from tracker.services import rooms


@dataclass(frozen=True)
class ActivityFields(rooms.Fields):
    """A line of the work plan; its last day is not before its first one."""

    title: str
    starts_on: date | None = None
    ends_on: date | None = None
    result: str = ""
    indicator: str = ""
    baseline: str = ""
    target: str = ""


@dataclass(frozen=True)
class CostLine:
    """What something costs, in cents of `currency`, and who bears it, when that is known."""

    what: str
    amount_cents: int
    currency: str
    bearer: str = ""


Answering = Mapping[int, str]
"""Who answers for an activity, by the city's id; an empty text for nobody yet."""


def record_activity(
    partnership: Partnership,
    values: ActivityFields,
    answering: Answering,
    costs: Sequence[CostLine],
    *,
    actor: Person,
    at: datetime,
) -> Activity:
    """Add an activity to the work plan. Raises RuleBroken("room.foreign"), and as `rooms.add` does."""
    activity = Activity(partnership=partnership, cycle=partnership.cycle, **asdict(values))
    _fill(activity, answering, costs)
    rooms.add(activity, actor=actor, at=at)
    return activity


def change_activity(
    activity: Activity,
    values: ActivityFields,
    answering: Answering,
    costs: Sequence[CostLine],
    *,
    actor: Person,
    at: datetime,
) -> None:
    """Keep an activity's new text, responsible persons and costs; raises as `record_activity` and `rooms.changing`."""
    with rooms.changing(activity, values, actor=actor, at=at):
        rooms.touch(activity)
        _fill(activity, answering, costs)


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
    kept = [CostLine(cost.what, cost.amount_cents, cost.currency, cost.bearer) for cost in activity.costs]
    if kept != list(costs):
        activity.costs = [Cost(**asdict(cost)) for cost in costs]
