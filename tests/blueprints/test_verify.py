"""The public check of a document: true, light, and silent about what it does not know."""

import gzip
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests import factories as make
from tests.client import Answer, PageClient
from tests.databases import database_hash
from tests.factories import AT
from tests.services.tampering import unguarded
from tracker import files
from tracker.db import db, transaction
from tracker.forms import verify
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import DocumentFile, OfficialDocument
from tracker.services import agreements, official_documents
from tracker.services.document_files import seal_signatures

STATIC = Path(__file__).parents[2] / "tracker" / "static"
BUDGET = 15_000
"""Bytes of a first visit, with style, script and picture."""


@pytest.fixture
def document(client: PageClient) -> OfficialDocument:
    """Give a report that both cities signed, with its sealed PDF."""
    made = make.signed_report()
    with transaction():
        seal_signatures(made, AT)
    return made


def file_of(document: OfficialDocument, revision: int) -> bytes:
    """Give the bytes of one of a document's files."""
    wanted = select(DocumentFile).where(DocumentFile.document_id == document.id, DocumentFile.revision == revision)
    file = db.session.scalars(wanted).one()
    return files.read(file.path, file.sha256)


def weight(answer: Answer) -> int:
    """Count the bytes of an answer on the line, with its head."""
    return len(answer.data) + sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())


def said_of(client: PageClient, document: OfficialDocument, content: bytes) -> list[str]:
    """Send a file to be compared; returns what is said of it."""
    answer = client.submit(f"/verify/{document.code}", {"file": (content, "report.pdf")})
    assert answer.status_code == 200, answer.page.main
    return re.findall(r"<div(?: data-sha256=\"\w+\")?>\s*<div class=\"say (\w+)\">", answer.get_data(as_text=True))


def test_anybody_sees_who_signed_what_and_when(client: PageClient, document: OfficialDocument) -> None:
    answer = client.get(f"/verify/{document.code}")
    assert answer.page.h1 == "This document is authentic"
    assert document.ref in answer.page.main
    assert (document.digest or "") in answer.page.main
    for slot in document.slots:
        assert slot.signature is not None
        assert slot.signature.name in answer.page.main
    assert "12 March 2026, 09:40 (UTC)" in answer.page.main or "2026-03-12 09:40:00 UTC" in answer.page.main
    assert "Mandate since 7 February 2024: Minutes of the assembly" in answer.page.main
    assert "A: confirmed in the tracker" in answer.page.main


def test_the_times_are_told_with_their_zone(client: PageClient) -> None:
    city = make.city("Nampula", timezone="Africa/Maputo")
    document = make.submitted_report(make.completed_mission(make.partnership([city, make.city("Dondo")])))
    make.sign(document, make.mayor(city))
    page = client.get(f"/verify/{document.code}").page
    assert "12 March 2026, 11:40 (Africa/Maputo), 2026-03-12 09:40:00 UTC" in page.main


def test_an_acting_holder_and_a_deputy_are_told_as_such(client: PageClient) -> None:
    document = make.submitted_report()
    first, second = (slot.city for slot in document.slots)
    acting = make.person("Stand-in", make.Role.MAYOR, city=first)
    make.mandate(acting, first, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), is_acting=True)
    deputy = make.person("Deputy", make.Role.MAYOR, city=second)
    make.mayor(second)
    held = db.session.scalars(select(Mandate).where(Mandate.city_id == second.id)).one()
    told = {"function": "Deputy mayor", "basis": "Order 7", "created_at": AT}
    make.keep(Delegation(mandate=held, person=deputy, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), **told))
    make.sign(document, acting)
    make.sign(document, deputy)
    page = client.get(f"/verify/{document.code}").page
    assert "(acting)" in page.main
    assert "Mandate from 1 January 2026 to 30 June 2026" in page.main
    assert f"Deputy mayor, {second.name} (by delegation of {held.person.name}, until 31 March 2026)" in page.main


