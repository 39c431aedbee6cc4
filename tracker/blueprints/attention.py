"""What a coordinator has to do, in one place; and the whole list of what has no page of its own."""

from flask import Blueprint, render_template, request

from tracker.blueprints.guard import my_standing, needs, now
from tracker.blueprints.portfolio_frame import form, selection_asked, shown_list, tabs
from tracker.dashboards import attention, options
from tracker.dashboards.attention_lists import items
from tracker.dashboards.crowded_weeks import crowded_weeks
from tracker.dashboards.paging import Window
from tracker.dashboards.tabs import ATTENTION
from tracker.permissions import Permission

bp = Blueprint("attention", __name__)


@bp.get("/portfolio/attention")
@needs(Permission.PORTFOLIO_VIEW)
def index() -> str:
    """Show what is to be done by kinds, or the whole list of the kind that is asked for."""
    kind = request.args.get("kind", "")
    return _list(kind) if kind in attention.KINDS else _all()


def _all() -> str:
    selection = selection_asked()
    matters = attention.attention(selection, now())
    total = attention.total_of(matters)
    return render_template(
        "attention/index.html",
        matters=matters,
        total=total,
        today=now().date(),
        filters=selection.filters,
        filter_form=form(selection.filters, options.programme_options(my_standing())),
        tabs=tabs(selection.filters, {ATTENTION: total}),
        as_of=now(),
    )


def _list(kind: str) -> str:
    selection, window, today = selection_asked(), Window.read(request.args), now().date()
    read = crowded_weeks if kind == attention.OVERLAPS else None
    rows, total = read(selection, window, today) if read else items(kind, selection, window, today)
    return shown_list("attention/list.html", selection, rows, total, is_counted=False, kept={"kind": kind}, kind=kind)
