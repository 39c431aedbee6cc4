"""The form above every page of the portfolio."""

from collections.abc import Iterable

from tracker.dashboards import options
from tracker.dashboards.filters import Filters
from tracker.dashboards.options import ProgrammeOption
from tracker.forms.filters import FilterField, filter_fields
from tracker.permissions import Standing

SHOWN = ("programme", "country", "theme", "sdg", "phase", "stage", "state", "modality", "since", "until")


def portfolio_form(
    filters: Filters, standing: Standing, programmes: Iterable[ProgrammeOption], **kept: str
) -> list[FilterField]:
    """Give the fields that narrow the portfolio; `kept` is what the address says besides. At most three statements."""
    return filter_fields(
        {**filters.query, **kept},
        SHOWN,
        programmes=programmes,
        countries=options.country_options(),
        cities=options.city_options(filters),
        people=options.person_options(filters, standing),
        actors=options.actor_options(filters),
    )
