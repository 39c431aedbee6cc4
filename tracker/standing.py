"""Where a person stands at a moment: role, city, offices, programmes; what the table of permissions is asked about."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, select, union_all
from sqlalchemy.orm import lazyload

from tracker.db import db
from tracker.domain.mandates import in_force, local_day
from tracker.domain.partnerships import Post
from tracker.domain.people import Role
from tracker.models.cities import City
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import OfficialDocument, Signature
from tracker.models.partnerships import PostHolder
from tracker.models.people import Person
from tracker.models.programmes import ProgrammeCoordinator


@dataclass(frozen=True)
class Standing:
    """What a person is at one moment: role, city, offices held, programmes steered, partnerships observed or signed.

    All are ids; `mandates` holds the cities whose mandate the person holds on that city's calendar day, `offices` also
    those for which a delegation lets them sign.
    """

    person_id: int
    role: Role
    city_id: int | None = None
    mandates: frozenset[int] = field(default_factory=frozenset)
    offices: frozenset[int] = field(default_factory=frozenset)
    programmes: frozenset[int] = field(default_factory=frozenset)
    observed: frozenset[int] = field(default_factory=frozenset)
    signed: frozenset[int] = field(default_factory=frozenset)


def standing_of(person: Person, at: datetime) -> Standing:
    """Read what a person is at a moment (UTC); always asks the database anew."""
    own, lent = _offices(person, at)
    steers = select(ProgrammeCoordinator.programme_id).where(ProgrammeCoordinator.person_id == person.id)
    observes = select(PostHolder.partnership_id).where(
        PostHolder.person_id == person.id, PostHolder.post == Post.OBSERVER
    )
    signed = (
        select(OfficialDocument.partnership_id)
        .join(Signature, Signature.document_id == OfficialDocument.id)
        .where(Signature.person_id == person.id)
    )
    return Standing(
        person_id=person.id,
        role=person.role,
        city_id=person.city_id if person.role is Role.TECHNICIAN else None,
        mandates=frozenset(city for city, is_now in own.items() if is_now),
        offices=frozenset(city for city, is_now in [*own.items(), *lent.items()] if is_now),
        programmes=frozenset(db.session.scalars(steers)) if person.role is Role.COORDINATOR else frozenset(),
        observed=frozenset(db.session.scalars(observes)) if person.role is Role.OBSERVER else frozenset(),
        signed=frozenset(db.session.scalars(signed)) if own or lent else frozenset(),
    )


def _offices(person: Person, at: datetime) -> tuple[dict[int, bool], dict[int, bool]]:
    """Give the cities of the person's own mandates, and of those lent by a delegation, and whether each counts now.

    A delegation counts while both it and the mandate that it comes from are in force. One statement.
    """
    given = and_(Delegation.person_id == person.id, Delegation.revoked_at.is_(None))
    concerned = union_all(
        select(Mandate.id).where(Mandate.person_id == person.id), select(Delegation.mandate_id).where(given)
    )
    query = (
        select(Mandate, City.timezone, Delegation.starts_on, Delegation.ends_on)
        .options(lazyload(Mandate.city), lazyload(Mandate.person))
        .join(City, City.id == Mandate.city_id)
        .outerjoin(Delegation, and_(Delegation.mandate_id == Mandate.id, given))
        .where(Mandate.id.in_(concerned), Mandate.confirmed_at.is_not(None))
    )
    own: dict[int, bool] = {}
    lent: dict[int, bool] = {}
    for mandate, timezone, starts_on, ends_on in db.session.execute(query):
        day = local_day(at, timezone)
        is_held = in_force(mandate.starts_on, mandate.ends_on, day)
        if mandate.person_id == person.id:
            own[mandate.city_id] = own.get(mandate.city_id, False) or is_held
        if starts_on is not None:
            is_lent = is_held and in_force(starts_on, ends_on, day)
            lent[mandate.city_id] = lent.get(mandate.city_id, False) or is_lent
    return own, lent
