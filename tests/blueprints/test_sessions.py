"""Signing in and out: no door but the right one, and no way to send anybody elsewhere."""

import re

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tests.databases import BASE_URL, database_hash
from tests.factories import PASSWORD
from tracker.db import db
from tracker.domain.people import Role
from tracker.models.outbox import OutboxItem
from tracker.models.people import LoginSession, Person


@pytest.fixture
def technician(client: PageClient) -> Person:
    """Give somebody with an account."""
    return make.technician(make.city("Nampula"))


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.TECHNICIAN, "/tasks"),
        (Role.MAYOR, "/tasks"),
        (Role.COORDINATOR, "/portfolio"),
        (Role.ADMINISTRATOR, "/admin"),
        (Role.OBSERVER, "/partnerships"),
    ],
)
def test_everybody_lands_on_their_own_first_page(client: PageClient, role: Role, path: str) -> None:
    person = make.person("Somebody", role)
    answer = client.submit("/sign-in", {"email": person.email.upper(), "password": PASSWORD}, button="Sign in")
    assert answer.headers["Location"] == path
    assert client.get("/").headers["Location"] == path
    assert client.get("/sign-in").headers["Location"] == path


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client: PageClient, technician: Person) -> None:
    def told(email: str) -> str:
        answer = client.submit("/sign-in", {"email": email, "password": "wrong"}, button="Sign in")
        assert answer.status_code == 422
        page = re.sub(r'value="[^"]*"|Request \w+', "", answer.text)
        return page.replace(email, "")

    assert told(technician.email) == told("nobody@city.example")


def test_guessing_is_stopped_for_the_account(client: PageClient, technician: Person) -> None:
    for _ in range(10):
        client.submit("/sign-in", {"email": technician.email, "password": "wrong"}, button="Sign in")
    answer = client.submit("/sign-in", {"email": technician.email, "password": PASSWORD}, button="Sign in")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"


def test_the_cookie_is_worth_nothing_after_sign_out(client: PageClient, technician: Person) -> None:
    client.sign_in(technician)
    cookie = client.get_cookie("tracker", domain="127.0.0.1")
    assert cookie is not None
    answer = client.sign_out()
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    client.set_cookie("tracker", cookie.value, domain="127.0.0.1")
    assert client.get("/tasks").status_code == 302


def test_a_page_asked_for_comes_after_the_sign_in(client: PageClient, technician: Person) -> None:
    asked = client.get("/missions?state=completed")
    answer = client.send(client.follow(asked), {"email": technician.email, "password": PASSWORD}, button="Sign in")
    assert answer.headers["Location"] == "/missions?state=completed"


ELSEWHERE = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\tevil",
    "/%09/evil".replace("%09", "\t"),
    "/\n/evil",
    "javascript:alert(1)",
    "http:evil.example",
    "///evil.example",
    "/ /evil",
    "evil.example",
    "@evil.example",
    "",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere(client: PageClient, technician: Person, wanted: str) -> None:
    answer = client.submit(
        "/sign-in",
        {"email": technician.email, "password": PASSWORD},
        button="Sign in",
        extra={"next": wanted},
    )
    assert answer.headers["Location"] == "/tasks"


def test_a_mailed_link_signs_in_once_and_only_by_its_button(client: PageClient, technician: Person) -> None:
    client.submit("/sign-in", {"email": technician.email}, button="Mail me a link to sign in")
    mail = db.session.scalars(select(OutboxItem)).one()
    path = re.search(rf"{BASE_URL}(/sign-in/link/\S+)", mail.body_text)
    assert path is not None
    before = database_hash()
    for _ in range(20):
        assert client.get(path[1]).status_code == 200
        assert client.head(path[1]).status_code == 200
    assert database_hash() == before
    answer = client.submit(path[1], button="Sign in")
    assert answer.headers["Location"] in {"/", "/tasks"}
    client.sign_out()
    assert client.get(path[1]).status_code == 404


def test_asking_for_a_link_says_the_same_about_any_address(client: PageClient, technician: Person) -> None:
    def told(email: str) -> str:
        answer = client.submit("/sign-in", {"email": email}, button="Mail me a link to sign in")
        return answer.page.main.replace(email, "")

    assert told(technician.email) == told("nobody@city.example")
    assert len(db.session.scalars(select(OutboxItem)).all()) == 1


def test_a_closed_account_cannot_sign_in(client: PageClient, technician: Person) -> None:
    technician.is_active = False
    db.session.commit()
    answer = client.submit("/sign-in", {"email": technician.email, "password": PASSWORD}, button="Sign in")
    assert answer.status_code == 422


def test_the_language_changes_in_one_tap_and_stays(client: PageClient, technician: Person) -> None:
    client.send(client.get("/sign-in"), form="/language", extra={"language": "pt"})
    assert 'lang="pt"' in client.get("/sign-in").text
    client.send(client.get("/sign-in"), form="/language", extra={"language": "en"})
    client.sign_in(technician)
    answer = client.submit("/tasks?x=1", form="/language", extra={"language": "pt"})
    assert answer.headers["Location"] == "/tasks?x=1"
    assert technician.language == "pt"
    assert client.post("/language", data={}).status_code == 400


def test_an_unknown_language_is_refused(client: PageClient) -> None:
    assert client.submit("/sign-in", form="/language", extra={"language": "xx"}).status_code == 422


def test_sessions_end_after_twelve_hours_or_ninety_days(client: PageClient, technician: Person) -> None:
    for keep, hours in ((False, 12), (True, 90 * 24)):
        client.submit("/sign-in", {"email": technician.email, "password": PASSWORD, "keep": keep}, button="Sign in")
        session = db.session.scalars(select(LoginSession).order_by(LoginSession.id.desc())).first()
        assert session is not None
        assert (session.expires_at - session.created_at).total_seconds() == hours * 3600
        client.sign_out()


def test_a_form_without_its_token_is_refused(client: PageClient, technician: Person) -> None:
    answer = client.post("/sign-in", data={"email": technician.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert "no longer valid" in answer.page.main


def test_an_unknown_host_is_refused(client: PageClient) -> None:
    assert client.get("/sign-in", base_url="http://evil.example").status_code == 400
