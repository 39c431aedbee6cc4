"""The views of the portfolio, as a row of tabs: each has its own address and keeps the filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from tracker.dashboards.filters import Filters

PORTFOLIO = "/portfolio"
DECISIONS, SIGN_OFFS, UNREPORTED, QUIET, OFFICES, PLANNED, TIME, GOALS, RECIPROCITY, MAP = (
    f"{PORTFOLIO}/{name}"
    for name in (
        "decisions",
        "sign-offs",
        "missions-without-report",
        "quiet",
        "leadership",
        "planned",
        "time",
        "goals",
        "reciprocity",
        "map",
    )
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
        DECISIONS: _("Decisions"),
        SIGN_OFFS: _("Sign-offs"),
        UNREPORTED: _("Missions without a report"),
        QUIET: _("Gone quiet"),
        OFFICES: _("Offices"),
        PLANNED: _("Next 30 days"),
        TIME: _("Durations"),
        GOALS: _("Goals"),
        RECIPROCITY: _("Reciprocity"),
        MAP: _("Map"),
    }
    known = counts or {}
    return [Tab(text, filters.address(path), path == here, known.get(path)) for path, text in texts.items()]
