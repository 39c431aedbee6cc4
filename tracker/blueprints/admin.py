"""Administration: what waits for an administrator, and trying undelivered things again."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import update
from werkzeug.wrappers import Response

from tracker.blueprints.guard import HIGHEST_ID, needs, now
from tracker.dashboards import administration as views
from tracker.db import db, transaction
from tracker.models.outbox import OutboxItem
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services.journal import head

bp = Blueprint("admin", __name__)


@bp.get("/admin")
@needs(Permission.ADMIN_VIEW)
def show() -> str:
    """Show what waits for an administrator."""
    anchor, count = head()
    return render_template(
        "admin/show.html",
        mandates=views.mandates_to_confirm(),
        undelivered=views.undelivered(),
        accounts=views.accounts_by_role(),
        anchor=anchor,
        count=count,
    )


@bp.post("/admin/outbox/<int:id>/retry")
@needs(Permission.ADMIN_VIEW)
def retry(id: int) -> Response:
    """Let an undelivered mail or seal be tried again at once."""
    if id > HIGHEST_ID:
        abort(404)
    with transaction():
        tried = db.session.execute(
            update(OutboxItem)
            .where(OutboxItem.id == id, OutboxItem.done_at.is_(None))
            .values(failed_at=None, due_at=now(), leased_until=None)
            .returning(OutboxItem.id)
        ).scalar()
    if tried is None:
        abort(404)
    flash(_("It is tried again within a minute."), "done")
    return redirect(url_for(".show"), 303)
