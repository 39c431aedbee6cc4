"""What the filters of lists offer to choose from."""

from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten

from sqlalchemy import select

from tracker.dashboards.filters import Filters
from tracker.dashboards.paging import Query
from tracker.db import built_once, db
from tracker.i18n import country_name
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen, people_seen

COUNTRIES = select(City.country).distinct().order_by(City.country)
LONGEST_NAME = 56
"""Letters of a programme's name that fit into a table; its own page has the whole."""


@dataclass(frozen=True)
class ProgrammeOption:
    """A programme to choose."""

    id: int
    code: str
    name: str


def programme_options(standing: Standing) -> list[ProgrammeOption]:
    """List the programmes in which a person sees partnerships, by name."""
    return [ProgrammeOption(*row) for row in db.session.execute(_programmes(standing))]


@built_once
def _programmes(standing: Standing) -> Query:
    seen = select(Partnership.id).where(Partnership.programme_id == Programme.id, partnerships_seen(standing))
    query = select(Programme.id, Programme.code, Programme.name).where(seen.exists())
    return query.order_by(Programme.name, Programme.id)


@lru_cache(1024)
def short_name(name: str) -> str:
    """Give a programme's name, cut between words where it is too long for a table."""
    return shorten(name, LONGEST_NAME, placeholder="…")


def country_options() -> list[str]:
    """List the countries of all cities by their codes."""
    return list(db.session.scalars(COUNTRIES))


def city_options(filters: Filters) -> list[tuple[str, str]]:
    """Give code and name of the one city that is asked for, if any; a select of all cities would be too long."""
    if not filters.city:
        return []
    query = select(City.code, City.name).where(City.code == filters.city)
    return [(code, name) for code, name in db.session.execute(query)]


def place_name(by: str, code: str) -> str:
    """Give the name of a city by its code, or of a country by its ISO code; the code itself where none is known."""
    if by == "country":
        return country_name(code)
    return db.session.scalar(select(City.name).where(City.code == code)) or code


def person_options(filters: Filters, standing: Standing) -> list[tuple[str, str]]:
    """Give id and name of the one person who is asked for, if the reader may know them."""
    if not filters.person:
        return []
    query = select(Person.id, Person.name).where(Person.id == filters.person, people_seen(standing))
    return [(str(number), name) for number, name in db.session.execute(query)]


def actor_options(filters: Filters) -> list[tuple[str, str]]:
    """Give id and name of the one actor that is asked for, if any."""
    if filters.actor is None:
        return []
    query = select(ProgrammePartner.id, ProgrammePartner.name).where(ProgrammePartner.id == filters.actor)
    return [(str(number), name) for number, name in db.session.execute(query)]
