"""Documents and photos of missions: added, downloaded whole or not at all, taken away, put back."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker import files
from tracker.blueprints.guard import me, needs, now
from tracker.blueprints.limits import limiter
from tracker.db import db, transaction
from tracker.forms.files import AttachForm
from tracker.media import ACCEPTED, PICTURES
from tracker.models.attachments import Attachment
from tracker.models.missions import Mission
from tracker.permissions import Permission
from tracker.services import attachments, missions
from tracker.services.attachments import Received
from tracker.services.requests import once, request_hash

bp = Blueprint("attachments", __name__)


@bp.route("/missions/<ref>/attachments", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
@needs(Permission.MISSION_EDIT, Mission)
def new(mission: Mission) -> str | Response | tuple[str, int]:
    """Add files to a mission, all or none."""
    missions.refuse_locked(mission)
    form = AttachForm()
    if request.method != "POST":
        return render_template("attachments/new.html", mission=mission, form=form, accepted=ACCEPTED)
    person = me().id
    db.session.rollback()  # nobody waits for a lock while pictures are made anew
    received = form.take(person)
    if form.validate() and not received:
        form.files.errors = [_("Choose at least one file.")]
    if form.errors:
        return render_template("attachments/new.html", mission=mission, form=form, accepted=ACCEPTED), 422
    sent = request_hash([("mission", mission.ref), *(("file", one.sha256) for one in received)])
    target = url_for("missions.show", ref=mission.ref, _anchor="files")
    with transaction():
        once(form.key.data, sent, lambda: _attach(mission, received, target), actor=me(), at=now())
    return redirect(target, 303)


def _attach(mission: Mission, received: Sequence[Received], target: str) -> str:
    added = attachments.attach(mission, received, actor=me(), at=now())
    flash(ngettext("%(num)d file was added.", "%(num)d files were added.", len(added)), "done")
    return target


@bp.get("/attachments/<code>")
@needs(Permission.MISSION_VIEW, Attachment)
def download(attachment: Attachment) -> Response:
    """Give a file to whoever may see its mission; a picture may be shown, anything else is only saved."""
    content = files.open_whole(attachment.path, attachment.sha256)
    answer = send_file(
        content,
        mimetype=attachment.media_type,
        as_attachment=attachment.media_type not in PICTURES or "save" in request.args,
        download_name=attachment.name,
        etag=attachment.sha256,
    )
    answer.content_length = attachment.size
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.post("/attachments/<code>/remove")
@needs(Permission.MISSION_EDIT, Attachment)
def remove(attachment: Attachment) -> Response:
    """Take a file away from its mission."""
    with transaction():
        attachments.remove_attachment(attachment, actor=me(), at=now())
        mission = attachment.mission.ref
    flash(_("The file is taken away. You can put it back below."), "done")
    return redirect(url_for("missions.show", ref=mission, _anchor="files"), 303)


@bp.post("/missions/<ref>/attachments/<file_code>/restore")
@needs(Permission.MISSION_EDIT, Mission)
def restore(mission: Mission, file_code: str) -> Response:
    """Put a file back that was taken away."""
    found = select(Attachment).where(Attachment.mission_id == mission.id, Attachment.code == file_code)
    attachment = db.session.scalar(found)
    if attachment is None:
        abort(404)
    with transaction():
        attachments.restore_attachment(attachment, actor=me(), at=now())
    flash(_("The file is there again."), "done")
    return redirect(url_for("missions.show", ref=mission.ref, _anchor="files"), 303)
