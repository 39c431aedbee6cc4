"""How a person proves who they are: their passkeys and authenticator app; every change needs a fresh proof itself."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_session, needs, now
from tracker.blueprints.navigation import own_path
from tracker.db import db, transaction
from tracker.documents.qr import qr_svg
from tracker.domain.proofs import Outcome, Verdict
from tracker.domain.signing import Method
from tracker.forms.proofs import AuthenticatorForm, PasskeyForm, ProofForm, RemoveForm
from tracker.i18n import day
from tracker.models.people import Authenticator
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import accounts, passkeys, proofs
from tracker.services.proofs import ACCOUNT, Offer

bp = Blueprint("proofs", __name__)
Answer = str | Response | tuple[str, int]
KEPT = "proof"
"""Under which name the cookie keeps the stamp of a fresh proof."""


def _is_fresh() -> bool:
    return proofs.is_fresh(my_session(), cookie.get(KEPT, ""), now())


def _wanted() -> str:
    """Give the page that the person came from, to go back to; empty when there is none."""
    return own_path(request.args.get("next"), "")


def _here() -> Response:
    return redirect(url_for(".show", next=_wanted() or None), 303)


def _prove_first() -> Response:
    flash(_("Prove who you are first. Nothing was changed."), "problem")
    return _here()


def _ways() -> list[Method]:
    """List what lets me change my proofs: the password where there is one, and always a mailed code."""
    return [Method.PASSWORD, Method.MAILED_CODE] if me().password_hash else [Method.MAILED_CODE]


def _page(form: ProofForm) -> str:
    return render_template(
        "proofs/show.html",
        form=form,
        new=PasskeyForm(formdata=None),
        is_fresh=_is_fresh(),
        wanted=_wanted(),
        ways=_ways(),
        waiting=proofs.waiting_code(me(), ACCOUNT, now()),
        passkeys=passkeys.passkeys_of(me()),
        are_passkeys_possible=passkeys.are_possible(),
        authenticator=db.session.get(Authenticator, me().id),
    )


@bp.get("/account/proofs")
@needs(Permission.SIGNED_IN)
def show() -> str:
    """Show how the person proves who they are, and let them change it once they have."""
    return _page(ProofForm(formdata=None))


@bp.post("/account/proofs")
@needs(Permission.SIGNED_IN)
def prove() -> Answer:
    """Take a fresh proof of identity, by password or mailed code; changes are possible for five minutes."""
    form = ProofForm()
    if not form.validate():
        return _page(form), 422
    with transaction():
        verdict = _verdict(form)
        left = accounts.tries_left(me(), now())
    if not verdict.is_good:
        form.refuse(verdict, _ways(), tries_left=left, so=_("Nothing was changed."))
        return _page(form), 422
    cookie[KEPT] = proofs.fresh_stamp(my_session(), now())
    return _here()


def _verdict(form: ProofForm) -> Verdict:
    given = form.given()
    if given is None or given.method not in _ways():
        return Verdict(Outcome.NOTHING_GIVEN, _ways()[0], now())
    return proofs.prove(me(), given, ACCOUNT, ip_address=request.remote_addr or "", at=now())


@bp.post("/account/proofs/code")
@needs(Permission.SIGNED_IN)
def mail_code() -> Response:
    """Mail a code that lets the person change how they prove who they are."""
    with transaction():
        proofs.mail_code(me(), ACCOUNT, None, at=now())
    return _here()


# Passkeys


@bp.post("/account/passkeys/offer")
@needs(Permission.SIGNED_IN)
def offer_passkey() -> Response:
    """Give a browser what it needs to make a passkey on the person's device."""
    if not _is_fresh():
        return _prove_first()
    return jsonify(passkeys.offer_passkey(me(), now()))


@bp.post("/account/passkeys")
@needs(Permission.SIGNED_IN)
def add_passkey() -> Response:
    """Keep a passkey that the person's device has made."""
    form = PasskeyForm()
    if not _is_fresh():
        return _prove_first()
    if not form.validate() or not form.passkey.data:
        flash(_("Your device made no passkey. Nothing was changed."), "problem")
        return _here()
    name = form.name.data or _("Passkey of %(day)s", day=day(now()))
    with transaction():
        passkeys.add_passkey(me(), form.passkey.data, form.stamp.data or "", name, at=now())
    flash(_("The passkey is added. From now on you can sign with it."), "done")
    return _here()


@bp.post("/account/passkeys/remove")
@needs(Permission.SIGNED_IN)
def remove_passkey() -> Response:
    """Remove one of the person's passkeys."""
    form = RemoveForm()
    if not _is_fresh():
        return _prove_first()
    named = form.passkey_id.data or ""
    with transaction():
        passkeys.remove_passkey(me(), int(named) if named.isascii() and named.isdecimal() else 0, at=now())
    flash(_("The passkey is removed. You can always prove who you are by a mailed code."), "done")
    return _here()


# The authenticator app


@bp.route("/account/authenticator", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def set_up_authenticator() -> Answer:
    """Show a secret for an authenticator app, and keep it once the app's code confirms it."""
    form = AuthenticatorForm()
    offer = proofs.offered_again(me(), form.stamp.data or "", now()) if request.method == "POST" else None
    if offer is None:
        if not _is_fresh():
            return _prove_first()
        offer = proofs.offer_authenticator(me(), now())
        return _authenticator_page(form, offer), 422 if request.method == "POST" else 200
    with transaction():
        is_added = form.validate() and proofs.add_authenticator(me(), offer, form.code.data or "", at=now())
    if not is_added:
        form.code.errors = [_("This is not the code that the app shows for this secret. Nothing was changed.")]
        return _authenticator_page(form, offer), 422
    flash(_("The authenticator app is set up. From now on you can sign with its codes."), "done")
    return _here()


def _authenticator_page(form: AuthenticatorForm, offer: Offer) -> str:
    form.stamp.data = offer.stamp
    qr = Markup(qr_svg(offer.address))  # noqa: S704  (our own drawing)
    return render_template("proofs/authenticator.html", form=form, offer=offer, qr=qr, wanted=_wanted())


@bp.post("/account/authenticator/remove")
@needs(Permission.SIGNED_IN)
def remove_authenticator() -> Response:
    """Remove the person's authenticator app."""
    if not _is_fresh():
        return _prove_first()
    with transaction():
        proofs.remove_authenticator(me(), at=now())
    flash(_("The authenticator app is removed. You can always prove who you are by a mailed code."), "done")
    return _here()
