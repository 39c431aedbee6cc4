"""Mandates: an office of a city, held by a person between two days; its deputies; each city's commitments."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, Versioned
from tracker.models.people import Person


class Mandate(Versioned, Demonstrable, Base):
    """Who signs for a city, from its first to its last day (both included), on which basis (decree, minutes).

    It counts only once a second person has confirmed it; a city has one confirmed mandate without an end at most. An
    acting holder fills a vacant office for the time being, and is shown as such.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="in_order"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("confirmed_by_id <> recorded_by_id", name="two_persons"),
        Index(
            "uq_mandate_open",
            "city_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL AND confirmed_at IS NOT NULL"),
            postgresql_where=text("ends_on IS NULL AND confirmed_at IS NOT NULL"),
        ),
        Index("ix_mandate_city_id_starts_on", "city_id", "starts_on"),
        Index("ix_mandate_ends_on", "ends_on"),
    )

    id: Mapped[Key]
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    basis: Mapped[str] = mapped_column(Text)
    is_acting: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)

    city: Mapped[City] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")


class Delegation(Versioned, Demonstrable, Base):
    """The holder of an office lets a deputy sign in their place, from one day to another (both included).

    It ends with the mandate at the latest, or when the holder revokes it. `function` is how the deputy is shown.
    """

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="in_order"),)

    id: Mapped[Key]
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    function: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    basis: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)

    mandate: Mapped[Mandate] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


class Commitment(Base):
    """A new office holder is asked to renew the city's commitment to a partnership, and did or did not yet.

    The document that is signed for it carries the question; its `series` is kept here.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("mandate_id", "partnership_id"),
        Index(
            "ix_commitment_asked",
            "mandate_id",
            sqlite_where=text("renewed_at IS NULL"),
            postgresql_where=text("renewed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    series: Mapped[str | None] = mapped_column(Text, unique=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    renewed_at: Mapped[datetime | None] = mapped_column(Moment)

    mandate: Mapped[Mandate] = relationship(lazy="joined")
