"""Signing outside: the exact file comes back with a qualified signature of the right person, or is refused by name."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.client import PageClient
from tests.documents.ca import authority, person, signed_outside
from tests.factories import PASSWORD
from tracker.db import db
from tracker.domain.signing import Method, Profile
from tracker.models.official_documents import DocumentFile, OfficialDocument, Signature
from tracker.models.people import Person

Signing = Callable[[bytes, str], bytes]


@pytest.fixture
def signing(app: Flask) -> Signing:
    """Trust an authority, and give a function that signs a PDF with a certificate of it, as a person at home does."""
    folder = app.config["TRUST_ROOTS"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "authority.der").write_bytes(authority().der)

    def sign(pdf: bytes, name: str) -> bytes:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(signed_outside, pdf, person(name)).result()

    return sign


@pytest.fixture
def document(client: PageClient) -> OfficialDocument:
    """Give a report for which Nampula asks for a qualified signature."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    made = make.submitted_report(make.completed_mission(make.partnership(cities, stage=5)))
    made.slots[0].profile = Profile.C
    db.session.commit()
    return made


@pytest.fixture
def mayor(client: PageClient, document: OfficialDocument) -> Person:
    """Sign the mayor of Nampula in."""
    person = make.holder_of(document.slots[0].city)
    client.sign_in(person)
    return person


def signatures() -> int:
    """Count the signatures."""
    return db.session.scalar(select(func.count()).select_from(Signature)) or 0


def test_the_button_leads_to_the_page_for_signing_outside(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    address = client.get(f"/reports/{document.ref}").page.link("Sign")
    page = client.follow(client.get(address))
    assert page.request.path == f"/reports/{document.ref}/sign/qualified"
    assert mayor.name in page.page.main
    assert client.get(page.page.link("Download PDF")).mimetype == "application/pdf"


def test_a_file_that_was_signed_outside_is_the_signature(
    client: PageClient, document: OfficialDocument, mayor: Person, signing: Signing
) -> None:
    page = client.get(f"/reports/{document.ref}/sign/qualified")
    signed = signing(client.get(f"/reports/{document.ref}.pdf").data, f"{mayor.name.upper()}:12345678900")
    answer = client.send(page, {"file": (signed, "signed.pdf")})
    assert client.follow(answer).page.h1 == "Report signed"
    kept = db.session.scalars(select(Signature)).one()
    assert (kept.method, kept.profile) == (Method.QUALIFIED, Profile.C)
    assert "Autoridade Certificadora de Teste" in kept.evidence
    files = db.session.scalars(select(DocumentFile).order_by(DocumentFile.revision)).all()
    assert [one.is_external for one in files] == [False, True, False]
    newest = client.get(f"/reports/{document.ref}.pdf").data
    assert newest.startswith(signed)
    again = client.send(page, {"file": (signed, "signed.pdf")})
    assert client.follow(again).page.h1 == "Report signed"
    assert signatures() == 1


def test_what_will_not_do_is_refused_by_name(
    client: PageClient, document: OfficialDocument, mayor: Person, signing: Signing
) -> None:
    page = client.get(f"/reports/{document.ref}/sign/qualified")
    exact = client.get(f"/reports/{document.ref}.pdf").data
    cases = {
        "another name": signing(exact, "Somebody of Guarulhos"),
        "no signature": exact,
        "not the file": b"%PDF" + exact[4:-9] + b"%%EOF\n",
        "cannot be read": b"MZ",
        "Choose the signed file": b"",
    }
    for words, content in cases.items():
        answer = client.send(page, {"file": (content, "signed.pdf")})
        assert answer.status_code == 422, words
        assert words in answer.page.main
        assert "Nothing was signed" in answer.page.main
    assert signatures() == 0


def test_no_password_signs_where_a_qualified_signature_is_asked_for(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    form = client.get(f"/reports/{document.ref}/return").page.forms[-1].defaults
    data = {name: form[name] for name in ("csrf_token", "key", "digest", "opened")}
    client.post(f"/reports/{document.ref}/sign", data={**data, "password": PASSWORD})
    assert signatures() == 0


def test_a_file_from_before_another_city_signed_is_outdated(
    client: PageClient, document: OfficialDocument, mayor: Person, signing: Signing
) -> None:
    page = client.get(f"/reports/{document.ref}/sign/qualified")
    signed = signing(client.get(f"/reports/{document.ref}.pdf").data, mayor.name)
    partner = PageClient(client.application)
    partner.sign_in(make.holder_of(document.slots[1].city))
    partner.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    answer = client.send(page, {"file": (signed, "signed.pdf")})
    assert answer.status_code == 422
    assert "another city has signed since" in answer.page.main
    assert signatures() == 1
