"""The journal: one row for each act, chained by hashes, never changed; and the salted personal fields beside it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.columns import Demonstrable, Key, Moment
from tracker.models.people import Person


class JournalEntry(Demonstrable, Base):
    """Who did what to which thing, and when; `verb` is in the past tense (`report.signed`).

    `subject` is the reference of the thing; `details` canonical JSON without personal data; `hash` is the SHA-256
    of the row's own fields and of `previous`, the hash of the row before it.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        CheckConstraint("length(hash) = 64 AND length(previous) = 64", name="hashes"),
        Index("ix_journal_entry_partnership_id_at", "partnership_id", "at"),
        Index("ix_journal_entry_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    verb: Mapped[str] = mapped_column(Text)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    subject: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[str] = mapped_column(Text, default="{}")
    previous: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text, unique=True)

    actor: Mapped[Person | None] = relationship()


class PersonalField(Base):
    """A personal value that a journal row commits to by SHA-256 of salt and value; erasing it leaves the chain."""

    __tablename__ = "personal_field"

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
