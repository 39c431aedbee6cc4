"""Partnerships, their member cities, and the people who hold a post in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tracker.db import Base
from tracker.domain.dates import PartialDate
from tracker.domain.partnerships import LegalForm, Modality, PartnershipState, Post
from tracker.domain.search import folded
from tracker.models.cities import City
from tracker.models.columns import Key, Moment, PartialDay, Versioned, codes
from tracker.models.people import Person
from tracker.models.programmes import Programme


def _search_text(context: Any) -> str:
    """Fold the title and reference of a row that is inserted without going through the class."""
    row = context.get_current_parameters()
    return folded(f"{row['title']} {row['ref']}")


class Partnership(Versioned, Base):
    """The lasting relation of two or more cities; `ref` (P-0147) is printed on documents and never changes.

    `cycle` and `stage_number` are copies of what the stages say, `last_event_at` of the newest journal row;
    `status_in_source` is the source's own word, kept beside our `state`. `policy` names the policy of its gates.
    `search_text` is title and reference, folded; it follows them by itself.
    """

    __tablename__ = "partnership"
    __table_args__ = (
        CheckConstraint("(deleted_at IS NULL) = (deleted_reason IS NULL)", name="deleted_with_reason"),
        CheckConstraint("stage_number BETWEEN 1 AND 6", name="six_stages"),
        CheckConstraint("cycle >= 1", name="cycles_count_from_one"),
        Index("ix_partnership_pipeline", "deleted_at", "programme_id", "state", "stage_number", "last_event_at"),
        Index("ix_partnership_words", "deleted_at", "search_text", "programme_id", "state", "stage_number"),
        Index("ix_partnership_modality", "deleted_at", "modality", "programme_id", "state", "stage_number"),
        Index("ix_partnership_dates", "deleted_at", "starts", "ends", "programme_id", "state", "stage_number"),
        Index("ix_partnership_quiet", "deleted_at", "state", "last_event_at", "programme_id"),
    )

    id: Mapped[Key]
    ref: Mapped[str] = mapped_column(Text, unique=True)
    code: Mapped[str | None] = mapped_column(Text, unique=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    title: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default=_search_text, index=True)
    modality: Mapped[Modality] = mapped_column(codes(Modality))
    legal_form: Mapped[LegalForm | None] = mapped_column(codes(LegalForm))
    theme: Mapped[str] = mapped_column(Text, default="", index=True)
    theme_text: Mapped[str] = mapped_column(Text, default="")
    starts: Mapped[PartialDate | None] = mapped_column(PartialDay)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDay)
    state: Mapped[PartnershipState] = mapped_column(codes(PartnershipState))
    state_reason: Mapped[str] = mapped_column(Text, default="")
    state_since: Mapped[datetime] = mapped_column(Moment)
    status_in_source: Mapped[str] = mapped_column(Text, default="")
    is_public: Mapped[bool] = mapped_column(default=False, index=True)
    policy: Mapped[str] = mapped_column(Text, default="guide-1")
    has_demonstration: Mapped[bool] = mapped_column(default=False)
    cycle: Mapped[int] = mapped_column(default=1)
    stage_number: Mapped[int] = mapped_column(default=1)
    last_event_at: Mapped[datetime] = mapped_column(Moment, index=True)
    sources: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    deleted_reason: Mapped[str | None] = mapped_column(Text)

    programme: Mapped[Programme | None] = relationship()
    members: Mapped[list["Member"]] = relationship(order_by="Member.position", back_populates="partnership")

    @validates("title", "ref")
    def _fold(self, name: str, value: str) -> str:
        title, ref = (value, self.ref) if name == "title" else (self.title, value)
        self.search_text = folded(f"{title or ''} {ref or ''}")
        return value

    @property
    def cities(self) -> list[City]:
        """List the member cities in their order."""
        return [member.city for member in self.members]


class Member(Base):
    """A city's membership in a partnership; `position` is the order in which the cities are written."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("partnership_id", "position"),)

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), primary_key=True, index=True)
    position: Mapped[int]

    partnership: Mapped[Partnership] = relationship(back_populates="members")
    city: Mapped[City] = relationship(lazy="joined")


class PostHolder(Base):
    """What a person is in a partnership: technical lead, focal point, observer, ...; one technical lead a city.

    `function` is what they work as here, if that is not what their account says: engineer, planner, ...
    """

    __tablename__ = "post_holder"
    __table_args__ = (
        UniqueConstraint("partnership_id", "person_id", "post"),
        Index(
            "uq_post_holder_one_lead",
            "partnership_id",
            "city_id",
            "post",
            unique=True,
            sqlite_where=text("post IN ('technical_lead', 'political_leader')"),
            postgresql_where=text("post IN ('technical_lead', 'political_leader')"),
        ),
    )

    id: Mapped[Key]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"))
    post: Mapped[Post] = mapped_column(codes(Post))
    function: Mapped[str] = mapped_column(Text, default="", server_default="")

    partnership: Mapped[Partnership] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def works_as(self) -> str:
        """Give the function of the person here, else the one in their city; may be empty."""
        return self.function or self.person.function
