"""The official act on a phone: confirm who you are and sign, or return the report with remarks."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now
from tracker.clock import utc_now
from tracker.dashboards import reports as views
from tracker.db import transaction
from tracker.documents.qr import qr_svg
from tracker.domain.errors import RuleBroken
from tracker.domain.signing import OPEN_FOR_SIGNATURE
from tracker.forms.reports import DecisionForm, ReturnForm, SignForm
from tracker.i18n import language
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.notices.official_pdf import shown
from tracker.notices.outbox import address
from tracker.permissions import Permission
from tracker.services import accounts, delivery, reports, signing
from tracker.services.signing import Proof

bp = Blueprint("signatures", __name__)


def _opened() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="opened to sign")


@bp.route("/reports/<ref>/sign", methods=["GET", "POST"])
@needs(Permission.REPORT_SIGN, OfficialDocument)
def sign(document: OfficialDocument) -> str | Response | tuple[str, int]:
    """Sign exactly the text whose digest the form carries, after proving identity again."""
    return _decide(document, SignForm, "signatures/sign.html", _sign)


@bp.route("/reports/<ref>/return", methods=["GET", "POST"])
@needs(Permission.REPORT_SIGN, OfficialDocument)
def give_back(document: OfficialDocument) -> str | Response | tuple[str, int]:
    """Return a report with remarks, which are required."""
    return _decide(document, ReturnForm, "signatures/give_back.html", _return)


def _sign(document: OfficialDocument, _form: DecisionForm, proof: Proof) -> None:
    signing.sign_report(document, proof, actor=me(), at=now())


def _return(document: OfficialDocument, form: DecisionForm, proof: Proof) -> None:
    signing.return_report(document, proof, form["remarks"].data, actor=me(), at=now())


def _decide(
    document: OfficialDocument,
    kind: type[DecisionForm],
    template: str,
    act: Callable[[OfficialDocument, DecisionForm, Proof], None],
) -> str | Response | tuple[str, int]:
    slot = signing.slot_of(document, me(), now())
    if slot is None:
        raise RuleBroken("mandate.ended")
    if slot.signature is not None:
        return redirect(url_for(".done", ref=document.ref))
    if document.state not in OPEN_FOR_SIGNATURE:
        return redirect(url_for("reports.show", ref=document.ref))
    form = kind(digest=document.digest, opened=_opened().dumps(document.digest))
    if not form.validate_on_submit():
        return _page(template, document, slot, form), 422 if form.errors else 200
    with transaction():
        is_proved = accounts.prove_again(me(), form["password"].data, ip_address=request.remote_addr or "", at=now())
        left = accounts.tries_left(me(), now())
    if not is_proved:
        form["password"].errors = [_wrong_password(left)]
        return _page(template, document, slot, form), 422
    with transaction():
        act(document, form, _proof(form, document, slot))
    if document.signed_at is not None:
        delivery.deliver_seal(document, utc_now)
    return redirect(url_for(".done", ref=document.ref), 303)


def _wrong_password(left: int) -> str:
    if not left:
        return _("Too many wrong passwords. Wait a quarter of an hour, then try again. Nothing was signed.")
    return ngettext(
        "This is not your password. Nothing was signed. %(num)d try is left.",
        "This is not your password. Nothing was signed. %(num)d tries are left.",
        left,
    )


def _proof(form: DecisionForm, document: OfficialDocument, slot: Slot) -> Proof:
    return Proof(
        digest=form.digest.data or "",
        intent=intent(document, slot),
        language=language(),
        method="password",
        proved_at=now(),
        opened_at=_opened_at(form),
        ip_address=request.remote_addr or "",
        user_agent=request.user_agent.string[:300],
        key=form.key.data or "",
    )


def _opened_at(form: DecisionForm) -> datetime:
    """Give when the page was opened, from our own stamp; raises RuleBroken when it belongs to another text."""
    try:
        digest, moment = _opened().loads(form.opened.data, return_timestamp=True)
    except BadSignature as error:
        raise RuleBroken("report.changed") from error
    if digest != form.digest.data:
        raise RuleBroken("report.changed")
    return moment


def _mandate(slot: Slot) -> Mandate:
    mandate = signing.holder(slot.city_id, now())
    if mandate is None:
        raise RuleBroken("mandate.ended")
    return mandate


def intent(document: OfficialDocument, slot: Slot) -> str:
    """Give the sentence that stands beside the button and is kept with the signature."""
    office = _mandate(slot).office
    tasks = len(reports.stored_content(document)["tasks"])
    return ngettext(
        "As %(office)s of %(city)s I sign the mission report %(ref)s and confirm its %(num)d task.",
        "As %(office)s of %(city)s I sign the mission report %(ref)s and confirm its %(num)d tasks.",
        tasks,
        office=office,
        city=slot.city.name,
        ref=document.ref,
    )


def _page(template: str, document: OfficialDocument, slot: Slot, form: DecisionForm) -> str:
    content = reports.stored_content(document)
    return render_template(
        template,
        document=document,
        slot=slot,
        form=form,
        mandate=_mandate(slot),
        intent=intent(document, slot),
        content=shown(content),
        tasks=views.tasks_to_confirm(content, views.earlier_version(document)),
    )


@bp.get("/reports/<ref>/signed")
@needs(Permission.REPORT_VIEW, OfficialDocument)
def done(document: OfficialDocument) -> str | Response:
    """Say what was decided and what happens now; the page can be opened again at any time."""
    mine = next((s.signature for s in document.slots if s.signature and s.signature.person_id == me().id), None)
    if mine is None:
        return redirect(url_for("reports.show", ref=document.ref))
    return render_template(
        "signatures/done.html",
        document=document,
        signature=mine,
        places=views.places(document, now()),
        still_to_sign=[place for place in views.places(document, now()) if place.is_open],
        tasks=reports.stored_content(document)["tasks"],
        qr=Markup(qr_svg(address("verify.show", code=document.code))),  # noqa: S704  (our own drawing)
    )
