"""Evaluation notes as pages list them: each person sees their own and what others share."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from tracker.db import db
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.permissions import Permission, Standing, allows
from tracker.sentences import gettext as _
from tracker.words import STAGE_TITLES


@dataclass(frozen=True)
class NoteRow:
    """One note; `about` says on which stage or mission it is (empty: on the whole partnership), and where that is."""

    id: int
    kind: NoteKind
    text: str
    language: str
    visibility: Visibility
    author: str
    at: datetime
    about: str
    about_href: str
    is_mine: bool
    is_demonstration: bool

    @property
    def edit_href(self) -> str:
        """Give the address where its author changes it; empty for everybody else."""
        return f"/notes/{self.id}/edit" if self.is_mine else ""


def notes_of(
    partnership: Partnership,
    standing: Standing,
    *,
    stage: int | None = None,
    mission: Mission | None = None,
    kind: NoteKind | None = None,
    cycle: int | None = None,
    limit: int | None = None,
) -> list[NoteRow]:
    """List the notes on a partnership, on one of its stages (1 to 6) or missions, the newest first; one statement."""
    wanted: list[tuple[Any, object]] = [
        (EvaluationNote.stage_number, stage),
        (EvaluationNote.mission_id, mission.id if mission is not None else None),
        (EvaluationNote.kind, kind),
        (EvaluationNote.cycle, cycle),
    ]
    query = (
        select(
            EvaluationNote.id,
            EvaluationNote.kind,
            EvaluationNote.text,
            EvaluationNote.language,
            EvaluationNote.visibility,
            Person.name,
            EvaluationNote.created_at,
            EvaluationNote.stage_number,
            EvaluationNote.author_id,
            EvaluationNote.is_demonstration,
            Mission.ref,
        )
        .join(Person, Person.id == EvaluationNote.author_id)
        .outerjoin(Mission, Mission.id == EvaluationNote.mission_id)
        .where(
            EvaluationNote.partnership_id == partnership.id,
            EvaluationNote.removed_at.is_(None),
            _readable(partnership, standing),
            *(column == value for column, value in wanted if value is not None),
        )
        .order_by(EvaluationNote.created_at.desc(), EvaluationNote.id.desc())
        .limit(limit)
    )
    return [_row(row, partnership, standing) for row in db.session.execute(query)]


def _readable(partnership: Partnership, standing: Standing) -> ColumnElement[bool]:
    own = EvaluationNote.author_id == standing.person_id
    if allows(standing, Permission.ROOM_VIEW, partnership):
        return or_(own, EvaluationNote.visibility != Visibility.PRIVATE)
    return own


def _row(row: Any, partnership: Partnership, standing: Standing) -> NoteRow:
    about, href = "", ""
    if row.stage_number is not None:
        about = _("Stage %(number)d: %(name)s", number=row.stage_number, name=STAGE_TITLES[row.stage_number])
        href = f"/partnerships/{partnership.ref}/stages/{row.stage_number}"
    elif row.ref is not None:
        about, href = _("Mission %(ref)s", ref=row.ref), f"/missions/{row.ref}"
    return NoteRow(
        row.id,
        row.kind,
        row.text,
        row.language,
        row.visibility,
        row.name,
        row.created_at,
        about,
        href,
        row.author_id == standing.person_id,
        row.is_demonstration,
    )


def removed_notes_of(partnership: Partnership, author: Person) -> list[EvaluationNote]:
    """List the notes on a partnership that their author took away, the last one first; one statement."""
    query = select(EvaluationNote).where(
        EvaluationNote.partnership_id == partnership.id,
        EvaluationNote.author_id == author.id,
        EvaluationNote.removed_at.is_not(None),
    )
    return list(db.session.scalars(query.order_by(EvaluationNote.removed_at.desc())).unique())