def test_no_text_of_the_report_and_no_task_is_told(client: PageClient, document: OfficialDocument) -> None:
    page = client.get(f"/verify/{document.code}").page
    assert document.summary not in page.main
    assert "Scan the maps" not in page.main
    assert "cadastres are kept" not in page.main


def test_every_kind_of_document_can_be_checked(client: PageClient) -> None:
    of = make.partnership()
    make.activity(of)
    author = make.technician(of.cities[0])
    for start, kind in ((agreements.start_scope, "Theme and scope"), (agreements.start_work_plan, "Work plan")):
        with transaction():
            draft = start(of, language="pt", actor=author, at=AT)
            draft.summary = "Both cities keep to this."
            official_documents.submit(draft, cities=[city.id for city in of.cities], actor=author, at=AT)
        page = client.get(f"/verify/{draft.code}").page
        assert kind in page.main
        assert "Português" in page.main


def test_a_half_signed_document_says_so(client: PageClient) -> None:
    document = make.submitted_report()
    page = client.get(f"/verify/{document.code}").page
    assert page.h1 == "This document is not signed by all yet"
    assert "Not signed" in page.main


def test_a_returned_and_a_withdrawn_document_say_so(client: PageClient) -> None:
    returned = make.returned_report()
    page = client.get(f"/verify/{returned.code}").page
    assert page.h1 == "This document was returned with remarks"
    assert "Name the surveyors" not in page.main
    withdrawn = make.submitted_report()
    with transaction():
        official_documents.withdraw(withdrawn, reason="A mistake.", actor=withdrawn.author, at=AT)
    page = client.get(f"/verify/{withdrawn.code}").page
    assert page.h1 == "This document was withdrawn"
    assert "A mistake" not in page.main


def test_a_superseded_version_points_to_its_successor(client: PageClient, document: OfficialDocument) -> None:
    second = make.draft_report(document.of_mission, author=document.author)
    second.summary = "Corrected."
    db.session.commit()
    newer = make.signed_report_of(second)
    page = client.get(f"/verify/{document.code}").page
    assert page.h1 == "This document is authentic"
    assert page.link("Check version 2").endswith(newer.code or "")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE official_document SET content = replace(content, 'gaps', 'gains')",
        "UPDATE signature SET name = 'Somebody else' WHERE id = 1",
        "UPDATE journal_entry SET details = '{}' WHERE verb = 'report.signed'",
        "UPDATE mandate SET basis = 'Another decree'",
    ],
)
def test_what_was_changed_is_named(client: PageClient, document: OfficialDocument, change: str) -> None:
    unguarded()
    db.session.execute(text(change))
    db.session.commit()
    assert client.get(f"/verify/{document.code}").page.h1 == "This document does not add up"


def test_a_file_is_told_to_be_the_newest_an_earlier_one_or_none(client: PageClient, document: OfficialDocument) -> None:
    newest = file_of(document, 2)
    assert said_of(client, document, newest) == ["done"]
    assert said_of(client, document, file_of(document, 1)) == ["superseded"]
    assert said_of(client, document, file_of(document, 0)) == ["superseded"]
    for other in (newest + b"\n", newest[:-1], b"x", newest.replace(b"%PDF-1.7", b"%PDF-1.6")):
        assert said_of(client, document, other) == ["problem"]


def test_the_words_say_how_many_had_signed(client: PageClient, document: OfficialDocument) -> None:
    page = client.get(f"/verify/{document.code}").get_data(as_text=True)
    assert "exactly the newest one of this document: sealed after 2 of 2 signatures." in page
    assert "exactly an earlier one of this document: sealed after 1 of 2 signatures. A newer one exists." in page
    assert "sent for signature, without any signature yet" in page


def test_nothing_is_kept_of_a_file_that_is_compared(app: Flask, client: PageClient, document: OfficialDocument) -> None:
    before = database_hash(), sorted(app.config["INSTANCE"].rglob("*"))
    said_of(client, document, b"secret words " * 20_000)
    assert (database_hash(), sorted(app.config["INSTANCE"].rglob("*"))) == before


