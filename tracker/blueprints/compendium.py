"""The public compendium, read without signing in."""

from flask import Blueprint, abort, render_template, request

from tracker.blueprints.guard import needs
from tracker.dashboards import compendium as views
from tracker.dashboards.filters import Filters
from tracker.dashboards.options import country_options
from tracker.dashboards.paging import Window, page
from tracker.forms.filters import filter_fields
from tracker.permissions import Permission

bp = Blueprint("compendium", __name__)
SHOWN = ("q", "theme", "country", "programme")


@bp.get("/compendium")
@needs(Permission.PUBLIC)
def index() -> str:
    """List the published partnerships that are asked for."""
    asked = Filters.read({name: request.args.get(name, "") for name in SHOWN})
    window, total = Window.read(request.args), views.count_entries(asked)
    return render_template(
        "compendium/index.html",
        rows=views.entry_rows(asked, window),
        asked=asked,
        filter_form=filter_fields(
            asked.query, SHOWN, programmes=views.published_programmes(), countries=country_options()
        ),
        total=total,
        page=page(window, total, request.path, asked.query),
    )


@bp.get("/compendium/<ref>")
@needs(Permission.PUBLIC)
def show(ref: str) -> str:
    """Show what is public of one partnership."""
    entry = views.entry(ref)
    if entry is None:
        abort(404)
    return render_template("compendium/show.html", entry=entry)
