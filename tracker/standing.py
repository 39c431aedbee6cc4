"""Where a person stands at a moment: role, city, offices, programmes; what the table of permissions is asked about."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, select, union_all

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

PERSON = bindparam("person_id", type_=Integer)
STEERS = select(ProgrammeCoordinator.programme_id).where(ProgrammeCoordinator.person_id == PERSON)
OBSERVES = select(PostHolder.partnership_id).where(PostHolder.person_id == PERSON, PostHolder.post == Post.OBSERVER)
SIGNED = (
    select(OfficialDocument.partnership_id)
    .join(Signature, Signature.document_id == OfficialDocument.id)
    .where(Signature.person_id == PERSON)
)
GIVEN = and_(Delegation.person_id == PERSON, Delegation.revoked_at.is_(None))
OFFICES = (
    select(
        *(Mandate.city_id, Mandate.person_id, Mandate.starts_on, Mandate.ends_on),
        City.timezone,
        Delegation.starts_on.label("lent_on"),
        Delegation.ends_on.label("lent_until"),
    )
    .join(City, City.id == Mandate.city_id)
    .outerjoin(Delegation, and_(Delegation.mandate_id == Mandate.id, GIVEN))
    .where(
        Mandate.id.in_(
            union_all(select(Mandate.id).where(Mandate.person_id == PERSON), select(Delegation.mandate_id).where(GIVEN))
        ),
        Mandate.confirmed_at.is_not(None),
    )
)
"""The mandates that a person holds or that a delegation lets them sign for, whether or not they count now."""


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

    @property
    def mark(self) -> str:
        """Give a text that changes as soon as the person can see other rows than before."""
        sets = (self.offices, self.programmes, self.observed, self.signed)
        parts = [self.role.value, str(self.city_id), *(str(sorted(one)) for one in sets)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def standing_of(person: Person, at: datetime) -> Standing:
    """Read what a person is at a moment (UTC); always asks the database anew."""
    own, lent = _offices(person, at)
    of_person = {"person_id": person.id}
    return Standing(
        person_id=person.id,
        role=person.role,
        city_id=person.city_id if person.role is Role.TECHNICIAN else None,
        mandates=frozenset(city for city, is_now in own.items() if is_now),
        offices=frozenset(city for city, is_now in [*own.items(), *lent.items()] if is_now),
        programmes=frozenset(db.session.scalars(STEERS, of_person)) if person.role is Role.COORDINATOR else frozenset(),
        observed=frozenset(db.session.scalars(OBSERVES, of_person)) if person.role is Role.OBSERVER else frozenset(),
        signed=frozenset(db.session.scalars(SIGNED, of_person)) if own or lent else frozenset(),
    )


def _offices(person: Person, at: datetime) -> tuple[dict[int, bool], dict[int, bool]]:
    """Give the cities of the person's own mandates, and of those lent by a delegation, and whether each counts now.

    A delegation counts while both it and the mandate that it comes from are in force. One statement.
    """
    own: dict[int, bool] = {}
    lent: dict[int, bool] = {}
    for office in db.session.execute(OFFICES, {"person_id": person.id}):
        day = local_day(at, office.timezone)
        is_held = in_force(office.starts_on, office.ends_on, day)
        if office.person_id == person.id:
            own[office.city_id] = own.get(office.city_id, False) or is_held
        if office.lent_on is not None:
            is_lent = is_held and in_force(office.lent_on, office.lent_until, day)
            lent[office.city_id] = lent.get(office.city_id, False) or is_lent
    return own, lent
