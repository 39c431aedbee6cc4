"""The official act on a phone: prove who you are and sign, or return the document with remarks."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now
from tracker.dashboards import reports as views
from tracker.dashboards.intents import intent
from tracker.db import transaction
from tracker.documents.qr import qr_svg
from tracker.domain.errors import RuleBroken
from tracker.domain.proofs import Outcome, Purpose, Verdict
from tracker.domain.signing import OPEN_FOR_SIGNATURE, Decision, Method, Profile
from tracker.forms.reports import DecisionForm, ReturnForm, SignForm
from tracker.i18n import clock_time, language
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.notices.official_pdf import section_titles, shown
from tracker.notices.outbox import address
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import accounts, contents, delivery, offices, passkeys, proofs, signing
from tracker.services.evidence import Proof, Remarks
from tracker.services.offices import Capacity
from tracker.settings import setting

bp = Blueprint("signatures", __name__)
Answer = str | Response | tuple[str, int]
PAGES = {Decision.SIGNED: "signatures/sign.html", Decision.RETURNED: "signatures/give_back.html"}


@dataclass(frozen=True)
class WayToSign:
    """What the button *Sign* of the read page does: the way the reader usually proves who they are, and its form."""

    method: Method | None
    form: SignForm


@bp.app_context_processor
def offer_ways_to_sign() -> dict[str, Any]:
    """Let the read page of a document ask how its reader signs."""
    return {"way_to_sign": _way_to_sign}


def _way_to_sign(slot: Slot) -> WayToSign:
    method = next(iter(proofs.ways_to_sign(me(), slot.profile)), None)
    return WayToSign(method, SignForm.of(slot.document, now(), formdata=None))


@bp.route("/reports/<ref>/sign", methods=["GET", "POST"])
@needs(Permission.REPORT_SIGN, OfficialDocument)
def sign(document: OfficialDocument) -> Answer:
    """Sign exactly the text whose digest the form carries, after proving identity again."""
    return _decide(document, Decision.SIGNED)


@bp.route("/reports/<ref>/return", methods=["GET", "POST"])
@needs(Permission.REPORT_SIGN, OfficialDocument)
def give_back(document: OfficialDocument) -> Answer:
    """Return a document with remarks, which are required."""
    return _decide(document, Decision.RETURNED)


def _decide(document: OfficialDocument, decision: Decision) -> Answer:
    slot = _my_slot(document)
    if (elsewhere := _closed(document, slot)) is not None:
        return elsewhere
    if slot.profile is Profile.C and decision is Decision.SIGNED:
        return redirect(url_for("qualified.show", ref=document.ref), 303)
    form = _form(document, decision)
    if not form.validate_on_submit():
        return _page(document, slot, form, decision), 422 if form.errors else 200
    with transaction():
        verdict = _verdict(document, form, decision)
        if verdict.is_good:
            _act(document, slot, form, decision, verdict)
    if not verdict.is_good:
        return _refused(document, slot, form, decision, verdict)
    delivery.deliver_seal(document, setting("CLOCK"))
    return redirect(url_for(".done", ref=document.ref), 303)


def _my_slot(document: OfficialDocument) -> Slot:
    slot = offices.slot_of(document, me(), now())
    if slot is None:
        raise RuleBroken("mandate.ended")
    return slot


def _closed(document: OfficialDocument, slot: Slot) -> Response | None:
    """Give where to go when nothing is left to decide; None while the slot is open."""
    if slot.signature is not None:
        return _decided_already(slot.signature)
    if document.state not in OPEN_FOR_SIGNATURE:
        return redirect(url_for("reports.show", ref=document.ref), 303)
    return None


def _decided_already(signature: Signature) -> Response:
    """Lead to what was decided; whoever sent the form once more is told when that was."""
    if request.method == "POST":
        words = {"city": signature.slot.city.name, "moment": clock_time(signature.signed_at)}
        if signature.decision is Decision.SIGNED:
            flash(_("Already signed for %(city)s: %(moment)s. Nothing was done a second time.", **words), "info")
        else:
            flash(_("Already returned for %(city)s: %(moment)s. Nothing was done a second time.", **words), "info")
    return redirect(url_for(".done", ref=signature.slot.document.ref), 303)


def _form(document: OfficialDocument, decision: Decision) -> DecisionForm:
    kind = SignForm if decision is Decision.SIGNED else ReturnForm
    form = kind.of(document, now())
    if isinstance(form, ReturnForm):
        form.sections.choices = list(section_titles(contents.stored_content(document)).items())
    return form


def _purpose(document: OfficialDocument, decision: Decision, key: str = "") -> Purpose:
    return Purpose(digest=document.digest or "", act=decision.value, key=key)


def _verdict(document: OfficialDocument, form: DecisionForm, decision: Decision) -> Verdict:
    given = form.given()
    if given is None:
        return Verdict(Outcome.NOTHING_GIVEN, Method.PASSKEY, now())
    purpose = _purpose(document, decision, form.key.data)
    return proofs.prove(me(), given, purpose, ip_address=request.remote_addr or "", at=now())


def _act(document: OfficialDocument, slot: Slot, form: DecisionForm, decision: Decision, verdict: Verdict) -> None:
    proof = Proof(
        digest=form.digest.data,
        intent=intent(document, slot.city, _capacity(slot).office),
        language=language(),
        method=verdict.method,
        proved_at=verdict.proved_at,
        opened_at=form.opened_at(now()),
        ip_address=request.remote_addr or "",
        user_agent=request.user_agent.string[:300],
        key=form.key.data,
        credential=verdict.credential,
    )
    if decision is Decision.SIGNED:
        signing.sign_document(document, proof, actor=me(), at=now())
        return
    remarks = Remarks(form["remarks"].data, tuple(form["sections"].data or ()))
    signing.return_document(document, proof, remarks, actor=me(), at=now())


def _refused(
    document: OfficialDocument, slot: Slot, form: DecisionForm, decision: Decision, verdict: Verdict
) -> Response | tuple[str, int]:
    """Say why the proof does not hold, unless the same form, sent twice, was taken meanwhile."""
    if slot.signature is not None:
        return _decided_already(slot.signature)
    left = accounts.tries_left(me(), now())
    form.refuse(verdict, _ways(slot, decision), tries_left=left, so=_("Nothing was signed."))
    return _page(document, slot, form, decision, tried=verdict.method), 422


def _capacity(slot: Slot) -> Capacity:
    capacity = offices.capacity_of(me(), slot.city_id, now())
    if capacity is None:
        raise RuleBroken("mandate.ended")
    return capacity


def _ways(slot: Slot, decision: Decision) -> list[Method]:
    """List how I can prove who I am for this decision, the best first; returning asks for no profile."""
    return proofs.ways_to_sign(me(), slot.profile if decision is Decision.SIGNED else Profile.A)


def _page(
    document: OfficialDocument, slot: Slot, form: DecisionForm, decision: Decision, tried: Method | None = None
) -> str:
    ways = _ways(slot, decision)
    content = contents.stored_content(document)
    return render_template(
        PAGES[decision],
        document=document,
        slot=slot,
        form=form,
        ways=sorted(ways, key=lambda method: method is not tried),
        waiting=proofs.waiting_code(me(), _purpose(document, decision), now()),
        capacity=_capacity(slot),
        intent=intent(document, slot.city, _capacity(slot).office),
        content=shown(content),
        tasks=views.tasks_to_confirm(content, views.earlier_version(document)),
    )


# Codes and passkeys


@bp.post("/reports/<ref>/sign/code")
@needs(Permission.REPORT_SIGN, OfficialDocument)
def mail_code(document: OfficialDocument) -> Answer:
    """Mail a code for this text, and lead to the page that asks for it."""
    slot = _my_slot(document)
    if (elsewhere := _closed(document, slot)) is not None:
        return elsewhere
    _mail_code(document, Decision.SIGNED)
    return redirect(url_for(".sign", ref=document.ref), 303)


@bp.post("/reports/<ref>/return/code")
@needs(Permission.REPORT_SIGN, OfficialDocument)
def mail_code_to_return(document: OfficialDocument) -> Answer:
    """Mail a code for this text, and show the page again with the remarks that were written so far."""
    slot = _my_slot(document)
    if (elsewhere := _closed(document, slot)) is not None:
        return elsewhere
    _mail_code(document, Decision.RETURNED)
    return _page(document, slot, _form(document, Decision.RETURNED), Decision.RETURNED, tried=Method.MAILED_CODE)


def _mail_code(document: OfficialDocument, decision: Decision) -> None:
    with transaction():
        proofs.mail_code(me(), _purpose(document, decision), document, at=now())


@bp.post("/reports/<ref>/sign/passkey")
@needs(Permission.REPORT_SIGN, OfficialDocument)
def ask_passkey(document: OfficialDocument) -> Response:
    """Give a browser what it must ask the person's device, to sign this text by this form."""
    return _challenge(document, Decision.SIGNED)


@bp.post("/reports/<ref>/return/passkey")
@needs(Permission.REPORT_SIGN, OfficialDocument)
def ask_passkey_to_return(document: OfficialDocument) -> Response:
    """Give a browser what it must ask the person's device, to return this text by this form."""
    return _challenge(document, Decision.RETURNED)


def _challenge(document: OfficialDocument, decision: Decision) -> Response:
    form = _form(document, decision)
    if document.state not in OPEN_FOR_SIGNATURE or form.digest.data != document.digest or not form.key.validate(form):
        raise RuleBroken("report.changed")
    return jsonify(passkeys.ask_for_passkey(me(), _purpose(document, decision, form.key.data), now()))


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
        tasks=contents.stored_content(document)["tasks"],
        qr=Markup(qr_svg(address("verify.show", code=document.code))),  # noqa: S704  (our own drawing)
    )
