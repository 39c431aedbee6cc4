"""A mail scanner opens every address in every mail, again and again: nothing is signed, used up or counted by that."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests import client as clients
from tests.client import PageClient
from tests.databases import BASE_URL, Databases, database_hash
from tests.notices.letters import Letters
from tracker.db import db
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person

pytestmark = pytest.mark.once
TIMES = 20


@pytest.fixture(scope="module")
def opened(databases: Databases) -> Iterator[tuple[Flask, dict[int, set[str]]]]:
    """Write every mail; gives the application, and the addresses in the mails of each reader."""
    with databases.fresh_app() as app, app.app_context():
        clients.install(app)
        found: dict[int, set[str]] = {}
        for item in Letters("en").everything().values():
            found.setdefault(item.person_id or 0, set()).update(addresses(item))
        yield app, found


def addresses(item: OutboxItem) -> set[str]:
    """List the addresses in both parts of a mail."""
    text = f"{item.body_text} {item.body_html.replace('&amp;', '&')}"
    return set(re.findall(rf"{BASE_URL}(/[^\s<>\"]*)", text))


def knock(client: PageClient, paths: set[str]) -> None:
    """Open each address as often as a scanner does, by both methods."""
    client.is_inspected = False
    for path in sorted(paths):
        answers = {client.open(path, method=method).status_code for method in ("GET", "HEAD") for _turn in range(TIMES)}
        assert len(answers) == 1, f"{path} answers now so, now so: {answers}"
        assert answers <= {200, 302, 403, 404}, f"{path}: {answers}"


def test_whoever_is_not_signed_in(opened: tuple[Flask, dict[int, set[str]]]) -> None:
    app, found = opened
    every = {path for paths in found.values() for path in paths}
    assert len(every) > 15
    assert any(path.startswith("/sign-in/link/") for path in every)
    before = database_hash()
    knock(app.test_client(), every)  # type: ignore[arg-type]
    assert database_hash() == before


def test_the_reader_of_each_mail_signed_in(opened: tuple[Flask, dict[int, set[str]]]) -> None:
    app, found = opened
    for person_id, paths in found.items():
        client: PageClient = app.test_client()  # type: ignore[assignment]
        client.sign_in(db.session.get_one(Person, person_id))
        before = database_hash()
        knock(client, paths)
        assert database_hash() == before
