"""Files of missions and Share activities: added, downloaded whole or not at all, taken away, put back."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker import files
from tracker.blueprints.guard import me, needs, now
from tracker.blueprints.limits import limiter
from tracker.db import db, transaction
from tracker.forms.files import AttachForm
from tracker.media import ACCEPTED, PICTURES
from tracker.models.attachments import Attachment
from tracker.models.missions import Mission
from tracker.models.sharing import ShareActivity
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.sentences import ngettext
from tracker.services import attachments, missions
from tracker.services.attachments import Received
from tracker.services.requests import once, request_hash

bp = Blueprint("attachments", __name__)
Answer = str | Response | tuple[str, int]


@bp.route("/missions/<ref>/attachments", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
@needs(Permission.MISSION_EDIT, Mission)
def new(mission: Mission) -> Answer:
    """Add files to a mission, all or none."""
    missions.refuse_locked(mission)
    return _add(mission)


@bp.route("/share-activities/<int:id>/attachments", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
@needs(Permission.ROOM_EDIT, ShareActivity)
def new_of_activity(activity: ShareActivity) -> Answer:
    """Add files to a Share activity, all or none."""
    return _add(activity)


def _add(thing: Mission | ShareActivity) -> Answer:
    form, target = AttachForm(), _home(thing)
    name = thing.ref if isinstance(thing, Mission) else thing.title
    page = {"form": form, "name": name, "home": target, "accepted": ACCEPTED}
    if request.method != "POST":
        return render_template("attachments/new.html", **page)
    person = me().id
    db.session.rollback()  # nobody waits for a lock while pictures are made anew
    received = form.take(person)
    if form.validate() and not received:
        form.files.errors = [_("Choose at least one file.")]
    if form.errors:
        return render_template("attachments/new.html", **page), 422
    sent = request_hash([("to", target), *(("file", one.sha256) for one in received)])
    with transaction():
        once(form.key.data, sent, lambda: _attach(thing, received, target), actor=me(), at=now())
    return redirect(target, 303)


def _home(thing: Mission | ShareActivity) -> str:
    """Give the place where the files of a thing stand."""
    if isinstance(thing, Mission):
        return url_for("missions.show", ref=thing.ref, _anchor="files")
    return url_for("sharing.show", ref=thing.partnership.ref, _anchor=f"activity-{thing.id}")


def _attach(thing: Mission | ShareActivity, received: Sequence[Received], target: str) -> str:
    added = attachments.attach(thing, received, actor=me(), at=now())
    flash(ngettext("%(num)d file was added.", "%(num)d files were added.", len(added)), "done")
    return target


@bp.get("/attachments/<code>")
@needs(Permission.ATTACHMENT_VIEW, Attachment)
def download(attachment: Attachment) -> Response:
    """Give a file to whoever may see what it belongs to; a picture may be shown, anything else is only saved."""
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
    """Take a file away from what it belongs to."""
    with transaction():
        attachments.remove_attachment(attachment, actor=me(), at=now())
        target = _home(attachment.of)
    flash(_("The file is taken away. You can put it back below."), "done")
    return redirect(target, 303)


@bp.post("/missions/<ref>/attachments/<file_code>/restore")
@needs(Permission.MISSION_EDIT, Mission)
def restore(mission: Mission, file_code: str) -> Response:
    """Put a file back that was taken away from a mission."""
    return _restored(mission, file_code)


@bp.post("/share-activities/<int:id>/attachments/<file_code>/restore")
@needs(Permission.ROOM_EDIT, ShareActivity)
def restore_of_activity(activity: ShareActivity, file_code: str) -> Response:
    """Put a file back that was taken away from a Share activity."""
    return _restored(activity, file_code)


def _restored(thing: Mission | ShareActivity, file_code: str) -> Response:
    attachment = next((one for one in attachments.files_of(thing) if one.code == file_code), None)
    if attachment is None:
        abort(404)
    with transaction():
        attachments.restore_attachment(attachment, actor=me(), at=now())
        target = _home(thing)
    flash(_("The file is there again."), "done")
    return redirect(target, 303)
