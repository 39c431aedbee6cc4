"""The mails of the demonstration, which are written to a folder and shown here; no other tracker has these pages."""

from flask import Blueprint, abort, current_app, render_template, request, url_for

from config import is_local
from tracker.blueprints.guard import HIGHEST_ID, needs
from tracker.dashboards import mails
from tracker.dashboards.paging import Window, page
from tracker.permissions import Permission

bp = Blueprint("demo_mail", __name__)


@bp.before_request
def refuse_outside_demonstration() -> None:
    """Answer 404 unless this is a demonstration on its own machine, without a mail server."""
    config = current_app.config
    if not config["DEMO"] or not is_local(config["BASE_URL"]) or config["SMTP_URL"]:
        abort(404)


@bp.get("/demo/mail")
@needs(Permission.PUBLIC)
def inbox() -> str:
    """List all mails, the newest first."""
    window = Window.read(request.args)
    instance = current_app.config["INSTANCE"]
    pages = page(window, mails.count(instance), url_for(".inbox"), {})
    return render_template("demo_mail/inbox.html", mails=mails.newest(instance, window), page=pages)


@bp.get("/demo/mail/<int:number>")
@needs(Permission.PUBLIC)
def show(number: int) -> str:
    """Show one mail, with its links to this tracker."""
    config = current_app.config
    mail = mails.find(config["INSTANCE"], number, config["BASE_URL"]) if number <= HIGHEST_ID else None
    if mail is None:
        abort(404)
    return render_template("demo_mail/show.html", mail=mail)
