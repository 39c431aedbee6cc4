"""Writing what is asked of a mission by its kind alone: a learning goal, speakers, sessions, ..."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now
from tracker.db import lock, transaction
from tracker.forms.mission_formats import FormatForm
from tracker.models.missions import Mission
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import missions
from tracker.services.mission_formats import describe_format

bp = Blueprint("mission_formats", __name__)


@bp.route("/missions/<ref>/format", methods=["GET", "POST"])
@needs(Permission.MISSION_EDIT, Mission)
def edit(mission: Mission) -> str | Response | tuple[str, int]:
    """Answer what the mission's kind asks."""
    missions.refuse_locked(mission)
    missions.refuse_at_rest(mission.partnership)
    form = FormatForm.over(mission)
    if form.validate_on_submit():
        with transaction():
            lock(mission)
            form.refuse_lost_update(mission, FormatForm.over(mission, as_stored=True))
            describe_format(mission, form.answers(), form.drafts(), actor=me(), at=now())
        flash(_("The mission is saved."), "done")
        return redirect(url_for("missions.show", ref=mission.ref, _anchor="format"), 303)
    if request.method != "POST":
        form.add_lines()
    page = render_template("missions/format.html", mission=mission, form=form)
    return page, 422 if form.errors else 200
