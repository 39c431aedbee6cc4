"""The official act: who can sign what, exactly once, and what is kept of it."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.missions import MissionState
from tracker.domain.signing import DocumentState
from tracker.models.journal import JournalEntry, PersonalField
from tracker.models.official_documents import OfficialDocument, Signature
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services import evidence, journal, official_documents, signing

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def document() -> OfficialDocument:
    """Give a report that waits for Nampula and Guarulhos."""
    cities = [
        make.city("Nampula", timezone="Africa/Maputo"),
        make.city("Guarulhos", "BR", timezone="America/Sao_Paulo"),
    ]
    for city in cities:
        make.mayor(city)
    return make.submitted_report(make.completed_mission(make.partnership(cities, stage=5)))


def holders(document: OfficialDocument) -> list[Person]:
    """Give the office holders of the cities that sign, in order."""
    return [make.holder_of(slot.city) for slot in document.slots]


def test_the_first_signature_makes_it_partly_signed_and_the_last_one_signed(document: OfficialDocument) -> None:
    first, second = holders(document)
    make.sign(document, first)
    assert document.state is DocumentState.PARTLY_SIGNED
    make.sign(document, second, AT + timedelta(hours=1))
    assert document.state is DocumentState.SIGNED
    assert document.signed_at == AT + timedelta(hours=1)


def test_the_evidence_record_is_whole_and_hashed(document: OfficialDocument) -> None:
    signature = make.sign(document, holders(document)[0])
    evidence = json.loads(signature.evidence)
    assert hashlib.sha256(signature.evidence.encode()).hexdigest() == signature.evidence_hash
    assert evidence["digest"] == document.digest
    assert evidence["decision"] == "signed"
    assert evidence["intent"] == "I sign this report."
    assert evidence["mandate_from"] == "2024-02-07"
    assert evidence["basis"] == "Minutes of the assembly"
    assert evidence["journal_head"] != journal.FIRST
    assert "127.0.0.1" not in signature.evidence


def test_network_address_and_browser_are_kept_apart_behind_a_commitment(document: OfficialDocument) -> None:
    make.sign(document, holders(document)[0])
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "report.signed")).one()
    field = db.session.scalars(
        select(PersonalField).where(PersonalField.entry_id == entry.id, PersonalField.name == "ip_address")
    ).one()
    kept = json.loads(entry.details)["personal"]["ip_address"]
    assert kept == journal.commitment(field.salt or "", field.value or "")
    assert "127.0.0.1" not in entry.details


def test_signing_twice_with_the_same_key_is_one_signature(document: OfficialDocument) -> None:
    mayor = holders(document)[0]
    proof = make.proof(document)
    with transaction():
        first = signing.sign_document(document, proof, actor=mayor, at=AT)
    with transaction():
        second = signing.sign_document(document, proof, actor=mayor, at=AT)
    assert first.id == second.id


def test_a_second_signature_for_a_city_is_refused(document: OfficialDocument) -> None:
    mayor = holders(document)[0]
    make.sign(document, mayor)
    with pytest.raises(RuleBroken, match="slot.signed_already"):
        make.sign(document, mayor)


def test_a_text_that_was_not_shown_is_not_signed(document: OfficialDocument) -> None:
    with pytest.raises(RuleBroken, match="report.changed"), transaction():
        signing.sign_document(document, make.proof(document, digest="0" * 64), actor=holders(document)[0], at=AT)
    assert document.state is DocumentState.AWAITING_SIGNATURE


def test_an_old_proof_of_identity_is_not_enough(document: OfficialDocument) -> None:
    old = make.proof(document, proved_at=AT - timedelta(minutes=5, seconds=1))
    with pytest.raises(RuleBroken, match="slot.proof_too_old"), transaction():
        signing.sign_document(document, old, actor=holders(document)[0], at=AT)


def test_nobody_signs_for_another(document: OfficialDocument) -> None:
    city = document.slots[0].city
    for person in (
        make.administrator(),
        make.coordinator(),
        make.technician(city),
        make.mayor(make.city("Lyon", "FR")),
        make.observer(document.partnership),
    ):
        with pytest.raises(NotAllowed):
            make.sign(document, person)
    assert db.session.scalar(select(func.count()).select_from(Signature)) == 0


def test_whoever_sent_it_cannot_sign_it(document: OfficialDocument) -> None:
    mayor = holders(document)[0]
    other = make.submitted_report(make.completed_mission(document.partnership), author=mayor)
    with pytest.raises(RuleBroken, match="slot.author"):
        make.sign(other, mayor)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_allowed"),
    [
        (date(2026, 3, 12), None, True),
        (date(2024, 1, 1), date(2026, 3, 12), True),
        (date(2024, 1, 1), date(2026, 3, 11), False),
        (date(2026, 3, 13), None, False),
    ],
)
def test_a_mandate_covers_its_first_and_last_day(starts_on: date, ends_on: date | None, is_allowed: bool) -> None:
    city = make.city("Dondo", timezone="Africa/Maputo")
    document = make.submitted_report(make.completed_mission(make.partnership([city, make.city("Beira")])))
    mayor = make.mayor(city, starts_on=starts_on, ends_on=ends_on)
    if is_allowed:
        assert make.sign(document, mayor).person_id == mayor.id
    else:
        with pytest.raises(RuleBroken, match="mandate.ended"):
            make.sign(document, mayor)


def test_the_day_is_that_of_the_city() -> None:
    city = make.city("Dondo", timezone="Africa/Maputo")
    document = make.submitted_report(make.completed_mission(make.partnership([city, make.city("Beira")])))
    mayor = make.mayor(city, starts_on=date(2026, 3, 13))
    late = AT.replace(hour=22, minute=30)
    assert make.sign(document, mayor, late).signed_at == late


def test_an_unconfirmed_mandate_signs_nothing() -> None:
    city = make.city("Dondo")
    document = make.submitted_report(make.completed_mission(make.partnership([city, make.city("Beira")])))
    person = make.person("Mayor elect of Dondo", make.Role.MAYOR, city=city)
    make.mandate(person, city, starts_on=date(2026, 1, 1), confirmed_at=None, confirmed_by_id=None)
    with pytest.raises(RuleBroken, match="mandate.ended"):
        make.sign(document, person)


def test_remarks_reach_the_author_verbatim_and_everybody_who_had_signed(document: OfficialDocument) -> None:
    first, second = holders(document)
    coordinator = make.coordinator()
    make.sign(document, first)
    remarks = 'Move task 1 to May: the "Assembleia" meets on the 2nd.\n<b>Please</b>.'
    with transaction():
        signing.return_document(document, make.proof(document), evidence.Remarks(remarks), actor=second, at=AT)
    assert document.state is DocumentState.CHANGES_REQUESTED
    assert document.of_mission.state is MissionState.COMPLETED
    told = db.session.scalars(select(OutboxItem).where(OutboxItem.subject.contains("Returned"))).all()
    assert {mail.address for mail in told} == {document.author.email, first.email, coordinator.email}
    assert all(remarks in mail.body_text for mail in told)
    assert all("&lt;b&gt;Please&lt;/b&gt;" in mail.body_html for mail in told)


def test_a_returned_version_cannot_be_signed_any_more(document: OfficialDocument) -> None:
    first, second = holders(document)
    with transaction():
        signing.return_document(document, make.proof(document), evidence.Remarks("Not yet."), actor=first, at=AT)
    with pytest.raises(RuleBroken, match="report.not_open"):
        make.sign(document, second)


def test_a_correction_replaces_the_signed_version_only_once_it_is_signed_itself(document: OfficialDocument) -> None:
    for mayor in holders(document):
        make.sign(document, mayor)
    second = make.draft_report(document.of_mission, author=document.author)
    with transaction():
        second.summary = "Corrected."
        official_documents.submit(second, cities=[s.city_id for s in document.slots], actor=document.author, at=AT)
    assert document.state is DocumentState.SIGNED
    assert [slot.signature for slot in second.slots] == [None, None]
    for mayor in holders(second):
        make.sign(second, mayor)
    assert (second.state, document.state) == (DocumentState.SIGNED, DocumentState.SUPERSEDED)


def test_each_signature_asks_for_its_seal_and_the_last_one_tells_everybody(document: OfficialDocument) -> None:
    for mayor in holders(document):
        make.sign(document, mayor)
    seals = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "seal")).all()
    assert [item.document_id for item in seals] == [document.id] * 2
    told = db.session.scalars(select(OutboxItem.address).where(OutboxItem.subject.contains("Signed by all"))).all()
    assert set(told) >= {document.author.email, *(mayor.email for mayor in holders(document))}
