"""Stage 2: comparing the cities, dimension by dimension."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards.rooms import writable_cities
from tracker.dashboards.stages import room_address
from tracker.db import lock, transaction
from tracker.forms.rooms import ComparisonForm, NewComparisonForm
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Comparison
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import rooms
from tracker.services.comparisons import change_comparison, record_comparison
from tracker.services.stages import refuse_resting

bp = Blueprint("comparisons", __name__)
STAGE = 2


@bp.route("/partnerships/<ref>/comparisons/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Add a dimension, described for the cities that one writes for."""
    refuse_resting(partnership)
    cities = writable_cities(partnership, my_standing())
    form = NewComparisonForm.describing(cities)()
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record(partnership, form, cities))
        flash(_("The dimension is added."), "done")
        return redirect(target, 303)
    page = render_template(
        "comparisons/form.html", partnership=partnership, form=form, row=None, cities=cities, cells={}
    )
    return page, 422 if form.errors else 200


def _record(partnership: Partnership, form: NewComparisonForm, cities: list[City]) -> str:
    record_comparison(partnership, form.values(), form.descriptions(cities), actor=me(), at=now())
    return room_address(partnership, STAGE)


@bp.route("/comparisons/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Comparison)
def edit(comparison: Comparison) -> str | Response | tuple[str, int]:
    """Change what the cities say together and what one's own city says of itself."""
    rooms.enter(comparison, me(), now())
    rooms.refuse_removed(comparison)
    cities = writable_cities(comparison.partnership, my_standing())
    form = ComparisonForm.over(comparison, cities)
    if form.validate_on_submit():
        with transaction():
            lock(comparison)
            form.refuse_lost_update(comparison, ComparisonForm.over(comparison, cities, as_stored=True))
            change_comparison(comparison, form.values(), form.descriptions(cities), actor=me(), at=now())
            target = room_address(comparison.partnership, STAGE)
        flash(_("The dimension is saved."), "done")
        return redirect(target, 303)
    page = render_template(
        "comparisons/form.html",
        partnership=comparison.partnership,
        form=form,
        row=comparison,
        cities=cities,
        cells={cell.city_id: cell for cell in comparison.cells},
    )
    return page, 422 if form.errors else 200
