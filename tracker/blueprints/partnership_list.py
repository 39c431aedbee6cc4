"""The list of partnerships, for everybody who is signed in, and the same list as a file."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from tracker.blueprints.guard import my_standing, needs, now
from tracker.dashboards import options
from tracker.dashboards import partnership_list as views
from tracker.dashboards.exports import csv_file
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window, page
from tracker.forms.filters import filter_fields
from tracker.permissions import Permission
from tracker.vocabulary import theme_word
from tracker.words import STAGE_NAMES, word

bp = Blueprint("partnership_list", __name__)
SHOWN = ("q", "programme", "country", "theme", "sdg", "stage", "state", "modality", "since", "until")


def _sort() -> str:
    asked = request.args.get("sort", "")
    return asked if asked in views.SORTS else views.USUAL_SORT


@bp.get("/partnerships")
@needs(Permission.SIGNED_IN)
def index() -> str:
    """List the partnerships that the reader may see and asks for."""
    filters, window, sort = Filters.read(request.args), Window.read(request.args), _sort()
    selection = Selection(my_standing(), filters)
    kept: dict[str, Any] = {} if sort == views.USUAL_SORT else {"sort": sort}
    total = views.count_partnerships(selection)
    form = filter_fields(
        {**filters.query, **kept},
        SHOWN,
        programmes=options.programme_options(my_standing()),
        countries=options.country_options(),
        cities=options.city_options(filters),
        people=options.person_options(filters, my_standing()),
        actors=options.actor_options(filters),
    )
    return render_template(
        "partnership_list/index.html",
        rows=views.partnership_rows(selection, window, sort),
        total=total,
        filters=filters,
        filter_form=form,
        sort=sort,
        kept=kept,
        widenings=views.widenings(selection) if total == 0 else [],
        page=page(window, total, request.path, {**filters.query, **kept}),
    )


@bp.get("/partnerships.csv")
@needs(Permission.SIGNED_IN)
def export() -> Response:
    """Give the whole list, as it is filtered and sorted, as a CSV file."""
    selection = Selection(my_standing(), Filters.read(request.args))
    head = (
        _("Reference"),
        _("Title"),
        _("Programme"),
        _("Cities"),
        _("Kind of cooperation"),
        _("Theme"),
        _("Stage number"),
        _("Stage"),
        _("State"),
        _("Begins"),
        _("Ends"),
        _("Last event"),
    )
    rows = (
        (
            one.ref,
            one.title,
            one.programme,
            one.cities,
            word(one.modality),
            theme_word(one.theme),
            one.stage_number,
            STAGE_NAMES[one.stage_number],
            word(one.state),
            one.starts,
            one.ends,
            one.last_event_at.date().isoformat(),
        )
        for one in views.export_rows(selection, _sort())
    )
    answer = Response(csv_file(head, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="partnerships-{now().date().isoformat()}.csv"'
    return answer
