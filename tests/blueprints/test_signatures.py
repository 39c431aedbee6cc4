"""The official act on its pages: read, prove, sign or return; never by opening an address."""

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.client import PageClient
from tests.databases import database_hash
from tests.factories import PASSWORD
from tracker.db import db
from tracker.domain.signing import DocumentState
from tracker.models.official_documents import OfficialDocument, SealedFile, Signature
from tracker.models.people import Person


@pytest.fixture
def document(client: PageClient) -> OfficialDocument:
    """Give a report that waits for Nampula and Guarulhos."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    return make.submitted_report(make.completed_mission(make.partnership(cities, stage=5)))


@pytest.fixture
def mayor(client: PageClient, document: OfficialDocument) -> Person:
    """Sign the mayor of Nampula in."""
    person = make.holder_of(document.slots[0].city)
    client.sign_in(person)
    return person


def signatures() -> int:
    """Count the signatures."""
    return db.session.scalar(select(func.count()).select_from(Signature)) or 0


def test_the_mayor_lands_on_what_waits_and_reads_the_tasks_first(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    home = client.follow(client.get("/"))
    assert "Sign the report" in home.page.main
    page = client.get(f"/reports/{document.ref}").page
    assert page.main.index("Scan the maps of Nampula") < page.main.index(document.summary)
    assert "Waits for your signature" in page.main


def test_signing_needs_the_password_again(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    wrong = client.submit(f"/reports/{document.ref}/sign", {"password": "not my password"})
    assert wrong.status_code == 422
    assert "Nothing was signed" in wrong.page.main
    assert signatures() == 0
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    done = client.follow(answer)
    assert done.page.h1 == "Report signed"
    assert "Guarulhos" in done.page.main
    assert signatures() == 1


def test_guessing_the_password_is_stopped(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    for _ in range(10):
        client.submit(f"/reports/{document.ref}/sign", {"password": "not my password"})
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    assert answer.status_code == 422
    assert "quarter of an hour" in answer.page.main
    assert signatures() == 0


def test_what_is_kept_is_the_sentence_that_was_shown(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    shown = client.get(f"/reports/{document.ref}/sign")
    client.send(shown, {"password": PASSWORD})
    signature = db.session.scalars(select(Signature)).one()
    assert signature.intent in shown.page.main
    assert "confirm its 2 tasks" in signature.intent
    assert (signature.digest, signature.method) == (document.digest, "password")


def test_a_double_click_and_the_back_button_sign_once(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    page = client.get(f"/reports/{document.ref}/sign")
    for _ in range(3):
        answer = client.send(page, {"password": PASSWORD})
        assert client.follow(answer).page.h1 == "Report signed"
    assert signatures() == 1
    assert client.follow(client.get(f"/reports/{document.ref}/sign")).page.h1 == "Report signed"


def test_both_signatures_make_it_official_and_seal_it(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    client.sign_in(make.holder_of(document.slots[1].city))
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    assert "official document" in client.follow(answer).page.main
    assert document.state is DocumentState.SIGNED
    assert db.session.get(SealedFile, document.id) is not None
    pdf = client.get(f"/reports/{document.ref}.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")


def test_a_text_of_another_digest_is_not_signed(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD}, extra={"digest": "0" * 64})
    assert answer.status_code == 409
    assert signatures() == 0


def test_the_stamp_of_another_page_is_not_taken(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD}, extra={"opened": "forged"})
    assert answer.status_code == 409
    assert signatures() == 0


def test_returning_needs_remarks_and_the_password(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    empty = client.submit(f"/reports/{document.ref}/return", {"remarks": " ", "password": PASSWORD})
    assert empty.status_code == 422
    wrong = client.submit(f"/reports/{document.ref}/return", {"remarks": "Name them.", "password": "no"})
    assert wrong.status_code == 422
    assert "Name them." in wrong.page.main
    answer = client.submit(f"/reports/{document.ref}/return", {"remarks": "Name them.", "password": PASSWORD})
    assert client.follow(answer).page.h1 == "Report returned"
    assert document.state is DocumentState.CHANGES_REQUESTED


def test_a_mailed_address_signs_nobody_in_and_changes_nothing(client: PageClient, document: OfficialDocument) -> None:
    before = database_hash()
    for path in (f"/reports/{document.ref}", f"/reports/{document.ref}/sign", f"/reports/{document.ref}/return"):
        for _ in range(5):
            assert client.get(path).headers["Location"].startswith("/sign-in?next=")
            assert client.head(path).status_code == 302
    assert database_hash() == before


def test_nobody_else_reaches_the_sign_page(client: PageClient, document: OfficialDocument) -> None:
    for person, status in (
        (make.administrator(), 403),
        (make.coordinator(), 403),
        (document.author, 403),
        (make.mayor(make.city("Lyon", "FR")), 404),
    ):
        client.sign_in(person)
        assert client.get(f"/reports/{document.ref}/sign").status_code == status


def test_a_person_without_a_password_is_told_to_set_one(client: PageClient, document: OfficialDocument) -> None:
    mayor = make.holder_of(document.slots[0].city)
    client.sign_in(mayor)
    mayor.password_hash = None
    db.session.commit()
    assert "no password yet" in client.get(f"/reports/{document.ref}/sign").page.main


def test_a_withdrawn_report_leads_back_to_its_page(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    page = client.get(f"/reports/{document.ref}/sign")
    author = PageClient(client.application, client.response_wrapper)
    author.sign_in(document.author)
    author.submit(f"/reports/{document.ref}/withdraw", {"reason": "A mistake."})
    answer = client.follow(client.send(page, {"password": PASSWORD}))
    assert "A mistake." in answer.page.main
    assert signatures() == 0
