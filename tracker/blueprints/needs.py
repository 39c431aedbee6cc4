"""Stage 1: recording and changing what a city needs."""

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards import solutions as answers
from tracker.dashboards.rooms import writable_cities
from tracker.dashboards.stages import room_address
from tracker.db import lock, transaction
from tracker.forms.rooms import NeedForm, NewNeedForm, city_pairs
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Need
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import rooms
from tracker.services.needs import change_need, record_need
from tracker.services.stages import refuse_resting

bp = Blueprint("needs", __name__)
STAGE = 1


@bp.route("/partnerships/<ref>/needs/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Record a need of one's own city, or on a city's behalf."""
    refuse_resting(partnership)
    form = NewNeedForm(city_id=request.args.get("city", type=int))
    form.offer()
    form.city_id.choices = city_pairs(writable_cities(partnership, my_standing()))
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record(partnership, form))
        flash(_("The need is recorded."), "done")
        return redirect(target, 303)
    page = render_template("needs/form.html", partnership=partnership, form=form, row=None)
    return page, 422 if form.errors else 200


def _record(partnership: Partnership, form: NewNeedForm) -> str:
    city = next(city for city in partnership.cities if city.id == form.city_id.data)
    record_need(partnership, city, form.values(), actor=me(), at=now())
    return room_address(partnership, STAGE)


@bp.route("/needs/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.CITY_ROOM_EDIT, Need)
def edit(need: Need) -> str | Response | tuple[str, int]:
    """Change a need."""
    rooms.enter(need, me(), now())
    rooms.refuse_removed(need)
    form = NeedForm.over(need)
    if form.validate_on_submit():
        with transaction():
            lock(need)
            form.refuse_lost_update(need, NeedForm.over(need, as_stored=True))
            change_need(need, form.values(), actor=me(), at=now())
            target = room_address(need.partnership, STAGE)
        flash(_("The need is saved."), "done")
        return redirect(target, 303)
    page = render_template("needs/form.html", partnership=need.partnership, form=form, row=need)
    return page, 422 if form.errors else 200


@bp.get("/needs/<int:id>/solutions")
@needs(Permission.ROOM_VIEW, Need)
def solutions(need: Need) -> str:
    """Show who has solved a need like this, as far as the reader may see: in the pair, elsewhere, and in public."""
    return render_template(
        "needs/solutions.html",
        need=need,
        partnership=need.partnership,
        instruments=answers.instruments_for(need.sector, my_standing()),
        teachers=answers.teachers_for(need.sector, my_standing()),
        notes=answers.notes_for(need.sector),
    )
