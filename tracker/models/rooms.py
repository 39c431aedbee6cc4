"""What the cities put into the rooms of stages 1 to 3: needs, comparisons, priorities."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from tracker.db import Base
from tracker.domain.evaluation import Part, Severity, Verdict
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, Versioned, codes
from tracker.models.partnerships import Partnership


class InCycle(Versioned, Demonstrable):
    """A row that belongs to one cycle of a partnership, says who wrote it, and is removed softly."""

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    cycle: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    @declared_attr
    def partnership(cls) -> Mapped[Partnership]:
        """Give the partnership that the row belongs to."""
        return relationship(Partnership)

    rules: ClassVar[tuple[CheckConstraint, ...]] = ()

    @declared_attr.directive
    def __table_args__(cls) -> tuple[object, ...]:
        """Index every room by partnership and cycle, and keep the table's own rules."""
        index = Index(f"ix_{cls.__tablename__}_partnership_id_cycle", "partnership_id", "cycle")  # type: ignore[attr-defined]
        return (index, *cls.rules)


class Need(InCycle, Base):
    """Stage 1: what a city needs, how badly, on what evidence, measured from which baseline.

    It is open until `met_on`; one that was open when its cycle ended is carried over, and names where it came from.
    """

    __tablename__ = "need"

    id: Mapped[Key]
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    sector: Mapped[str] = mapped_column(Text)
    severity: Mapped[Severity] = mapped_column(codes(Severity))
    affected: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    baseline_value: Mapped[str] = mapped_column(Text, default="")
    baseline_unit: Mapped[str] = mapped_column(Text, default="")
    baseline_year: Mapped[int | None]
    baseline_source: Mapped[str] = mapped_column(Text, default="")
    is_on_behalf: Mapped[bool] = mapped_column(default=False)
    met_on: Mapped[date | None]
    met_how: Mapped[str] = mapped_column(Text, default="")
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)

    city: Mapped[City] = relationship(lazy="joined")


class Comparison(InCycle, Base):
    """Stage 2: one dimension in which the cities are compared, and what that means for transfer."""

    __tablename__ = "comparison"

    id: Mapped[Key]
    dimension: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Verdict | None] = mapped_column(codes(Verdict))
    requires: Mapped[str] = mapped_column(Text, default="")
    transfer: Mapped[str] = mapped_column(Text, default="")

    cells: Mapped[list["ComparisonCell"]] = relationship(cascade="all, delete-orphan")


class ComparisonCell(Versioned, Base):
    """How one city stands in one dimension, in its own words or, marked so, in its coordinator's."""

    __tablename__ = "comparison_cell"
    __table_args__ = (UniqueConstraint("comparison_id", "city_id"),)

    id: Mapped[Key]
    comparison_id: Mapped[int] = mapped_column(ForeignKey("comparison.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    description: Mapped[str] = mapped_column(Text)
    is_on_behalf: Mapped[bool] = mapped_column(default=False)

    city: Mapped[City] = relationship(lazy="joined")


class Priority(InCycle, Base):
    """Stage 3: a ranked priority, the knowledge or instrument that serves it, and the need behind it."""

    __tablename__ = "priority"
    rules = (CheckConstraint("rank >= 1", name="ranks_count_from_one"),)

    id: Mapped[Key]
    rank: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    instrument: Mapped[str] = mapped_column(Text, default="")
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)

    need: Mapped[Need | None] = relationship()
    parts: Mapped[list["PriorityPart"]] = relationship(cascade="all, delete-orphan")
    rankings: Mapped[list["PriorityRanking"]] = relationship(cascade="all, delete-orphan")


class PriorityPart(Base):
    """Who teaches and who learns in a priority; a city can do both."""

    __tablename__ = "priority_part"

    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), primary_key=True, index=True)
    part: Mapped[Part] = mapped_column(codes(Part), primary_key=True)

    city: Mapped[City] = relationship(lazy="joined")


class PriorityRanking(Base):
    """Which rank one city gives to a priority, beside the rank that both have agreed on."""

    __tablename__ = "priority_ranking"
    __table_args__ = (CheckConstraint("rank >= 1", name="ranks_count_from_one"),)

    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), primary_key=True, index=True)
    rank: Mapped[int]


class Rating(Versioned, Demonstrable, Base):
    """Stage 6: how effective a city found an exchanged instrument, 1 to 5, and why."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("instrument_id", "city_id"),
        CheckConstraint("score BETWEEN 1 AND 5", name="one_to_five"),
    )

    id: Mapped[Key]
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    score: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    rated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    rated_at: Mapped[datetime] = mapped_column(Moment)
    is_on_behalf: Mapped[bool] = mapped_column(default=False)

    city: Mapped[City] = relationship(lazy="joined")
