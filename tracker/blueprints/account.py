"""One's own account: name, language, time zone, password, and the devices that are signed in."""

from zoneinfo import available_timezones

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_session, needs, now
from tracker.db import db, transaction
from tracker.forms.accounts import AccountForm, PasswordForm
from tracker.i18n import OWN_NAMES
from tracker.models.people import LoginSession
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import accounts, calendar_feeds, digests, proofs

bp = Blueprint("account", __name__)
REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/", "UTC")
ZONES = sorted(zone for zone in available_timezones() if zone.startswith(REGIONS))


def _form() -> AccountForm:
    return _offered(AccountForm(obj=me()))


def _offered(form: AccountForm) -> AccountForm:
    return form.offer([(code, OWN_NAMES[code]) for code in current_app.config["LANGUAGES"]], ZONES)


def _page(form: AccountForm, password: PasswordForm) -> str:
    sessions = db.session.scalars(
        select(LoginSession)
        .where(LoginSession.person_id == me().id, LoginSession.ended_at.is_(None), LoginSession.expires_at > now())
        .order_by(LoginSession.created_at.desc())
    ).all()
    return render_template(
        "account/show.html",
        form=form,
        password=password,
        may_set_password=_may_set_password(),
        sessions=sessions,
        feed=calendar_feeds.feed_of(me()),
        here=my_session(),
    )


def _may_set_password() -> bool:
    """Tell whether the password can be set: whoever has one proves it, whoever has none has just proved otherwise."""
    return me().password_hash is not None or proofs.is_fresh(my_session(), cookie.get("proof", ""), now())


@bp.route("/account", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def show() -> str | Response | tuple[str, int]:
    """Show the account, and keep what the person changed."""
    form = _form()
    if request.method != "POST":
        return _page(form, PasswordForm(formdata=None))
    if not form.validate():
        return _page(form, PasswordForm(formdata=None)), 422
    with transaction():
        form.refuse_lost_update(me(), _offered(AccountForm(formdata=None, obj=me())))
        form.fill(me())
        digests.redate(me(), at=now())
    flash(_("Your account is saved."), "done")
    return redirect(url_for(".show"), 303)


@bp.post("/account/password")
@needs(Permission.SIGNED_IN)
def set_password() -> str | Response | tuple[str, int]:
    """Set a new password after a proof: the present one, or a mailed code. Every other device is signed out."""
    if not _may_set_password():
        flash(_("Prove who you are first. Nothing was changed."), "problem")
        return redirect(url_for("proofs.show", next=url_for(".show")), 303)
    form = PasswordForm()
    if form.validate() and me().password_hash is not None:
        with transaction():
            address = request.remote_addr or ""
            if not accounts.prove_again(me(), form.present.data or "", ip_address=address, at=now()):
                form.present.errors = [_("This is not your present password.")]
    if form.errors:
        return _page(_offered(AccountForm(formdata=None, obj=me())), form), 422
    with transaction():
        accounts.set_password(me(), form.password.data, session=my_session(), at=now())
    flash(_("Your password is set. Every other device is signed out."), "done")
    return redirect(url_for(".show"), 303)


@bp.post("/account/sessions/end")
@needs(Permission.SIGNED_IN)
def end_other_sessions() -> Response:
    """Sign every other device out."""
    with transaction():
        accounts.end_other_sessions(my_session(), now())
    flash(_("Every other device is signed out."), "done")
    return redirect(url_for(".show"), 303)


@bp.post("/account/calendar")
@needs(Permission.SIGNED_IN)
def renew_calendar() -> str:
    """Give the calendar a new secret address, and show it this once."""
    with transaction():
        token = calendar_feeds.renew_feed(me(), at=now())
    address = current_app.config["BASE_URL"] + url_for("calendar_feeds.show", token=token)
    return render_template("account/calendar.html", address=address)


@bp.post("/account/calendar/end")
@needs(Permission.SIGNED_IN)
def end_calendar() -> Response:
    """Switch the calendar's address off."""
    with transaction():
        calendar_feeds.end_feed(me(), at=now())
    flash(_("The address of your calendar is switched off."), "done")
    return redirect(url_for(".show"), 303)
