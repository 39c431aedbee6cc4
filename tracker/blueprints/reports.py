"""Mission reports and the other official documents: read, written, sent for signature, withdrawn, corrected."""

from io import BytesIO
from typing import TypeVar

from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import files
from tracker.blueprints.guard import me, needs, now
from tracker.dashboards import reports as views
from tracker.dashboards.changes import changes_for
from tracker.dashboards.translations import signed_language, translation_rows
from tracker.db import transaction
from tracker.domain.errors import StaleEdit
from tracker.domain.signing import OPEN_FOR_SIGNATURE, Decision, DocumentKind, DocumentState
from tracker.forms.accounts import EmptyForm
from tracker.forms.reports import AgreementForm, ReportForm, SendForm, WithdrawForm
from tracker.i18n import OWN_NAMES
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.notices.official_pdf import shown
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import agreements, contents, document_files, offices, official_documents, reports

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
    content = contents.stored_content(document)
    earlier = views.earlier_version(document)
    slot = offices.slot_of(document, me(), now()) if document.state in OPEN_FOR_SIGNATURE else None
    return render_template(
        "reports/show.html",
        document=document,
        content=shown(content),
        tasks=views.tasks_to_confirm(content, earlier),
        translations=translation_rows(content),
        signed_language=signed_language(content),
        earlier=earlier,
        changes=changes_for(document, me()),
        versions=official_documents.versions(document.series),
        places=views.places(document, now()),
        tone=views.TONES,
        remarks=[slot.signature for slot in document.slots if slot.signature and slot.signature.remarks],
        mine=slot if slot is not None and slot.signature is None else None,
        is_sealed=_is_sealed(document),
        form=EmptyForm(),
    )


@bp.post("/partnerships/<ref>/scope")
@needs(Permission.REPORT_EDIT, Partnership)
def start_scope(partnership: Partnership) -> AnyResponse:
    """Open the draft of a partnership's theme and scope, for the office holders to endorse."""
    with transaction():
        document = agreements.start_scope(partnership, language=me().language, actor=me(), at=now())
        target = url_for(".edit", ref=document.ref)
    return redirect(target, 303)


@bp.post("/partnerships/<ref>/work-plan")
@needs(Permission.REPORT_EDIT, Partnership)
def start_work_plan(partnership: Partnership) -> AnyResponse:
    """Open the draft that puts the present cycle's work plan before the office holders."""
    with transaction():
        document = agreements.start_work_plan(partnership, language=me().language, actor=me(), at=now())
        target = url_for(".edit", ref=document.ref)
    return redirect(target, 303)


