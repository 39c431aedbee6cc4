"""The forms above lists: what they show is read from the address, and sending one makes a new address.

They refuse nothing and change nothing, so they are plain records; the component `filters` writes them out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from markupsafe import Markup

from tracker.dashboards.filters import NO_PROGRAMME
from tracker.dashboards.options import ProgrammeOption, short_name
from tracker.dashboards.sdg import words
from tracker.domain.partnerships import Modality, PartnershipState
from tracker.domain.people import Role
from tracker.domain.search import folded
from tracker.domain.stages import STAGES, Phase
from tracker.i18n import country_name, day, language, region
from tracker.sentences import gettext as _
from tracker.services.sdg import goals
from tracker.vocabulary import FILTER_LABELS, THEMES
from tracker.words import STAGE_NAMES, choices

Options = tuple[tuple[str, str], ...]
KEPT = 512
"""How many lists of options are remembered as they are written."""


@dataclass(frozen=True)
class FilterField:
    """One thing that a list can be narrowed by; `kind` is text, select, date or hidden.

    A select begins with the choice of nothing, which says `words_for_none` or "All".
    """

    name: str
    label: str
    value: str
    kind: str = "select"
    options: Options = ()
    words_for_none: str = ""

    @property
    def choices(self) -> Markup:
        """Give the options of a select as they are marked up."""
        return _marked_up(self.options, self.value)

    @property
    def said(self) -> str:
        """Say what is chosen; nothing where nothing is, or where nobody sees the field."""
        if not self.value or self.kind == "hidden":
            return ""
        if self.kind == "date":
            return f"{self.label}: {day(date.fromisoformat(self.value))}"
        return dict(self.options).get(self.value, self.value)


@lru_cache(KEPT)
def _marked_up(options: Options, chosen: str) -> Markup:
    """Mark up options; the lists are long and the same on every page."""
    written = Markup('<option value="{}"{}>{}</option>')
    selected = {True: Markup(" selected"), False: ""}
    return Markup("").join(written.format(value, selected[value == chosen], text) for value, text in options)


LABELS = FILTER_LABELS
"""What the filters are called, in the order in which they stand."""
KINDS = {"q": "text", "since": "date", "until": "date"}
"""The filters that are no choice among options."""

FIXED: dict[str, Callable[[], Iterable[tuple[str, Any]]]] = {
    "theme": lambda: sorted(THEMES.items(), key=lambda one: folded(str(one[1]))),
    "phase": lambda: choices(Phase),
    "stage": lambda: [(str(one.number), f"{one.number} {STAGE_NAMES[one.number]}") for one in STAGES],
    "state": lambda: [
        ("live", _("Live")),
        ("current", _("Live or in after-care")),
        *choices(PartnershipState),
    ],
    "modality": lambda: choices(Modality),
    "sdg": lambda: [(str(number), f"{number} {words(goal.short).text}") for number, goal in goals().items()],
    "role": lambda: choices(Role),
}
"""The options that are always the same."""


@cache
def _fixed(name: str, _language: str) -> Options:
    """Give the options of a filter in the present language, which tells what is kept apart."""
    return tuple((code, str(text)) for code, text in FIXED[name]())


def filter_fields(
    query: Mapping[str, str],
    shown: Collection[str],
    *,
    programmes: Iterable[ProgrammeOption] = (),
    countries: Iterable[str] = (),
    cities: Iterable[tuple[str, str]] = (),
    people: Iterable[tuple[str, str]] = (),
    actors: Iterable[tuple[str, str]] = (),
) -> list[FilterField]:
    """Give the fields that are `shown`, those that are in use besides, and the rest of `query` as hidden ones.

    `cities` are pairs of code and name, `people` and `actors` of id and name, `countries` ISO codes.
    """
    offered = {
        "programme": lambda: (
            *((one.code, short_name(one.name)) for one in programmes),
            (NO_PROGRAMME, _("Outside a programme")),
        ),
        "country": lambda: country_options(countries),
        "city": lambda: tuple(cities),
        "person": lambda: tuple(people),
        "actor": lambda: tuple(actors),
    }
    fields = []
    for name in [one for one in LABELS if one in shown or one in query]:
        label, value = str(LABELS[name]), query.get(name, "")
        if name in KINDS:
            fields.append(FilterField(name, label, value, KINDS[name]))
            continue
        options = offered[name]() if name in offered else _fixed(name, language())
        strangers = ((value, value),) if value and value not in dict(options) else ()
        fields.append(FilterField(name, label, value, options=(*options, *strangers)))
    return fields + [FilterField(name, "", value, "hidden") for name, value in query.items() if name not in LABELS]


def country_options(codes: Iterable[str]) -> Options:
    """Give countries as options, in the order of their names."""
    return _countries(tuple(codes), language(), region())


@lru_cache(KEPT)
def _countries(codes: tuple[str, ...], _language: str, _region: Locale) -> Options:
    return tuple(sorted(((code, country_name(code)) for code in codes), key=lambda one: folded(one[1])))
