"""The views of the portfolio, as a row of tabs: each has its own address and keeps the filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.dashboards.filters import Filters
from tracker.sentences import gettext as _

PORTFOLIO = "/portfolio"
ATTENTION, DECISIONS, SIGN_OFFS, UNREPORTED, QUIET, OFFICES, PLANNED = (
    f"{PORTFOLIO}/{name}"
    for name in (
        "attention",
        "decisions",
        "sign-offs",
        "missions-without-report",
        "quiet",
        "leadership",
        "planned",
    )
)
CALENDAR, TIMELINE, FORECAST, TIME, GOALS, RECIPROCITY, MAP = (
    f"{PORTFOLIO}/{name}" for name in ("calendar", "timeline", "forecast", "time", "goals", "reciprocity", "map")
)


@dataclass(frozen=True)
class Tab:
    """One view of the portfolio with its own address; `count` where it is known."""

    text: str
    href: str
    is_current: bool
    count: int | None


def tabs_of(filters: Filters, here: str, counts: Mapping[str, int] | None = None) -> list[Tab]:
    """Give the tabs under these filters; `here` is the path of the page, `counts` are known numbers by path."""
    texts = {
        PORTFOLIO: _("Overview"),
        ATTENTION: _("To do"),
        DECISIONS: _("Decisions"),
        SIGN_OFFS: _("Sign-offs"),
        UNREPORTED: _("Missions without a report"),
        QUIET: _("Gone quiet"),
        OFFICES: _("Offices"),
        PLANNED: _("Next 30 days"),
        CALENDAR: _("Calendar"),
        TIMELINE: _("Timeline"),
        FORECAST: _("Forecast"),
        TIME: _("Durations"),
        GOALS: _("Goals"),
        RECIPROCITY: _("Reciprocity"),
        MAP: _("Map"),
    }
    known = counts or {}
    return [Tab(text, filters.address(path), _is_in(here, path), known.get(path)) for path, text in texts.items()]


def _is_in(here: str, path: str) -> bool:
    return here == path or (path != PORTFOLIO and here.startswith(f"{path}/"))
