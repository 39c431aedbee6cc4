"""The form above the list of missions."""

from collections.abc import Mapping

from tracker.domain.missions import MissionKind, MissionState
from tracker.forms.filters import FilterField
from tracker.sentences import gettext as _
from tracker.words import choices


def mission_filter_fields(query: Mapping[str, str]) -> list[FilterField]:
    """Give what missions are narrowed by, and their order, as `query` has it."""
    states = tuple((code, str(text)) for code, text in choices(MissionState))
    kinds = tuple((code, str(text)) for code, text in choices(MissionKind))
    orders = (("oldest", _("Oldest first")), ("ref", _("By reference")))
    return [
        FilterField("state", _("State"), query.get("state", ""), options=states),
        FilterField("kind", _("Kind"), query.get("kind", ""), options=kinds),
        FilterField("year", _("Year"), query.get("year", ""), "text"),
        FilterField("partnership", _("Partnership (ref.)"), query.get("partnership", ""), "text"),
        FilterField("sort", _("Order"), query.get("sort", ""), options=orders, words_for_none=_("Newest first")),
    ]
