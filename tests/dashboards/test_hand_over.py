"""The hand-over pack: what the city signed, what is open, what it promised, which commitments stand."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.client import PageClient
from tests.factories import AT
from tracker.dashboards import hand_over
from tracker.db import transaction
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument
from tracker.services import mandates, official_documents

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def document() -> OfficialDocument:
    """Give a report that Nampula's former holder signed and Guarulhos did not."""
    nampula = make.city("Nampula", timezone="Africa/Maputo")
    make.mayor(nampula)
    partnership = make.partnership([nampula, make.city("Guarulhos", "BR")], stage=5)
    make.mayor(partnership.cities[1])
    report = make.submitted_report(make.completed_mission(partnership))
    make.sign(report, make.holder_of(nampula))
    return report


@pytest.fixture
def successor(document: OfficialDocument) -> Mandate:
    """Give the mandate of a successor in Nampula, confirmed today."""
    city = document.slots[0].city
    coordinator, at = make.coordinator(), AT + timedelta(days=1)
    with transaction():
        person = mandates.know_office_holder(
            city, name="Successor in Nampula", email="new@nampula.example", actor=coordinator, at=at
        )
        mandate = mandates.record_mandate(
            city, person, office="Presidente", starts_on=at.date(), basis="Acta", actor=coordinator, at=at
        )
    administrator = make.administrator()
    with transaction():
        mandates.confirm_mandate(mandate, actor=administrator, at=at)
        mandate.person.password_hash = administrator.password_hash
    return mandate


def test_the_pack_holds_what_was_signed_what_is_open_and_what_was_promised(
    document: OfficialDocument, successor: Mandate
) -> None:
    city = successor.city
    (signed,) = hand_over.signed_for(city)
    assert (signed.ref, signed.name) == (document.ref, "Mayor of Nampula")
    assert [one.kind.value for one in hand_over.open_for(city)] == ["renewal"]
    (promise,) = hand_over.promised_by(city)
    assert promise.what == "Scan the maps of Nampula"
    (kept,) = hand_over.commitments_of(successor)
    assert (kept.ref, kept.renewed_at) == (document.partnership.ref, None)
    renewal = official_documents.versions((kept.document or "").removesuffix("-v1"))[0]
    make.sign(renewal, successor.person, AT + timedelta(days=2))
    assert hand_over.commitments_of(successor)[0].renewed_at == AT + timedelta(days=2)


def test_the_successor_finds_it_all_on_one_page_and_the_predecessor_does_not(
    client: PageClient, document: OfficialDocument, successor: Mandate
) -> None:
    client.sign_in(successor.person)
    page = client.get(f"/mandates/{successor.id}/hand-over").page.text
    for words in (document.ref, "Scan the maps of Nampula", "Not renewed since", "Read and renew"):
        assert words in page
    client.sign_in(make.holder_of(document.slots[0].city))
    assert client.get(f"/mandates/{successor.id}/hand-over").status_code == 403
