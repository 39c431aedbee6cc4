"""The Share phase as public sources record it: what events and documents say stands among the Share activities."""

from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.sharing import ShareKind
from tracker.models.archive import ArchiveDocument, Event
from tracker.models.sharing import ShareActivity

KINDS = {
    "academic_paper": ShareKind.ACADEMIC_PAPER,
    "blog": ShareKind.BLOG,
    "board_report": ShareKind.BOARD_REPORT,
    "book": ShareKind.BOOK,
    "congress": ShareKind.CONGRESS,
    "evaluation_seminar": ShareKind.SEMINAR,
    "expo": ShareKind.EXPO,
    "launch": ShareKind.LAUNCH,
    "newsletter": ShareKind.NEWSLETTER,
    "radio": ShareKind.RADIO,
    "round_table": ShareKind.ROUND_TABLE,
    "seminar": ShareKind.SEMINAR,
}
"""Which events and documents are Share activities, and of which kind; all others stay on record alone."""


def share_what_is_on_record(at: datetime) -> None:
    """Keep a Share activity for each such event and document; how many people it reached stays open. Flushes."""
    for event in db.session.scalars(select(Event).order_by(Event.id)).all():
        if event.is_sharing and event.kind in KINDS:
            db.session.add(_activity(event, _held(event), at, place=event.place, audience=_audience(event)))
    for document in db.session.scalars(select(ArchiveDocument).order_by(ArchiveDocument.id)).all():
        if document.kind in KINDS:
            db.session.add(_activity(document, document.dated, at))
    db.session.flush()


def _activity(record: Event | ArchiveDocument, held: PartialDate | None, at: datetime, **told: str) -> ShareActivity:
    first, *others = record.partnerships
    return ShareActivity(
        partnership=first,
        others=others,
        kind=KINDS[record.kind],
        title=record.title,
        held=held,
        record_code=record.code,
        created_at=at,
        **told,
    )


def _audience(event: Event) -> str:
    """Give who was there as the source has it; nothing when it says that it does not tell."""
    return "" if event.participants == "not stated" else event.participants


def _held(event: Event) -> PartialDate | None:
    """Give when an event began as far as that is one date; a range or nothing stays on record."""
    return event.starts if event.date_precision not in {Precision.RANGE, Precision.UNKNOWN} else None
