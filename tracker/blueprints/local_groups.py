"""Local groups of stakeholders: naming one, changing it, removing and restoring it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards.rooms import writable_cities
from tracker.db import lock, transaction
from tracker.forms.local_groups import GroupForm, NewGroupForm
from tracker.forms.rooms import city_pairs
from tracker.models.local_groups import LocalGroup
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import local_groups

bp = Blueprint("local_groups", __name__)
Answer = str | Response | tuple[str, int]


@bp.route("/partnerships/<ref>/local-groups/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> Answer:
    """Name a group of one's own city, or on a city's behalf."""
    form = NewGroupForm(city_id=request.args.get("city", type=int))
    form.city_id.choices = city_pairs(writable_cities(partnership, my_standing()))
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _name(partnership, form))
        flash(_("The group is named."), "done")
        return redirect(target, 303)
    page = render_template("local_groups/form.html", partnership=partnership, form=form, row=None)
    return page, 422 if form.errors else 200


def _name(partnership: Partnership, form: NewGroupForm) -> str:
    city = next(city for city in partnership.cities if city.id == form.city_id.data)
    local_groups.name_group(partnership, city, form.values(), actor=me(), at=now())
    return _home(partnership)


@bp.route("/local-groups/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.CITY_ROOM_EDIT, LocalGroup)
def edit(group: LocalGroup) -> Answer:
    """Change what is said of a group."""
    form = GroupForm(obj=group)
    if form.validate_on_submit():
        with transaction():
            lock(group)
            form.refuse_lost_update(group, GroupForm(formdata=None, obj=group))
            local_groups.change_group(group, form.values(), actor=me(), at=now())
            target = _home(group.partnership)
        flash(_("The group is saved."), "done")
        return redirect(target, 303)
    page = render_template("local_groups/form.html", partnership=group.partnership, form=form, row=group)
    return page, 422 if form.errors else 200


@bp.post("/local-groups/<int:id>/remove")
@needs(Permission.CITY_ROOM_EDIT, LocalGroup)
def remove(group: LocalGroup) -> Response:
    """Take a group off the page; it can be put back from there."""
    with transaction():
        lock(group)
        local_groups.set_group_aside(group, actor=me(), at=now())
        target = _home(group.partnership)
    flash(_("Removed. You find it under “Removed” and can restore it."), "done")
    return redirect(target, 303)


@bp.post("/local-groups/<int:id>/restore")
@needs(Permission.CITY_ROOM_EDIT, LocalGroup)
def restore(group: LocalGroup) -> Response:
    """Put a group back."""
    with transaction():
        lock(group)
        local_groups.put_group_back(group, actor=me(), at=now())
        target = _home(group.partnership)
    flash(_("Restored."), "done")
    return redirect(target, 303)


def _home(partnership: Partnership) -> str:
    return url_for("partnerships.people", ref=partnership.ref, _anchor="groups")
