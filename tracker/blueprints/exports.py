"""Files made on demand: asked for, looked after while they are made, downloaded by who asked for them."""

from urllib.parse import urlencode

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker import files
from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.funder_reports.presets import MARKS
from tracker.dashboards.layouts import Layout
from tracker.dashboards.partnership_list import count_partnerships
from tracker.db import transaction
from tracker.domain.exports import UNFINISHED, ExportKind, ExportState, FileFormat
from tracker.forms.accounts import EmptyForm
from tracker.forms.funder_reports import AskForm
from tracker.models.exports import Export
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import exports

bp = Blueprint("exports", __name__)
Answer = str | Response | tuple[str, int]
LOOK_AGAIN_SECONDS = 5
MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.SUMMARY: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.JSON: "application/json",
    FileFormat.CSV: "text/csv; charset=utf-8",
}


@bp.route("/exports/new", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def new() -> Answer:
    """Have the list of partnerships made as a file in the background, as the address filters and sorts it."""
    filters, layout = Filters.read(request.args), Layout.read(request.args, request.args.getlist("columns"))
    form = AskForm()
    if not form.validate_on_submit():
        total = count_partnerships(Selection(my_standing(), filters))
        page = render_template("exports/new.html", form=form, total=total, back=filters.address("/partnerships"))
        return page, 422 if form.errors else 200
    asked = {**filters.query, **layout.query, "columns": ",".join(layout.columns)}

    def ask() -> str:
        export = exports.ask_for_export(
            ExportKind.PARTNERSHIP_LIST,
            asked,
            title=_("List of partnerships"),
            language=me().language,
            is_at_once=False,
            actor=me(),
            at=now(),
        )
        return url_for(".show", code=export.code)

    with transaction():
        target = once(form, ask)
    return redirect(target, 303)


@bp.get("/exports/<code>")
@needs(Permission.EXPORT_VIEW, Export)
def show(export: Export) -> Response:
    """Tell how far the files are, and offer them once they are there; until then the page looks again by itself."""
    page = make_response(
        render_template(
            "exports/show.html",
            export=export,
            tone=MARKS[export.state],
            is_unfinished=export.state in UNFINISHED,
            again=_again(export),
            form=EmptyForm(),
        )
    )
    if export.state in UNFINISHED:
        page.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return page


def _again(export: Export) -> str:
    """Give the address where the same can be asked for anew."""
    if export.kind is ExportKind.FUNDER_REPORT:
        return url_for("funder_reports.index")
    return f"{url_for('.new')}?{urlencode(exports.options_of(export))}"


@bp.post("/exports/<code>/again")
@needs(Permission.EXPORT_VIEW, Export)
def again(export: Export) -> Response:
    """Let files that failed be tried once more."""
    with transaction():
        exports.ask_again(export, actor=me(), at=now())
    flash(_("It is tried again in the background. A mail tells you when it is ready."), "done")
    return redirect(url_for(".show", code=export.code), 303)


@bp.get("/exports/<code>/<file_format>")
@needs(Permission.EXPORT_DOWNLOAD, Export)
def download(export: Export, file_format: str) -> Response:
    """Download one of the files."""
    found = next((one for one in export.files if one.format == file_format), None)
    if export.state is not ExportState.READY or found is None:
        abort(404)
    content = files.open_whole(found.path, found.sha256)
    answer = send_file(
        content,
        mimetype=MEDIA_TYPES[found.format],
        as_attachment=True,
        download_name=found.name,
        etag=found.sha256,
    )
    answer.content_length = found.size
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
