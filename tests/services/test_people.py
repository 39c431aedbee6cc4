"""Accounts of people: inviting, changing, closing; each is journalled, and nobody is deleted."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.people import Role
from tracker.models.cities import City
from tracker.models.journal import JournalEntry, PersonalField
from tracker.models.outbox import OutboxItem
from tracker.models.people import Organisation, Person
from tracker.models.programmes import Programme
from tracker.permissions import standing_of
from tracker.services import people
from tracker.services.accounts import live_session, make_link, open_link, sign_in
from tracker.services.erasure import erase_person
from tracker.services.people import Particulars

NOW = make.AT


@pytest.fixture
def nampula(app: Flask) -> City:
    """Give a city in a partnership of a programme."""
    city = make.city("Nampula", language="pt", timezone="Africa/Maputo")
    make.partnership([city, make.city("Guarulhos", "BR")], programme=make.programme("Lusophone cities"))
    return city


def lusophone() -> Programme:
    """Give the programme."""
    return db.session.scalars(select(Programme).where(Programme.code == "lusophone-cities")).one()


def invite(actor: Person, **more: object) -> Person:
    """Let somebody invite a new technician."""
    of = Particulars(**{"name": "Surveyor of Nampula", "role": Role.TECHNICIAN, **more})
    with transaction():
        return people.invite_person(" Surveyor@Nampula.example ", of, actor=actor, at=NOW)


def verbs() -> list[str]:
    """List what the journal tells, oldest first."""
    return list(db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)))


def test_an_invited_person_gets_an_account_and_a_link_for_seven_days(nampula: City) -> None:
    made = invite(make.administrator(), city_id=nampula.id, function="Surveyor", language="pt")
    assert (made.email, made.city_id, made.role) == ("surveyor@nampula.example", nampula.id, Role.TECHNICIAN)
    assert (made.timezone, made.language, made.password_hash, made.is_active) == ("Africa/Maputo", "pt", None, True)
    mail = db.session.scalars(select(OutboxItem)).one()
    assert (mail.address, mail.language, mail.is_secret) == ("surveyor@nampula.example", "pt", True)
    token = mail.body_text.split("/sign-in/link/")[1].split("?")[0]
    assert open_link(token, NOW + timedelta(days=6, hours=23)) is not None
    assert open_link(token, NOW + timedelta(days=7)) is None
    assert verbs() == ["person.invited"]
    entry = db.session.scalars(select(JournalEntry)).one()
    assert "surveyor" not in entry.details.lower()
    kept = db.session.scalars(select(PersonalField.value).order_by(PersonalField.name)).all()
    assert kept == ["surveyor@nampula.example", "Surveyor of Nampula"]


@pytest.mark.parametrize(
    ("inviter", "role", "is_allowed"),
    [
        ("coordinator", Role.TECHNICIAN, True),
        ("coordinator", Role.MAYOR, True),
        ("coordinator", Role.OBSERVER, True),
        ("coordinator", Role.COORDINATOR, False),
        ("coordinator", Role.ADMINISTRATOR, False),
        ("administrator", Role.COORDINATOR, True),
        ("administrator", Role.ADMINISTRATOR, True),
        ("technician", Role.TECHNICIAN, False),
        ("observer", Role.OBSERVER, False),
    ],
)
def test_who_may_invite_whom(nampula: City, inviter: str, role: Role, is_allowed: bool) -> None:
    actors = {
        "coordinator": lambda: make.coordinator(lusophone()),
        "administrator": make.administrator,
        "technician": lambda: make.technician(nampula),
        "observer": make.observer,
    }
    actor = actors[inviter]()
    if is_allowed:
        assert invite(actor, role=role, city_id=nampula.id).role is role
        return
    with pytest.raises(NotAllowed):
        invite(actor, role=role, city_id=nampula.id)
    assert db.session.scalar(select(func.count()).where(Person.email == "surveyor@nampula.example")) == 0


def test_a_coordinator_invites_only_people_of_cities_in_reach(nampula: City) -> None:
    far = make.city("Far")
    make.partnership([far, make.city()], programme=make.programme())
    actor = make.coordinator(lusophone())
    assert {city.name for city in people.cities_to_invite_from(standing_of(actor, NOW))} == {"Nampula", "Guarulhos"}
    with pytest.raises(NotAllowed):
        invite(actor, city_id=far.id)
    assert invite(make.administrator(), city_id=far.id).city_id == far.id


def test_only_administrators_say_what_somebody_steers(nampula: City) -> None:
    with pytest.raises(NotAllowed):
        invite(make.coordinator(lusophone()), role=Role.OBSERVER, programmes=(lusophone().id,))
    made = invite(make.administrator(), role=Role.COORDINATOR, programmes=(lusophone().id, 9999))
    assert standing_of(made, NOW).programmes == {lusophone().id}


def test_an_address_has_one_account(nampula: City) -> None:
    actor = make.administrator()
    invite(actor, city_id=nampula.id)
    with pytest.raises(RuleBroken, match="person.known"):
        invite(actor, city_id=nampula.id)


def test_an_organisation_is_made_once_however_it_is_written(nampula: City) -> None:
    actor = make.administrator()
    told = {"role": Role.OBSERVER, "name": "Observer"}
    for number, name in enumerate(("Universidade de São Paulo", "UNIVERSIDADE DE SAO PAULO", "Universidade")):
        with transaction():
            of = Particulars(**told, organisation=name)
            people.invite_person(f"o{number}@city.example", of, actor=actor, at=NOW)
    rows = db.session.execute(select(Organisation.code, Organisation.name).order_by(Organisation.id)).all()
    assert [tuple(row) for row in rows] == [
        ("universidade-de-sao-paulo", "Universidade de São Paulo"),
        ("universidade-2", "Universidade"),
    ]


def test_changing_particulars_role_and_programmes(nampula: City) -> None:
    actor, person = make.administrator(), make.technician(nampula)
    change = Particulars(
        name="Coordinator", role=Role.COORDINATOR, organisation="The network", programmes=(lusophone().id,)
    )
    with transaction():
        people.change_person(person, change, actor=actor, at=NOW)
    assert (person.city_id, person.employer, person.role) == (None, "The network", Role.COORDINATOR)
    assert standing_of(person, NOW).programmes == {lusophone().id}
    with transaction():
        back = Particulars(name="Technician", role=Role.TECHNICIAN, city_id=nampula.id, organisation="ignored")
        people.change_person(person, back, actor=actor, at=NOW)
    assert (person.employer, standing_of(person, NOW).programmes) == ("Nampula", frozenset())
    assert verbs() == ["person.changed", "person.changed"]


@pytest.mark.parametrize("act", ["change", "close", "open"])
def test_only_administrators_change_close_and_open(nampula: City, act: str) -> None:
    actor, person = make.coordinator(lusophone()), make.technician(nampula)
    acts = {
        "change": lambda: people.change_person(person, Particulars("X", Role.TECHNICIAN), actor=actor, at=NOW),
        "close": lambda: people.close_account(person, actor=actor, at=NOW),
        "open": lambda: people.open_account(person, actor=actor, at=NOW),
    }
    with pytest.raises(NotAllowed):
        acts[act]()


def test_nobody_locks_themselves_out(app: Flask) -> None:
    actor = make.administrator()
    with pytest.raises(RuleBroken, match="person.own_account"):
        people.close_account(actor, actor=actor, at=NOW)
    with pytest.raises(RuleBroken, match="person.own_role"):
        people.change_person(actor, Particulars("Administrator", Role.OBSERVER), actor=actor, at=NOW)
    with transaction():
        people.change_person(actor, Particulars("Head", Role.ADMINISTRATOR), actor=actor, at=NOW)
    assert actor.name == "Head"


def test_closing_ends_sessions_and_links_and_keeps_the_person(nampula: City) -> None:
    actor, person = make.administrator(), make.technician(nampula)
    with transaction():
        session = sign_in(person, keep=True, ip_address="", user_agent="", at=NOW)
        link = make_link(person, NOW)
    with transaction():
        people.close_account(person, actor=actor, at=NOW)
    assert live_session(session, NOW) is None
    assert open_link(link, NOW) is None
    with pytest.raises(RuleBroken, match="person.closed"):
        people.send_link(person, actor=actor, at=NOW)
    with transaction():
        people.open_account(person, actor=actor, at=NOW)
    assert live_session(session, NOW) is None
    assert open_link(link, NOW) is None
    with transaction():
        people.send_link(person, actor=actor, at=NOW)
    assert db.session.scalars(select(OutboxItem)).one().address == person.email
    assert verbs() == ["session.opened", "person.closed", "person.opened", "person.link_sent"]


def test_an_erased_account_stays_closed(app: Flask, nampula: City) -> None:
    actor, person = make.administrator(), make.technician(nampula)
    with transaction():
        erase_person(person, at=NOW)
    with pytest.raises(RuleBroken, match="person.erased"), transaction():
        people.open_account(person, actor=actor, at=NOW)
    assert not person.is_active
