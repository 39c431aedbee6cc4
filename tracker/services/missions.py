"""Missions: planned or logged, changed, authorised, started, completed, cancelled, and called off no more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.db import db, lock
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.errors import RuleBroken
from tracker.domain.missions import CancelReason, MissionState, is_locked, lies_ahead, mission_ref, moved
from tracker.domain.partnerships import LIVE_STATES
from tracker.models.missions import AgreedTask, Delegate, Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services.journal import record
from tracker.services.mission_drafts import DelegateDraft, MissionDraft, TaskDraft

TOOK_PLACE = frozenset({MissionState.COMPLETED, MissionState.REPORTED})
SIMPLE_FIELDS = (
    "kind",
    "title",
    "place",
    "host_city_id",
    "purpose",
    "theme",
    "agenda",
    "decisions",
    "findings",
    "participants",
)
TASK_FIELDS = ("what", "who", "city_id", "due_on", "amount_cents", "currency", "bearer")


def log_mission(
    partnership: Partnership, draft: MissionDraft, *, has_taken_place: bool, actor: Person, at: datetime
) -> Mission:
    """Keep a new mission under the partnership's next number: `completed` when it took place, else `proposed`.

    Raises RuleBroken("partnership.not_live"), and ("mission.ahead") when it took place in the future.
    """
    lock(partnership)
    refuse_at_rest(partnership)
    if has_taken_place and lies_ahead(draft.starts, at):
        raise RuleBroken("mission.ahead")
    last = db.session.scalar(select(func.max(Mission.number)).where(Mission.partnership_id == partnership.id))
    number = (last or 0) + 1
    mission = Mission(
        partnership=partnership,
        number=number,
        ref=mission_ref(partnership.ref, number),
        state=MissionState.COMPLETED if has_taken_place else MissionState.PROPOSED,
        logged_by=actor,
        logged_at=at,
        is_demonstration=actor.is_demonstration,
    )
    for name in SIMPLE_FIELDS:
        setattr(mission, name, getattr(draft, name))
    record_days(mission, draft.starts, draft.ends, draft.precision)
    mission.delegates = [_delegate(one) for one in draft.delegates]
    agreed = [task for task in draft.tasks if task.what]
    mission.tasks = [_new_task(one, place, actor) for place, one in enumerate(agreed, start=1)]
    db.session.add(mission)
    db.session.flush()
    verb = "mission.logged" if has_taken_place else "mission.planned"
    _record(verb, mission, actor, at, kind=mission.kind.value, tasks=len(mission.tasks))
    return mission


def record_days(mission: Mission, starts: PartialDate | None, ends: PartialDate | None, precision: Precision) -> None:
    """Set a mission's dates and, from them, its first and last day; a missing end is the start.

    Raises RuleBroken("mission.dates") when they are not in order, or an end has no start.
    """
    ends = ends or starts
    if starts is None and ends is not None:
        raise RuleBroken("mission.dates")
    if starts is not None and ends is not None and starts.first_day > ends.last_day:
        raise RuleBroken("mission.dates")
    mission.starts, mission.ends = starts, ends
    mission.date_precision = precision if starts else Precision.UNKNOWN
    mission.first_day = starts.first_day if starts else None
    mission.last_day = ends.last_day if ends else None


def change_mission(mission: Mission, draft: MissionDraft, *, actor: Person, at: datetime) -> list[str]:
    """Bring a mission to what a draft says and name what changed; nothing is written when nothing did.

    Raises RuleBroken("mission.locked"), ("partnership.not_live"), ("mission.ahead") when it has taken place already,
    ("edit.stale") when a task of the draft is not the mission's.
    """
    lock(mission)
    refuse_locked(mission)
    refuse_at_rest(mission.partnership)
    if mission.state in TOOK_PLACE and lies_ahead(draft.starts, at):
        raise RuleBroken("mission.ahead")
    with db.session.no_autoflush:  # one change raises the version once
        changed = _change_fields(mission, draft) + _change_delegates(mission, draft.delegates)
        changed += _change_tasks(mission, draft.tasks, actor, at)
    if changed:
        flag_modified(mission, "title")
        db.session.flush()
        _record("mission.changed", mission, actor, at, fields=changed)
    return changed


def _change_fields(mission: Mission, draft: MissionDraft) -> list[str]:
    changed = [name for name in SIMPLE_FIELDS if getattr(mission, name) != getattr(draft, name)]
    for name in changed:
        setattr(mission, name, getattr(draft, name))
    before = (mission.starts, mission.ends, mission.date_precision)
    record_days(mission, draft.starts, draft.ends, draft.precision)
    after = (mission.starts, mission.ends, mission.date_precision)
    return changed + (["dates"] if before != after else [])


def _change_delegates(mission: Mission, wanted: Sequence[DelegateDraft]) -> list[str]:
    present = [
        DelegateDraft(one.city_id, one.name, one.organisation, one.function, one.payer) for one in mission.delegates
    ]
    if present == list(wanted):
        return []
    mission.delegates = [_delegate(one) for one in wanted]
    return ["delegation"]


def _delegate(draft: DelegateDraft) -> Delegate:
    return Delegate(
        city_id=draft.city_id,
        name=draft.name,
        organisation=draft.organisation,
        function=draft.function,
        payer=draft.payer,
    )


def _change_tasks(mission: Mission, wanted: Sequence[TaskDraft], actor: Person, at: datetime) -> list[str]:
    stored = {task.id: task for task in mission.tasks if task.removed_at is None}
    last = max((task.position for task in mission.tasks), default=0)
    changed = False
    for draft in wanted:
        if draft.id is None:
            last += 1
            mission.tasks.append(_new_task(draft, last, actor))
            changed = True
        elif draft.id not in stored:
            raise RuleBroken("edit.stale")
        else:
            changed = _change_task(stored[draft.id], draft, at) or changed
    return ["tasks"] if changed else []


def _new_task(draft: TaskDraft, position: int, actor: Person) -> AgreedTask:
    values = {name: getattr(draft, name) for name in TASK_FIELDS}
    return AgreedTask(position=position, is_demonstration=actor.is_demonstration, **values)


def _change_task(task: AgreedTask, draft: TaskDraft, at: datetime) -> bool:
    if not draft.what:
        task.removed_at = at
        return True
    changed = [name for name in TASK_FIELDS if getattr(task, name) != getattr(draft, name)]
    for name in changed:
        setattr(task, name, getattr(draft, name))
    return bool(changed)


def authorise(mission: Mission, *, actor: Person, at: datetime) -> None:
    """Let a proposed mission go ahead; raises RuleBroken("mission.move_refused") otherwise."""
    _move(mission, "authorise", "mission.authorised", actor, at)


def start(mission: Mission, *, actor: Person, at: datetime) -> None:
    """Mark an authorised mission as under way; raises RuleBroken("mission.move_refused") otherwise."""
    _move(mission, "start", "mission.started", actor, at)


def complete(mission: Mission, *, actor: Person, at: datetime) -> None:
    """Mark a mission as having taken place; its report is due from now on.

    Raises RuleBroken("mission.ahead") while its dates lie ahead, ("mission.move_refused") in another state.
    """
    lock(mission)
    if lies_ahead(mission.starts, at):
        raise RuleBroken("mission.ahead")
    _move(mission, "complete", "mission.completed", actor, at)


def cancel(mission: Mission, reason: CancelReason, remarks: str, *, actor: Person, at: datetime) -> None:
    """Call off a mission that has not taken place; the reason stays in the history also when it is restored."""
    _move(mission, "cancel", "mission.cancelled", actor, at, reason=reason, remarks=remarks)


def restore(mission: Mission, *, actor: Person, at: datetime) -> None:
    """Make a cancelled mission a proposed one again."""
    _move(mission, "restore", "mission.restored", actor, at)


def _move(
    mission: Mission,
    act: str,
    verb: str,
    actor: Person,
    at: datetime,
    *,
    reason: CancelReason | None = None,
    remarks: str = "",
) -> None:
    lock(mission)
    if reason is None:
        refuse_at_rest(mission.partnership)
    after = moved(mission.state, act)
    if after is None:
        raise RuleBroken("mission.move_refused")
    mission.state, mission.cancel_reason, mission.cancel_remarks = after, reason, remarks
    db.session.flush()
    details = {"cancel_reason": reason.value} if reason else {}
    _record(verb, mission, actor, at, {"remarks": remarks} if remarks else {}, **details)


def refuse_locked(mission: Mission) -> None:
    """Return when the mission may be changed; raises RuleBroken("mission.locked") when its report says otherwise."""
    states = db.session.scalars(select(OfficialDocument.state).where(OfficialDocument.mission_id == mission.id))
    if is_locked(set(states)):
        raise RuleBroken("mission.locked")


def refuse_at_rest(partnership: Partnership) -> None:
    """Return when the partnership lives; raises RuleBroken("partnership.not_live") otherwise."""
    db.session.refresh(partnership, ["state"])
    if partnership.state not in LIVE_STATES:
        raise RuleBroken("partnership.not_live")


def _record(
    verb: str,
    mission: Mission,
    actor: Person,
    at: datetime,
    personal: dict[str, str] | None = None,
    **details: object,
) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        partnership=mission.partnership,
        subject=mission.ref,
        details=details,
        personal=personal,
        is_demonstration=actor.is_demonstration,
    )
