"""Programmes hold partnerships together; institutions carry them, coordinators steer them; money is given to either."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.dates import PartialDate
from tracker.domain.programmes import GovernanceRole
from tracker.models.columns import Key, Moment, PartialDay, Versioned, codes
from tracker.models.people import Person


class Programme(Versioned, Base):
    """A frame with funders and a period, under which partnerships run; amounts are in cents of `currency`.

    `languages` are the codes, with spaces between, of the languages that its official documents are wanted in. `policy`
    is the code of the policy that the gates of its new partnerships follow.
    """

    __tablename__ = "programme"
    __table_args__ = (CheckConstraint("amount_cents IS NULL OR currency <> ''", name="money_has_currency"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    countries: Mapped[str] = mapped_column(Text, default="")
    starts: Mapped[PartialDate | None] = mapped_column(PartialDay)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDay)
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text, default="")
    funders: Mapped[str] = mapped_column(Text, default="")
    coordinated_by: Mapped[str] = mapped_column(Text, default="")
    modality: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[str] = mapped_column(Text, default="")
    policy: Mapped[str] = mapped_column(Text, default="guide")
    sources: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")


class ProgrammeCoordinator(Base):
    """A person steers a programme's portfolio."""

    __tablename__ = "programme_coordinator"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    programme: Mapped[Programme] = relationship()
    person: Mapped[Person] = relationship()


class ProgrammePartner(Versioned, Base):
    """An institution that carries a programme, and as what; `contact` is a unit or an address on the web, no person."""

    __tablename__ = "programme_partner"

    id: Mapped[Key]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    role: Mapped[GovernanceRole] = mapped_column(codes(GovernanceRole))
    name: Mapped[str] = mapped_column(Text)
    country: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[PartialDate | None] = mapped_column(PartialDay)
    until: Mapped[PartialDate | None] = mapped_column(PartialDay)
    sources: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    programme: Mapped[Programme] = relationship()


class Funding(Base):
    """An amount that a source names for a programme or a partnership, in cents of `currency`."""

    __tablename__ = "funding"
    __table_args__ = (
        CheckConstraint("(programme_id IS NULL) <> (partnership_id IS NULL)", name="of_one_thing"),
        CheckConstraint("amount_cents >= 0", name="not_negative"),
    )

    id: Mapped[Key]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[str] = mapped_column(Text, default="")
