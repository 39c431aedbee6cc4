"""When partnerships will pass their next gate, and how such forecasts did until now."""

from flask import Blueprint, render_template, request

from tracker.blueprints.guard import my_standing, needs, now
from tracker.blueprints.portfolio_frame import form, selection_asked, shown_list, tabs
from tracker.dashboards import options
from tracker.dashboards.forecast import forecasts
from tracker.dashboards.forecast_record import forecast_record
from tracker.dashboards.paging import Window
from tracker.domain.forecast import FEWEST
from tracker.permissions import Permission

bp = Blueprint("forecast", __name__)


@bp.get("/portfolio/forecast")
@needs(Permission.PORTFOLIO_VIEW)
def index() -> str:
    """List the open stages with the days on which their gates are to be expected, those likely latest first."""
    selection = selection_asked()
    found = forecasts(selection, Window.read(request.args), now().date())
    return shown_list(
        "forecast/index.html", selection, found.rows, found.total, is_counted=False, found=found, fewest=FEWEST
    )


@bp.get("/portfolio/forecast/record")
@needs(Permission.PORTFOLIO_VIEW)
def record() -> str:
    """Show how the forecast did, tried on the stages that have ended."""
    selection = selection_asked()
    return render_template(
        "forecast/record.html",
        found=forecast_record(selection),
        fewest=FEWEST,
        filters=selection.filters,
        filter_form=form(selection.filters, options.programme_options(my_standing())),
        tabs=tabs(selection.filters, {}),
    )
