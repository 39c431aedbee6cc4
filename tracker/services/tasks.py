"""Agreed tasks: done, not done after all, taken away, put back."""

from datetime import datetime

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.models.missions import AgreedTask
from tracker.models.people import Person
from tracker.services.journal import record
from tracker.services.missions import refuse_at_rest, refuse_locked


def settle_task(task: AgreedTask, *, actor: Person, at: datetime) -> None:
    """Mark a task as done; one that is done already stays as it is."""
    if task.done_at is None:
        task.done_at, task.done_by_id = at, actor.id
        _record("task.done", task, actor, at)


def reopen_task(task: AgreedTask, *, actor: Person, at: datetime) -> None:
    """Mark a task as not done after all."""
    if task.done_at is not None:
        task.done_at = task.done_by_id = None
        _record("task.reopened", task, actor, at)


def restore_task(task: AgreedTask, *, actor: Person, at: datetime) -> None:
    """Put a task that was taken away back; raises RuleBroken("mission.locked") or ("partnership.not_live")."""
    lock(task.mission)
    refuse_locked(task.mission)
    refuse_at_rest(task.mission.partnership)
    if task.removed_at is None:
        raise RuleBroken("edit.stale")
    task.removed_at = None
    _record("task.restored", task, actor, at)


def _record(verb: str, task: AgreedTask, actor: Person, at: datetime) -> None:
    db.session.flush()
    record(
        verb,
        actor=actor,
        at=at,
        partnership=task.mission.partnership,
        subject=task.mission.ref,
        details={"task": task.id},
        is_demonstration=actor.is_demonstration,
    )
