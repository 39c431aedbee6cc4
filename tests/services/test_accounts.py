"""Accounts: proofs of identity, sessions that end, links that work once."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.factories import AT, PASSWORD
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.services import accounts

pytestmark = pytest.mark.usefixtures("app")


def test_a_password_proves_only_its_own_person() -> None:
    person = make.technician(make.city("Nampula"))
    assert accounts.proves(person, PASSWORD)
    assert not accounts.proves(person, PASSWORD.upper())
    assert not accounts.proves(None, PASSWORD)
    assert not accounts.proves(make.administrator(password_hash=None), "")


def test_an_account_is_found_in_any_case_unless_it_is_closed() -> None:
    person = make.technician(make.city("Nampula"))
    assert accounts.find_account(f" {person.email.upper()} ") == person
    closed = make.administrator(is_active=False)
    assert accounts.find_account(closed.email) is None


def test_after_ten_wrong_passwords_one_waits_a_quarter_of_an_hour() -> None:
    for number in range(accounts.FAILURES_ALLOWED):
        assert accounts.failures_left("x@city.example", AT) == accounts.FAILURES_ALLOWED - number
        with transaction():
            accounts.note_failure("X@city.example ", "127.0.0.1", AT)
    assert accounts.failures_left("x@city.example", AT) == 0
    assert accounts.failures_left("x@city.example", AT + timedelta(minutes=15, seconds=1)) == 10


def test_a_session_ends_at_sign_out_at_its_end_and_with_the_account() -> None:
    person = make.technician(make.city("Nampula"))

    def open_one(*, keep: bool = False) -> str:
        with transaction():
            return accounts.sign_in(person, keep=keep, ip_address="127.0.0.1", user_agent="test", at=AT)

    token, other = open_one(), open_one(keep=True)
    assert accounts.live_session("guessed", AT) is None
    assert accounts.live_session(token, AT + timedelta(hours=12)) is None
    assert accounts.live_session(other, AT + timedelta(days=89)) is not None
    session = accounts.live_session(token, AT)
    assert session is not None
    with transaction():
        accounts.sign_out(session, AT)
    assert accounts.live_session(token, AT) is None
    person.is_active = False
    db.session.commit()
    assert accounts.live_session(other, AT) is None


def test_a_link_works_once_for_half_an_hour_and_only_the_newest() -> None:
    person = make.technician(make.city("Nampula"))

    def link() -> str:
        with transaction():
            return accounts.make_link(person, AT)

    old, new = link(), link()
    assert accounts.open_link(old, AT) is None
    assert accounts.open_link(new, AT) is not None
    assert accounts.open_link(new, AT + timedelta(minutes=30)) is None
    with transaction():
        assert accounts.use_link(new, AT) == person
        assert accounts.use_link(new, AT) is None


def test_a_new_password_ends_the_other_sessions() -> None:
    person = make.technician(make.city("Nampula"))
    with transaction():
        here = accounts.sign_in(person, keep=False, ip_address="", user_agent="", at=AT)
        there = accounts.sign_in(person, keep=False, ip_address="", user_agent="", at=AT)
    session = accounts.live_session(here, AT)
    assert session is not None
    with transaction():
        accounts.set_password(person, "three words that differ", session=session, at=AT)
    assert accounts.proves(person, "three words that differ")
    assert accounts.live_session(here, AT) is not None
    assert accounts.live_session(there, AT) is None


@pytest.mark.parametrize("password", ["aaaaaaaaaaaaaaaaaaaa", "Technician of Nampula", "ababababababababab"])
def test_an_easy_password_is_refused(password: str) -> None:
    person = make.technician(make.city("Nampula"))
    with transaction():
        token = accounts.sign_in(person, keep=False, ip_address="", user_agent="", at=AT)
    session = accounts.live_session(token, AT)
    assert session is not None
    with pytest.raises(RuleBroken, match="password.too_easy"):
        accounts.set_password(person, password, session=session, at=AT)


def test_guessing_at_the_door_does_not_keep_a_person_from_proving_themselves_inside() -> None:
    person = make.technician(make.city("Nampula"))
    for _ in range(accounts.FAILURES_ALLOWED):
        with transaction():
            accounts.note_failure(person.email, "127.0.0.1", AT)
    with transaction():
        assert accounts.prove_again(person, PASSWORD, ip_address="127.0.0.1", at=AT)
    for _ in range(accounts.FAILURES_ALLOWED):
        with transaction():
            assert not accounts.prove_again(person, "wrong", ip_address="127.0.0.1", at=AT)
    assert accounts.tries_left(person, AT) == 0
    with transaction():
        assert not accounts.prove_again(person, PASSWORD, ip_address="127.0.0.1", at=AT)
