"""Signing in and out, by password or by a one-time mailed link, and choosing the language."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from tracker.blueprints.guard import my_session, needs, now
from tracker.blueprints.limits import limiter
from tracker.blueprints.navigation import first_page, own_path
from tracker.db import db, transaction
from tracker.forms.accounts import EmptyForm, LinkForm, PasskeySignInForm, SignInForm
from tracker.i18n import COOKIE
from tracker.models.people import LoginSession, Person
from tracker.notices.accounts import mail_sign_in_link
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import accounts, passkeys

bp = Blueprint("sessions", __name__)
A_YEAR = 31_536_000


@dataclass
class SignedIn(UserMixin):
    """The login library's stand-in for a person; its id is the session's token."""

    token: str
    login_session: LoginSession

    def get_id(self) -> str:
        """Give what the cookie carries."""
        return self.token


def load_signed_in(token: str) -> SignedIn | None:
    """Find who a cookie's token belongs to; None once the session has ended."""
    session = accounts.live_session(token, now())
    return None if session is None else SignedIn(token, session)


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
@needs(Permission.PUBLIC)
def sign_in() -> str | AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Sign in with address and password."""
    form = SignInForm(next=own_path(request.args.get("next"), ""))
    if request.method != "POST":
        if current_user.is_authenticated:
            return redirect(first_page(current_user.login_session.person.role))
        return _sign_in_page(form)
    if not form.validate():
        return _sign_in_page(form), 422
    email = form.email.data
    with transaction():
        if not accounts.failures_left(email, now()):
            return _too_many()
        person = accounts.find_account(email)
        if not accounts.proves(person, form.password.data) or person is None:
            accounts.note_failure(email, request.remote_addr or "", now())
            form.password.errors = [_("The address and the password do not go together. Try again, or ask for a link.")]
            db.session.flush()
            return _sign_in_page(form), 422
        return _open_session(person, keep=form.keep.data, wanted=form.next.data)


def _sign_in_page(form: SignInForm) -> str:
    by_passkey = PasskeySignInForm(formdata=None, next=form.next.data)
    return render_template(
        "sessions/sign_in.html", form=form, by_passkey=by_passkey, has_passkeys=passkeys.are_possible()
    )


@bp.post("/sign-in/passkey/offer")
@limiter.limit("60/minute")
@needs(Permission.PUBLIC)
def ask_passkey() -> AnyResponse:
    """Give a browser what it must ask its device; the answer is good for this browser alone."""
    cookie["passkey"] = secrets.token_urlsafe(12)
    return jsonify(passkeys.ask_anybody(cookie["passkey"], now()))


@bp.post("/sign-in/passkey")
@limiter.limit("60/minute")
@needs(Permission.PUBLIC)
def sign_in_by_passkey() -> AnyResponse:
    """Sign in whoever's passkey answered."""
    form = PasskeySignInForm()
    browser = cookie.pop("passkey", "")
    with transaction():
        answer, stamp = form.passkey.data or "", form.stamp.data or ""
        person = passkeys.person_who_answered(answer, stamp, browser, at=now()) if form.validate() else None
        if person is not None:
            return _open_session(person, keep=False, wanted=form.next.data)
    flash(_("This passkey signs nobody in here. Use your address and password, or ask for a link."), "problem")
    return redirect(url_for(".sign_in", next=own_path(form.next.data, "") or None), 303)


def _too_many() -> tuple[str, int, dict[str, str]]:
    message = _("Too many wrong passwords for this address. Wait a quarter of an hour, or ask for a sign-in link.")
    page = render_template("errors/429.html", message=message)
    return page, 429, {"Retry-After": str(accounts.FAILURE_MINUTES * 60)}


def _open_session(person: Person, *, keep: bool, wanted: str | None) -> AnyResponse:
    token = accounts.sign_in(
        person, keep=keep, ip_address=request.remote_addr or "", user_agent=request.user_agent.string, at=now()
    )
    db.session.flush()
    session = accounts.live_session(token, now())
    if session is None:
        raise LookupError("a session that was just opened is not there")
    cookie.clear()
    cookie.permanent = keep
    login_user(SignedIn(token, session))
    return redirect(own_path(wanted, first_page(person.role)), 303)


@bp.post("/sign-in/link")
@limiter.limit("10/minute")
@needs(Permission.PUBLIC)
def ask_for_link() -> str | tuple[str, int]:
    """Mail a one-time link; the answer is the same whether the address is known or not."""
    form = LinkForm()
    if not form.validate():
        return render_template("sessions/link_asked.html", form=form, is_sent=False), 422
    with transaction():
        person = accounts.find_account(form.email.data)
        if person is not None:
            mail_sign_in_link(person, accounts.make_link(person, now()), own_path(form.next.data, "/"), at=now())
    return render_template("sessions/link_asked.html", form=form, is_sent=True)


@bp.get("/sign-in/link/<token>")
@needs(Permission.PUBLIC)
def show_link(token: str) -> str | tuple[str, int]:
    """Show the page of a mailed link; opening it, however often, uses nothing up."""
    link = accounts.open_link(token, now())
    page = render_template(
        "sessions/link.html",
        form=EmptyForm(),
        link=link,
        link_form=LinkForm(),
        next=own_path(request.args.get("next"), ""),
    )
    return page, 200 if link else 404


@bp.post("/sign-in/link/<token>")
@limiter.limit("20/minute")
@needs(Permission.PUBLIC)
def use_link(token: str) -> AnyResponse | tuple[str, int]:
    """Sign in by a mailed link, once."""
    with transaction():
        person = accounts.use_link(token, now())
        if person is not None and person.is_active:
            return _open_session(person, keep=False, wanted=request.form.get("next"))
    page = render_template("sessions/link.html", form=EmptyForm(), link=None, link_form=LinkForm(), next="")
    return page, 409


@bp.post("/sign-out")
@needs(Permission.SIGNED_IN)
def sign_out() -> AnyResponse:
    """End this session on the server, and let the browser forget what it stored."""
    with transaction():
        accounts.sign_out(my_session(), now())
    logout_user()
    answer = redirect(url_for("sessions.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'  # a page takes away what it kept, and leaves what others wrote
    flash(_("You are signed out."), "done")
    return answer


@bp.post("/language")
@needs(Permission.PUBLIC)
def choose_language() -> AnyResponse | tuple[str, int]:
    """Change the language, kept for the person or in a cookie, and stay on the page."""
    chosen = request.form.get("language", "")
    if chosen not in current_app.config["LANGUAGES"]:
        return render_template("errors/422.html", message=_("This language is not offered.")), 422
    if current_user.is_authenticated:
        with transaction():
            my_session().person.language = chosen
    answer: Response = redirect(own_path(request.form.get("next"), "/"), 303)  # type: ignore[assignment]
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(COOKIE, chosen, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return answer
