"""Evaluations: a framework in the version it was answered in, and what each city answers, dimension by dimension."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.frameworks import Occasion
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, Versioned, codes
from tracker.models.partnerships import Partnership


class FrameworkVersion(Base):
    """The text of a framework in one version, kept when the first evaluation with it begins; it never changes.

    `content` is the JSON of its file.
    """

    __tablename__ = "framework_version"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)


class Evaluation(Versioned, Demonstrable, Base):
    """The cities of a partnership answer a framework on one occasion of a cycle, until `due_on`."""

    __tablename__ = "evaluation"
    __table_args__ = (Index("ix_evaluation_partnership_id_cycle", "partnership_id", "cycle"),)

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    cycle: Mapped[int]
    framework_version_id: Mapped[int] = mapped_column(ForeignKey("framework_version.id"), index=True)
    occasion: Mapped[Occasion] = mapped_column(codes(Occasion))
    due_on: Mapped[date | None] = mapped_column(index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
    framework: Mapped[FrameworkVersion] = relationship()
    indicators: Mapped[list["BenchmarkIndicator"]] = relationship(
        order_by="BenchmarkIndicator.id", back_populates="evaluation"
    )
    sides: Mapped[list["EvaluationSide"]] = relationship(order_by="EvaluationSide.id", back_populates="evaluation")


class BenchmarkIndicator(Versioned, Demonstrable, Base):
    """An indicator on which the cities agree, with its unit: each is asked for its value.

    `code` is what answers name it by; the same indicator keeps it in a later evaluation.
    """

    __tablename__ = "benchmark_indicator"
    __table_args__ = (UniqueConstraint("evaluation_id", "code"),)

    id: Mapped[Key]
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    code: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    evaluation: Mapped[Evaluation] = relationship(back_populates="indicators")

    @property
    def partnership(self) -> Partnership:
        """Give the partnership that is evaluated."""
        return self.evaluation.partnership


class EvaluationSide(Versioned, Demonstrable, Base):
    """One city's part of an evaluation; the other cities read it once it is handed in."""

    __tablename__ = "evaluation_side"
    __table_args__ = (UniqueConstraint("evaluation_id", "city_id"),)

    id: Mapped[Key]
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    handed_in_at: Mapped[datetime | None] = mapped_column(Moment)
    handed_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_on_behalf: Mapped[bool] = mapped_column(default=False)

    evaluation: Mapped[Evaluation] = relationship(back_populates="sides")
    city: Mapped[City] = relationship(lazy="joined")
    sections: Mapped[list["EvaluationSection"]] = relationship(order_by="EvaluationSection.id", back_populates="side")

    @property
    def partnership(self) -> Partnership:
        """Give the partnership that is evaluated."""
        return self.evaluation.partnership


class EvaluationSection(Versioned, Base):
    """What one city says in one dimension, and what it will do there."""

    __tablename__ = "evaluation_section"
    __table_args__ = (UniqueConstraint("side_id", "dimension"),)

    id: Mapped[Key]
    side_id: Mapped[int] = mapped_column(ForeignKey("evaluation_side.id"))
    dimension: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text, default="")

    side: Mapped[EvaluationSide] = relationship(back_populates="sections")
    answers: Mapped[list["EvaluationAnswer"]] = relationship(cascade="all, delete-orphan")

    @property
    def partnership(self) -> Partnership:
        """Give the partnership that is evaluated."""
        return self.side.partnership

    @property
    def city_id(self) -> int:
        """Give the id of the city that answers."""
        return self.side.city_id


class EvaluationAnswer(Base):
    """What a city says to one question: steps of the scale, words, a number, or that it does not apply."""

    __tablename__ = "evaluation_answer"
    __table_args__ = (CheckConstraint("now >= 1 AND wanted >= 1", name="scales_count_from_one"),)

    section_id: Mapped[int] = mapped_column(ForeignKey("evaluation_section.id"), primary_key=True)
    question: Mapped[str] = mapped_column(Text, primary_key=True)
    now: Mapped[int | None]
    wanted: Mapped[int | None]
    why: Mapped[str] = mapped_column(Text, default="")
    does_not_apply: Mapped[bool] = mapped_column(default=False)
    value: Mapped[float | None]
    unit: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[int | None]
    source: Mapped[str] = mapped_column(Text, default="")
