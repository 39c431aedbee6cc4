"""Handing a person their own data: one zip with a JSON file, and the files that they added."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import ColumnElement, select

from tracker import files
from tracker.db import Base, db
from tracker.domain.dates import PartialDate
from tracker.files import FileDamaged
from tracker.models.attachments import Attachment
from tracker.models.exports import Export, FunderPreset
from tracker.models.journal import JournalEntry, PersonalField
from tracker.models.mandates import Delegation, Mandate
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import OfficialDocument, Reading, Signature
from tracker.models.outbox import OutboxItem
from tracker.models.partnerships import PostHolder
from tracker.models.people import CalendarFeed, LoginSession, Passkey, Person, SignInAttempt, SignInLink
from tracker.models.views import SavedView
from tracker.services.journal import ABOUT_THE_ACTOR, record

SECRET = frozenset({"password_hash", "token_hash", "public_key", "body_html", "content", "salt", "search_text"})
"""Columns that are left out: proofs of identity, and what stands elsewhere in the zip or in the document itself."""


def export_person(person: Person, *, at: datetime) -> bytes:
    """Give a zip of everything that is stored about a person or was written by them; the journal notes that it left."""
    mine = db.session.scalars(
        select(Attachment).where(Attachment.added_by_id == person.id).order_by(Attachment.id)
    ).all()
    told = {name: _rows(model, condition) for name, (model, condition) in _tables(person).items()}
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(told, indent=1, ensure_ascii=False, default=_written))
        for one in mine:
            try:
                archive.writestr(f"files/{one.code}/{one.name}", files.read(one.path, one.sha256))
            except FileDamaged:
                archive.writestr(f"files/{one.code}/DAMAGED.txt", one.name)
    record(
        "person.exported", actor=None, at=at, subject=f"person-{person.id}", is_demonstration=person.is_demonstration
    )
    return packed.getvalue()


def _tables(person: Person) -> Mapping[str, tuple[type[Base], ColumnElement[bool]]]:
    """Give where a person's data lie, and which rows are theirs."""
    number, subject = person.id, f"person-{person.id}"
    acted, about = JournalEntry.actor_id == number, JournalEntry.subject == subject
    own = PersonalField.entry_id.in_(select(JournalEntry.id).where(acted)) & PersonalField.name.in_(ABOUT_THE_ACTOR)
    return {
        "person": (Person, Person.id == number),
        "sessions": (LoginSession, LoginSession.person_id == number),
        "calendar_feeds": (CalendarFeed, CalendarFeed.person_id == number),
        "sign_in_links": (SignInLink, SignInLink.person_id == number),
        "failed_sign_ins": (SignInAttempt, SignInAttempt.email == person.email),
        "passkeys": (Passkey, Passkey.person_id == number),
        "mandates": (Mandate, Mandate.person_id == number),
        "delegations": (Delegation, Delegation.person_id == number),
        "posts": (PostHolder, PostHolder.person_id == number),
        "signatures": (Signature, Signature.person_id == number),
        "documents_written": (OfficialDocument, OfficialDocument.author_id == number),
        "documents_read": (Reading, Reading.person_id == number),
        "missions_logged": (Mission, Mission.logged_by_id == number),
        "notes": (EvaluationNote, EvaluationNote.author_id == number),
        "views": (SavedView, SavedView.person_id == number),
        "attachments": (Attachment, Attachment.added_by_id == number),
        "exports": (Export, Export.person_id == number),
        "funder_presets": (FunderPreset, FunderPreset.person_id == number),
        "mails": (OutboxItem, OutboxItem.person_id == number),
        "journal": (JournalEntry, acted | about),
        "journal_personal_fields": (
            PersonalField,
            own | PersonalField.entry_id.in_(select(JournalEntry.id).where(about)),
        ),
    }


def _rows(model: type[Base], condition: ColumnElement[bool]) -> list[dict[str, Any]]:
    shown = [column for column in model.__table__.columns if column.name not in SECRET]
    return [dict(row._mapping) for row in db.session.execute(select(*shown).where(condition))]


def _written(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, PartialDate):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")
