"""Deputies sign in the holder's place: dated, shown as such, and only while the holder's own mandate lasts."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests import factories as make
from tests.factories import AT
from tracker.db import transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.signing import DocumentState
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import OfficialDocument
from tracker.services import delegations, mandates, offices

pytestmark = pytest.mark.usefixtures("app")
TODAY = AT.date()


@pytest.fixture
def document() -> OfficialDocument:
    """Give a report that waits for Nampula alone."""
    nampula = make.city("Nampula", timezone="Africa/Maputo")
    make.mayor(nampula)
    partnership = make.partnership([nampula, make.city("Guarulhos", "BR")])
    return make.submitted_report(make.completed_mission(partnership), cities=[nampula])


def mandate_of(document: OfficialDocument) -> Mandate:
    held = offices.holder(document.slots[0].city_id, AT)
    assert held is not None
    return held


def delegated(mandate: Mandate, **more: Any) -> Delegation:
    told = {
        "name": "Deputy of Nampula",
        "email": "deputy@nampula.example",
        "function": "Vereador, by delegation",
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=10),
        "basis": "Order 7/2026",
        "actor": mandate.person,
        "at": AT,
    }
    with transaction():
        return delegations.delegate(mandate, **{**told, **more})


def test_a_deputy_signs_and_the_record_says_in_which_capacity(document: OfficialDocument) -> None:
    given = delegated(mandate_of(document))
    signature = make.sign(document, given.person)
    assert (signature.name, signature.office) == ("Deputy of Nampula", "Vereador, by delegation")
    assert (signature.delegation, signature.mandate) == (given, given.mandate)
    evidence = json.loads(signature.evidence)
    assert evidence["delegation"] == {
        "id": given.id,
        "from": TODAY.isoformat(),
        "to": (TODAY + timedelta(days=10)).isoformat(),
        "basis": "Order 7/2026",
    }
    assert document.state is DocumentState.SIGNED


def test_the_holder_still_signs_and_whoever_is_first_has_signed_for_the_city(document: OfficialDocument) -> None:
    given = delegated(mandate_of(document))
    make.sign(document, given.mandate.person)
    with pytest.raises(RuleBroken, match=r"slot\.signed_already"):
        make.sign(document, given.person)


@pytest.mark.parametrize("days", [-1, 11])
def test_outside_its_days_a_delegation_is_worth_nothing(document: OfficialDocument, days: int) -> None:
    given = delegated(mandate_of(document))
    with pytest.raises((RuleBroken, NotAllowed)):
        make.sign(document, given.person, AT + timedelta(days=days))
    assert document.slots[0].signature is None


def test_a_delegation_that_was_taken_back_is_worth_nothing_from_that_instant(document: OfficialDocument) -> None:
    given = delegated(mandate_of(document))
    with transaction():
        delegations.revoke(given, actor=given.mandate.person, at=AT)
    with pytest.raises((RuleBroken, NotAllowed)):
        make.sign(document, given.person, AT)


def test_a_delegation_ends_with_the_mandate_that_it_comes_from(document: OfficialDocument) -> None:
    given = delegated(mandate_of(document))
    with transaction():
        mandates.end_mandate(given.mandate, on=TODAY - timedelta(days=1), actor=make.administrator(), at=AT)
    with pytest.raises((RuleBroken, NotAllowed)):
        make.sign(document, given.person)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (TODAY, TODAY - timedelta(days=1)),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1)),
        (TODAY, TODAY + timedelta(days=400)),
        (date(2020, 1, 1), TODAY),
    ],
)
def test_days_that_make_no_sense_are_refused(document: OfficialDocument, starts_on: date, ends_on: date) -> None:
    with pytest.raises(RuleBroken, match=r"delegation\.days"):
        delegated(mandate_of(document), starts_on=starts_on, ends_on=ends_on)


def test_nobody_delegates_to_themselves_or_for_another(document: OfficialDocument) -> None:
    mandate = mandate_of(document)
    with pytest.raises(RuleBroken, match=r"delegation\.self"):
        delegated(mandate, name=mandate.person.name, email=mandate.person.email)
    for other in (make.administrator(), make.coordinator(), make.technician(mandate.city)):
        with pytest.raises(NotAllowed):
            delegated(mandate, actor=other)


def test_a_deputy_cannot_name_a_deputy(document: OfficialDocument) -> None:
    given = delegated(mandate_of(document))
    with pytest.raises(NotAllowed):
        delegated(given.mandate, actor=given.person, email="third@nampula.example")
