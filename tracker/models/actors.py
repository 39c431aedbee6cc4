"""The actors of a programme that take part in one of its partnerships."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.columns import Demonstrable, Key, Moment, Versioned
from tracker.models.partnerships import Partnership
from tracker.models.programmes import ProgrammePartner


class PartnershipActor(Versioned, Demonstrable, Base):
    """An actor takes part in a partnership, and with what; one that left keeps its row, to come back with its words.

    It counts while the partnership is in the actor's programme; in another programme it waits, and nothing is lost.
    """

    __tablename__ = "partnership_actor"
    __table_args__ = (UniqueConstraint("partnership_id", "programme_partner_id"),)

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    programme_partner_id: Mapped[int] = mapped_column(ForeignKey("programme_partner.id"), index=True)
    contribution: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
    actor: Mapped[ProgrammePartner] = relationship()
