"""Where a form may send its reader afterwards: a path on this site, nothing that a browser takes for another."""

from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from tests import factories as make
from tests.client import PageClient
from tests.databases import BASE_URL
from tracker.clock import utc_now
from tracker.db import db, transaction
from tracker.models.outbox import OutboxItem
from tracker.services.accounts import make_link

pytestmark = pytest.mark.once
ELSEWHERE = [
    "https://evil.example",
    "http://evil.example/",
    "HTTPS://EVIL.EXAMPLE",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "//evil.example",
    "//evil.example/%2e%2e",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "\\evil.example",
    "/ /evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    "\n//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x01https://evil.example",
    "\x0b//evil.example",
    "/\x0b/evil.example",
    "/\x7f/evil.example",
    "\u00a0//evil.example",
    "\u2028//evil.example",
    "//evil.example@127.0.0.1",
    "//127.0.0.1@evil.example",
    "//127.0.0.1:8000@evil.example",
    "http://127.0.0.1:8000@evil.example",
    "http://127.0.0.1:8000.evil.example",
    "http://127.0.0.1:8000/",
    "//127.0.0.1:8000/",
    "//[::1]/",
    "//[evil",
    "//2130706433/",
    "//①②⑦.⓪.⓪.①",
    "//evil。example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "/javascript:alert(1)\n",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "mailto:x@evil.example",
    "ftp://evil.example",
    "file:///etc/passwd",
    "blob:https://evil.example/x",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "..//evil.example",
    "?next=//evil.example",
    "#//evil.example",
    ":80",
    "",
    "/tasks\r\nSet-Cookie: a=b",
    "/tasks\r\nLocation: https://evil.example",
]
OWN = ["/tasks", "/partnerships?state=active&page=2", "/cities/nampula", "/reports/P-0001-M01-v1/sign", "/tasks#main"]


def is_own(location: str) -> bool:
    """Tell whether a browser stays on this site."""
    target = urlsplit(urljoin(f"{BASE_URL}/sign-in", location.replace("\\", "/")))
    return location.startswith("/") and f"{target.scheme}://{target.netloc}" == BASE_URL


def test_there_are_sixty_ways_out() -> None:
    assert len(set(ELSEWHERE)) >= 60


@pytest.mark.parametrize("wanted", ELSEWHERE, ids=ascii)
def test_nothing_leads_away(client: PageClient, app: Flask, wanted: str) -> None:
    person = make.technician(make.city("Nampula"))
    with transaction():
        token = make_link(person, utc_now())
    signing_in = {"email": person.email, "password": make.PASSWORD}
    by_password = client.submit("/sign-in", signing_in, extra={"next": wanted}, button="Sign in")
    by_link = app.test_client().submit(f"/sign-in/link/{token}", {}, button="Sign in", extra={"next": wanted})
    client.sign_in(person)
    by_language = client.submit("/tasks", {}, form="/language", button="PT Português", extra={"next": wanted})
    for answer in (by_password, by_link, by_language):
        assert answer.status_code in {303, 400}
        assert "\n" not in answer.headers.get("Location", "")
        assert answer.status_code == 400 or is_own(answer.headers["Location"])
        assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("wanted", ELSEWHERE, ids=ascii)
def test_a_mailed_link_and_the_sign_in_page_repeat_nothing_that_leads_away(client: PageClient, wanted: str) -> None:
    page = client.get("/sign-in", query_string={"next": wanted})
    assert page.status_code in {200, 400}
    person = make.technician(make.city("Nampula"))
    client.get("/sign-in")
    answer = client.submit(
        "/sign-in", {"email": person.email}, button="Mail me a link to sign in", extra={"next": wanted}
    )
    assert answer.status_code in {200, 400}
    for item in db.session.query(OutboxItem):
        assert "evil" not in item.body_text
        assert "evil" not in item.body_html


@pytest.mark.parametrize("wanted", OWN)
def test_a_page_of_this_site_is_shown_after_signing_in(client: PageClient, wanted: str) -> None:
    person = make.technician(make.city("Nampula"))
    answer = client.submit(
        "/sign-in", {"email": person.email, "password": make.PASSWORD}, extra={"next": wanted}, button="Sign in"
    )
    assert answer.headers["Location"] == wanted


def test_whoever_must_sign_in_first_comes_back(client: PageClient) -> None:
    person = make.technician(make.city("Nampula"))
    asked = client.get("/partnerships?state=active")
    assert asked.status_code == 302
    page = client.get(asked.headers["Location"])
    answer = client.send(page, {"email": person.email, "password": make.PASSWORD}, button="Sign in")
    assert answer.headers["Location"] == "/partnerships?state=active"
