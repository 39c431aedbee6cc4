"""What outlives a project: follow-ups of the cities, and protocols with their reviews."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.after_care import ProtocolKind
from tracker.domain.dates import PartialDate
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, PartialDay, Versioned, codes
from tracker.models.partnerships import Partnership


class FollowUp(Versioned, Demonstrable, Base):
    """What one city says 6, 12 or 24 months after `since_on`, the day on which the partnership went into after-care.

    It is dropped when the partnership leaves after-care before it was answered.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("partnership_id", "city_id", "since_on", "months"),
        CheckConstraint("(answered_at IS NULL) = (lasted IS NULL)", name="answered_with_what_lasted"),
    )

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    since_on: Mapped[date]
    months: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    lasted: Mapped[str | None] = mapped_column(Text)
    stopped: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    is_on_behalf: Mapped[bool] = mapped_column(default=False)
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
    city: Mapped[City] = relationship(lazy="joined")


class Protocol(Versioned, Demonstrable, Base):
    """A paper that the cities signed outside the tracker: its term, its aims, and when it is looked at again.

    A renewal is a protocol of its own that `replaces` the one before.
    """

    __tablename__ = "protocol"
    __table_args__ = (
        CheckConstraint("(ended_on IS NULL) = (ended_reason IS NULL)", name="ended_with_reason"),
        CheckConstraint("review_months BETWEEN 1 AND 120", name="review_within_ten_years"),
        CheckConstraint("ends IS NOT NULL OR review_months IS NOT NULL", name="ends_or_is_reviewed"),
        UniqueConstraint("replaces_id"),
    )

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("protocol.id"))
    kind: Mapped[ProtocolKind] = mapped_column(codes(ProtocolKind))
    title: Mapped[str] = mapped_column(Text)
    aims: Mapped[str] = mapped_column(Text, default="")
    signed: Mapped[PartialDate] = mapped_column(PartialDay)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDay)
    review_months: Mapped[int | None]
    next_review_on: Mapped[date | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str | None] = mapped_column(Text)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
    replaces: Mapped["Protocol | None"] = relationship(remote_side="Protocol.id", back_populates="renewal")
    renewal: Mapped["Protocol | None"] = relationship(back_populates="replaces", uselist=False)
    reviews: Mapped[list["ProtocolReview"]] = relationship(order_by="ProtocolReview.held_on.desc()")


class ProtocolReview(Demonstrable, Base):
    """One look of the cities at their protocol, and what they found."""

    __tablename__ = "protocol_review"

    id: Mapped[Key]
    protocol_id: Mapped[int] = mapped_column(ForeignKey("protocol.id"), index=True)
    held_on: Mapped[date]
    findings: Mapped[str] = mapped_column(Text)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
