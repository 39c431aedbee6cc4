"""Which actors of its programme take part in a partnership."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now
from tracker.db import lock, transaction
from tracker.forms.actors import ActorsForm
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import actors

bp = Blueprint("actors", __name__)


@bp.route("/partnerships/<ref>/actors", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def choose(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Choose which actors take part, and say what each contributes."""
    offered = actors.actors_to_choose(partnership)
    form = ActorsForm.over(offered, actors.taking_part(partnership))
    if form.validate_on_submit():
        with transaction():
            lock(partnership)
            chosen = actors.taking_part(partnership)
            form.refuse_lost_update(chosen, ActorsForm.over(offered, chosen, as_stored=True))
            actors.choose_actors(partnership, form.contributions(offered), actor=me(), at=now())
        flash(_("The actors are saved. One that left keeps its words, and can be marked again."), "done")
        return redirect(url_for("partnerships.people", ref=partnership.ref), 303)
    page = render_template("actors/choose.html", partnership=partnership, form=form, offered=offered)
    return page, 422 if form.errors else 200
