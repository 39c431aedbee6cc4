"""Where the documents stand that a partnership's office holders agree on besides reports."""

from dataclasses import dataclass

from sqlalchemy import select

from tracker.dashboards.reports import TONES
from tracker.db import db
from tracker.domain.signing import DocumentKind, DocumentState
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership


@dataclass(frozen=True)
class Agreement:
    """The newest version of such a document; `tone` is the mark of its state."""

    ref: str
    kind: DocumentKind
    number: int
    state: DocumentState
    tone: str


def scope_of(partnership: Partnership, *, with_drafts: bool) -> Agreement | None:
    """Give the newest theme and scope of a partnership; drafts only to those who may read them."""
    return _newest(partnership, DocumentKind.SCOPE, None, with_drafts)


def plan_of(partnership: Partnership, cycle: int, *, with_drafts: bool) -> Agreement | None:
    """Give the newest work plan of a cycle that was put before the office holders."""
    return _newest(partnership, DocumentKind.WORK_PLAN, cycle, with_drafts)


def _newest(partnership: Partnership, kind: DocumentKind, cycle: int | None, with_drafts: bool) -> Agreement | None:
    query = (
        select(OfficialDocument.ref, OfficialDocument.kind, OfficialDocument.number, OfficialDocument.state)
        .where(OfficialDocument.partnership_id == partnership.id, OfficialDocument.kind == kind)
        .order_by(OfficialDocument.number.desc())
        .limit(1)
    )
    if cycle is not None:
        query = query.where(OfficialDocument.cycle == cycle)
    if not with_drafts:
        query = query.where(OfficialDocument.state != DocumentState.DRAFT)
    row = db.session.execute(query).first()
    return Agreement(*row, TONES[row.state]) if row else None
