"""What the Share phase leaves behind: activities of one or several partnerships, and the other partners."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.dates import PartialDate
from tracker.domain.sharing import PartnerKind, ShareKind
from tracker.models.columns import Demonstrable, Key, Moment, PartialDay, Versioned, codes
from tracker.models.partnerships import Partnership

share_activity_partnership = Table(
    "share_activity_partnership",
    Base.metadata,
    Column("share_activity_id", ForeignKey("share_activity.id"), primary_key=True),
    Column("partnership_id", ForeignKey("partnership.id"), primary_key=True, index=True),
)


class ShareActivity(Versioned, Demonstrable, Base):
    """A launch, seminar, book, ... by which a partnership, and maybe `others` with it, shares what it learned.

    `held` is empty or in the future while it is planned; `reach` counts people; `languages` are codes between spaces.
    `record_code` names the event or document on record that it was taken from; such a one took place, whenever it was.
    """

    __tablename__ = "share_activity"
    __table_args__ = (CheckConstraint("reach >= 0", name="reaches_nobody_less"),)

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    kind: Mapped[ShareKind] = mapped_column(codes(ShareKind))
    title: Mapped[str] = mapped_column(Text)
    held: Mapped[PartialDate | None] = mapped_column(PartialDay)
    place: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(Text, default="")
    message: Mapped[str] = mapped_column(Text, default="")
    responsible: Mapped[str] = mapped_column(Text, default="")
    reach: Mapped[int | None]
    languages: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    record_code: Mapped[str | None] = mapped_column(Text)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
    others: Mapped[list[Partnership]] = relationship(secondary=share_activity_partnership, order_by=Partnership.ref)

    @property
    def subject(self) -> str:
        """Give what the journal calls the activity."""
        return f"{self.partnership.ref}-share_activity-{self.id}"


class PartnerOrganisation(Versioned, Demonstrable, Base):
    """A university, an association, a donor, ... that takes part in a partnership beside the cities."""

    __tablename__ = "partner_organisation"

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    kind: Mapped[PartnerKind] = mapped_column(codes(PartnerKind))
    name: Mapped[str] = mapped_column(Text)
    contribution: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
