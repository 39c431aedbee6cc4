"""Documents and photos of missions and Share activities; the bytes lie in the file store under their own hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.columns import Key, Moment
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.sharing import ShareActivity


class Attachment(Base):
    """A file of a mission or Share activity; `size` in bytes, `sha256` of the stored bytes, `path` in the store."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(mission_id IS NULL) <> (share_activity_id IS NULL)", name="of_one_thing"),
    )

    id: Mapped[Key]
    mission_id: Mapped[int | None] = mapped_column(ForeignKey("mission.id"), index=True)
    share_activity_id: Mapped[int | None] = mapped_column(ForeignKey("share_activity.id"), index=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    mission: Mapped[Mission | None] = relationship()
    share_activity: Mapped[ShareActivity | None] = relationship()

    @property
    def of(self) -> Mission | ShareActivity:
        """Give what the file belongs to; raises LookupError for a row that belongs to nothing yet."""
        thing = self.mission or self.share_activity
        if thing is None:
            raise LookupError(self.code)
        return thing

    @property
    def partnership(self) -> Partnership:
        """Give the partnership in which the file was added."""
        return self.of.partnership

    @property
    def partnerships(self) -> list[Partnership]:
        """List the partnerships whose people may see the file."""
        return [self.partnership, *(self.share_activity.others if self.share_activity else ())]
