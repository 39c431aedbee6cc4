"""Member cities, and who is named as their head in public sources."""

from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tracker.db import Base
from tracker.domain.search import folded
from tracker.models.columns import Key, Versioned


def _search_text(context: Any) -> str:
    """Fold the name of a row that is inserted without going through the class."""
    return folded(context.get_current_parameters()["name"])


class City(Versioned, Base):
    """A local government that can be a member of partnerships: a city, county, region, district or metropolis.

    `kind` is the tier as its source words it; `office` is how this city writes the title of its head. `search_text` is
    the folded name; it follows the name by itself.
    """

    __tablename__ = "city"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text, default=_search_text, index=True)
    country: Mapped[str] = mapped_column(Text, index=True)
    kind: Mapped[str] = mapped_column(Text, default="city")
    office: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(Text, default="en")
    timezone: Mapped[str] = mapped_column(Text, default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    population: Mapped[int | None]
    geonameid: Mapped[int | None]
    geo_note: Mapped[str] = mapped_column(Text, default="")

    @validates("name")
    def _fold(self, _name: str, value: str) -> str:
        self.search_text = folded(value)
        return value


class PublicOfficial(Base):
    """Somebody whom a public source names as holder of an office; no account, no signature, no exact mandate."""

    __tablename__ = "public_official"

    id: Mapped[Key]
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    office: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    when_stated: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[str] = mapped_column(Text, default="")

    city: Mapped[City] = relationship()
