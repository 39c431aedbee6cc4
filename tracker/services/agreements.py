"""What the office holders agree on besides reports: the theme and scope of a partnership, and its work plan."""

from datetime import datetime

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.signing import DocumentKind, DocumentState
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.work import Activity
from tracker.services import official_documents
from tracker.services.official_documents import note
from tracker.services.stages import refuse_resting


def start_scope(partnership: Partnership, *, language: str, actor: Person, at: datetime) -> OfficialDocument:
    """Open the draft of a partnership's theme and scope, which every mayor is asked to endorse, or its next version."""
    refuse_resting(partnership)
    series = f"{partnership.ref}-SCOPE"
    text = partnership.theme_text
    return official_documents.begin(
        DocumentKind.SCOPE, series, partnership, summary=text, language=language, actor=actor, at=at
    )


def start_work_plan(partnership: Partnership, *, language: str, actor: Person, at: datetime) -> OfficialDocument:
    """Open the draft that puts the present cycle's work plan before the mayors, or its next version.

    Raises RuleBroken("plan.empty") while the plan has no activity, and ("partnership.not_live").
    """
    refuse_resting(partnership)
    activities = select(func.count()).where(
        Activity.partnership_id == partnership.id,
        Activity.cycle == partnership.cycle,
        Activity.removed_at.is_(None),
    )
    if not db.session.scalar(activities):
        raise RuleBroken("plan.empty")
    series = f"{partnership.ref}-C{partnership.cycle}-PLAN"
    return official_documents.begin(DocumentKind.WORK_PLAN, series, partnership, language=language, actor=actor, at=at)


def write_agreement(document: OfficialDocument, *, summary: str, language: str, actor: Person, at: datetime) -> None:
    """Keep the text of a draft; all else in it is read from the partnership and its rooms."""
    if document.state is not DocumentState.DRAFT:
        raise RuleBroken("report.move_refused")
    document.summary = summary
    document.language = language
    db.session.flush()
    note("report.written", document, actor, at)
