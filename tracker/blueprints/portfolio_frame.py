"""What stands around every page of the portfolio: its tabs, its filters, and one list in pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from tracker.blueprints.guard import my_standing
from tracker.dashboards import options
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window, page
from tracker.forms.filters import FilterField, filter_fields

ATTENTION, CALENDAR, TIMELINE, FORECAST = "/attention", "/calendar", "/timeline", "/forecast"
SIGN_OFFS, UNREPORTED, QUIET, OFFICES, PLANNED = (
    "/sign-offs",
    "/missions-without-report",
    "/quiet",
    "/leadership",
    "/planned",
)
SHOWN = ("programme", "country", "theme", "sdg", "phase", "stage", "state", "modality", "since", "until")


@dataclass(frozen=True)
class Tab:
    """One view of the portfolio with its own address; `count` where it is known."""

    text: str
    href: str
    is_current: bool
    count: int | None


def selection_asked() -> Selection:
    """Give the partnerships that the address asks for, within the reader's scope."""
    return Selection(my_standing(), Filters.read(request.args))


def tabs(filters: Filters, counts: Mapping[str, int]) -> list[Tab]:
    """List the views of the portfolio under these filters, with the counts that are known."""
    texts = {
        "": _("Overview"),
        ATTENTION: _("To do"),
        SIGN_OFFS: _("Sign-offs"),
        UNREPORTED: _("Missions without a report"),
        QUIET: _("Gone quiet"),
        OFFICES: _("Offices"),
        PLANNED: _("Next 30 days"),
        CALENDAR: _("Calendar"),
        TIMELINE: _("Timeline"),
        FORECAST: _("Forecast"),
    }
    here = request.path.removeprefix("/portfolio")
    return [
        Tab(text, filters.address(f"/portfolio{path}"), _is_in(here, path), counts.get(path))
        for path, text in texts.items()
    ]


def _is_in(here: str, path: str) -> bool:
    return here == path or (path != "" and here.startswith(f"{path}/"))


def form(filters: Filters, programmes: list[options.ProgrammeOption], **more: str) -> list[FilterField]:
    """Give the fields that narrow the portfolio; `more` of the address is kept."""
    return filter_fields(
        {**filters.query, **more},
        SHOWN,
        programmes=programmes,
        countries=options.country_options(),
        cities=options.city_options(filters),
        people=options.person_options(filters, my_standing()),
    )


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
    path = request.path.removeprefix("/portfolio")
    counts = {path: total if count is None else count} if is_counted else {}
    return render_template(
        template,
        rows=rows,
        filters=filters,
        filter_form=form(filters, options.programme_options(my_standing()), **kept),
        tabs=tabs(filters, counts),
        page=page(window or Window.read(request.args), total, request.path, {**filters.query, **kept}),
        **more,
    )
