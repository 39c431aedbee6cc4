"""How a person proves who they are: looked at by themselves alone, and changed after a fresh proof."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from pyotp import TOTP
from sqlalchemy import select

from tests import factories as make
from tests.client import Answer, PageClient
from tests.device import Device, device_for
from tests.factories import PASSWORD
from tracker.clock import utc_now
from tracker.db import db
from tracker.models.outbox import OutboxItem
from tracker.models.people import Authenticator, LoginSession, Passkey, Person
from tracker.services import accounts

PAGE = "/account/proofs"
NEW = "four words that nobody guesses"


@pytest.fixture
def person(app: Flask, client: PageClient) -> Person:
    """Sign a mayor in, at an address for which browsers make passkeys."""
    app.config["BASE_URL"] = "https://tracker.example.org"
    made = make.mayor(make.city("Nampula"))
    client.sign_in(made)
    return made


def wait_a_while() -> None:
    """Let the sessions have been opened longer than five minutes ago."""
    for session in db.session.scalars(select(LoginSession)):
        session.created_at = utc_now() - timedelta(minutes=6)
    db.session.commit()


def add_by(client: PageClient, device: Device, name: str = "My phone", next_: str = "") -> Answer:
    """Do what the script does: ask for an offer, have the device make a passkey, send the form."""
    page = client.get(PAGE + next_)
    form = next(one for one in page.page.forms if one.id == "passkey-form")
    offer = client.post("/account/passkeys/offer", data=form.defaults)
    extra = {"passkey": device.make(offer.json["options"]), "stamp": offer.json["stamp"]}
    return client.send(page, {"name": name}, form="passkey-form", extra=extra)


def test_a_passkey_is_added_and_removed(client: PageClient, person: Person) -> None:
    page = client.follow(add_by(client, device_for()))
    assert "The passkey is added" in page.page.main
    assert "My phone" in page.page.main
    page = client.follow(client.send(page, button="Remove My phone"))
    assert "The passkey is removed" in page.page.main
    assert db.session.scalars(select(Passkey.removed_at)).one() is not None


def test_a_passkey_without_a_name_gets_the_day(client: PageClient, person: Person) -> None:
    add_by(client, device_for(), name="")
    assert db.session.scalars(select(Passkey.name)).one().startswith("Passkey of ")


def test_after_five_minutes_every_change_asks_for_a_proof(client: PageClient, person: Person) -> None:
    add_by(client, device_for())
    open_page = client.get(PAGE)
    form = next(one for one in open_page.page.forms if one.id == "passkey-form")
    wait_a_while()
    for path in ("/account/passkeys", "/account/passkeys/remove", "/account/authenticator/remove"):
        answer = client.post(path, data={**form.defaults, "passkey_id": "1"})
        assert "Prove who you are first" in client.follow(answer).page.main
    assert client.post("/account/passkeys/offer", data=form.defaults).status_code == 303
    assert client.get("/account/authenticator").status_code == 303
    assert db.session.scalars(select(Passkey.removed_at)).all() == [None]
    shown = client.get(PAGE)
    assert "Remove" not in [button.text for one in shown.page.forms for button in one.buttons]


def test_the_password_opens_it_again(client: PageClient, person: Person) -> None:
    wait_a_while()
    wrong = client.submit(PAGE, {"password": "not my password"})
    assert wrong.status_code == 422
    assert "Nothing was changed" in wrong.page.main
    page = client.follow(client.submit(PAGE, {"password": PASSWORD}))
    assert any(form.id == "passkey-form" for form in page.page.forms)


def test_a_mailed_code_opens_it_for_whoever_has_nothing_else(client: PageClient, person: Person) -> None:
    wait_a_while()
    person.password_hash = None
    db.session.commit()
    page = client.follow(client.submit(PAGE, form="mail-code"))
    mails = db.session.scalars(select(OutboxItem.body_text).where(OutboxItem.is_secret)).all()
    code = re.findall(r"^[0-9]{6}$", mails[-1], re.M)[0]
    page = client.follow(client.send(page, {"code": code}))
    assert any(form.id == "passkey-form" for form in page.page.forms)
    used = client.get(PAGE)
    assert used.status_code == 200


def test_nothing_given_proves_nothing(client: PageClient, person: Person) -> None:
    wait_a_while()
    assert client.submit(PAGE, {"password": ""}).status_code == 422


def test_nobody_removes_what_belongs_to_another(client: PageClient, person: Person) -> None:
    add_by(client, device_for())
    kept = db.session.scalars(select(Passkey.id)).one()
    client.sign_in(make.mayor(make.city("Guarulhos", "BR")))
    token = client.get(PAGE).page.token
    for named in (str(kept), "0", "-1", "9" * 10, "x", ""):
        answer = client.post("/account/passkeys/remove", data={"csrf_token": token, "passkey_id": named})
        assert answer.status_code == 409
    assert db.session.get_one(Passkey, kept).removed_at is None


def test_an_authenticator_app_is_set_up_by_its_code_and_removed(client: PageClient, person: Person) -> None:
    page = client.get("/account/authenticator")
    secret = re.search(r"Secret: ((?:[A-Z2-7]{4} ?)+)", page.page.main)
    assert secret is not None
    phone = TOTP(secret[1].replace(" ", ""))
    wrong = client.send(page, {"code": f"{(int(phone.now()) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422
    assert secret[1].strip() in wrong.page.main
    assert db.session.get(Authenticator, person.id) is None
    done = client.follow(client.send(wrong, {"code": phone.now()}))
    assert "is set up" in done.page.main
    assert db.session.get(Authenticator, person.id) is not None
    gone = client.follow(client.send(done, button="Remove Authenticator app"))
    assert "is removed" in gone.page.main
    assert db.session.get(Authenticator, person.id) is None


def test_a_forged_secret_is_not_taken(client: PageClient, person: Person) -> None:
    answer = client.submit("/account/authenticator", {"code": "123456"}, extra={"stamp": "forged"})
    assert answer.status_code == 422
    assert db.session.get(Authenticator, person.id) is None


def test_the_way_back_is_kept_and_stays_on_this_site(client: PageClient, person: Person) -> None:
    answer = add_by(client, device_for(), next_="?next=/tasks")
    assert client.follow(answer).page.link("Back to the document") == "/tasks"
    links = client.get(f"{PAGE}?next=//evil.example").page.links
    assert [href for _text, href in links if "evil" in href] == []


def test_where_browsers_make_no_passkeys_the_page_says_so(app: Flask, client: PageClient, person: Person) -> None:
    app.config["BASE_URL"] = "http://127.0.0.1:8000"
    page = client.get(PAGE)
    assert "browsers make no passkeys" in page.page.main
    assert not any(form.id == "passkey-form" for form in page.page.forms)


def by_passkey(client: PageClient, device: Device, next_: str = "", **extra: str) -> Answer:
    """Sign in as the script does."""
    page = client.get(f"/sign-in{next_}")
    form = next(one for one in page.page.forms if one.id == "passkey-form")
    offer = client.post("/sign-in/passkey/offer", data=form.defaults)
    answer = {"passkey": device.prove(offer.json["options"]), "stamp": offer.json["stamp"]}
    return client.send(page, form="passkey-form", extra={**answer, **extra})


def test_a_passkey_signs_its_person_in(client: PageClient, person: Person) -> None:
    device = device_for()
    add_by(client, device)
    client.sign_out()
    answer = by_passkey(client, device, "?next=/account")
    assert answer.headers["Location"] == "/account"
    assert person.email in client.follow(answer).page.main


def test_a_passkey_signs_nobody_else_in(client: PageClient, person: Person) -> None:
    device = device_for()
    add_by(client, device)
    client.sign_out()
    for refused in (
        by_passkey(client, device_for()),
        by_passkey(client, device, stamp="forged"),
        by_passkey(client, device, passkey="{}"),
        by_passkey(PageClient(client.application), device, csrf_token="x"),
    ):
        assert refused.status_code in {303, 400}
        assert client.get("/account").status_code == 302
    person.is_active = False
    db.session.commit()
    assert "signs nobody in" in client.follow(by_passkey(client, device)).page.main


def test_what_one_browser_was_asked_another_cannot_answer(client: PageClient, person: Person) -> None:
    device = device_for()
    add_by(client, device)
    client.sign_out()
    page = client.get("/sign-in")
    form = next(one for one in page.page.forms if one.id == "passkey-form")
    offer = client.post("/sign-in/passkey/offer", data=form.defaults)
    stolen = {"passkey": device.prove(offer.json["options"]), "stamp": offer.json["stamp"]}
    other = client.application.test_client()
    there = other.get("/sign-in")
    other.post("/sign-in/passkey/offer", data=next(f for f in there.page.forms if f.id == "passkey-form").defaults)
    other.send(there, form="passkey-form", extra=stolen)
    assert other.get("/account").status_code == 302
    assert client.send(page, form="passkey-form", extra=stolen).headers["Location"] == "/tasks"
    again = client.sign_out()
    assert client.send(client.follow(again), form="passkey-form", extra=stolen).headers["Location"] == "/sign-in"


def test_a_first_password_needs_a_fresh_proof(client: PageClient, person: Person) -> None:
    person.password_hash = None
    db.session.commit()
    page = client.get("/account")
    wait_a_while()
    answer = client.send(page, {"password": NEW, "again": NEW})
    assert "Prove who you are first" in client.follow(answer).page.main
    assert "again" not in {name for form in client.get("/account").page.forms for name in form.names}
    assert not accounts.proves(person, NEW)
