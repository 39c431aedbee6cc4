"""`flask account create`: the way to the first account."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.client import PageClient
from tests.databases import BASE_URL
from tracker.db import db
from tracker.domain.people import Role
from tracker.models.journal import JournalEntry
from tracker.models.people import Organisation, Person
from tracker.services.accounts import find_account


def create(app: Flask, *more: str, email: str = "somebody@example.org", role: str = "administrator") -> tuple[int, str]:
    """Run the command; returns its exit status and what it printed."""
    arguments = ["account", "create", "--email", email, "--name", "Somebody of the network", "--role", role, *more]
    done = app.test_cli_runner().invoke(args=arguments)
    return done.exit_code, done.output


def test_the_link_that_is_printed_signs_in_once(app: Flask, client: PageClient) -> None:
    status, words = create(app)
    assert status == 0, words
    link = re.search(r"http\S+", words)
    assert link is not None
    assert link[0].startswith(f"{BASE_URL}/sign-in/link/")
    path = urlsplit(link[0]).path
    assert client.submit(path, {}).status_code == 303
    assert client.get("/account").status_code == 200
    person = find_account("somebody@example.org")
    assert person is not None
    assert (person.role, person.is_demonstration, person.password_hash) == (Role.ADMINISTRATOR, False, None)


def test_the_act_is_in_the_journal_without_the_address(app: Flask) -> None:
    create(app)
    entry = db.session.scalars(select(JournalEntry)).one()
    assert entry.verb == "person.created"
    assert entry.actor is None
    assert "example.org" not in entry.details


def test_a_technician_belongs_to_the_city_and_reads_its_language(app: Flask) -> None:
    nampula = make.city("Nampula", code="nampula", language="pt", timezone="Africa/Maputo")
    status, words = create(app, "--organisation", "nampula", role="technician")
    assert status == 0, words
    person = find_account("somebody@example.org")
    assert person is not None
    assert person.city is nampula
    assert (person.language, person.timezone) == ("pt", "Africa/Maputo")


def test_an_observer_belongs_to_an_organisation(app: Flask) -> None:
    university = make.keep(Organisation(code="university", name="University of the coast"))
    status, words = create(app, "--organisation", "university", role="observer")
    assert status == 0, words
    person = find_account("somebody@example.org")
    assert person is not None
    assert person.organisation is university


@pytest.mark.parametrize(
    ("options", "role", "complaint"),
    [
        (("--organisation", "atlantis"), "coordinator", "no city and no organisation has the code atlantis"),
        (("--organisation", "atlantis"), "technician", "a technician needs a city, and atlantis is no city's code"),
        ((), "mayor", "a mayor needs a city, and none is no city's code"),
        (("--email", "nowhere"), "administrator", "@-sign"),
        (("--name", " "), "administrator", "at least one letter"),
        ((), "emperor", "is not one of"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_made(app: Flask, options: tuple[str, ...], role: str, complaint: str) -> None:
    status, words = create(app, *options, role=role)
    assert status == 2
    assert complaint in words
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_an_address_has_one_account(app: Flask) -> None:
    create(app)
    status, words = create(app, email="Somebody@Example.org")
    assert status == 1
    assert "has an account already" in words
    assert db.session.scalar(select(func.count(Person.id))) == 1
