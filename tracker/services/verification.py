"""Proving that nothing rots: all that is official is compared with the journal, and the journal with itself.

A check reads only. Whoever holds the whole database can rewrite all of it; an anchor that was printed in a mail or a
PDF shows that too. Source: security notes, threat 10.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from tracker.db import db, reading
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun, Waiver
from tracker.services.checked_attachments import check_attachments
from tracker.services.checked_documents import check_dossier, check_strays
from tracker.services.checked_files import check_files
from tracker.services.checked_journal import Anchor, check_anchor, check_chain
from tracker.services.dossiers import read_dossiers
from tracker.services.findings import Finding, pages, parsed

WAIVED = "condition.waived"


@contextmanager
def one_moment() -> Iterator[None]:
    """Let the block read everything as it stood at one moment, whatever others write meanwhile; it changes nothing."""
    with reading():
        if db.engine.dialect.name == "postgresql":
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield


def verify(anchor: Anchor | None, at: datetime) -> Iterator[Finding]:
    """Walk the whole house and give each thing that does not add up; nothing for an honest one."""
    if anchor is not None:
        yield from check_anchor(anchor)
    yield from check_chain()
    yield from check_strays()
    for dossier in read_dossiers():
        yield from check_dossier(dossier)
        yield from check_files(dossier, at)
    yield from check_attachments()
    yield from _check_waivers()


def verify_document(document_id: int) -> list[Finding]:
    """List what does not add up in the rows of one document; its files are left to who reads them."""
    return [found for dossier in read_dossiers(document_id) for found in check_dossier(dossier)]


def _check_waivers() -> Iterator[Finding]:
    """Find waived conditions that the journal does not know as they stand, and acts whose waiver is gone."""
    columns = (Partnership.ref, StageRun.cycle, StageRun.number)
    query = (
        select(*Waiver.__table__.columns, *columns)
        .outerjoin(StageRun, StageRun.id == Waiver.stage_run_id)
        .outerjoin(Partnership, Partnership.id == StageRun.partnership_id)
    )
    known = [_told(row) for rows in pages(_waived(), JournalEntry.__table__.c.id) for row in rows]
    for rows in pages(query, Waiver.__table__.c.id):
        for row in rows:
            stage = f"{row.ref}-C{row.cycle}-S{row.number}"
            told = (stage, row.condition, row.reason, row.waived_by_id, row.waived_at, row.is_demonstration)
            if told in known:
                known.remove(told)
            else:
                yield Finding("waiver.journal", stage, row.condition)
    for subject, condition, *_more in known:
        yield Finding("waiver.missing", str(subject), str(condition))


def _waived() -> Any:
    return select(*JournalEntry.__table__.columns).where(JournalEntry.verb == WAIVED)


def _told(row: Row[Any]) -> tuple[object, ...]:
    told = parsed(row.details)
    return (row.subject, told.get("condition"), told.get("reason"), row.actor_id, row.at, row.is_demonstration)
