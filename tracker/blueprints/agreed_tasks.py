"""Agreed tasks: one tap says that a task is done, one more that it is not."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now
from tracker.blueprints.navigation import own_path
from tracker.db import transaction
from tracker.models.missions import AgreedTask
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import tasks

bp = Blueprint("agreed_tasks", __name__)


@bp.post("/agreed-tasks/<int:id>/done")
@needs(Permission.TASK_SETTLE, AgreedTask)
def finish(task: AgreedTask) -> Response:
    """Mark a task as done."""
    with transaction():
        tasks.settle_task(task, actor=me(), at=now())
    flash(_("Done: %(task)s", task=task.what), "done")
    return _back(task)


@bp.post("/agreed-tasks/<int:id>/undo")
@needs(Permission.TASK_SETTLE, AgreedTask)
def reopen(task: AgreedTask) -> Response:
    """Mark a task as not done after all."""
    with transaction():
        tasks.reopen_task(task, actor=me(), at=now())
    flash(_("Open again: %(task)s", task=task.what), "done")
    return _back(task)


def _back(task: AgreedTask) -> Response:
    """Go back to where the button stood, by default the mission's tasks."""
    mission = url_for("missions.show", ref=task.mission.ref, _anchor="tasks")
    return redirect(own_path(request.form.get("next"), mission), 303)
