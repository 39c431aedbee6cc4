"""The coordinator's portfolio: the dashboard, and the whole list behind each of its numbers."""

from typing import Any

from flask import Blueprint, render_template, request

from tracker.blueprints.guard import my_standing, needs, now
from tracker.dashboards import decisions, leadership, options, sign_offs
from tracker.dashboards import portfolio as views
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window, page
from tracker.dashboards.tabs import DECISIONS, OFFICES, QUIET, SIGN_OFFS, UNREPORTED, tabs_of
from tracker.forms.portfolio import portfolio_form
from tracker.permissions import Permission

bp = Blueprint("portfolio", __name__)


def _selection() -> Selection:
    return Selection(my_standing(), Filters.read(request.args))


def _list(
    template: str,
    selection: Selection,
    rows: object,
    total: int,
    *,
    count: int | None = None,
    age: str = "",
    **more: Any,
) -> str:
    """Show one whole list of the portfolio, in pages of `total` rows; its tab says `count`, else the same number."""
    filters = selection.filters
    kept = {"age": age} if age else {}
    return render_template(
        template,
        rows=rows,
        filters=filters,
        filter_form=portfolio_form(filters, my_standing(), options.programme_options(my_standing()), **kept),
        tabs=tabs_of(filters, request.path, {request.path: total if count is None else count}),
        page=page(Window.read(request.args), total, request.path, {**filters.query, **kept}),
        age=age,
        **more,
    )


@bp.get("/portfolio")
@needs(Permission.PORTFOLIO_VIEW)
def index() -> str:
    """Show where everything is and what needs attention, within what is asked for."""
    selection = _selection()
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
        filter_form=portfolio_form(selection.filters, my_standing(), programmes),
        tabs=tabs_of(selection.filters, request.path, counts),
        as_of=now(),
    )


@bp.get("/portfolio/decisions")
@needs(Permission.PORTFOLIO_VIEW)
def awaiting() -> str:
    """List the stages that await the decision on their gate."""
    selection = _selection()
    rows = decisions.decisions(selection, Window.read(request.args), now())
    return _list("portfolio/decisions.html", selection, rows, decisions.awaited(selection, now()).total)


@bp.get("/portfolio/sign-offs")
@needs(Permission.PORTFOLIO_VIEW)
def waiting() -> str:
    """List the open sign-offs, of one age or all."""
    selection, today = _selection(), now().date()
    asked = request.args.get("age", "")
    age = asked if asked in sign_offs.AGES or asked == sign_offs.OVERDUE else ""
    found = sign_offs.waiting(selection, today)
    rows = sign_offs.sign_offs(selection, age, Window.read(request.args), today)
    return _list("portfolio/waiting.html", selection, rows, found.count(age), count=found.total, age=age, open=found)


@bp.get("/portfolio/missions-without-report")
@needs(Permission.PORTFOLIO_VIEW)
def unreported() -> str:
    """List the missions whose report is overdue."""
    selection, today = _selection(), now().date()
    missions = views.unreported(selection, today)
    rows = views.mission_rows(missions, Window.read(request.args), today)
    return _list("portfolio/unreported.html", selection, rows, views.count_missions(missions))


@bp.get("/portfolio/quiet")
@needs(Permission.PORTFOLIO_VIEW)
def quiet() -> str:
    """List the live partnerships in which nothing happened for a long time."""
    selection = _selection()
    rows = views.quiet(selection, Window.read(request.args), now())
    return _list("portfolio/quiet.html", selection, rows, views.count_quiet(selection, now()))


@bp.get("/portfolio/leadership")
@needs(Permission.PORTFOLIO_VIEW)
def offices() -> str:
    """List the offices that change hands."""
    selection, today = _selection(), now().date()
    changes = leadership.office_changes(selection, Window.read(request.args), today)
    return _list("portfolio/offices.html", selection, changes.rows, changes.total)


@bp.get("/portfolio/planned")
@needs(Permission.PORTFOLIO_VIEW)
def planned() -> str:
    """List the missions of the next weeks."""
    selection, today = _selection(), now().date()
    missions = views.planned(selection, today)
    rows = views.mission_rows(missions, Window.read(request.args), today)
    return _list("portfolio/planned.html", selection, rows, views.count_missions(missions))
