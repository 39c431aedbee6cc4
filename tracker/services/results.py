"""Stage 6: what was expected, what was achieved, and how that is known."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.work import Activity, Result
from tracker.services import rooms


@dataclass(frozen=True)
class ResultFields(rooms.Fields):
    """A result and what became of it; `activity_id` is the activity that was to bring it.

    Where nothing is said of what was expected, it is what the activity's line of the work plan says.
    """

    expected: str
    achieved: str = ""
    evidence: str = ""
    activity_id: int | None = None


def record_result(partnership: Partnership, values: ResultFields, *, actor: Person, at: datetime) -> Result:
    """Record a result; raises RuleBroken("room.foreign") for another partnership's activity, and as `rooms.add`."""
    whole = _with_the_plan(partnership, values)
    result = Result(partnership=partnership, cycle=partnership.cycle, **asdict(whole))
    rooms.add(result, actor=actor, at=at)
    return result


def change_result(result: Result, values: ResultFields, *, actor: Person, at: datetime) -> None:
    """Keep a result's new text. Raises as `record_result` and `rooms.changing` do."""
    whole = _with_the_plan(result.partnership, values)
    with rooms.changing(result, whole, actor=actor, at=at):
        pass


def _with_the_plan(partnership: Partnership, values: ResultFields) -> ResultFields:
    """Take what the work plan says already; raises RuleBroken("room.foreign")."""
    if values.activity_id is None:
        return values
    activity = db.session.get(Activity, values.activity_id)
    if activity is None or activity.partnership_id != partnership.id:
        raise RuleBroken("room.foreign")
    return replace(values, expected=values.expected or activity.result or activity.title)
