"""Readings: who had which version of a document open. It is no evidence of consent, only of what was seen."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from tracker.db import db
from tracker.models.official_documents import OfficialDocument, Reading
from tracker.models.people import Person


def note_reading(document: OfficialDocument, person: Person, at: datetime) -> None:
    """Keep that a person has this version open, the first and the last time; a draft is not noted."""
    if document.submitted_at is None:
        return
    if _read_again(document, person, at):
        return
    try:
        with db.session.begin_nested():
            db.session.add(Reading(document_id=document.id, person_id=person.id, first_at=at, last_at=at))
    except IntegrityError:  # the same page in another window was quicker
        _read_again(document, person, at)


def _read_again(document: OfficialDocument, person: Person, at: datetime) -> bool:
    known = (
        update(Reading)
        .where(Reading.document_id == document.id, Reading.person_id == person.id)
        .values(last_at=at)
        .returning(Reading.document_id)
    )
    return db.session.execute(known).first() is not None
