"""Where each stage of each cycle stands, what its cities agreed to, and which conditions of a gate were waived."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.stages import StageState
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, Versioned, codes
from tracker.models.partnerships import Partnership
from tracker.models.people import Person


class StageRun(Versioned, Demonstrable, Base):
    """One stage in one cycle of a partnership; `planned_days` may differ from the method's usual length.

    Two copies of the facts, kept by `services/readiness`: since `asked_at` all is there that its cities agree on, and
    since `ready_at` all that its gate asks for, so that it awaits the coordinator's decision.
    """

    __tablename__ = "stage_run"
    __table_args__ = (
        UniqueConstraint("partnership_id", "cycle", "number"),
        CheckConstraint("number BETWEEN 1 AND 6", name="six_stages"),
        CheckConstraint("planned_days > 0", name="planned_days"),
        CheckConstraint(
            "(state IN ('passed', 'waived')) = (decided_on IS NOT NULL)", name="decided_when_gate_is_passed"
        ),
        CheckConstraint("decided_on IS NULL OR started_on <= decided_on", name="in_order"),
        Index(
            "ix_stage_run_asked",
            "partnership_id",
            sqlite_where=text("asked_at IS NOT NULL"),
            postgresql_where=text("asked_at IS NOT NULL"),
        ),
        Index(
            "ix_stage_run_ready",
            "ready_at",
            sqlite_where=text("ready_at IS NOT NULL"),
            postgresql_where=text("ready_at IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    cycle: Mapped[int]
    number: Mapped[int]
    state: Mapped[StageState] = mapped_column(codes(StageState))
    started_on: Mapped[date | None]
    planned_days: Mapped[int]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    ready_at: Mapped[datetime | None] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship()
    decided_by: Mapped[Person | None] = relationship()


class Waiver(Demonstrable, Base):
    """A condition of a gate that the coordinator set aside; the reason stays visible for ever."""

    __tablename__ = "waiver"
    __table_args__ = (
        UniqueConstraint("stage_run_id", "condition"),
        CheckConstraint("reason <> ''", name="has_reason"),
    )

    id: Mapped[Key]
    stage_run_id: Mapped[int] = mapped_column(ForeignKey("stage_run.id"))
    condition: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    waived_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    waived_at: Mapped[datetime] = mapped_column(Moment)

    stage_run: Mapped[StageRun] = relationship()
    waived_by: Mapped[Person] = relationship(lazy="joined")


class Consent(Demonstrable, Base):
    """One city agrees to what stands in the room of a stage; a change of the room or the city itself takes it back."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("stage_run_id", "city_id"),)

    id: Mapped[Key]
    stage_run_id: Mapped[int] = mapped_column(ForeignKey("stage_run.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)

    stage_run: Mapped[StageRun] = relationship()
    city: Mapped[City] = relationship(lazy="joined")
    given_by: Mapped[Person] = relationship(lazy="joined")