def test_no_file_and_one_that_is_too_large_are_refused(
    client: PageClient, document: OfficialDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verify.MOST_BYTES == 10 * 1024 * 1024
    monkeypatch.setattr(verify, "MOST_BYTES", 1000)
    answer = client.submit(f"/verify/{document.code}", {"file": []})
    assert answer.status_code == 422
    assert "Choose the file first." in answer.page.main
    answer = client.submit(f"/verify/{document.code}", {"file": (b"0" * 1001, "report.pdf")})
    assert answer.status_code == 422
    assert "larger than 10 MB" in answer.page.main


@pytest.mark.parametrize("code", ["0" * 32, "x", "P-0001-M01-v1", "%27%20OR%201=1"])
def test_an_unknown_code_tells_nothing(client: PageClient, document: OfficialDocument, code: str) -> None:
    answer = client.get(f"/verify/{code}")
    assert answer.status_code == 404
    assert answer.page.h1 == "No document has this code"


def test_unknown_codes_are_all_answered_with_the_same_bytes(client: PageClient, document: OfficialDocument) -> None:
    draft = make.draft_report()
    answers = set()
    for code in ("0" * 32, "f" * 32, str(draft.id).zfill(32), (document.code or "")[:31] + "g"):
        page = client.get(f"/verify/{code}").get_data(as_text=True).replace(code, "CODE")
        answers.add(re.sub(r"Request [0-9a-f]{8}|value=\"[\w.-]{80,}\"", "", page))
    assert len(answers) == 1


def test_the_code_can_be_typed_in_groups(client: PageClient, document: OfficialDocument) -> None:
    code = document.code or ""
    grouped = "-".join(code[place : place + 4].upper() for place in range(0, 32, 4))
    answer = client.submit("/verify", {"code": grouped})
    assert answer.headers["Location"] == f"/verify/{code}"
    assert client.submit("/verify", {"code": "1234"}).status_code == 422


@pytest.mark.settings(RATELIMIT_ENABLED="1")
def test_guessing_codes_is_limited_sooner_than_checking_many(client: PageClient) -> None:
    document = make.signed_report()
    assert {client.get(f"/verify/{document.code}").status_code for _ in range(30)} == {200}
    answers = [client.get(f"/verify/{number:032x}").status_code for number in range(25)]
    assert answers == [404] * 20 + [429] * 5
    assert client.get(f"/verify/{document.code}").status_code == 429


def test_no_search_engine_lists_it_and_no_other_site_learns_the_code(
    client: PageClient, document: OfficialDocument
) -> None:
    for path in ("/verify", f"/verify/{document.code}", "/verify/unknown"):
        answer = client.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.settings(BASE_URL="https://tracker.example.org")
def test_behind_tls_a_file_can_be_compared_with_the_bare_origin_for_a_referrer(client: PageClient) -> None:
    document = make.submitted_report()
    base = "https://tracker.example.org"
    token = client.get(f"/verify/{document.code}", base_url=base).page.token
    sent = {"csrf_token": token, "file": (BytesIO(b"x"), "a.pdf")}
    answer = client.post(f"/verify/{document.code}", base_url=base, data=sent, headers={"Referer": f"{base}/"})
    assert answer.status_code == 200


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_first_visit_stays_within_its_budget(client: PageClient, language: str) -> None:
    cities = [make.city("Ilha de Moçambique"), make.city("São Bernardo do Campo", "BR"), make.city("Nampula")]
    document = make.signed_report(make.completed_mission(make.partnership(cities)))
    with transaction():
        seal_signatures(document, AT + timedelta(hours=1))
    client.is_inspected = False
    page = client.get(f"/verify/{document.code}", headers={"Accept-Language": language, "Accept-Encoding": "gzip"})
    names = ("tracker.css", "check_file.js", "favicon.svg")
    files_ = [client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"}) for name in names]
    parts = [weight(answer) for answer in (page, *files_)]
    assert sum(parts) <= BUDGET, parts


def test_the_script_is_small() -> None:
    script = (STATIC / "check_file.js").read_bytes()
    assert len(script) <= 2048
    assert len(gzip.compress(script)) < 700
