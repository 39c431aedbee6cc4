"""One's own account."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tests.factories import PASSWORD
from tracker.db import db
from tracker.models.people import LoginSession, Person
from tracker.services import accounts

NEW = "four words that nobody guesses"


@pytest.fixture
def person(client: PageClient) -> Person:
    """Sign a technician in."""
    made = make.technician(make.city("Nampula"))
    client.sign_in(made)
    return made


def test_name_function_language_and_zone_are_kept(client: PageClient, person: Person) -> None:
    fields = {"name": "Técnico de Nampula", "function": "Cadastre", "language": "pt", "timezone": "Africa/Maputo"}
    answer = client.submit("/account", fields)
    assert answer.status_code == 303
    assert (person.name, person.function, person.language, person.timezone) == tuple(fields.values())


def test_role_and_city_cannot_be_changed_here(client: PageClient, person: Person) -> None:
    client.submit("/account", {"name": "X Y"}, extra={"role": "administrator", "city_id": "", "email": "a@b.example"})
    assert (person.name, person.role.value, person.city_id is None) == ("X Y", "technician", False)
    assert person.email != "a@b.example"


def test_a_stale_form_shows_both_texts(client: PageClient, person: Person) -> None:
    page = client.get("/account")
    client.submit("/account", {"function": "Land"})
    answer = client.send(page, {"function": "Roads"})
    assert answer.status_code == 409
    assert "Land" in answer.page.main
    assert "Roads" in answer.page.main


def test_a_new_password_needs_the_present_one(client: PageClient, person: Person) -> None:
    wrong = client.submit("/account", {"present": "wrong", "password": NEW, "again": NEW})
    assert wrong.status_code == 422
    assert accounts.proves(person, PASSWORD)
    assert client.submit("/account", {"present": PASSWORD, "password": NEW, "again": NEW}).status_code == 303
    assert accounts.proves(person, NEW)


@pytest.mark.parametrize(("password", "again"), [("short", "short"), (NEW, "another"), ("", "")])
def test_a_password_that_will_not_do(client: PageClient, person: Person, password: str, again: str) -> None:
    answer = client.submit("/account", {"present": PASSWORD, "password": password, "again": again})
    assert answer.status_code == 422
    assert accounts.proves(person, PASSWORD)


def test_other_devices_are_signed_out(client: PageClient, person: Person) -> None:
    other = PageClient(client.application)
    other.sign_in(person)
    client.submit("/account", button="Sign out everywhere else")
    assert other.get("/tasks").status_code == 302
    assert client.get("/tasks").status_code == 200
    ended = db.session.scalars(select(LoginSession).where(LoginSession.ended_at.is_not(None))).all()
    assert len(ended) == 1
