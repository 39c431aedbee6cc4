"""The coordinator's portfolio: the dashboard, and the whole list behind each of its numbers."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.blueprints.guard import my_standing, needs, now
from tracker.blueprints.portfolio_frame import form, selection_asked, tabs
from tracker.blueprints.portfolio_frame import shown_list as _list
from tracker.dashboards import decisions, leadership, options, sign_offs
from tracker.dashboards import portfolio as views
from tracker.dashboards.paging import Window
from tracker.dashboards.tabs import DECISIONS, OFFICES, QUIET, SIGN_OFFS, UNREPORTED
from tracker.dashboards.views import view_bar
from tracker.domain.views import ViewPage
from tracker.permissions import Permission

bp = Blueprint("portfolio", __name__)


@bp.get("/portfolio")
@needs(Permission.PORTFOLIO_VIEW)
def index() -> str | Response:
    """Show where everything is and what needs attention, within what is asked for.

    An address without a question leads to the view with which the portfolio opens for the reader, if there is one.
    """
    selection = selection_asked()
    bar = view_bar(ViewPage.PORTFOLIO, selection.filters.query, request.args.get("view", ""), my_standing())
    if not request.query_string and bar.opening is not None:
        return redirect(bar.opening.href)
    programmes = options.programme_options(my_standing())
    shown = views.portfolio(selection, programmes, now())
    counts = {
        DECISIONS: shown.decisions.total,
        SIGN_OFFS: shown.waiting.total,
        UNREPORTED: shown.unreported,
        QUIET: shown.pipeline.quiet,
        OFFICES: shown.changes.total,
    }
    return render_template(
        "portfolio/index.html",
        portfolio=shown,
        filters=selection.filters,
        filter_form=form(selection.filters, programmes, **bar.kept),
        tabs=tabs(selection.filters, counts),
        saved=bar,
        as_of=now(),
    )


@bp.get("/portfolio/decisions")
@needs(Permission.PORTFOLIO_VIEW)
def awaiting() -> str:
    """List the stages that await the decision on their gate."""
    selection = selection_asked()
    rows = decisions.decisions(selection, Window.read(request.args), now())
    return _list("portfolio/decisions.html", selection, rows, decisions.awaited(selection, now()).total)


@bp.get("/portfolio/sign-offs")
@needs(Permission.PORTFOLIO_VIEW)
def waiting() -> str:
    """List the open sign-offs, of one age or all."""
    selection, today = selection_asked(), now().date()
    asked = request.args.get("age", "")
    age = asked if asked in sign_offs.AGES or asked == sign_offs.OVERDUE else ""
    found = sign_offs.waiting(selection, today)
    kept = {"age": age} if age else {}
    rows = sign_offs.sign_offs(selection, age, Window.read(request.args), today)
    return _list(
        "portfolio/waiting.html", selection, rows, found.count(age), count=found.total, kept=kept, age=age, open=found
    )


@bp.get("/portfolio/missions-without-report")
@needs(Permission.PORTFOLIO_VIEW)
def unreported() -> str:
    """List the missions whose report is overdue."""
    selection, today = selection_asked(), now().date()
    rows = views.mission_rows(views.unreported(selection), Window.read(request.args), today)
    return _list("portfolio/unreported.html", selection, rows, views.count_unreported(selection, today))


@bp.get("/portfolio/quiet")
@needs(Permission.PORTFOLIO_VIEW)
def quiet() -> str:
    """List the live partnerships in which nothing happened for a long time."""
    selection = selection_asked()
    rows = views.quiet(selection, Window.read(request.args), now())
    return _list("portfolio/quiet.html", selection, rows, views.count_quiet(selection, now()))


@bp.get("/portfolio/leadership")
@needs(Permission.PORTFOLIO_VIEW)
def offices() -> str:
    """List the offices that change hands."""
    selection, today = selection_asked(), now().date()
    changes = leadership.office_changes(selection, Window.read(request.args), today)
    return _list("portfolio/offices.html", selection, changes.rows, changes.total)


@bp.get("/portfolio/planned")
@needs(Permission.PORTFOLIO_VIEW)
def planned() -> str:
    """List the missions of the next weeks."""
    selection, today = selection_asked(), now().date()
    missions = views.planned(selection)
    rows = views.mission_rows(missions, Window.read(request.args), today)
    return _list("portfolio/planned.html", selection, rows, views.count_missions(missions, today))
