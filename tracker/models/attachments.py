"""Documents and photos of missions; the bytes lie in the file store under their own hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.columns import Key, Moment
from tracker.models.missions import Mission


class Attachment(Base):
    """A file of a mission; `size` in bytes, `sha256` of the stored bytes, `path` in the file store."""

    __tablename__ = "attachment"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[Key]
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), index=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    mission: Mapped[Mission] = relationship()
