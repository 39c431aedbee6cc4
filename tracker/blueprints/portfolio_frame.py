"""What stands around every page of the portfolio: its tabs, its filters, and one list in pages."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from tracker.blueprints.guard import my_standing
from tracker.dashboards import options
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window, page
from tracker.dashboards.tabs import Tab, tabs_of
from tracker.forms.filters import FilterField
from tracker.forms.portfolio import portfolio_form


def selection_asked() -> Selection:
    """Give the partnerships that the address asks for, within the reader's scope."""
    return Selection(my_standing(), Filters.read(request.args))


def tabs(filters: Filters, counts: Mapping[str, int]) -> list[Tab]:
    """List the views of the portfolio under these filters, with the counts (by path) that are known."""
    return tabs_of(filters, request.path, counts)


def form(filters: Filters, programmes: list[options.ProgrammeOption], **more: str) -> list[FilterField]:
    """Give the fields that narrow the portfolio; `more` of the address is kept."""
    return portfolio_form(filters, my_standing(), programmes, **more)


def around(filters: Filters, counts: Mapping[str, int], kept: Mapping[str, str]) -> dict[str, Any]:
    """Give what every page of the portfolio shows around its own part; `kept` is what its address says besides."""
    return {
        "filters": filters,
        "filter_form": form(filters, options.programme_options(my_standing()), **kept),
        "tabs": tabs(filters, counts),
    }


def shown_list(
    template: str,
    selection: Selection,
    rows: object,
    total: int,
    *,
    count: int | None = None,
    is_counted: bool = True,
    kept: Mapping[str, str] | None = None,
    window: Window | None = None,
    **more: Any,
) -> str:
    """Show one whole list of the portfolio, in pages of `total` rows; its tab says `count`, else the same number.

    Where a tab has several lists nothing is counted on it (`is_counted`).

    `kept` stays in every link of the pager and in the form of filters, `window` is the part shown.
    """
    filters, kept = selection.filters, kept or {}
    counts = {request.path: total if count is None else count} if is_counted else {}
    return render_template(
        template,
        rows=rows,
        page=page(window or Window.read(request.args), total, request.path, {**filters.query, **kept}),
        **around(filters, counts, kept),
        **more,
    )
