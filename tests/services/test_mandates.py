"""Offices that change hands: two persons, no overlap, what is open moves, what was signed stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.partnerships import PartnershipState
from tracker.domain.signing import DocumentState
from tracker.models.cities import City
from tracker.models.journal import JournalEntry
from tracker.models.mandates import Commitment, Mandate
from tracker.models.official_documents import OfficialDocument
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services import mandates, offices, official_documents

pytestmark = pytest.mark.usefixtures("app")
TODAY = AT.date()


@pytest.fixture
def city() -> City:
    """Give a city with an office holder."""
    made = make.city("Nampula", timezone="Africa/Maputo")
    make.mayor(made)
    return made


def propose(city: City, actor: Person, *, starts_on: date = TODAY, email: str = "new@nampula.example") -> Mandate:
    """Record a new office holder."""
    with transaction():
        person = mandates.know_office_holder(city, name="Mayor elect of Nampula", email=email, actor=actor, at=AT)
        return mandates.record_mandate(
            city, person, office="Presidente", starts_on=starts_on, basis="Acta 12/2026", actor=actor, at=AT
        )


def confirm(mandate: Mandate, actor: Person) -> None:
    """Confirm as second person."""
    with transaction():
        mandates.confirm_mandate(mandate, actor=actor, at=AT)


def test_a_mandate_counts_only_once_a_second_person_confirms_it(city: City) -> None:
    before = make.holder_of(city)
    mandate = propose(city, make.coordinator())
    assert make.holder_of(city) == before
    confirm(mandate, make.administrator())
    assert make.holder_of(city) == mandate.person
    assert mandate.person != before


def test_the_two_persons_differ_and_one_is_an_administrator(city: City) -> None:
    coordinator, administrator = make.coordinator(), make.administrator()
    mandate = propose(city, coordinator)
    with pytest.raises(RuleBroken, match="mandate.same_person"):
        confirm(mandate, coordinator)
    with pytest.raises(RuleBroken, match="mandate.needs_administrator"):
        confirm(mandate, make.coordinator())
    confirm(mandate, administrator)
    with pytest.raises(RuleBroken, match="mandate.confirmed_already"):
        confirm(mandate, make.administrator())


def test_the_predecessor_ends_on_the_day_before_and_can_no_longer_sign(city: City) -> None:
    partnership = make.partnership([city, make.city("Guarulhos", "BR")], stage=5)
    signed = make.signed_report(make.completed_mission(partnership))
    document = make.submitted_report(make.completed_mission(partnership), author=signed.author)
    old = make.holder_of(city)
    new = propose(city, make.coordinator())
    confirm(new, make.administrator())
    held = db.session.scalars(select(Mandate).where(Mandate.person_id == old.id)).one()
    assert held.ends_on == TODAY - timedelta(days=1)
    with pytest.raises(RuleBroken, match="mandate.ended"):
        make.sign(document, old)
    assert make.sign(document, new.person).office == "Presidente"
    assert {slot.signature.person_id for slot in signed.slots if slot.signature} >= {old.id}


def test_the_successor_is_told_what_is_open_and_asked_to_renew(city: City) -> None:
    other = make.city("Guarulhos", "BR")
    live = make.partnership([city, other], stage=5)
    ended = make.partnership([city, other], state=PartnershipState.ENDED)
    document = make.submitted_report(make.completed_mission(live))
    new = propose(city, make.coordinator())
    confirm(new, make.administrator())
    asked = db.session.scalars(select(Commitment)).all()
    assert [one.partnership_id for one in asked] == [live.id]
    mail = db.session.scalars(select(OutboxItem).where(OutboxItem.address == "new@nampula.example")).one()
    assert document.ref in mail.body_text
    assert live.ref in mail.body_text
    assert ended.ref not in mail.body_text
    moved = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "sign_off.moved")).all()
    assert [entry.subject for entry in moved] == [document.ref]


def renewal_of(commitment: Commitment) -> OfficialDocument:
    """Give the newest version of the document that a commitment is renewed with."""
    assert commitment.series
    return official_documents.versions(commitment.series)[0]


def test_the_present_holder_renews_by_signing_and_nobody_else_can(city: City) -> None:
    make.partnership([city, make.city("Guarulhos", "BR")], stage=5)
    old = make.holder_of(city)
    new = propose(city, make.coordinator())
    confirm(new, make.administrator())
    commitment = db.session.scalars(select(Commitment)).one()
    renewal = renewal_of(commitment)
    assert [(slot.city_id, slot.asked_at) for slot in renewal.slots] == [(city.id, AT)]
    with pytest.raises(RuleBroken, match="mandate.ended"):
        make.sign(renewal, old)
    assert commitment.renewed_at is None
    make.sign(renewal, new.person, AT + timedelta(hours=1))
    assert commitment.renewed_at == AT + timedelta(hours=1)
    assert renewal.state is DocumentState.SIGNED


def test_what_a_holder_left_unanswered_is_taken_back_when_the_office_changes_again(city: City) -> None:
    make.partnership([city, make.city("Guarulhos", "BR")], stage=5)
    make.holder_of(city)
    confirm(propose(city, make.coordinator()), make.administrator())
    first = db.session.scalars(select(Commitment)).one()
    confirm(propose(city, make.coordinator(), starts_on=TODAY + timedelta(days=1)), make.administrator())
    second = db.session.scalars(select(Commitment).where(Commitment.id != first.id)).one()
    assert renewal_of(first).state is DocumentState.WITHDRAWN
    assert renewal_of(second).state is DocumentState.AWAITING_SIGNATURE


def test_a_mandate_from_a_later_day_leaves_the_present_holder_until_then(city: City) -> None:
    old = make.holder_of(city)
    new = propose(city, make.coordinator(), starts_on=TODAY + timedelta(days=10))
    confirm(new, make.administrator())
    assert make.holder_of(city) == old
    assert make.holder_of(city, AT + timedelta(days=10)) == new.person


def test_a_mandate_cannot_begin_before_the_one_that_it_follows(city: City) -> None:
    mandate = propose(city, make.coordinator(), starts_on=date(2020, 1, 1))
    with pytest.raises(RuleBroken, match="mandate.overlap"):
        confirm(mandate, make.administrator())
    db.session.refresh(mandate)
    assert mandate.confirmed_at is None


def test_an_address_of_somebody_else_is_refused(city: City) -> None:
    technician = make.technician(city)
    with pytest.raises(RuleBroken, match="mandate.other_account"):
        propose(city, make.coordinator(), email=technician.email)


def test_a_known_office_holder_keeps_the_account(city: City) -> None:
    old = make.holder_of(city)
    assert propose(city, make.coordinator(), email=old.email.upper()).person == old


def test_a_mandate_can_end_without_a_successor(city: City) -> None:
    held = offices.holder(city.id, AT)
    assert held is not None
    with transaction():
        mandates.end_mandate(held, on=TODAY - timedelta(days=1), actor=make.administrator(), at=AT)
    assert offices.holder(city.id, AT) is None


def test_a_proposed_mandate_can_be_taken_back(city: City) -> None:
    coordinator = make.coordinator()
    mandate = propose(city, coordinator)
    with transaction():
        mandates.discard_mandate(mandate, actor=coordinator, at=AT)
    assert db.session.scalar(select(Mandate.id).where(Mandate.confirmed_at.is_(None))) is None
