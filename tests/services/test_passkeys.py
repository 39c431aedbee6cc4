"""Passkeys: bound to one text, one act, one form and one person, used by whom the device has verified."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.device import Device, device_for
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.proofs import Outcome, Purpose, Verdict
from tracker.domain.signing import Method
from tracker.models.journal import JournalEntry
from tracker.models.outbox import OutboxItem
from tracker.models.people import Passkey, Person
from tracker.services import passkeys, proofs
from tracker.services.proofs import Given

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.settings(BASE_URL="https://tracker.example.org")]
PURPOSE = Purpose(digest="d" * 64, act="signed", key="the-key-of-one-form")
SOON = AT + timedelta(minutes=1)


@pytest.fixture
def person() -> Person:
    """Give somebody who signs."""
    return make.mayor(make.city("Nampula"))


@pytest.fixture
def device(person: Person) -> Device:
    """Give the person's device, with a passkey on it."""
    return with_passkey(person)


def with_passkey(person: Person, device: Device | None = None, name: str = "My phone") -> Device:
    """Make a passkey on a device."""
    device = device or device_for()
    offer = passkeys.offer_passkey(person, AT)
    with transaction():
        passkeys.add_passkey(person, device.make(offer["options"]), offer["stamp"], name, at=SOON)
    return device


def proved(person: Person, answer: str, stamp: str, purpose: Purpose = PURPOSE, at: object = SOON) -> Verdict:
    """Bring an answer to where proofs are checked."""
    with transaction():
        given = Given(Method.PASSKEY, answer, stamp)
        return proofs.prove(person, given, purpose, ip_address="127.0.0.1", at=at)  # type: ignore[arg-type]


def test_a_passkey_proves_who_its_person_is_and_names_itself(person: Person, device: Device) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    verdict = proved(person, device.prove(asked["options"]), asked["stamp"])
    kept = db.session.scalars(select(Passkey)).one()
    assert (verdict.outcome, verdict.credential) == (Outcome.PROVED, kept.credential_id)
    assert verdict.proved_at == AT, "the proof is as old as the challenge"
    assert (kept.sign_count, kept.last_used_at) == (device.uses, SOON)


def test_the_device_is_asked_to_verify_its_person_and_only_for_their_passkeys(person: Person, device: Device) -> None:
    other = make.mayor(make.city("Guarulhos", "BR"))
    with_passkey(other)
    options = passkeys.ask_for_passkey(person, PURPOSE, AT)["options"]
    assert options["userVerification"] == "required"
    assert [one["id"] for one in options["allowCredentials"]] == [passkeys.passkeys_of(person)[0].credential_id]
    assert options["rpId"] == "tracker.example.org"


@pytest.mark.parametrize(
    "other",
    [
        replace(PURPOSE, digest="e" * 64),
        replace(PURPOSE, act="returned"),
        replace(PURPOSE, key="another-form-has-this"),
    ],
    ids=["another text", "another act", "another form"],
)
def test_what_was_asked_for_one_thing_proves_nothing_for_another(
    person: Person, device: Device, other: Purpose
) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    assert proved(person, device.prove(asked["options"]), asked["stamp"], other).outcome is Outcome.WRONG
    later = passkeys.ask_for_passkey(person, other, AT)
    mixed = proved(person, device.prove(asked["options"]), later["stamp"], other)
    assert mixed.outcome is Outcome.WRONG, "the answer to one challenge does not answer another"


def test_the_same_answer_does_not_prove_twice(person: Person, device: Device) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    answer = device.prove(asked["options"])
    assert proved(person, answer, asked["stamp"]).is_good
    assert proved(person, answer, asked["stamp"]).outcome is Outcome.WRONG


def test_a_challenge_is_good_for_five_minutes(person: Person, device: Device) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    answer = device.prove(asked["options"])
    late = proved(person, answer, asked["stamp"], at=AT + timedelta(minutes=5, seconds=1))
    assert late.outcome is Outcome.EXPIRED
    assert proved(person, answer, asked["stamp"], at=AT + timedelta(minutes=5)).is_good


def test_without_finger_face_or_pin_it_proves_nothing(person: Person, device: Device) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    device.is_verifying = False
    assert proved(person, device.prove(asked["options"]), asked["stamp"]).outcome is Outcome.WRONG


def test_nobody_proves_with_what_belongs_to_another(person: Person, device: Device) -> None:
    other = make.mayor(make.city("Guarulhos", "BR"))
    with_passkey(other)
    mine = passkeys.ask_for_passkey(person, PURPOSE, AT)
    theirs = passkeys.ask_for_passkey(other, PURPOSE, AT)
    assert proved(other, device.prove(mine["options"]), mine["stamp"]).outcome is Outcome.WRONG
    assert proved(other, device.prove(theirs["options"]), theirs["stamp"]).outcome is Outcome.WRONG


def test_a_page_at_another_address_gets_nothing_out_of_it(person: Person, device: Device) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    device.origin = "https://tracker.example.org.evil.example"
    assert proved(person, device.prove(asked["options"]), asked["stamp"]).outcome is Outcome.WRONG
    device.origin, device.party = "https://tracker.example.org", "evil.example"
    assert proved(person, device.prove(asked["options"]), asked["stamp"]).outcome is Outcome.WRONG


