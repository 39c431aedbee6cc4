"""What the cities put into the rooms of stages 4 to 6: activities with costs, instruments, results."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.models.cities import City
from tracker.models.columns import Key
from tracker.models.rooms import InCycle, Rating


class Activity(InCycle, Base):
    """Stage 4: a line of the joint work plan, with its days as planned and as they came, and its expected result.

    `objective_id` is what it brings about in the logframe.
    """

    __tablename__ = "activity"
    rules = (CheckConstraint("starts_on <= ends_on", name="in_order"),)

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    began_on: Mapped[date | None]
    finished_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(Text, default="")
    objective_id: Mapped[int | None] = mapped_column(ForeignKey("objective.id"), index=True)

    responsibles: Mapped[list["Responsible"]] = relationship(cascade="all, delete-orphan")
    waits: Mapped[list["Dependency"]] = relationship(
        cascade="all, delete-orphan", foreign_keys="Dependency.activity_id", order_by="Dependency.before_id"
    )
    costs: Mapped[list["Cost"]] = relationship(cascade="all, delete-orphan", order_by="Cost.id")


class Dependency(Base):
    """An activity waits for another one of its plan to end; nothing waits for itself, also not by way of others."""

    __tablename__ = "dependency"
    __table_args__ = (CheckConstraint("activity_id <> before_id", name="not_for_itself"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    before_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True, index=True)


class Responsible(Base):
    """Who answers for an activity in one city, by name and function."""

    __tablename__ = "responsible"
    __table_args__ = (UniqueConstraint("activity_id", "city_id"),)

    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    name: Mapped[str] = mapped_column(Text)

    city: Mapped[City] = relationship(lazy="joined")


class Cost(Base):
    """What an activity costs and what was spent of it, in cents of `currency`, and who bears it, when that is known."""

    __tablename__ = "cost"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="positive"),
        CheckConstraint("spent_cents > 0", name="spent_positive"),
        CheckConstraint("length(currency) = 3", name="currency_code"),
    )

    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    what: Mapped[str] = mapped_column(Text, default="")
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text)
    bearer: Mapped[str] = mapped_column(Text, default="")
    spent_cents: Mapped[int | None] = mapped_column(BigInteger)


class Instrument(InCycle, Base):
    """Stage 5: an instrument or practice (master plan, cadastre, ...) passed from one city to another.

    `piloted_in` is where it was tried first, `piloted_on` since when.
    """

    __tablename__ = "instrument"
    rules = (CheckConstraint("from_city_id <> to_city_id", name="between_two_cities"),)

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text)
    from_city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    to_city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    edition: Mapped[str] = mapped_column(Text, default="")
    legal_status: Mapped[str] = mapped_column(Text, default="")
    adaptation: Mapped[str] = mapped_column(Text, default="")
    piloted_in: Mapped[str] = mapped_column(Text, default="")
    piloted_on: Mapped[date | None]
    mission_id: Mapped[int | None] = mapped_column(ForeignKey("mission.id"), index=True)

    from_city: Mapped[City] = relationship(foreign_keys=[from_city_id], lazy="joined")
    to_city: Mapped[City] = relationship(foreign_keys=[to_city_id], lazy="joined")
    ratings: Mapped[list[Rating]] = relationship()


class Result(InCycle, Base):
    """Stage 6: what was expected, what was achieved, and how that is known."""

    __tablename__ = "result"

    id: Mapped[Key]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    expected: Mapped[str] = mapped_column(Text)
    achieved: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")

    activity: Mapped[Activity | None] = relationship()
