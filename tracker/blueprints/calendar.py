"""The portfolio by days: a month as a calendar, a year as lines."""

from datetime import date

from flask import Blueprint, render_template, request

from tracker.blueprints.guard import my_standing, needs, now
from tracker.blueprints.portfolio_frame import form, selection_asked, shown_list, tabs
from tracker.dashboards import options
from tracker.dashboards.calendar import entries
from tracker.dashboards.paging import Window
from tracker.dashboards.year import bar_of, lines
from tracker.domain.mandates import local_day
from tracker.domain.months import EARLIEST_YEAR, LATEST_YEAR, Month, year_of
from tracker.i18n import first_weekday, reader_zone
from tracker.permissions import Permission

bp = Blueprint("calendar", __name__)
PARTNERSHIPS_A_PAGE = 25


@bp.get("/portfolio/calendar")
@needs(Permission.PORTFOLIO_VIEW)
def month() -> str:
    """Show what falls on the days of a month, by default the present one."""
    selection, today = selection_asked(), local_day(now(), reader_zone())
    shown = Month.parse(request.args.get("month", "")) or Month.of(today)
    return render_template(
        "calendar/month.html",
        month=shown,
        weeks=shown.weeks(first_weekday()),
        found=entries(selection, shown.first_day, shown.last_day),
        today=today,
        this_month=Month.of(today),
        filters=selection.filters,
        filter_form=form(selection.filters, options.programme_options(my_standing()), month=str(shown)),
        tabs=tabs(selection.filters, {}),
    )


@bp.get("/portfolio/timeline")
@needs(Permission.PORTFOLIO_VIEW)
def year() -> str:
    """Show a year of each partnership, by default the present year."""
    selection, today = selection_asked(), local_day(now(), reader_zone())
    shown = year_of(request.args.get("year", "")) or today.year
    window = _window()
    rows, total = lines(selection, window, shown, today)
    return shown_list(
        "calendar/year.html",
        selection,
        rows,
        total,
        is_counted=False,
        kept={"year": str(shown)},
        window=window,
        year=shown,
        before=shown - 1 if shown > EARLIEST_YEAR else None,
        after=shown + 1 if shown < LATEST_YEAR else None,
        this_year=today.year,
        now_at=bar_of(today, today, shown),
        months=[(date(shown, number, 1), bar_of(day := date(shown, number, 1), day, shown)) for number in range(1, 13)],
    )


def _window() -> Window:
    """Give the part that is asked for, of pages that are shorter than elsewhere: each line is a drawing."""
    asked = Window.read(request.args)
    return asked if "per_page" in request.args else Window(asked.number, PARTNERSHIPS_A_PAGE)
