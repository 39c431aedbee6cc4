"""What public sources tell: the sources themselves, events of several partnerships, and published documents."""

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.dates import PartialDate, Precision
from tracker.models.columns import Key, PartialDay, codes
from tracker.models.partnerships import Partnership

event_partnership = Table(
    "event_partnership",
    Base.metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("partnership_id", ForeignKey("partnership.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False, server_default="0"),
)

archive_document_partnership = Table(
    "archive_document_partnership",
    Base.metadata,
    Column("archive_document_id", ForeignKey("archive_document.id"), primary_key=True),
    Column("partnership_id", ForeignKey("partnership.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False, server_default="0"),
)


class Source(Base):
    """A public page or publication that facts were taken from; `position` is its place in the list."""

    __tablename__ = "source"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text, default="")


class Event(Base):
    """Something that partnerships did together and a source records: a launch, a round table, a seminar.

    Dates follow the rules of a mission's dates.
    """

    __tablename__ = "event"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="in_order"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    date_precision: Mapped[Precision] = mapped_column(codes(Precision))
    starts: Mapped[PartialDate | None] = mapped_column(PartialDay)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDay)
    first_day: Mapped[date | None] = mapped_column(index=True)
    last_day: Mapped[date | None]
    place: Mapped[str] = mapped_column(Text, default="")
    participants: Mapped[str] = mapped_column(Text, default="")
    stage_in_source: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    partnerships: Mapped[list[Partnership]] = relationship(
        secondary=event_partnership, order_by=event_partnership.c.position
    )

    @property
    def is_sharing(self) -> bool:
        """Tell whether the event belongs to the Share phase: it spread results or evaluated."""
        return "share" in self.stage_in_source or "6" in self.stage_in_source


class ArchiveDocument(Base):
    """A protocol, agreement, report or publication that a source names; not one that is signed here."""

    __tablename__ = "archive_document"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    dated: Mapped[PartialDate | None] = mapped_column(PartialDay)
    sources: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    partnerships: Mapped[list[Partnership]] = relationship(
        secondary=archive_document_partnership, order_by=archive_document_partnership.c.position
    )
