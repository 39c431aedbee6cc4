"""Signing outside with the country's own qualified signature: download the exact file, sign it, bring it back."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now
from tracker.blueprints.limits import limiter
from tracker.dashboards.intents import intent
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.signing import OPEN_FOR_SIGNATURE, Method
from tracker.forms.qualified import LARGEST_FILE, QualifiedForm
from tracker.i18n import language
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.permissions import Permission
from tracker.services import delivery, offices, qualified
from tracker.services.evidence import Proof
from tracker.services.offices import Capacity
from tracker.services.qualified import Examined
from tracker.settings import setting

bp = Blueprint("qualified", __name__)
Answer = str | Response | tuple[str, int]


@bp.route("/reports/<ref>/sign/qualified", methods=["GET", "POST"])
@limiter.limit("30/minute", methods=["POST"])
@needs(Permission.REPORT_SIGN, OfficialDocument)
def show(document: OfficialDocument) -> Answer:
    """Take a file that was signed outside as the signature of its city, when it is what it should be."""
    slot = offices.slot_of(document, me(), now())
    if slot is None:
        raise RuleBroken("mandate.ended")
    if slot.signature is not None:
        return redirect(url_for("signatures.done", ref=document.ref), 303)
    if document.state not in OPEN_FOR_SIGNATURE:
        return redirect(url_for("reports.show", ref=document.ref), 303)
    form = QualifiedForm.of(document, now())
    if not form.validate_on_submit():
        return _page(document, slot, form), 422 if form.errors else 200
    examined = _examined(document, form)
    if examined is None:
        return _page(document, slot, form), 422
    proof = _proof(document, slot, form)
    with transaction():
        qualified.sign_outside(document, examined, proof, actor=me(), at=now())
    delivery.deliver_seal(document, setting("CLOCK"))
    return redirect(url_for("signatures.done", ref=document.ref), 303)


def _examined(document: OfficialDocument, form: QualifiedForm) -> Examined | None:
    """Give the file when it is good; else None, and the form says why."""
    content = form.content()
    if not content or len(content) > LARGEST_FILE:
        form.refuse("too_large" if content else "missing")
        return None
    examined = qualified.examine(document, content, actor=me(), at=now())
    db.session.rollback()  # the examination has only read; nobody waits for it
    if not examined.is_good:
        form.refuse(examined.finding.verdict.value)
        return None
    return examined


def _capacity(slot: Slot) -> Capacity:
    capacity = offices.capacity_of(me(), slot.city_id, now())
    if capacity is None:
        raise RuleBroken("mandate.ended")
    return capacity


def _proof(document: OfficialDocument, slot: Slot, form: QualifiedForm) -> Proof:
    return Proof(
        digest=form.digest.data,
        intent=intent(document, slot.city, _capacity(slot).office),
        language=language(),
        method=Method.QUALIFIED,
        proved_at=now(),
        opened_at=form.opened_at(now()),
        ip_address=request.remote_addr or "",
        user_agent=request.user_agent.string[:300],
        key=form.key.data,
    )


def _page(document: OfficialDocument, slot: Slot, form: QualifiedForm) -> str:
    capacity = _capacity(slot)
    return render_template(
        "qualified/show.html",
        document=document,
        slot=slot,
        form=form,
        intent=intent(document, slot.city, capacity.office),
    )
