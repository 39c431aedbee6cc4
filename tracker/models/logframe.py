"""The logframe of a cycle: objectives on three levels, their indicators with milestones, and what was measured."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.logframe import Aggregate, ObjectiveLevel
from tracker.models.columns import Demonstrable, Key, Moment, codes
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import InCycle


class Objective(InCycle, Base):
    """Stage 4: what the work plan is to bring about, on one level, serving an objective of a higher one."""

    __tablename__ = "objective"
    rules = (CheckConstraint("id <> serves_id", name="serves_another"),)

    id: Mapped[Key]
    level: Mapped[ObjectiveLevel] = mapped_column(codes(ObjectiveLevel))
    title: Mapped[str] = mapped_column(Text)
    assumptions: Mapped[str] = mapped_column(Text, default="")
    serves_id: Mapped[int | None] = mapped_column(ForeignKey("objective.id"), index=True)


class Indicator(InCycle, Base):
    """Stage 4: how an objective is measured, from which baseline to which target, in `unit`.

    `source` is the means of verification; `aggregate` tells how a programme adds it up.
    """

    __tablename__ = "indicator"

    id: Mapped[Key]
    objective_id: Mapped[int] = mapped_column(ForeignKey("objective.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text, default="")
    baseline: Mapped[float | None]
    baseline_on: Mapped[date | None]
    target: Mapped[float | None]
    target_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text, default="")
    aggregate: Mapped[Aggregate] = mapped_column(codes(Aggregate), default=Aggregate.SUM)
    remarks: Mapped[str] = mapped_column(Text, default="")

    objective: Mapped[Objective] = relationship(lazy="joined")
    milestones: Mapped[list["Milestone"]] = relationship(cascade="all, delete-orphan", order_by="Milestone.due_on")


class Milestone(Base):
    """Which value an indicator is to have reached on a day before its target's."""

    __tablename__ = "milestone"

    id: Mapped[Key]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    due_on: Mapped[date]
    value: Mapped[float]


class Measurement(Demonstrable, Base):
    """What an indicator was on a day, how that is known, and who recorded it; a wrong one is removed softly."""

    __tablename__ = "measurement"

    id: Mapped[Key]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    measured_on: Mapped[date]
    value: Mapped[float]
    evidence: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    indicator: Mapped[Indicator] = relationship(lazy="joined")
    recorded_by: Mapped[Person | None] = relationship()

    @property
    def partnership(self) -> Partnership:
        """Give the partnership that the indicator belongs to."""
        return self.indicator.partnership
