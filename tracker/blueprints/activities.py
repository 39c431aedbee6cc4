"""Stage 4: writing the joint work plan."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now, once
from tracker.dashboards.logframe import objective_choices
from tracker.dashboards.stages import room_address
from tracker.dashboards.work import activity_choices
from tracker.db import lock, transaction
from tracker.forms.work import ActivityForm, NewActivityForm
from tracker.models.partnerships import Partnership
from tracker.models.work import Activity
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import rooms
from tracker.services.activities import change_activity, record_activity
from tracker.services.stages import refuse_resting

bp = Blueprint("activities", __name__)
STAGE = 4


@bp.route("/partnerships/<ref>/activities/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Add an activity to the work plan; the button that adds lines saves nothing."""
    refuse_resting(partnership)
    form = NewActivityForm.asking(partnership.cities)()
    form.offer(activity_choices(partnership), objective_choices(partnership))
    if not _asks_for_lines() and form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record(partnership, form))
        flash(_("The activity is in the work plan."), "done")
        return redirect(target, 303)
    return _page(partnership, form, None)


def _record(partnership: Partnership, form: NewActivityForm) -> str:
    answering = form.answering(partnership.cities)
    record_activity(partnership, form.values(), answering, form.cost_lines(), form.before.data, actor=me(), at=now())
    return room_address(partnership, STAGE)


@bp.route("/activities/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Activity)
def edit(activity: Activity) -> str | Response | tuple[str, int]:
    """Change an activity; the button that adds lines saves nothing."""
    rooms.enter(activity, me(), now())
    rooms.refuse_removed(activity)
    form = ActivityForm.over(activity)
    others = [one for one in activity_choices(activity.partnership) if one[0] != activity.id]
    offered = others, objective_choices(activity.partnership)
    form.offer(*offered)
    if not _asks_for_lines() and form.validate_on_submit():
        with transaction():
            lock(activity)
            shown = ActivityForm.over(activity, as_stored=True)
            shown.offer(*offered)
            form.refuse_lost_update(activity, shown)
            answering = form.answering(activity.partnership.cities)
            change_activity(
                activity, form.values(), answering, form.cost_lines(), form.before.data, actor=me(), at=now()
            )
            target = room_address(activity.partnership, STAGE)
        flash(_("The activity is saved."), "done")
        return redirect(target, 303)
    return _page(activity.partnership, form, activity)


def _asks_for_lines() -> bool:
    """Tell whether the button was pressed that adds blank lines."""
    return "add_lines" in request.form


def _page(partnership: Partnership, form: Any, row: Activity | None) -> tuple[str, int]:
    if request.method != "POST" or _asks_for_lines():
        form.add_lines()
    page = render_template("activities/form.html", partnership=partnership, form=form, row=row)
    return page, 422 if form.errors else 200
