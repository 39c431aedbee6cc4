"""Stage 3: setting priorities, with who teaches and who learns."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards.rooms import need_choices, next_rank, writable_cities
from tracker.dashboards.stages import room_address
from tracker.db import lock, transaction
from tracker.forms.rooms import NewPriorityForm, PriorityForm
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Priority
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import rooms
from tracker.services.priorities import change_priority, record_priority
from tracker.services.stages import refuse_resting

bp = Blueprint("priorities", __name__)
STAGE = 3


@bp.route("/partnerships/<ref>/priorities/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Set a priority."""
    refuse_resting(partnership)
    cities = writable_cities(partnership, my_standing())
    form = NewPriorityForm.ranking(cities)(rank=next_rank(partnership))
    form.offer(partnership.cities, need_choices(partnership))
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record(partnership, form, cities))
        flash(_("The priority is set."), "done")
        return redirect(target, 303)
    page = render_template("priorities/form.html", partnership=partnership, form=form, row=None, cities=cities)
    return page, 422 if form.errors else 200


def _record(partnership: Partnership, form: NewPriorityForm, cities: list[City]) -> str:
    record_priority(partnership, form.values(), form.roles(), form.rankings(cities), actor=me(), at=now())
    return room_address(partnership, STAGE)


@bp.route("/priorities/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Priority)
def edit(priority: Priority) -> str | Response | tuple[str, int]:
    """Change a priority."""
    rooms.enter(priority, me(), now())
    rooms.refuse_removed(priority)
    offered = need_choices(priority.partnership)
    cities = writable_cities(priority.partnership, my_standing())
    form = PriorityForm.over(priority, offered, cities)
    if form.validate_on_submit():
        with transaction():
            lock(priority)
            form.refuse_lost_update(priority, PriorityForm.over(priority, offered, cities, as_stored=True))
            change_priority(priority, form.values(), form.roles(), form.rankings(cities), actor=me(), at=now())
            target = room_address(priority.partnership, STAGE)
        flash(_("The priority is saved."), "done")
        return redirect(target, 303)
    page = render_template(
        "priorities/form.html", partnership=priority.partnership, form=form, row=priority, cities=cities
    )
    return page, 422 if form.errors else 200
