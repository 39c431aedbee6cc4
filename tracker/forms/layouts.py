"""The form above a list of partnerships that says what it shows and how it is gathered; sending it makes an address."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.dashboards.layouts import BOARD_GROUPS, COLUMNS, GROUPS, Layout
from tracker.domain.partnerships import PartnershipState
from tracker.i18n import country_name
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.vocabulary import theme_word
from tracker.words import STAGE_NAMES, word

COLUMN_NAMES = {
    "title": _l("Partnership"),
    "programme": _l("Programme"),
    "cities": _l("Cities"),
    "countries": _l("Countries"),
    "theme": _l("Theme"),
    "stage": _l("Stage"),
    "days": _l("Days in stage"),
    "state": _l("State"),
    "phase": _l("Phase"),
    "modality": _l("Kind of cooperation"),
    "goals": _l("Goals"),
    "period": _l("Period"),
    "last_event": _l("Last event"),
    "next_mission": _l("Next mission"),
    "waiting": _l("Waiting sign-offs"),
    "overdue": _l("Overdue sign-offs"),
    "promises": _l("Promises kept"),
}
"""What the columns are called."""
GROUP_NAMES = {
    "stage": _l("Stage"),
    "programme": _l("Programme"),
    "country": _l("Country of the first city"),
    "theme": _l("Theme"),
    "state": _l("State"),
}
"""What the rows can be gathered by."""


@dataclass(frozen=True)
class LayoutForm:
    """What the form offers: pairs of code and words, which of them are chosen, and what it sends along unseen."""

    columns: list[tuple[str, str, bool]]
    groups: list[tuple[str, str, bool]]
    hidden: dict[str, str]


def layout_form(layout: Layout, kept: dict[str, str]) -> LayoutForm:
    """Give the form for a layout; `kept` is the rest of the address."""
    groups = BOARD_GROUPS if layout.is_board else GROUPS
    sort = {"sort": layout.sort} if "sort" in layout.query else {}
    is_board = {"layout": layout.layout} if layout.is_board else {}
    return LayoutForm(
        columns=[]
        if layout.is_board
        else [(code, str(COLUMN_NAMES[code]), code in layout.columns) for code in COLUMNS],
        groups=[(code, str(GROUP_NAMES[code]), code == layout.grouping) for code in groups],
        hidden={**kept, **sort, **is_board},
    )


def group_name(group: str, key: str | int | None, programmes: dict[str, str]) -> str:
    """Name one group by its key; `programmes` are names by code."""
    if key in (None, ""):
        return {"programme": _("Outside a programme"), "theme": _("No theme")}.get(group, _("Unknown"))
    names: dict[str, Callable[[], str]] = {
        "stage": lambda: f"{key} {STAGE_NAMES[int(key or 0)]}",
        "programme": lambda: programmes.get(str(key), str(key)),
        "country": lambda: country_name(str(key)),
        "theme": lambda: theme_word(str(key)),
        "state": lambda: word(PartnershipState(str(key))),
    }
    return names[group]()
