"""Missions, their delegations, and the tasks that were agreed on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tracker.db import Base
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import CancelReason, MissionKind, MissionState
from tracker.domain.search import folded
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, PartialDay, Versioned, codes
from tracker.models.partnerships import Partnership
from tracker.models.people import Person


class Mission(Versioned, Demonstrable, Base):
    """A planned trip or session of a partnership, before or after it took place; `ref` reads P-0147-M03.

    `starts` and `ends` are as precise as is known; with precision `range` it took place somewhere between them.
    `first_day` and `last_day` are the same as whole days, for searching; both are empty when nothing is known.
    """

    __tablename__ = "mission"
    __table_args__ = (
        UniqueConstraint("partnership_id", "number"),
        CheckConstraint(
            "(first_day IS NULL) = (starts IS NULL) AND (last_day IS NULL) = (ends IS NULL)", name="days_follow_dates"
        ),
        CheckConstraint("first_day <= last_day", name="in_order"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason IS NOT NULL)", name="cancelled_with_reason"),
        Index("ix_mission_first_day_last_day", "first_day", "last_day"),
        Index("ix_mission_state_last_day", "state", "last_day", "partnership_id", "logged_at"),
        Index("ix_mission_state_first_day", "state", "first_day", "partnership_id"),
        Index(
            "ix_mission_unreported_logged_at",
            "logged_at",
            "partnership_id",
            sqlite_where=text("state = 'completed'"),
            postgresql_where=text("state = 'completed'"),
        ),
    )

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    number: Mapped[int]
    ref: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[MissionKind] = mapped_column(codes(MissionKind))
    state: Mapped[MissionState] = mapped_column(codes(MissionState))
    title: Mapped[str] = mapped_column(Text, default="")
    date_precision: Mapped[Precision] = mapped_column(codes(Precision))
    starts: Mapped[PartialDate | None] = mapped_column(PartialDay)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDay)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    place: Mapped[str] = mapped_column(Text, default="")
    host_city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text, default="")
    theme: Mapped[str] = mapped_column(Text, default="", index=True)
    agenda: Mapped[str] = mapped_column(Text, default="")
    decisions: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    participants: Mapped[str] = mapped_column(Text, default="")
    cancel_reason: Mapped[CancelReason | None] = mapped_column(codes(CancelReason))
    cancel_remarks: Mapped[str] = mapped_column(Text, default="")
    event_code: Mapped[str | None] = mapped_column(Text, unique=True)
    kind_in_source: Mapped[str] = mapped_column(Text, default="")
    stage_in_source: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    logged_at: Mapped[datetime] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship(lazy="joined", innerjoin=True)
    host_city: Mapped[City | None] = relationship(lazy="joined")
    logged_by: Mapped[Person | None] = relationship()
    delegates: Mapped[list["Delegate"]] = relationship(cascade="all, delete-orphan", order_by="Delegate.id")
    details: Mapped[list["MissionDetail"]] = relationship(cascade="all, delete-orphan", order_by="MissionDetail.field")
    sessions: Mapped[list["MissionSession"]] = relationship(
        cascade="all, delete-orphan", order_by="MissionSession.held_on, MissionSession.id"
    )
    tasks: Mapped[list["AgreedTask"]] = relationship(order_by="AgreedTask.position", back_populates="mission")


def _search_text(context: Any) -> str:
    """Fold the name of a row that is inserted without going through the class."""
    return folded(context.get_current_parameters()["name"])


class Delegate(Base):
    """One person of a mission's delegation: who, from where, as what, and who pays; `city_id` is the side.

    `search_text` is the folded name, by which the same person is found again; it follows the name by itself.
    """

    __tablename__ = "delegate"

    id: Mapped[Key]
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), index=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"))
    name: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default=_search_text, index=True)
    organisation: Mapped[str] = mapped_column(Text, default="")
    function: Mapped[str] = mapped_column(Text, default="")
    payer: Mapped[str] = mapped_column(Text, default="")

    city: Mapped[City | None] = relationship(lazy="joined")

    @validates("name")
    def _fold(self, _name: str, value: str) -> str:
        self.search_text = folded(value)
        return value


class MissionDetail(Base):
    """What is said in one of the fields that a kind of mission has of its own (`domain.mission_kinds`)."""

    __tablename__ = "mission_detail"

    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), primary_key=True)
    field: Mapped[str] = mapped_column(Text, primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class MissionSession(Base):
    """One of the many sessions of a mission such as mentoring: its day, its length in minutes, and what was done."""

    __tablename__ = "mission_session"
    __table_args__ = (CheckConstraint("minutes > 0", name="some_time"),)

    id: Mapped[Key]
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), index=True)
    held_on: Mapped[date]
    minutes: Mapped[int | None]
    what: Mapped[str] = mapped_column(Text, default="")


class AgreedTask(Versioned, Demonstrable, Base):
    """What was agreed on a mission: what, who, in which city, until when; cents of `currency` when it costs."""

    __tablename__ = "agreed_task"
    __table_args__ = (
        CheckConstraint("amount_cents IS NULL OR length(currency) = 3", name="money_has_currency"),
        Index("ix_agreed_task_city_id_done_at_due_on", "city_id", "done_at", "due_on"),
    )

    id: Mapped[Key]
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), index=True)
    position: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text, default="")
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    due_on: Mapped[date | None]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text, default="")
    bearer: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    mission: Mapped[Mission] = relationship(back_populates="tasks")
    city: Mapped[City] = relationship(lazy="joined")
