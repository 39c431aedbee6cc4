"""Evaluation notes: what worked, what failed, and what follows, written down by whoever saw it."""

from datetime import datetime

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services.journal import concern, record


def write_note(
    partnership: Partnership,
    *,
    kind: NoteKind,
    visibility: Visibility,
    text: str,
    language: str,
    actor: Person,
    at: datetime,
    stage_number: int | None = None,
    mission: Mission | None = None,
) -> EvaluationNote:
    """Keep a note on a partnership in its present cycle, on one of its stages, or on one of its missions."""
    note = EvaluationNote(
        partnership=partnership,
        cycle=partnership.cycle,
        stage_number=stage_number,
        mission=mission,
        kind=kind,
        visibility=visibility,
        text=text,
        language=language,
        author=actor,
        created_at=at,
        is_demonstration=actor.is_demonstration,
    )
    db.session.add(note)
    db.session.flush()
    _record("note.written", note, actor, at)
    return note


def change_note(
    note: EvaluationNote,
    *,
    kind: NoteKind,
    visibility: Visibility,
    text: str,
    language: str,
    actor: Person,
    at: datetime,
) -> None:
    """Bring a note to these words, this kind and these readers."""
    note.kind, note.visibility, note.text, note.language = kind, visibility, text, language
    db.session.flush()
    _record("note.changed", note, actor, at)


def remove_note(note: EvaluationNote, *, actor: Person, at: datetime) -> None:
    """Take a note away from every list; raises RuleBroken("edit.stale") when it is gone already."""
    if note.removed_at is not None:
        raise RuleBroken("edit.stale")
    note.removed_at = at
    db.session.flush()
    _record("note.removed", note, actor, at)


def restore_note(note: EvaluationNote, *, actor: Person, at: datetime) -> None:
    """Put a note back; raises RuleBroken("edit.stale") when it was not taken away."""
    if note.removed_at is None:
        raise RuleBroken("edit.stale")
    note.removed_at = None
    db.session.flush()
    _record("note.restored", note, actor, at)


def _record(verb: str, note: EvaluationNote, actor: Person, at: datetime) -> None:
    """Journal an act; a private note is not told to the partnership, though one that was shared is missing now."""
    is_private = note.visibility is Visibility.PRIVATE
    concern(note.partnership, at)
    record(
        verb,
        actor=actor,
        at=at,
        partnership=None if is_private else note.partnership,
        subject=f"note-{note.id}",
        details={"kind": note.kind.value, "visibility": note.visibility.value},
        is_demonstration=actor.is_demonstration,
    )