def test_a_copy_of_a_device_is_noticed_by_its_count(person: Person, device: Device) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    copied = device.uses
    assert proved(person, device.prove(asked["options"]), asked["stamp"]).is_good
    device.uses = copied
    again = passkeys.ask_for_passkey(person, PURPOSE, AT)
    assert proved(person, device.prove(again["options"]), again["stamp"]).outcome is Outcome.WRONG


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "no JSON", '{"id": 5}', "[" * 5000, '{"id": "\\ud800", "rawId": "x"}', "\u00e9"],
)
def test_nonsense_proves_nothing(person: Person, device: Device, answer: str) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    assert proved(person, answer, asked["stamp"]).outcome is Outcome.WRONG
    assert proved(person, device.prove(asked["options"]), answer).outcome is Outcome.EXPIRED


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_an_answer_with_one_part_altered_proves_nothing(person: Person, device: Device, part: str) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    answer = device.prove(asked["options"])
    at = answer.index(part) + len(part) + 10
    altered = answer[:at] + ("A" if answer[at] != "A" else "B") + answer[at + 1 :]
    assert proved(person, altered, asked["stamp"]).outcome is Outcome.WRONG
    assert proved(person, answer, asked["stamp"]).is_good


def test_wrong_passwords_never_lock_a_passkey(person: Person, device: Device) -> None:
    for _number in range(10):
        with transaction():
            proofs.prove(person, Given(Method.PASSWORD, "x"), PURPOSE, ip_address="", at=AT)
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    assert proved(person, device.prove(asked["options"]), asked["stamp"]).is_good


def test_a_removed_passkey_proves_nothing_and_stays_for_the_evidence(person: Person, device: Device) -> None:
    asked = passkeys.ask_for_passkey(person, PURPOSE, AT)
    kept = passkeys.passkeys_of(person)[0]
    with transaction():
        passkeys.remove_passkey(person, kept.id, at=SOON)
    assert proved(person, device.prove(asked["options"]), asked["stamp"]).outcome is Outcome.WRONG
    assert db.session.get(Passkey, kept.id) is not None
    assert Method.PASSKEY not in proofs.methods_of(person)
    with pytest.raises(RuleBroken, match="passkey.removed"):
        passkeys.remove_passkey(person, kept.id, at=SOON)


def test_nobody_removes_what_belongs_to_another(person: Person, device: Device) -> None:
    other = make.mayor(make.city("Guarulhos", "BR"))
    with pytest.raises(RuleBroken, match="passkey.removed"):
        passkeys.remove_passkey(other, passkeys.passkeys_of(person)[0].id, at=SOON)


def test_adding_and_removing_are_journalled_and_mailed(person: Person, device: Device) -> None:
    with transaction():
        passkeys.remove_passkey(person, passkeys.passkeys_of(person)[0].id, at=SOON)
    verbs = db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert verbs[-2:] == ["passkey.added", "passkey.removed"]
    mails = db.session.scalars(select(OutboxItem).where(OutboxItem.person_id == person.id)).all()
    assert ["added" in one.body_text for one in mails] == [True, False]
    assert all("My phone" in one.body_text and "My phone" in one.body_html for one in mails)


def test_a_device_is_not_added_twice(person: Person, device: Device) -> None:
    offer = passkeys.offer_passkey(person, AT)
    assert [one["id"] for one in offer["options"]["excludeCredentials"]] == [
        passkeys.passkeys_of(person)[0].credential_id
    ]
    with pytest.raises(RuleBroken, match="passkey.known"), transaction():
        passkeys.add_passkey(person, device.make(offer["options"]), offer["stamp"], "Again", at=SOON)


def test_an_offer_is_for_its_person_and_for_ten_minutes(person: Person) -> None:
    other, device = make.mayor(make.city("Guarulhos", "BR")), device_for()
    offer = passkeys.offer_passkey(person, AT)
    answer = device.make(offer["options"])
    for who, at in ((other, SOON), (person, AT + timedelta(minutes=10, seconds=1))):
        with pytest.raises(RuleBroken, match="passkey.not_made"):
            passkeys.add_passkey(who, answer, offer["stamp"], "", at=at)


@pytest.mark.parametrize("answer", ["", "{}", "[" * 5000, "no JSON"])
def test_nonsense_makes_no_passkey(person: Person, answer: str) -> None:
    offer = passkeys.offer_passkey(person, AT)
    with pytest.raises(RuleBroken, match="passkey.not_made"):
        passkeys.add_passkey(person, answer, offer["stamp"], "", at=SOON)


def test_a_device_that_does_not_verify_its_person_makes_no_passkey(person: Person) -> None:
    device = device_for()
    device.is_verifying = False
    with pytest.raises(RuleBroken, match="passkey.not_made"):
        with_passkey(person, device)


@pytest.mark.parametrize(
    ("address", "is_possible"),
    [
        ("https://tracker.example.org", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("https://192.0.2.1", False),
        ("http://tracker.example.org", False),
    ],
)
def test_browsers_make_passkeys_for_names_on_a_secure_line(app: object, address: str, is_possible: bool) -> None:
    app.config["BASE_URL"] = address  # type: ignore[attr-defined]
    assert passkeys.are_possible() is is_possible
