"""Local groups of stakeholders in the cities of a partnership."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.dates import PartialDate
from tracker.domain.local_groups import StakeholderKind
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, PartialDay, Versioned, codes
from tracker.models.partnerships import Partnership


class LocalGroup(Versioned, Demonstrable, Base):
    """A group of a city's stakeholders that takes part in a partnership; `contact` is a unit, no person."""

    __tablename__ = "local_group"
    __table_args__ = (CheckConstraint("people >= 1", name="somebody_in_it"),)

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    kind: Mapped[StakeholderKind] = mapped_column(codes(StakeholderKind))
    name: Mapped[str] = mapped_column(Text)
    people: Mapped[int | None]
    participation: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[PartialDate | None] = mapped_column(PartialDay)
    is_on_behalf: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
    city: Mapped[City] = relationship(lazy="joined")
