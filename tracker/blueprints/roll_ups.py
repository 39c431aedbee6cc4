"""What a programme's partnerships come to together: indicators, budget by bearer, other partners."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import my_standing, needs
from tracker.dashboards import roll_ups as views
from tracker.dashboards.cities import at_work
from tracker.dashboards.filters import LONGEST, Filters, Selection
from tracker.dashboards.paging import Window, page
from tracker.models.programmes import Programme
from tracker.permissions import Permission

bp = Blueprint("roll_ups", __name__)


def _selection(programme: Programme) -> Selection:
    """Give what the reader sees at work: rooms of partnerships that they only once signed in stay closed."""
    return Selection(at_work(my_standing()), Filters(programme=programme.code))


@bp.get("/programmes/<code>/results")
@needs(Permission.SIGNED_IN, Programme)
def show(programme: Programme) -> str:
    """Show what the partnerships that the reader may see come to together."""
    selection = _selection(programme)
    return render_template(
        "roll_ups/show.html",
        programme=programme,
        indicators=views.rolled_indicators(views.indicator_lines(selection)),
        budget=views.budget_rows(selection),
        partners=views.other_partners(selection),
    )


@bp.get("/programmes/<code>/results/indicator")
@needs(Permission.SIGNED_IN, Programme)
def indicator(programme: Programme) -> str | Response:
    """List what one rolled-up indicator is made of; an address that names none leads back to all."""
    name = views.IndicatorName.read(request.args)
    if name is None:
        return redirect(url_for(".show", code=programme.code))
    rolled = views.rolled_indicators(views.indicator_lines(_selection(programme)))
    found = next((one for one in rolled if one.name == name), None)
    if found is None:
        abort(404)
    return render_template("roll_ups/indicator.html", programme=programme, rolled=found)


@bp.get("/programmes/<code>/results/costs")
@needs(Permission.SIGNED_IN, Programme)
def costs(programme: Programme) -> str | Response:
    """List the lines of the budget in one currency that one bearer, or nobody yet, bears."""
    if "currency" not in request.args:
        return redirect(url_for(".show", code=programme.code))
    selection, window = _selection(programme), Window.read(request.args)
    currency, bearer = (request.args.get(name, "")[:LONGEST] for name in ("currency", "bearer"))
    total = views.count_costs(selection, currency, bearer)
    if not total:
        abort(404)
    address = url_for(".costs", code=programme.code)
    return render_template(
        "roll_ups/costs.html",
        programme=programme,
        bearer=bearer,
        rows=views.cost_lines(selection, currency, bearer, window),
        total=total,
        page=page(window, total, address, {"currency": currency, "bearer": bearer}),
    )
