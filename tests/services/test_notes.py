"""Evaluation notes: kept, changed, taken away, put back; a private one is told to nobody."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.models.journal import JournalEntry
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import notes

WORDS = {"kind": NoteKind.FAILED, "text": "The maps were wrong.", "language": "en"}


def write(partnership: Partnership, actor: Person, visibility: Visibility, **on: object) -> EvaluationNote:
    """Write a note and commit."""
    with transaction():
        return notes.write_note(partnership, **WORDS, visibility=visibility, actor=actor, at=AT, **on)


def test_a_note_belongs_to_the_present_cycle(app: Flask) -> None:
    partnership = make.partnership(cycle=2)
    note = write(partnership, make.technician(partnership.cities[0]), Visibility.PUBLIC, stage_number=5)
    assert (note.cycle, note.stage_number, note.text) == (2, 5, "The maps were wrong.")
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.verb, entry.partnership_id, entry.subject) == ("note.written", partnership.id, f"note-{note.id}")
    assert json.loads(entry.details) == {"kind": "failed", "visibility": "public"}


def test_the_partnership_is_not_told_of_a_private_note(app: Flask) -> None:
    partnership = make.partnership()
    actor = make.technician(partnership.cities[0])
    note = write(partnership, actor, Visibility.PRIVATE)
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.verb, entry.partnership_id) == ("note.written", None)
    with transaction():
        notes.change_note(note, **WORDS, visibility=Visibility.PARTNERS, actor=actor, at=AT)
    assert db.session.get(JournalEntry, 2).partnership_id == partnership.id


def test_a_note_is_taken_away_and_put_back(app: Flask) -> None:
    partnership = make.partnership()
    actor = make.technician(partnership.cities[0])
    note = write(partnership, actor, Visibility.PARTNERS)
    with pytest.raises(RuleBroken, match=r"edit\.stale"), transaction():
        notes.restore_note(note, actor=actor, at=AT)
    with transaction():
        notes.remove_note(note, actor=actor, at=AT)
    assert note.removed_at == AT
    with pytest.raises(RuleBroken, match=r"edit\.stale"), transaction():
        notes.remove_note(note, actor=actor, at=AT)
    with transaction():
        notes.restore_note(note, actor=actor, at=AT)
    assert note.removed_at is None
    assert list(db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id))) == [
        "note.written",
        "note.removed",
        "note.restored",
    ]
