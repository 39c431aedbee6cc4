"""Views of lists that people keep under a name, and which one a list opens with."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.views import ViewPage
from tracker.models.columns import Key, Moment, Versioned, codes
from tracker.models.people import Person
from tracker.models.programmes import Programme


class SavedView(Versioned, Base):
    """The question of a list, as its address writes it, under a name.

    It is its owner's; with a programme it is offered to everybody who coordinates that programme as well.
    """

    __tablename__ = "saved_view"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    page: Mapped[ViewPage] = mapped_column(codes(ViewPage))
    name: Mapped[str] = mapped_column(Text)
    query: Mapped[str] = mapped_column(Text, default="")
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship()
    programme: Mapped[Programme | None] = relationship()


class ViewDefault(Base):
    """The view that a list opens with for a person, when its address asks nothing."""

    __tablename__ = "view_default"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    page: Mapped[ViewPage] = mapped_column(codes(ViewPage), primary_key=True)
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"), index=True)

    view: Mapped[SavedView] = relationship(lazy="joined", innerjoin=True)
