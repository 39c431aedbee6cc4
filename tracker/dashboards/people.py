"""People as pages show them: the list, and what one person holds and steers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.partnerships import Post
from tracker.domain.people import Role
from tracker.models.cities import City
from tracker.models.mandates import Mandate
from tracker.models.partnerships import Partnership, PostHolder
from tracker.models.people import LoginSession, Organisation, Person
from tracker.models.programmes import Programme, ProgrammeCoordinator
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen, people_seen


@dataclass(frozen=True)
class PeopleQuestion:
    """Which people are asked for: a part of the name or address, a role."""

    q: str = ""
    role: Role | None = None

    @property
    def query(self) -> dict[str, str]:
        """Give what is asked for as an address writes it."""
        return {name: str(value) for name, value in vars(self).items() if value}

    def conditions(self, standing: Standing) -> list[ColumnElement[bool]]:
        """Give the conditions on `Person`, those of the reader's scope among them."""
        found = [people_seen(standing)]
        if self.q:
            found.append(
                or_(Person.name.icontains(self.q, autoescape=True), Person.email.icontains(self.q, autoescape=True))
            )
        if self.role is not None:
            found.append(Person.role == self.role)
        return found


@dataclass(frozen=True)
class PersonRow:
    """One account of the list; `employer` is a city or another organisation."""

    id: int
    name: str
    email: str
    role: Role
    function: str
    employer: str
    is_active: bool
    is_demonstration: bool


@dataclass(frozen=True)
class Held:
    """Something that a person holds: a mandate, a post in a partnership, a programme to steer."""

    text: str
    href: str
    post: Post | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_confirmed: bool = True


def count_people(question: PeopleQuestion, standing: Standing) -> int:
    """Count the accounts that are asked for."""
    query = select(func.count()).select_from(Person).where(*question.conditions(standing))
    return db.session.scalar(query) or 0


def person_rows(question: PeopleQuestion, window: Window, standing: Standing) -> list[PersonRow]:
    """List accounts by name; one statement."""
    query = (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.role,
            Person.function,
            func.coalesce(City.name, Organisation.name, ""),
            Person.is_active,
            Person.is_demonstration,
        )
        .select_from(Person)
        .outerjoin(City, City.id == Person.city_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(*question.conditions(standing))
        .order_by(func.lower(Person.name), Person.id)
    )
    return [PersonRow(*row) for row in db.session.execute(window.of(query))]


def mandates_of(person: Person) -> list[Held]:
    """List a person's mandates, the newest first."""
    query = (
        select(City.name, City.code, Mandate.office, Mandate.starts_on, Mandate.ends_on, Mandate.confirmed_at)
        .join(City, City.id == Mandate.city_id)
        .where(Mandate.person_id == person.id)
        .order_by(Mandate.starts_on.desc(), Mandate.id.desc())
    )
    return [
        Held(
            text=f"{row.office}, {row.name}",
            href=f"/cities/{row.code}",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_confirmed=row.confirmed_at is not None,
        )
        for row in db.session.execute(query)
    ]


def posts_of(person: Person, standing: Standing) -> list[Held]:
    """List a person's posts in the partnerships that the reader may see."""
    query = (
        select(Partnership.title, Partnership.ref, PostHolder.post)
        .join(PostHolder, PostHolder.partnership_id == Partnership.id)
        .where(PostHolder.person_id == person.id, partnerships_seen(standing))
        .order_by(Partnership.search_text, PostHolder.id)
    )
    return [Held(row.title, f"/partnerships/{row.ref}", row.post) for row in db.session.execute(query)]


def programmes_of(person: Person) -> list[Held]:
    """List the programmes that a person steers."""
    return [Held(name, f"/programmes/{code}") for _id, code, name in db.session.execute(_steered(person))]


def programme_ids_of(person: Person) -> list[int]:
    """List the ids of the programmes that a person steers."""
    return [row.id for row in db.session.execute(_steered(person))]


def _steered(person: Person) -> Query:
    return (
        select(Programme.id, Programme.code, Programme.name)
        .join(ProgrammeCoordinator, ProgrammeCoordinator.programme_id == Programme.id)
        .where(ProgrammeCoordinator.person_id == person.id)
        .order_by(Programme.name, Programme.id)
    )


def has_signed_in(person: Person) -> bool:
    """Tell whether a person ever opened a session."""
    return db.session.scalar(select(LoginSession.id).where(LoginSession.person_id == person.id).limit(1)) is not None
