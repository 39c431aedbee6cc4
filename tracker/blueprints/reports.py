"""Mission reports: read, written, sent for signature, withdrawn, corrected, downloaded."""

from io import BytesIO

from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from tracker import files
from tracker.blueprints.guard import me, needs, now
from tracker.dashboards import reports as views
from tracker.db import db, transaction
from tracker.domain.errors import StaleEdit
from tracker.domain.signing import OPEN_FOR_SIGNATURE, DocumentState
from tracker.forms.accounts import EmptyForm
from tracker.forms.reports import ReportForm, SendForm, WithdrawForm
from tracker.i18n import OWN_NAMES
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument, SealedFile, Slot
from tracker.notices.official_pdf import shown
from tracker.permissions import Permission
from tracker.services import reports, sealing, signing

bp = Blueprint("reports", __name__)


@bp.post("/missions/<ref>/report")
@needs(Permission.REPORT_EDIT, Mission)
def start(mission: Mission) -> AnyResponse:
    """Open the draft of a mission's report, filled from the mission."""
    with transaction():
        document = reports.start_report(mission, language=me().language, actor=me(), at=now())
        target = url_for(".edit", ref=document.ref)
    return redirect(target, 303)


@bp.get("/reports/<ref>")
@needs(Permission.REPORT_VIEW, OfficialDocument)
def show(document: OfficialDocument) -> str:
    """Show a version as its office holders read it: the tasks first."""
    content = reports.stored_content(document)
    earlier = views.earlier_version(document)
    slot = signing.slot_of(document, me(), now()) if document.state in OPEN_FOR_SIGNATURE else None
    return render_template(
        "reports/show.html",
        document=document,
        content=shown(content),
        tasks=views.tasks_to_confirm(content, earlier),
        earlier=earlier,
        versions=reports.versions(document.mission) if document.mission else [],
        places=views.places(document, now()),
        tone=views.TONES,
        remarks=[slot.signature for slot in document.slots if slot.signature and slot.signature.remarks],
        mine=slot if slot is not None and slot.signature is None else None,
        sealed=db.session.get(SealedFile, document.id),
        form=EmptyForm(),
    )


@bp.route("/reports/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.REPORT_EDIT, OfficialDocument)
def edit(document: OfficialDocument) -> str | AnyResponse | tuple[str, int]:
    """Finish a draft; what the mission says already stands there."""
    if document.state is not DocumentState.DRAFT:
        return redirect(url_for(".show", ref=document.ref))
    form = _report_form(document)
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(document, _shown_form(document))
            _refuse_lost_mission(form, document)
            reports.write_report(
                document,
                summary=form.summary.data,
                findings=form.findings.data,
                decisions=form.decisions.data,
                language=form.language.data,
                actor=me(),
                at=now(),
            )
        flash(_("The draft is saved."), "done")
        return redirect(url_for(".show", ref=document.ref), 303)
    page = render_template(
        "reports/edit.html",
        document=document,
        form=form,
        content=shown(reports.content_of(document)),
        tasks=views.tasks_to_confirm(reports.content_of(document), None),
    )
    return page, 422 if form.errors else 200


def _report_form(document: OfficialDocument) -> ReportForm:
    mission = document.of_mission
    form = ReportForm(
        obj=document, findings=mission.findings, decisions=mission.decisions, mission_version=mission.version
    )
    form.language.choices = [(code, OWN_NAMES[code]) for code in current_app.config["LANGUAGES"]]
    return form


def _shown_form(document: OfficialDocument) -> ReportForm:
    form = ReportForm(
        formdata=None, obj=document, findings=document.of_mission.findings, decisions=document.of_mission.decisions
    )
    form.language.choices = [(code, OWN_NAMES[code]) for code in current_app.config["LANGUAGES"]]
    return form


def _refuse_lost_mission(form: ReportForm, document: OfficialDocument) -> None:
    """Refuse to overwrite findings or decisions that somebody changed on the mission meanwhile."""
    mission = document.of_mission
    if int(form.mission_version.data) == mission.version:
        return
    pairs = [
        (str(field.label.text), field.data, stored)
        for field, stored in ((form.findings, mission.findings), (form.decisions, mission.decisions))
        if field.data != stored
    ]
    if pairs:
        raise StaleEdit(pairs)


@bp.route("/reports/<ref>/send", methods=["GET", "POST"])
@needs(Permission.REPORT_SUBMIT, OfficialDocument)
def send(document: OfficialDocument) -> str | AnyResponse | tuple[str, int]:
    """Send a draft for signature, after showing who will be asked."""
    if document.state is not DocumentState.DRAFT:
        return redirect(url_for(".show", ref=document.ref))
    form = SendForm(obj=document, cities=sorted(reports.concerned_cities(document.of_mission)))
    cities = document.partnership.cities
    form.cities.choices = [(city.id, city.name) for city in cities]
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(document, form)
            reports.submit_report(document, cities=form.cities.data, actor=me(), at=now())
        flash(_("The report is with the office holders. It cannot be changed any more."), "done")
        return redirect(url_for(".show", ref=document.ref), 303)
    mandates = signing.holders([city.id for city in cities], now())
    page = render_template(
        "reports/send.html",
        document=document,
        form=form,
        holders=[(city, mandates.get(city.id)) for city in cities],
        tasks=views.tasks_to_confirm(reports.content_of(document), views.earlier_version(document)),
    )
    return page, 422 if form.errors else 200


@bp.route("/reports/<ref>/withdraw", methods=["GET", "POST"])
@needs(Permission.REPORT_SUBMIT, OfficialDocument)
def withdraw(document: OfficialDocument) -> str | AnyResponse | tuple[str, int]:
    """Take a version back, with a reason."""
    form = WithdrawForm(obj=document)
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(document, form)
            reports.withdraw_report(document, reason=form.reason.data, actor=me(), at=now())
        flash(_("The report is withdrawn; whoever was asked to sign is told."), "done")
        return redirect(url_for(".show", ref=document.ref), 303)
    return render_template("reports/withdraw.html", document=document, form=form), 422 if form.errors else 200


@bp.post("/reports/<ref>/new-version")
@needs(Permission.REPORT_SUBMIT, OfficialDocument)
def correct(document: OfficialDocument) -> AnyResponse:
    """Open the next version of a report that was signed, returned or withdrawn."""
    with transaction():
        newer = reports.start_report(document.of_mission, language=document.language, actor=me(), at=now())
        target = url_for(".edit", ref=newer.ref)
    return redirect(target, 303)


@bp.get("/reports/<ref>.pdf")
@needs(Permission.REPORT_VIEW, OfficialDocument)
def pdf(document: OfficialDocument) -> AnyResponse | tuple[str, int]:
    """Download a version: the sealed file once everybody has signed, else a typeset copy marked as not signed."""
    sealed = db.session.get(SealedFile, document.id)
    if sealed is None and document.signed_at is not None:
        return render_template("reports/sealing.html", document=document), 503
    content = (
        files.open_whole(sealed.path, sealed.sha256) if sealed else BytesIO(sealing.unsealed_copy(document, now()))
    )
    answer = send_file(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{document.ref}.pdf"'
    return answer


@bp.post("/sign-offs/<int:id>/remind")
@needs(Permission.SIGN_OFF_REMIND, Slot)
def remind(slot: Slot) -> AnyResponse:
    """Mail an office holder once more."""
    with transaction():
        signing.remind(slot, actor=me(), at=now())
        target = url_for(".show", ref=slot.document.ref)
        city = slot.city.name
    flash(_("A reminder is on its way to %(city)s.", city=city), "done")
    return redirect(target, 303)
