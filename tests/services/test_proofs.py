"""Proofs of identity by password, mailed code and authenticator app: each for one purpose, once, and for minutes."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from pyotp import TOTP
from sqlalchemy import func, select

from tests import factories as make
from tests.factories import AT, PASSWORD
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.proofs import CODES_AN_HOUR, Outcome, Purpose
from tracker.domain.signing import Method, Profile
from tracker.models.journal import JournalEntry
from tracker.models.official_documents import OfficialDocument
from tracker.models.outbox import OutboxItem
from tracker.models.people import Authenticator, LoginSession, MailedCode, Person
from tracker.services import accounts, proofs
from tracker.services.proofs import ACCOUNT, Given

pytestmark = pytest.mark.usefixtures("app")
PURPOSE = Purpose(digest="d" * 64, act="signed", key="key")
OTHER = Purpose(digest="e" * 64, act="signed", key="key")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person() -> Person:
    """Give somebody who signs."""
    return make.mayor(make.city("Nampula", timezone="Africa/Maputo"))


def outcome(person: Person, method: Method, secret: str, at: datetime = AT, purpose: Purpose = PURPOSE) -> Outcome:
    """Prove something and say what became of it."""
    with transaction():
        return proofs.prove(person, Given(method, secret), purpose, ip_address="127.0.0.1", at=at).outcome


def mailed(person: Person, purpose: Purpose = PURPOSE, at: datetime = AT) -> str:
    """Have a code mailed and read it in the mail."""
    with transaction():
        proofs.mail_code(person, purpose, None, at=at)
    newest = select(OutboxItem).where(OutboxItem.person_id == person.id).order_by(OutboxItem.id.desc()).limit(1)
    item = db.session.scalars(newest).one()
    found = re.findall(r"^[0-9]{6}$", item.body_text, re.M)
    assert len(found) == 1
    assert item.is_secret
    return str(found[0])


def other_than(code: str) -> str:
    """Give a code that is not this one."""
    return f"{(int(code) + 1) % 10**6:06d}"


# By password


def test_the_password_proves_it_and_a_wrong_one_does_not(person: Person) -> None:
    assert outcome(person, Method.PASSWORD, PASSWORD) is Outcome.PROVED
    assert outcome(person, Method.PASSWORD, "another") is Outcome.WRONG
    assert accounts.tries_left(person, AT) == accounts.FAILURES_ALLOWED - 1


def test_ten_wrong_proofs_of_any_kind_stop_all_that_can_be_guessed(person: Person) -> None:
    code = mailed(person)
    for method in (Method.PASSWORD, Method.AUTHENTICATOR) * 5:
        assert outcome(person, method, "000000") is Outcome.WRONG
    for method, secret in ((Method.PASSWORD, PASSWORD), (Method.MAILED_CODE, code)):
        assert outcome(person, method, secret) is Outcome.TOO_MANY
    later = AT + timedelta(minutes=15, seconds=1)
    assert outcome(person, Method.PASSWORD, PASSWORD, later) is Outcome.PROVED


# By mailed code


def test_a_mailed_code_proves_it_once(person: Person) -> None:
    code = mailed(person)
    assert outcome(person, Method.MAILED_CODE, code) is Outcome.PROVED
    assert outcome(person, Method.MAILED_CODE, code) is Outcome.USED


def test_a_code_is_good_for_ten_minutes(person: Person) -> None:
    code = mailed(person)
    assert outcome(person, Method.MAILED_CODE, code, AT + 10 * MINUTE) is Outcome.EXPIRED
    assert outcome(person, Method.MAILED_CODE, code, AT + 10 * MINUTE - timedelta(seconds=1)) is Outcome.PROVED


def test_a_code_is_for_one_text_and_one_person(person: Person) -> None:
    code = mailed(person)
    assert outcome(person, Method.MAILED_CODE, code, purpose=OTHER) is Outcome.NOT_MAILED
    mailed(person, OTHER)
    assert outcome(person, Method.MAILED_CODE, code, purpose=OTHER) is Outcome.WRONG
    assert outcome(person, Method.MAILED_CODE, code, purpose=ACCOUNT) is Outcome.NOT_MAILED
    stranger = make.mayor(make.city("Guarulhos", "BR"))
    assert outcome(stranger, Method.MAILED_CODE, code) is Outcome.NOT_MAILED
    assert outcome(person, Method.MAILED_CODE, code) is Outcome.PROVED


def test_five_wrong_tries_wear_a_code_out(person: Person) -> None:
    code = mailed(person)
    for _number in range(4):
        assert outcome(person, Method.MAILED_CODE, other_than(code)) is Outcome.WRONG
    assert outcome(person, Method.MAILED_CODE, other_than(code)) is Outcome.WORN_OUT
    assert outcome(person, Method.MAILED_CODE, code) is Outcome.WORN_OUT
    assert proofs.waiting_code(person, PURPOSE, AT) is None
    assert outcome(person, Method.MAILED_CODE, mailed(person, at=AT + MINUTE), AT + MINUTE) is Outcome.PROVED


def test_a_new_code_replaces_the_one_before(person: Person) -> None:
    first, second = mailed(person), mailed(person, at=AT + MINUTE)
    if first != second:
        assert outcome(person, Method.MAILED_CODE, first, AT + MINUTE) is Outcome.WRONG
    assert outcome(person, Method.MAILED_CODE, second, AT + MINUTE) is Outcome.PROVED


def test_a_double_tap_mails_one_code(person: Person) -> None:
    code = mailed(person)
    assert mailed(person, at=AT + timedelta(seconds=10)) == code
    assert db.session.scalar(select(func.count()).select_from(MailedCode)) == 1


def test_six_codes_an_hour_are_enough(person: Person) -> None:
    for number in range(CODES_AN_HOUR):
        mailed(person, at=AT + number * MINUTE)
    with pytest.raises(RuleBroken, match="code.too_many"):
        mailed(person, at=AT + 10 * MINUTE)
    mailed(person, at=AT + 61 * MINUTE)


def test_the_database_keeps_no_code_that_can_be_guessed_from_it(person: Person) -> None:
    code = mailed(person)
    kept = db.session.scalars(select(MailedCode)).one()
    assert kept.code_hash != accounts.hashed(code)
    assert code not in kept.code_hash
    assert mailed(person, OTHER) is not None
    assert len({one.code_hash for one in db.session.scalars(select(MailedCode))}) == 2


def test_the_mail_says_for_what_and_until_when_in_the_readers_language_and_zone(person: Person) -> None:
    document = make.submitted_report()
    person.language, person.timezone = "pt", "Africa/Maputo"
    with transaction():
        proofs.mail_code(person, Purpose(str(document.digest), "signed"), document, at=AT)
    item = db.session.scalars(select(OutboxItem).where(OutboxItem.subject.contains(document.ref))).one()
    assert document.ref in item.body_text
    assert "11:50" in item.body_text
    assert re.search(r"\b[0-9]{6}\b", item.subject) is None
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "code.mailed")).one()
    assert entry.subject == document.ref


def test_of_many_tries_at_once_one_is_taken(app: Flask, person: Person) -> None:
    code, person_id = mailed(person), person.id
    db.session.rollback()
    barrier = threading.Barrier(8)

    def run(_number: int) -> Outcome:
        with app.app_context():
            barrier.wait()
            return outcome(db.session.get_one(Person, person_id), Method.MAILED_CODE, code)

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(run, range(8)))
    assert outcomes == [Outcome.PROVED] + [Outcome.USED] * 7


# By authenticator app


@pytest.fixture
def app_of_phone(person: Person) -> TOTP:
    """Set an authenticator app up; gives what the phone shows."""
    offer = proofs.offer_authenticator(person, AT - timedelta(minutes=5))
    phone = TOTP(offer.secret)
    with transaction():
        assert proofs.add_authenticator(person, offer, phone.at(AT - 2 * MINUTE), at=AT - 2 * MINUTE)
    return phone


def test_the_code_of_the_app_proves_it_once(person: Person, app_of_phone: TOTP) -> None:
    code = app_of_phone.at(AT)
    assert outcome(person, Method.AUTHENTICATOR, code) is Outcome.PROVED
    assert outcome(person, Method.AUTHENTICATOR, code) is Outcome.USED
    assert outcome(person, Method.AUTHENTICATOR, app_of_phone.at(AT + MINUTE), AT + MINUTE) is Outcome.PROVED


@pytest.mark.parametrize(("seconds", "wanted"), [(-60, "wrong"), (-30, "proved"), (30, "proved"), (60, "wrong")])
def test_the_clock_of_a_phone_may_be_one_step_wrong(
    person: Person, app_of_phone: TOTP, seconds: int, wanted: str
) -> None:
    code = app_of_phone.at(AT + timedelta(seconds=seconds))
    assert outcome(person, Method.AUTHENTICATOR, code) is Outcome(wanted)


def test_an_earlier_step_is_not_taken_after_a_later_one(person: Person, app_of_phone: TOTP) -> None:
    assert outcome(person, Method.AUTHENTICATOR, app_of_phone.at(AT + timedelta(seconds=30))) is Outcome.PROVED
    assert outcome(person, Method.AUTHENTICATOR, app_of_phone.at(AT)) is Outcome.USED


def test_the_code_that_set_the_app_up_signs_nothing(person: Person) -> None:
    offer = proofs.offer_authenticator(person, AT)
    code = TOTP(offer.secret).at(AT)
    with transaction():
        assert proofs.add_authenticator(person, offer, code, at=AT)
    assert outcome(person, Method.AUTHENTICATOR, code) is Outcome.USED


def test_an_app_proves_nothing_before_a_code_confirms_it(person: Person) -> None:
    offer = proofs.offer_authenticator(person, AT)
    with transaction():
        assert not proofs.add_authenticator(person, offer, other_than(TOTP(offer.secret).at(AT)), at=AT)
    assert Method.AUTHENTICATOR not in proofs.methods_of(person)
    assert outcome(person, Method.AUTHENTICATOR, TOTP(offer.secret).at(AT)) is Outcome.WRONG


def test_an_offer_comes_back_to_its_person_for_ten_minutes(person: Person) -> None:
    offer = proofs.offer_authenticator(person, AT)
    again = proofs.offered_again(person, offer.stamp, AT + 10 * MINUTE)
    assert again == offer
    assert proofs.offered_again(person, offer.stamp, AT + 11 * MINUTE) is None
    assert proofs.offered_again(make.administrator(), offer.stamp, AT) is None
    assert proofs.offered_again(person, "forged", AT) is None


def test_a_copy_of_the_database_gives_no_second_factor(app: Flask, person: Person, app_of_phone: TOTP) -> None:
    kept = db.session.get_one(Authenticator, person.id)
    assert app_of_phone.secret not in kept.secret
    other = make.administrator()
    make.keep(Authenticator(person_id=other.id, secret=kept.secret, created_at=AT))
    assert outcome(other, Method.AUTHENTICATOR, app_of_phone.at(AT)) is Outcome.WRONG
    app.config["SECRET_KEY"] = "another key of more than thirty-two characters"
    assert outcome(person, Method.AUTHENTICATOR, app_of_phone.at(AT)) is Outcome.WRONG


def test_there_is_one_app_and_it_can_be_removed(person: Person, app_of_phone: TOTP) -> None:
    with pytest.raises(RuleBroken, match="authenticator.known"):
        proofs.add_authenticator(person, proofs.offer_authenticator(person, AT), "000000", at=AT)
    with transaction():
        proofs.remove_authenticator(person, at=AT)
    with transaction():
        proofs.remove_authenticator(person, at=AT)
    assert db.session.get(Authenticator, person.id) is None
    assert outcome(person, Method.AUTHENTICATOR, app_of_phone.at(AT)) is Outcome.WRONG
    verbs = db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert verbs[-2:] == ["authenticator.added", "authenticator.removed"]
    assert len(db.session.scalars(select(OutboxItem).where(OutboxItem.person_id == person.id)).all()) == 2


# Which ways there are


def test_everybody_can_prove_it_by_a_mailed_code(person: Person) -> None:
    person.password_hash = None
    assert proofs.methods_of(person) == {Method.MAILED_CODE}
    assert proofs.ways_to_sign(person, Profile.A) == [Method.MAILED_CODE]
    assert proofs.ways_to_sign(person, Profile.B) == []


def test_the_best_way_comes_first(person: Person, app_of_phone: TOTP) -> None:
    assert proofs.ways_to_sign(person, Profile.A) == [Method.AUTHENTICATOR, Method.PASSWORD, Method.MAILED_CODE]
    assert proofs.ways_to_sign(person, Profile.B) == [Method.AUTHENTICATOR]


def test_of_two_equal_ways_the_one_used_last_comes_first(person: Person) -> None:
    document: OfficialDocument = make.submitted_report(make.completed_mission(make.partnership([person.city])))
    assert proofs.ways_to_sign(person, Profile.A) == [Method.PASSWORD, Method.MAILED_CODE]
    with transaction():
        by_code = make.proof(document, method=Method.MAILED_CODE)
        make.signing.sign_document(document, by_code, actor=person, at=AT)
    assert proofs.ways_to_sign(person, Profile.A) == [Method.MAILED_CODE, Method.PASSWORD]


# Changing them


def test_a_fresh_proof_is_five_minutes_old_at_most_and_belongs_to_its_session(person: Person) -> None:
    long_ago = AT - timedelta(hours=1)
    rows = [LoginSession(token_hash=f"{n}", person=person, created_at=long_ago, expires_at=AT + MINUTE) for n in "12"]
    mine, other = (make.keep(row) for row in rows)
    stamp = proofs.fresh_stamp(mine, AT)
    assert proofs.is_fresh(mine, stamp, AT + 5 * MINUTE)
    assert not proofs.is_fresh(mine, stamp, AT + 5 * MINUTE + timedelta(seconds=1))
    assert not proofs.is_fresh(other, stamp, AT)
    assert not proofs.is_fresh(mine, "", AT)
    assert proofs.is_fresh(mine, "", long_ago + 5 * MINUTE)
