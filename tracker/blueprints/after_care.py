"""After-care: what lasts when the project is over, asked of each city after 6, 12 and 24 months."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import may, me, my_standing, needs, now
from tracker.dashboards.after_care import protocols_of, rounds_of
from tracker.dashboards.rooms import writable_cities
from tracker.db import lock, transaction
from tracker.domain.mandates import local_day
from tracker.forms.after_care import FollowUpForm
from tracker.models.after_care import FollowUp
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services.follow_ups import answer_follow_up

bp = Blueprint("after_care", __name__)


@bp.get("/partnerships/<ref>/after-care")
@needs(Permission.ROOM_VIEW, Partnership)
def show(partnership: Partnership) -> str:
    """Show the follow-ups of every city and the protocols of the partnership."""
    today = local_day(now(), me().timezone)
    return render_template(
        "after_care/show.html",
        partnership=partnership,
        rounds=rounds_of(partnership, today),
        protocols=protocols_of(partnership, today),
        own_cities={city.id for city in writable_cities(partnership, my_standing())},
        may_write=may(Permission.ROOM_EDIT, partnership),
    )


@bp.route("/follow-ups/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.CITY_ROOM_EDIT, FollowUp)
def answer(follow_up: FollowUp) -> str | Response | tuple[str, int]:
    """Answer a follow-up of one's own city, or on its behalf."""
    form = FollowUpForm(obj=follow_up)
    if form.validate_on_submit():
        with transaction():
            lock(follow_up)
            form.refuse_lost_update(follow_up, FollowUpForm(formdata=None, obj=follow_up))
            answer_follow_up(follow_up, form.values(), actor=me(), at=now())
            target = url_for(".show", ref=follow_up.partnership.ref)
        flash(_("The follow-up is kept."), "done")
        return redirect(target, 303)
    page = render_template("after_care/answer.html", partnership=follow_up.partnership, form=form, row=follow_up)
    return page, 422 if form.errors else 200