@bp.route("/reports/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.REPORT_EDIT, OfficialDocument)
def edit(document: OfficialDocument) -> str | AnyResponse | tuple[str, int]:
    """Finish a draft; what the mission or the rooms say already stands there."""
    if document.state is not DocumentState.DRAFT:
        return redirect(url_for(".show", ref=document.ref))
    return _edit_report(document) if document.mission is not None else _edit_agreement(document)


def _edit_agreement(document: OfficialDocument) -> str | AnyResponse | tuple[str, int]:
    form, stored = (_with_languages(AgreementForm(**more, obj=document)) for more in ({}, {"formdata": None}))
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(document, stored)
            texts = {"summary": form.summary.data, "language": form.language.data}
            agreements.write_agreement(document, **texts, actor=me(), at=now())
        flash(_("The draft is saved."), "done")
        return redirect(url_for(".show", ref=document.ref), 303)
    return _draft_page(document, form)


def _edit_report(document: OfficialDocument) -> str | AnyResponse | tuple[str, int]:
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
    return _draft_page(document, form)


def _draft_page(document: OfficialDocument, form: ReportForm | AgreementForm) -> tuple[str, int]:
    content = contents.content_of(document)
    tasks = views.tasks_to_confirm(content, None)
    page = render_template("reports/edit.html", document=document, form=form, content=shown(content), tasks=tasks)
    return page, 422 if form.errors else 200


Written = TypeVar("Written", ReportForm, AgreementForm)


def _with_languages(form: Written) -> Written:
    form.language.choices = [(code, OWN_NAMES[code]) for code in current_app.config["LANGUAGES"]]
    return form


def _report_form(document: OfficialDocument) -> ReportForm:
    mission = document.of_mission
    form = ReportForm(
        obj=document, findings=mission.findings, decisions=mission.decisions, mission_version=mission.version
    )
    return _with_languages(form)


def _shown_form(document: OfficialDocument) -> ReportForm:
    form = ReportForm(
        formdata=None, obj=document, findings=document.of_mission.findings, decisions=document.of_mission.decisions
    )
    return _with_languages(form)


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
    form = SendForm(obj=document, cities=sorted(_concerned(document)))
    cities = document.partnership.cities
    form.cities.choices = [(city.id, city.name) for city in cities]
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(document, form)
            official_documents.submit(
                document, cities=form.cities.data, order=form.signing_order.data, actor=me(), at=now()
            )
        flash(_("It is with the office holders. This version cannot be changed any more."), "done")
        return redirect(url_for(".show", ref=document.ref), 303)
    mandates = offices.holders([city.id for city in cities], now())
    content = contents.content_of(document)
    page = render_template(
        "reports/send.html",
        document=document,
        form=form,
        holders=[(city, mandates.get(city.id)) for city in cities],
        tasks=views.tasks_to_confirm(content, views.earlier_version(document)),
        translations=translation_rows(content),
        signed_language=signed_language(content),
    )
    return page, 422 if form.errors else 200


def _concerned(document: OfficialDocument) -> set[int]:
    """Give the ids of the cities that are proposed to sign: a renewal concerns the city whose office changed hands."""
    if document.mission is not None:
        return reports.concerned_cities(document.mission)
    if document.kind is DocumentKind.RENEWAL:
        first = official_documents.versions(document.series)[-1]
        return {slot.city_id for slot in first.slots}
    return {city.id for city in document.partnership.cities}


@bp.route("/reports/<ref>/withdraw", methods=["GET", "POST"])
@needs(Permission.REPORT_SUBMIT, OfficialDocument)
def withdraw(document: OfficialDocument) -> str | AnyResponse | tuple[str, int]:
    """Take a version back, with a reason."""
    form = WithdrawForm(obj=document)
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(document, form)
            official_documents.withdraw(document, reason=form.reason.data, actor=me(), at=now())
        flash(_("This version is withdrawn; whoever was asked to sign is told."), "done")
        return redirect(url_for(".show", ref=document.ref), 303)
    return render_template("reports/withdraw.html", document=document, form=form), 422 if form.errors else 200


@bp.post("/reports/<ref>/new-version")
@needs(Permission.REPORT_SUBMIT, OfficialDocument)
def correct(document: OfficialDocument) -> AnyResponse:
    """Open the next version of a report that was signed, returned or withdrawn."""
    with transaction():
        newer = _next_version(document)
        target = url_for(".edit", ref=newer.ref)
    return redirect(target, 303)


def _next_version(document: OfficialDocument) -> OfficialDocument:
    if document.mission is not None:
        return reports.start_report(document.mission, language=document.language, actor=me(), at=now())
    return official_documents.begin(
        document.kind, document.series, document.partnership, language=document.language, actor=me(), at=now()
    )


@bp.get("/reports/<ref>.pdf")
@needs(Permission.REPORT_VIEW, OfficialDocument)
def pdf(document: OfficialDocument) -> AnyResponse | tuple[str, int]:
    """Download a version as it stands: the kept file with the seals of all signatures so far, or a draft's copy."""
    newest = document_files.newest_file(document)
    if newest is not None and not _is_sealed(document):
        return render_template("reports/sealing.html", document=document), 503
    content = (
        files.open_whole(newest.path, newest.sha256) if newest else BytesIO(document_files.draft_copy(document, now()))
    )
    answer = send_file(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{document.ref}.pdf"'
    return answer


def _is_sealed(document: OfficialDocument) -> bool:
    """Tell whether the file bears the seal of every signature so far."""
    sealed = {file.signature_id for file in document.files}
    signed = (slot.signature for slot in document.slots if slot.signature)
    return all(one.id in sealed for one in signed if one.decision is Decision.SIGNED)
