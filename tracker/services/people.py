"""People's accounts: inviting, changing, closing and opening again; nobody is ever deleted."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select, update

from tracker.db import db
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.people import Role
from tracker.domain.search import folded
from tracker.models.cities import City
from tracker.models.partnerships import Member, Partnership
from tracker.models.people import CalendarFeed, LoginSession, Organisation, Person, SignInLink
from tracker.models.programmes import Programme, ProgrammeCoordinator
from tracker.notices.people import mail_invitation
from tracker.permissions import Permission, Standing, require, standing_of
from tracker.scopes import partnerships_seen
from tracker.services.accounts import INVITATION_MINUTES, make_link
from tracker.services.erasure import is_erased
from tracker.services.journal import record

INVITES: dict[Role, tuple[Role, ...]] = {
    Role.COORDINATOR: (Role.TECHNICIAN, Role.MAYOR, Role.OBSERVER),
    Role.ADMINISTRATOR: tuple(Role),
}
"""Which roles a person of a role may invite."""


@dataclass(frozen=True)
class Particulars:
    """What is kept of a person beside the address: either a city or another organisation, by its name.

    `programmes` (ids) are those that a coordinator steers.
    """

    name: str
    role: Role
    city_id: int | None = None
    organisation: str = ""
    function: str = ""
    language: str = "en"
    programmes: Collection[int] = field(default_factory=tuple)


def cities_to_invite_from(standing: Standing) -> list[City]:
    """List the cities whose people somebody may invite: all for administrators, else those of partnerships in scope."""
    query = select(City).order_by(City.search_text, City.id)
    if standing.role is not Role.ADMINISTRATOR:
        members = select(Member.city_id).join(Partnership, Partnership.id == Member.partnership_id)
        query = query.where(City.id.in_(members.where(partnerships_seen(standing))))
    return list(db.session.scalars(query))


def invite_person(email: str, of: Particulars, *, actor: Person, at: datetime) -> Person:
    """Make an account and mail its person a link to sign in.

    Raises NotAllowed when the actor may not invite such a person, RuleBroken("person.known") when the address has
    an account already.
    """
    standing = standing_of(actor, at)
    require(standing, Permission.PERSON_INVITE)
    address = email.strip().lower()
    if of.role not in INVITES.get(actor.role, ()) or (of.programmes and actor.role is not Role.ADMINISTRATOR):
        raise NotAllowed(Permission.PERSON_INVITE)
    if of.city_id is not None and of.city_id not in {city.id for city in cities_to_invite_from(standing)}:
        raise NotAllowed(Permission.PERSON_INVITE)
    person = _make(address, of, at, is_demonstration=actor.is_demonstration)
    _record("person.invited", person, actor, at, personal={"name": of.name, "email": address}, role=of.role.value)
    _send_link(person, at)
    return person


def create_account(email: str, of: Particulars, *, at: datetime) -> tuple[Person, str]:
    """Make an account that nobody invited, as whoever runs the server may; returns it with the token of a sign-in link.

    Raises RuleBroken("person.known") when the address has an account already.
    """
    address = email.strip().lower()
    person = _make(address, of, at, is_demonstration=False)
    _record("person.created", person, None, at, personal={"name": of.name, "email": address}, role=of.role.value)
    return person, make_link(person, at, minutes=INVITATION_MINUTES)


def _make(address: str, of: Particulars, at: datetime, *, is_demonstration: bool) -> Person:
    """Make the row of an account; raises RuleBroken("person.known") when the address has one already."""
    if db.session.scalar(select(Person.id).where(Person.email == address)) is not None:
        raise RuleBroken("person.known")
    person = Person(email=address, created_at=at, is_demonstration=is_demonstration)
    _write(person, of)
    person.timezone = person.city.timezone if person.city and person.city.timezone else "UTC"
    db.session.add(person)
    db.session.flush()
    _steer(person, of)
    return person


def change_person(person: Person, of: Particulars, *, actor: Person, at: datetime) -> None:
    """Keep a person's changed particulars; raises RuleBroken("person.own_role") when it is the actor's own role."""
    require(standing_of(actor, at), Permission.PERSON_EDIT)
    if person.id == actor.id and of.role is not person.role:
        raise RuleBroken("person.own_role")
    before = person.role
    _write(person, of)
    db.session.flush()
    _steer(person, of)
    _record("person.changed", person, actor, at, before=before.value, after=of.role.value)


def close_account(person: Person, *, actor: Person, at: datetime) -> None:
    """Close an account: its sessions, links and calendar end at once; what the person did stays under their name.

    Raises RuleBroken("person.own_account") when an actor closes their own.
    """
    require(standing_of(actor, at), Permission.PERSON_EDIT)
    if person.id == actor.id:
        raise RuleBroken("person.own_account")
    person.is_active = False
    open_sessions = update(LoginSession).where(LoginSession.person_id == person.id, LoginSession.ended_at.is_(None))
    db.session.execute(open_sessions.values(ended_at=at))
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person.id))
    unused_links = update(SignInLink).where(SignInLink.person_id == person.id, SignInLink.used_at.is_(None))
    db.session.execute(unused_links.values(used_at=at))
    db.session.flush()
    _record("person.closed", person, actor, at)


def open_account(person: Person, *, actor: Person, at: datetime) -> None:
    """Open a closed account again; the person signs in with a new link or the password they had.

    Raises RuleBroken("person.erased") when the person's data were erased: there is nothing left to sign in with.
    """
    require(standing_of(actor, at), Permission.PERSON_EDIT)
    if is_erased(person):
        raise RuleBroken("person.erased")
    person.is_active = True
    db.session.flush()
    _record("person.opened", person, actor, at)


def send_link(person: Person, *, actor: Person, at: datetime) -> None:
    """Mail a person a new link to sign in; raises RuleBroken("person.closed") when the account is closed."""
    require(standing_of(actor, at), Permission.PERSON_INVITE)
    if not person.is_active:
        raise RuleBroken("person.closed")
    _send_link(person, at)
    _record("person.link_sent", person, actor, at)


def _send_link(person: Person, at: datetime) -> None:
    token = make_link(person, at, minutes=INVITATION_MINUTES)
    mail_invitation(person, token, at=at)


def _write(person: Person, of: Particulars) -> None:
    person.name, person.role, person.function, person.language = of.name, of.role, of.function, of.language
    person.city = db.session.get(City, of.city_id) if of.city_id is not None else None
    person.organisation = _organisation(of.organisation) if of.organisation and of.city_id is None else None


def _organisation(name: str) -> Organisation:
    """Find an organisation by its name, however it is written; it is made when nobody came from it yet."""
    known = {folded(one.name): one for one in db.session.scalars(select(Organisation).order_by(Organisation.id.desc()))}
    if folded(name) in known:
        return known[folded(name)]
    code = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-") or "organisation"
    taken = db.session.scalar(select(func.count()).where(Organisation.code.startswith(code, autoescape=True)))
    organisation = Organisation(code=f"{code}-{taken + 1}" if taken else code, name=name)
    db.session.add(organisation)
    return organisation


def _steer(person: Person, of: Particulars) -> None:
    """Let a coordinator steer exactly the programmes that are named, and anybody else none."""
    db.session.execute(delete(ProgrammeCoordinator).where(ProgrammeCoordinator.person_id == person.id))
    if of.role is Role.COORDINATOR and of.programmes:
        known = db.session.scalars(select(Programme.id).where(Programme.id.in_(of.programmes)))
        db.session.add_all(ProgrammeCoordinator(programme_id=one, person_id=person.id) for one in known)
    db.session.flush()


def _record(
    verb: str,
    person: Person,
    actor: Person | None,
    at: datetime,
    personal: dict[str, str] | None = None,
    **details: object,
) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        subject=f"person-{person.id}",
        details=details,
        personal=personal,
        is_demonstration=person.is_demonstration,
    )
