"""Counts that triggers keep beside the facts, in the same transaction, so that no page counts a whole table.

`counted_partnership` and `counted_sign_off` are what each partnership was last counted as; the other two are their
sums. Only triggers write here (migration 0016); a test counts everything anew and finds the same. A deleted partnership
is not counted; `programme_id` is 0 for what is in no programme.
"""

from datetime import date

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base
from tracker.domain.partnerships import PartnershipState
from tracker.models.columns import codes

NO_PROGRAMME_ID = 0


class CountedPartnership(Base):
    """What one partnership was last counted as; `unreported` are its missions that are over and have no report."""

    __tablename__ = "counted_partnership"

    partnership_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    programme_id: Mapped[int]
    state: Mapped[PartnershipState] = mapped_column(codes(PartnershipState))
    stage_number: Mapped[int]
    unreported: Mapped[int]


class CountedSignOff(Base):
    """How many sign-offs of one partnership are open and due on a day."""

    __tablename__ = "counted_sign_off"

    partnership_id: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    sign_offs: Mapped[int]


class PartnershipCount(Base):
    """How many partnerships of a programme are in a state at a stage, and how many missions of theirs lack a report."""

    __tablename__ = "partnership_count"

    programme_id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[PartnershipState] = mapped_column(codes(PartnershipState), primary_key=True)
    stage_number: Mapped[int] = mapped_column(primary_key=True)
    partnerships: Mapped[int]
    unreported: Mapped[int]


class SignOffCount(Base):
    """How many sign-offs of these partnerships are open and due on a day."""

    __tablename__ = "sign_off_count"
    __table_args__ = (
        Index(
            "ix_sign_off_count_none_left",
            "sign_offs",
            sqlite_where=text("sign_offs = 0"),
            postgresql_where=text("sign_offs = 0"),
        ),
    )

    programme_id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[PartnershipState] = mapped_column(codes(PartnershipState), primary_key=True)
    stage_number: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    sign_offs: Mapped[int]
