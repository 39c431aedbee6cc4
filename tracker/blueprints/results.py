"""Stage 6: recording what was expected and what was achieved."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now, once
from tracker.dashboards.stages import room_address
from tracker.dashboards.work import activity_choices
from tracker.db import lock, transaction
from tracker.forms.work import NewResultForm, ResultForm
from tracker.models.partnerships import Partnership
from tracker.models.work import Result
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import rooms
from tracker.services.results import change_result, record_result
from tracker.services.stages import refuse_resting

bp = Blueprint("results", __name__)
STAGE = 6


@bp.route("/partnerships/<ref>/results/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Record a result."""
    refuse_resting(partnership)
    form = NewResultForm()
    form.offer(activity_choices(partnership))
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record(partnership, form))
        flash(_("The result is recorded."), "done")
        return redirect(target, 303)
    page = render_template("results/form.html", partnership=partnership, form=form, row=None)
    return page, 422 if form.errors else 200


def _record(partnership: Partnership, form: NewResultForm) -> str:
    record_result(partnership, form.values(), actor=me(), at=now())
    return room_address(partnership, STAGE)


@bp.route("/results/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Result)
def edit(result: Result) -> str | Response | tuple[str, int]:
    """Change a result."""
    rooms.enter(result, me(), now())
    rooms.refuse_removed(result)
    offered = activity_choices(result.partnership)
    form = ResultForm(obj=result)
    form.offer(offered)
    if form.validate_on_submit():
        with transaction():
            lock(result)
            shown = ResultForm(formdata=None, obj=result)
            shown.offer(offered)
            form.refuse_lost_update(result, shown)
            change_result(result, form.values(), actor=me(), at=now())
            target = room_address(result.partnership, STAGE)
        flash(_("The result is saved."), "done")
        return redirect(target, 303)
    page = render_template("results/form.html", partnership=result.partnership, form=form, row=result)
    return page, 422 if form.errors else 200
