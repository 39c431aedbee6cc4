"""Which of the Sustainable Development Goals a partnership serves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.columns import Demonstrable, Key, Moment
from tracker.models.partnerships import Partnership


class PartnershipSdg(Demonstrable, Base):
    """A goal (`code` 11) or target (11.3) that a partnership serves, and why; a target's goal is always there too."""

    __tablename__ = "partnership_sdg"
    __table_args__ = (UniqueConstraint("partnership_id", "code"),)

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    code: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
