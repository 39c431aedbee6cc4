"""Cities as pages show them: the list, and one city with its offices, partnerships, missions and needs."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select

from tracker.dashboards.filters import Filters, Selection, holds_word
from tracker.dashboards.paging import Query, Window
from tracker.dashboards.sign_offs import in_force_on
from tracker.dashboards.sources import SourceRecord, sources_by_row
from tracker.db import db
from tracker.domain.evaluation import Severity
from tracker.domain.missions import MissionState
from tracker.domain.search import words_of
from tracker.models.cities import City, PublicOfficial
from tracker.models.mandates import Mandate
from tracker.models.missions import Delegate, Mission
from tracker.models.partnerships import Member, Partnership
from tracker.models.people import Person
from tracker.models.rooms import Need
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen


@dataclass(frozen=True)
class CityRow:
    """One city of the list; `holder` is empty when nobody holds its office today."""

    code: str
    name: str
    country: str
    kind: str
    office: str
    holder: str
    partnerships: int


@dataclass(frozen=True)
class MandateRow:
    """One mandate of a city; `standing` is proposed, current, ahead or past."""

    id: int
    person_id: int
    office: str
    is_acting: bool
    name: str
    starts_on: date
    ends_on: date | None
    basis: str
    recorded_at: datetime
    standing: str
    is_demonstration: bool


@dataclass(frozen=True)
class OfficialRow:
    """Somebody whom a public source names as the city's head."""

    office: str
    name: str
    when: str
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True)
class NeedRow:
    """A need that the city recorded in a partnership."""

    title: str
    sector: str
    severity: Severity
    partnership_ref: str
    partnership_title: str
    is_demonstration: bool


@dataclass(frozen=True)
class CityQuestion:
    """Which cities are asked for: words in the name, a country's code, a first letter."""

    q: str = ""
    country: str = ""
    letter: str = ""

    @property
    def query(self) -> dict[str, str]:
        """Give what is asked for as an address writes it."""
        return {name: value for name, value in vars(self).items() if value}

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on `City`."""
        found: list[ColumnElement[bool]] = [holds_word(City.search_text, word) for word in words_of(self.q)]
        if self.country:
            found.append(City.country == self.country)
        if self.letter:
            found.append(City.search_text.startswith(self.letter, autoescape=True))
        return found


def at_work(standing: Standing) -> Standing:
    """Give a standing without what is seen only because it was once signed: rooms and missions stay closed there."""
    return replace(standing, signed=frozenset())


def count_cities(question: CityQuestion) -> int:
    """Count the cities that are asked for."""
    return db.session.scalar(select(func.count()).select_from(City).where(*question.conditions())) or 0


def city_rows(question: CityQuestion, window: Window, standing: Standing, today: date) -> list[CityRow]:
    """List cities by name; one statement."""
    partnerships = (
        select(Member.city_id, func.count().label("count"))
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(partnerships_seen(standing))
        .group_by(Member.city_id)
        .subquery()
    )
    count = func.coalesce(partnerships.c.count, 0)
    query = (
        select(City.code, City.name, City.country, City.kind, City.office, _holder(today), count)
        .outerjoin(partnerships, partnerships.c.city_id == City.id)
        .where(*question.conditions())
        .order_by(City.search_text, City.id)
    )
    return [CityRow(*row) for row in db.session.execute(window.of(query))]


def _holder(today: date) -> ColumnElement[str]:
    holder: ScalarSelect[str] = (
        select(Person.name)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Mandate.city_id == City.id, in_force_on(today))
        .order_by(Mandate.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(holder, "")


def first_letters() -> list[str]:
    """List the letters with which names of cities begin."""
    letter = func.substr(City.search_text, 1, 1)
    return [one for one in db.session.scalars(select(letter).distinct().order_by(letter)) if one]


def mandate_rows(city: City, today: date) -> list[MandateRow]:
    """List the mandates of a city, proposed ones too, the newest first."""
    query = (
        select(
            Mandate.id,
            Mandate.person_id,
            Mandate.office,
            Mandate.is_acting,
            Person.name,
            Mandate.starts_on,
            Mandate.ends_on,
            Mandate.basis,
            Mandate.recorded_at,
            Mandate.confirmed_at,
            Mandate.is_demonstration,
        )
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.city_id == city.id)
        .order_by(Mandate.starts_on.desc(), Mandate.id.desc())
    )
    return [
        MandateRow(
            id=row.id,
            person_id=row.person_id,
            office=row.office,
            is_acting=row.is_acting,
            name=row.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            basis=row.basis,
            recorded_at=row.recorded_at,
            standing=_standing(row, today),
            is_demonstration=row.is_demonstration,
        )
        for row in db.session.execute(query)
    ]


def _standing(row: Any, today: date) -> str:
    if row.confirmed_at is None:
        return "proposed"
    if row.ends_on is not None and row.ends_on < today:
        return "past"
    return "current" if row.starts_on <= today else "ahead"


def official_rows(city: City) -> list[OfficialRow]:
    """List whom public sources name as the city's head; two statements."""
    query = select(PublicOfficial.office, PublicOfficial.name, PublicOfficial.when_stated, PublicOfficial.sources)
    rows = db.session.execute(query.where(PublicOfficial.city_id == city.id).order_by(PublicOfficial.id)).all()
    sources = sources_by_row(row.sources for row in rows)
    return [OfficialRow(row.office, row.name, row.when_stated, sources[row.sources]) for row in rows]


def is_in_reach(city: City, standing: Standing) -> bool:
    """Tell whether the city is a member of a partnership that a person may see."""
    member = select(Member.city_id).join(Partnership, Partnership.id == Member.partnership_id)
    within = member.where(Member.city_id == city.id, partnerships_seen(standing)).limit(1)
    return db.session.scalar(within) is not None


def missions_of(city: City, way: str, standing: Standing) -> Query:
    """Select a city's missions that were not cancelled: `in` are those it hosted, `out` those it sent people to."""
    here = Mission.host_city_id == city.id
    if way == "out":
        sent = select(Delegate.id).where(Delegate.mission_id == Mission.id, Delegate.city_id == city.id)
        here = and_(or_(Mission.host_city_id.is_(None), Mission.host_city_id != city.id), sent.exists())
    selection = Selection(at_work(standing), Filters(city=city.code))
    return (
        select(Mission.id)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .where(here, Mission.state != MissionState.CANCELLED, *selection.conditions)
        .order_by(Mission.first_day.desc().nulls_last(), Mission.id.desc())
    )


def _needs(city: City, standing: Standing, *columns: Any) -> Query:
    return (
        select(*columns)
        .select_from(Need)
        .join(Partnership, Partnership.id == Need.partnership_id)
        .where(Need.city_id == city.id, Need.removed_at.is_(None), partnerships_seen(at_work(standing)))
    )


def count_needs(city: City, standing: Standing) -> int:
    """Count the needs that a city recorded, in the partnerships whose rooms a person may see."""
    return db.session.scalar(_needs(city, standing, func.count())) or 0


def need_rows(city: City, window: Window, standing: Standing) -> list[NeedRow]:
    """List a city's needs, the newest first."""
    columns = (Need.title, Need.sector, Need.severity, Partnership.ref, Partnership.title, Need.is_demonstration)
    query = _needs(city, standing, *columns).order_by(Need.id.desc())
    return [NeedRow(*row) for row in db.session.execute(window.of(query))]
