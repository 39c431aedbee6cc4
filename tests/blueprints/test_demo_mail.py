"""The mails of the demonstration can be read there and nowhere else."""

import re

import pytest
from flask import Flask

from tests import factories as make
from tests.client import PageClient
from tracker.clock import utc_now
from tracker.db import transaction
from tracker.notices.accounts import mail_sign_in_link
from tracker.services.accounts import make_link
from tracker.services.delivery import deliver_due


def deliver(count: int = 1) -> None:
    """Let mails with a sign-in link leave, each to another person."""
    for _turn in range(count):
        person = make.administrator()
        with transaction():
            mail_sign_in_link(person, make_link(person, utc_now()), "/", at=utc_now())
    deliver_due(utc_now)


@pytest.mark.settings(DEMO="1")
def test_an_empty_folder_says_so(client: PageClient) -> None:
    assert "No mail has left yet." in client.get("/demo/mail").page.text


@pytest.mark.settings(DEMO="1")
def test_a_mail_is_listed_and_its_link_can_be_followed(client: PageClient) -> None:
    deliver()
    inbox = client.get("/demo/mail").page
    mail = client.get(inbox.link("Your link to sign in to the Partnership Tracker")).page
    assert mail.h1 == "Your link to sign in to the Partnership Tracker"
    path = next(path for _words, path in mail.links if "/sign-in/link/" in path)
    assert client.get(path).status_code == 200


@pytest.mark.settings(DEMO="1")
def test_the_list_comes_in_pages_the_newest_first(client: PageClient) -> None:
    deliver(3)
    paths = [path for _words, path in client.get("/demo/mail?per_page=2").page.links]
    assert [path for path in paths if re.fullmatch(r"/demo/mail/\d+", path)] == ["/demo/mail/3", "/demo/mail/2"]
    assert client.get("/demo/mail?per_page=2&page=2").status_code == 200
    assert client.get("/demo/mail?per_page=2&page=3").status_code == 404


@pytest.mark.settings(DEMO="1")
@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999999", "../tracker.db"])
def test_a_mail_that_is_not_there_is_not_found(client: PageClient, number: str) -> None:
    deliver()
    assert client.get(f"/demo/mail/{number}").status_code == 404


@pytest.mark.parametrize(
    "environment",
    [
        {"DEMO": "0"},
        {"DEMO": "1", "BASE_URL": "http://tracker.example.org"},
        {"DEMO": "1", "SMTP_URL": "smtp://127.0.0.1:25"},
    ],
    ids=["no demonstration", "others can reach it", "mails are sent"],
)
def test_no_other_tracker_has_these_pages(make_app: object, environment: dict[str, str]) -> None:
    app: Flask = make_app(**environment)  # type: ignore[operator]
    reader = app.test_client()
    for path in ("/demo/mail", "/demo/mail/1"):
        assert reader.get(path, base_url=app.config["BASE_URL"]).status_code == 404
