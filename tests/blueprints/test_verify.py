"""The public check of a document: true, light, and silent about what it does not know."""

import gzip

import pytest
from sqlalchemy import text

from tests import factories as make
from tests.client import PageClient
from tracker.db import db
from tracker.models.official_documents import OfficialDocument


@pytest.fixture
def document(client: PageClient) -> OfficialDocument:
    """Give a report that both cities signed."""
    return make.signed_report()


def test_anybody_sees_who_signed_what_and_when(client: PageClient, document: OfficialDocument) -> None:
    answer = client.get(f"/verify/{document.code}")
    assert answer.page.h1 == "This document is authentic"
    assert document.ref in answer.page.main
    assert (document.digest or "") in answer.page.main
    for slot in document.slots:
        assert slot.signature is not None
        assert slot.signature.name in answer.page.main
    assert len(gzip.compress(answer.data)) < 15_000


def test_no_text_of_the_report_and_no_task_is_told(client: PageClient, document: OfficialDocument) -> None:
    page = client.get(f"/verify/{document.code}").page
    assert document.summary not in page.main
    assert "Scan the maps" not in page.main


def test_a_half_signed_document_says_so(client: PageClient) -> None:
    document = make.submitted_report()
    page = client.get(f"/verify/{document.code}").page
    assert page.h1 == "This document is not signed by all yet"
    assert "Not signed" in page.main


def test_a_superseded_version_points_to_its_successor(client: PageClient, document: OfficialDocument) -> None:
    second = make.draft_report(document.of_mission, author=document.author)
    second.summary = "Corrected."
    db.session.commit()
    newer = make.signed_report_of(second)
    page = client.get(f"/verify/{document.code}").page
    assert page.link("Check version 2").endswith(newer.code or "")


def test_a_changed_text_is_named(client: PageClient, document: OfficialDocument) -> None:
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE official_document DISABLE TRIGGER ALL"))
    else:
        db.session.execute(text("DROP TRIGGER official_document_no_update"))
    db.session.execute(text("UPDATE official_document SET content = replace(content, 'gaps', 'gains')"))
    db.session.commit()
    assert client.get(f"/verify/{document.code}").page.h1 == "This document does not add up"


@pytest.mark.parametrize("code", ["0" * 32, "x", "P-0001-M01-v1", "%27%20OR%201=1"])
def test_an_unknown_code_tells_nothing(client: PageClient, document: OfficialDocument, code: str) -> None:
    answer = client.get(f"/verify/{code}")
    assert answer.status_code == 404
    assert answer.page.h1 == "No document has this code"


def test_the_code_can_be_typed_in_groups(client: PageClient, document: OfficialDocument) -> None:
    code = document.code or ""
    grouped = "-".join(code[place : place + 4].upper() for place in range(0, 32, 4))
    answer = client.submit("/verify", {"code": grouped})
    assert answer.headers["Location"] == f"/verify/{code}"
    assert client.submit("/verify", {"code": "1234"}).status_code == 422


@pytest.mark.settings(RATELIMIT_ENABLED="1")
def test_trying_codes_is_limited(client: PageClient) -> None:
    answers = {client.get(f"/verify/{number:032x}").status_code for number in range(70)}
    assert answers == {404, 429}
