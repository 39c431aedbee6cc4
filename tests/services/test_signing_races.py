"""Signing at the same moment as others: one signature for each city, and none that the office or the text forbids."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.signing import DocumentState
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument, Signature
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services import journal, mandates, official_documents, signing

pytestmark = pytest.mark.usefixtures("app")
THREADS = 32


@pytest.fixture
def document() -> OfficialDocument:
    """Give a report that waits for the signatures of two cities."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    return make.submitted_report(make.completed_mission(make.partnership(cities)))


def together(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    """Do things at the same moment, each in a session of its own; returns what became of each: `done` or a code."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    act()
            except RuleBroken as broken:
                return broken.code
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_many_signatures_at_once_are_one_for_each_city(app: Flask, document: OfficialDocument) -> None:
    ids = [make.holder_of(slot.city).id for slot in document.slots]
    digest = document.digest
    document_id = document.id
    db.session.rollback()

    def act(mayor: int) -> Callable[[], object]:
        def sign() -> object:
            found = db.session.get_one(OfficialDocument, document_id)
            proof = make.proof(found, digest=digest)
            return signing.sign_document(found, proof, actor=db.session.get_one(Person, mayor), at=AT)

        return sign

    outcomes = together(app, [act(ids[number % 2]) for number in range(THREADS)])
    assert sorted(outcomes) == ["done"] * 2 + ["slot.signed_already"] * (THREADS - 2)
    db.session.rollback()
    assert db.session.get_one(OfficialDocument, document_id).state is DocumentState.SIGNED
    assert db.session.scalar(select(func.count()).select_from(Signature)) == 2
    assert db.session.scalar(select(func.count()).where(OutboxItem.kind == "seal")) == 2
    assert journal.broken_links() == []


def test_withdrawing_and_signing_at_once_never_do_both(app: Flask, document: OfficialDocument) -> None:
    mayor, author, document_id = make.holder_of(document.slots[0].city).id, document.author_id, document.id
    db.session.rollback()

    def sign() -> object:
        found = db.session.get_one(OfficialDocument, document_id)
        return signing.sign_document(found, make.proof(found), actor=db.session.get_one(Person, mayor), at=AT)

    def withdraw() -> object:
        found = db.session.get_one(OfficialDocument, document_id)
        actor = db.session.get_one(Person, author)
        return official_documents.withdraw(found, reason="A mistake.", actor=actor, at=AT)

    outcomes = together(app, [sign, withdraw])
    db.session.rollback()
    signed = db.session.scalar(select(func.count()).select_from(Signature))
    assert db.session.get_one(OfficialDocument, document_id).state is DocumentState.WITHDRAWN
    assert outcomes in (["done", "done"], ["report.not_open", "done"])
    assert signed == (1 if outcomes[0] == "done" else 0)


def test_one_person_tapping_many_times_signs_once_with_one_key(app: Flask, document: OfficialDocument) -> None:
    mayor, document_id = make.holder_of(document.slots[0].city).id, document.id
    proof = make.proof(document)
    db.session.rollback()

    def sign() -> object:
        found = db.session.get_one(OfficialDocument, document_id)
        return signing.sign_document(found, proof, actor=db.session.get_one(Person, mayor), at=AT)

    assert together(app, [sign] * THREADS) == ["done"] * THREADS
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Signature)) == 1


def test_signing_while_the_office_changes_hands_is_by_whoever_holds_it(app: Flask, document: OfficialDocument) -> None:
    city, document_id = document.slots[0].city, document.id
    old = make.holder_of(city).id
    new = make.person("Successor", make.Role.MAYOR, city=city)
    proposed = make.mandate(new, city, starts_on=AT.date(), confirmed_at=None, confirmed_by_id=None)
    ids = {"new": new.id, "mandate": proposed.id, "administrator": make.administrator().id}
    db.session.rollback()

    def sign(person: int) -> Callable[[], object]:
        def act() -> object:
            found = db.session.get_one(OfficialDocument, document_id)
            return signing.sign_document(found, make.proof(found), actor=db.session.get_one(Person, person), at=AT)

        return act

    def confirm() -> object:
        mandate = db.session.get_one(Mandate, ids["mandate"])
        return mandates.confirm_mandate(mandate, actor=db.session.get_one(Person, ids["administrator"]), at=AT)

    outcomes = together(app, [confirm, *[sign(old), sign(ids["new"])] * 7])
    db.session.rollback()
    signatures = db.session.scalars(select(Signature)).all()
    assert outcomes[0] == "done"
    assert len(signatures) <= 1
    for one in signatures:
        evidence = one.mandate
        assert one.person_id == evidence.person_id
        assert outcomes.count("done") == 2
    assert journal.broken_links() == []


def test_a_text_that_changed_meanwhile_is_not_signed(app: Flask, document: OfficialDocument) -> None:
    mayor, author = make.holder_of(document.slots[0].city), document.author
    seen = make.proof(document)
    with transaction():
        official_documents.withdraw(document, reason="A mistake.", actor=author, at=AT)
    newer = make.draft_report(document.of_mission, author=author)
    with transaction():
        newer.summary = "Another text."
        wanted = {slot.city_id for slot in document.slots}
        official_documents.submit(newer, cities=wanted, actor=author, at=AT)
    with pytest.raises(RuleBroken, match=r"report\.changed"), transaction():
        signing.sign_document(newer, seen, actor=mayor, at=AT + timedelta(minutes=1))
    assert newer.slots[0].signature is None
