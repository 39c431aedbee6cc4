"""Translations of official documents: read beside what is signed, and written while the document is a draft."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now
from tracker.dashboards import translations as views
from tracker.db import transaction
from tracker.domain.signing import DocumentState
from tracker.forms.accounts import EmptyForm
from tracker.forms.translations import TranslationForm
from tracker.models.official_documents import OfficialDocument
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import contents, translations

bp = Blueprint("translations", __name__)


@bp.get("/reports/<ref>/translations/<language>")
@needs(Permission.REPORT_VIEW, OfficialDocument)
def show(document: OfficialDocument, language: str) -> str:
    """Show a translation, which is not signed, beside the text that is; says so when there is none."""
    content = contents.stored_content(document)
    row = _row(content, language)
    return render_template(
        "translations/show.html",
        document=document,
        row=row,
        sheet=views.sheet(document, content, language),
        signed=views.signed_language(content),
    )


@bp.route("/reports/<ref>/translations/<language>/edit", methods=["GET", "POST"])
@needs(Permission.REPORT_EDIT, OfficialDocument)
def edit(document: OfficialDocument, language: str) -> str | Response | tuple[str, int]:
    """Translate a draft, as far as one gets."""
    if document.state is not DocumentState.DRAFT:
        return redirect(url_for("reports.show", ref=document.ref))
    content = contents.content_of(document)
    row, sheet = _row(content, language), views.sheet(document, content, language)
    form = TranslationForm.over(sheet.version, sheet.sections)
    if form.validate_on_submit() and form.is_beside(sheet.sections):
        with transaction():
            _save(document, sheet, form)
        flash(_("The translation is saved."), "done")
        return redirect(url_for("reports.show", ref=document.ref), 303)
    page = render_template(
        "translations/edit.html",
        document=document,
        row=row,
        sheet=sheet,
        signed=views.signed_language(content),
        form=form,
        removing=EmptyForm(),
    )
    return page, 422 if form.errors else 200


def _row(content: dict[str, Any], language: str) -> views.TranslationRow:
    """Find a language among those that are asked for or were translated into; not found otherwise."""
    rows = (row for row in views.translation_rows(content) if row.code == language)
    return next(rows, None) or abort(404)


def _save(document: OfficialDocument, seen: views.Sheet, form: TranslationForm) -> None:
    """Keep what was written beside the originals that were seen, unless somebody else saved meanwhile."""
    translations.begin_change(document, actor=me(), at=now())
    stored = views.sheet(document, contents.content_of(document), seen.language)
    form.refuse_lost_update(stored, TranslationForm.over(stored.version, stored.sections, as_stored=True))
    translations.translate(
        document,
        seen.language,
        form.texts(),
        originals=seen.originals,
        fits=form.fits.data or (),
        actor=me(),
        at=now(),
    )


@bp.post("/reports/<ref>/translations/<language>/remove")
@needs(Permission.REPORT_EDIT, OfficialDocument)
def remove(document: OfficialDocument, language: str) -> Response:
    """Take a draft's translation away."""
    with transaction():
        translations.remove_translation(document, language, actor=me(), at=now())
    flash(_("The translation is removed."), "done")
    return redirect(url_for("reports.show", ref=document.ref), 303)
