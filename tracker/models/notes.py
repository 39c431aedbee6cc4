"""Evaluation notes: what worked, what failed, and what follows."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.models.columns import Demonstrable, Key, Moment, Versioned, codes
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import Person


class EvaluationNote(Versioned, Demonstrable, Base):
    """A note on a partnership, on one stage of it, or on one mission; `language` is that of its text."""

    __tablename__ = "evaluation_note"
    __table_args__ = (
        CheckConstraint("stage_number IS NULL OR mission_id IS NULL", name="on_one_thing"),
        CheckConstraint("stage_number BETWEEN 1 AND 6", name="six_stages"),
        Index("ix_evaluation_note_partnership_id_cycle", "partnership_id", "cycle"),
    )

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    cycle: Mapped[int]
    stage_number: Mapped[int | None]
    mission_id: Mapped[int | None] = mapped_column(ForeignKey("mission.id"), index=True)
    kind: Mapped[NoteKind] = mapped_column(codes(NoteKind))
    visibility: Mapped[Visibility] = mapped_column(codes(Visibility))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship(lazy="joined", innerjoin=True)
    mission: Mapped[Mission | None] = relationship()
    author: Mapped[Person] = relationship(lazy="joined")
