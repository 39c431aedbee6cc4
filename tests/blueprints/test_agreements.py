"""Putting the theme and scope, and the work plan, before the office holders: from the page to their signatures."""

from datetime import date

import pytest

from tests import factories as make
from tests.client import PageClient
from tracker.db import db
from tracker.domain.signing import DocumentState, SigningOrder
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.models.people import Person

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def partnership() -> Partnership:
    made = make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")], stage=4)
    for city in made.cities:
        make.mayor(city)
    return made


@pytest.fixture
def technician(partnership: Partnership) -> Person:
    return make.technician(partnership.cities[0])


def document(ref: str) -> OfficialDocument:
    db.session.rollback()
    return db.session.query(OfficialDocument).filter_by(ref=ref).one()


def test_the_scope_goes_from_the_partnership_page_to_the_mayors(
    client: PageClient, partnership: Partnership, technician: Person
) -> None:
    client.sign_in(technician)
    start = f"/partnerships/{partnership.ref}/scope"
    answer = client.submit(f"/partnerships/{partnership.ref}", form=start)
    ref = f"{partnership.ref}-SCOPE-v1"
    assert answer.headers["Location"] == f"/reports/{ref}/edit"
    page = client.follow(client.submit(f"/reports/{ref}/edit", {"summary": "One cadastre, two cities."})).page.text
    assert "One cadastre, two cities." in page
    page = client.get(f"/reports/{ref}/send").page.text
    assert "Order of the signatures" in page
    client.submit(f"/reports/{ref}/send", {"signing_order": "fixed"})
    sent = document(ref)
    assert (sent.state, sent.signing_order) == (DocumentState.AWAITING_SIGNATURE, SigningOrder.FIXED)
    page = client.get(f"/partnerships/{partnership.ref}").page.text
    assert "Theme and scope" in page
    assert "Endorse the theme and scope" in page


def test_the_mayor_reads_the_plans_activities_before_signing(
    client: PageClient, partnership: Partnership, technician: Person
) -> None:
    make.activity(partnership, title="Scan the maps", starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    client.sign_in(technician)
    room = f"/partnerships/{partnership.ref}/stages/4"
    answer = client.submit(room, form=f"/partnerships/{partnership.ref}/work-plan")
    ref = f"{partnership.ref}-C1-PLAN-v1"
    page = client.get(answer.headers["Location"]).page
    assert page.h1 == f"Write: Work plan, {ref}"
    assert "Signing confirms 1 activity" in page.main
    assert ", ," not in page.main
    client.submit(answer.headers["Location"], {"summary": "So that the maps are safe."})
    client.submit(f"/reports/{ref}/send")
    client.sign_in(make.holder_of(partnership.cities[0]))
    page = client.get(f"/reports/{ref}").page.text
    assert "Scan the maps" in page
    assert "So that the maps are safe." in page
    assert client.get(f"/reports/{ref}.pdf").data.startswith(b"%PDF")


def test_an_empty_plan_is_not_offered(client: PageClient, partnership: Partnership, technician: Person) -> None:
    client.sign_in(technician)
    room = client.get(f"/partnerships/{partnership.ref}/stages/4").page.text
    assert "Confirmed by the office holders" not in room


def test_a_signed_agreement_can_be_followed_by_a_next_version(
    client: PageClient, partnership: Partnership, technician: Person
) -> None:
    client.sign_in(technician)
    client.submit(f"/partnerships/{partnership.ref}", form=f"/partnerships/{partnership.ref}/scope")
    ref = f"{partnership.ref}-SCOPE-v1"
    client.submit(f"/reports/{ref}/edit", {"summary": "One cadastre."})
    client.submit(f"/reports/{ref}/send")
    for city in partnership.cities:
        make.sign(document(ref), make.holder_of(city))
    answer = client.submit(f"/reports/{ref}", form=f"/reports/{ref}/new-version")
    assert answer.headers["Location"].endswith("-SCOPE-v2/edit")
    page = client.get(answer.headers["Location"]).page.text
    assert "One cadastre." in page
