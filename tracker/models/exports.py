"""Files made on demand, and what a person wants in the reports to their funders."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.exports import ExportKind, ExportState, FileFormat
from tracker.domain.funder_reports import PeriodKind
from tracker.models.columns import Key, Moment, Versioned, codes
from tracker.models.people import Person


class Export(Base):
    """Files that a person asked for; `options` (JSON) say of what, `scope` is the mark of what they could see then.

    `progress` is in percent. `is_at_once`: its reader waits on the page, so no mail is needed. `code` stands in its
    address. Its files are there all together (state ready) or not at all.
    """

    __tablename__ = "export"
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("(state IN ('ready', 'expired')) = (ready_at IS NOT NULL)", name="ready_since"),
        Index("ix_export_person_id_asked_at", "person_id", "asked_at"),
        Index("ix_export_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[ExportKind] = mapped_column(codes(ExportKind))
    title: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    state: Mapped[ExportState] = mapped_column(codes(ExportState), default=ExportState.QUEUED)
    progress: Mapped[int] = mapped_column(default=0)
    is_at_once: Mapped[bool] = mapped_column(default=False)
    scope: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    ready_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)

    person: Mapped[Person] = relationship()
    files: Mapped[list["ExportFile"]] = relationship(order_by="ExportFile.position", cascade="all, delete-orphan")


class ExportFile(Base):
    """One file of an export in the file store, under a path that no other row names; `size` is in bytes."""

    __tablename__ = "export_file"

    export_id: Mapped[int] = mapped_column(ForeignKey("export.id"), primary_key=True)
    format: Mapped[FileFormat] = mapped_column(codes(FileFormat), primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text, unique=True)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int]


class FunderPreset(Versioned, Base):
    """What a person wants in a funder report, kept under a name, to be made again by one button.

    `filters` is the query of an address, `parts` are codes between spaces; `since` and `until` belong to a period that
    was written out.
    """

    __tablename__ = "funder_preset"
    __table_args__ = (
        CheckConstraint("since <= until", name="in_order"),
        CheckConstraint("parts <> ''", name="has_parts"),
        Index("ix_funder_preset_person_id", "person_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Text)
    filters: Mapped[str] = mapped_column(Text, default="")
    period: Mapped[PeriodKind] = mapped_column(codes(PeriodKind))
    since: Mapped[date | None]
    until: Mapped[date | None]
    language: Mapped[str] = mapped_column(Text)
    parts: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
