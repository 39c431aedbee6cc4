"""The pages on which an author translates a draft, and on which everybody reads what is not signed."""

import pytest

from tests import factories as make
from tests.client import PageClient
from tests.pages import words
from tracker.clock import utc_now
from tracker.db import db
from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.services import contents

pytestmark = pytest.mark.postgres


@pytest.fixture
def programme(client: PageClient) -> Programme:
    """Give a programme that asks for English, French and Portuguese of Brazil."""
    return make.programme("Lusophone cities", languages="en fr pt-BR")


@pytest.fixture
def draft(programme: Programme) -> OfficialDocument:
    """Give a draft in English of a mission of Nampula and Guarulhos, both with an office holder."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    return make.draft_report(make.completed_mission(make.partnership(cities, stage=5, programme=programme)))


@pytest.fixture
def author(draft: OfficialDocument, client: PageClient) -> Person:
    """Sign the author of the draft in."""
    client.sign_in(draft.author)
    return draft.author


def path(document: OfficialDocument, language: str = "fr", act: str = "") -> str:
    return f"/reports/{document.ref}/translations/{language}{act}"


def rows(client: PageClient, address: str) -> list[str]:
    """List what the page says of each language of its document."""
    page = client.get(address).page
    (card,) = [one for one in page.all("section") if one.get("aria-labelledby") == "languages"]
    return [words(item) for item in card.iter("li")]


def test_the_draft_says_which_translations_are_asked_for_and_how_far_they_are(
    client: PageClient, draft: OfficialDocument, author: Person
) -> None:
    reading = f"/reports/{draft.ref}"
    assert "The signed language is English. Translations are annexes and are not signed." in client.get(reading).text
    missing = "The programme asks for it. Missing"
    assert rows(client, reading) == [f"French{missing}", f"Portuguese (Brazil){missing}"]
    saved = client.submit(path(draft, "pt-BR", "/edit"), {"summary": "Comparados."})
    page = client.follow(saved).page
    assert "The translation is saved." in page.main
    partly = "Portuguese (Brazil)Not translated: Agreed tasks, Purpose, Findings, Decisions Partly translated"
    assert rows(client, reading) == [f"French{missing}", partly]
    texts = {"tasks": "1. a", "purpose": "b", "findings": "c", "decisions": "d"}
    client.submit(path(draft, "pt-BR", "/edit"), texts)
    assert rows(client, reading)[1] == "Portuguese (Brazil) Translated"
    draft.summary = "Compared anew."
    db.session.commit()
    outdated = "Portuguese (Brazil)The original was changed since: Summary Outdated"
    assert rows(client, reading)[1] == outdated
    sending = client.get(f"{reading}/send").page
    assert rows(client, f"{reading}/send") == [f"French{missing}", outdated]
    assert sending.link("French") == path(draft, "fr", "/edit")
    assert "translations cannot be changed once this version is sent" in sending.main


def test_the_original_stands_beside_each_field_in_its_own_language(
    client: PageClient, draft: OfficialDocument, author: Person
) -> None:
    page = client.get(path(draft, "pt-BR", "/edit")).page
    assert page.h1 == f"Translate {draft.ref} into Portuguese (Brazil)"
    assert {one.get("name"): one.get("lang") for one in page.all("textarea")} == dict.fromkeys(
        ("tasks", "purpose", "summary", "findings", "decisions"), "pt-BR"
    )
    assert [words(one) for one in page.all("div") if one.get("lang") == "en"] == [
        "1. Scan the maps of Nampula2. Scan the maps of Guarulhos",
        "Compare how the two cadastres are kept.",
        draft.summary,
        draft.of_mission.findings,
        draft.of_mission.decisions,
    ]


def test_two_people_translating_at_once_see_both_texts(
    client: PageClient, draft: OfficialDocument, author: Person
) -> None:
    for first in ("Theirs.", "Theirs again."):
        mine = client.get(path(draft, act="/edit"))
        client.submit(path(draft, act="/edit"), {"summary": first})
        answer = client.send(mine, {"summary": "Mine."})
        assert answer.status_code == 409
        assert "Mine." in answer.page.main
        assert first in answer.page.main
        assert contents.content_of(draft)["translations"] == {"fr": {"summary": first}}
        db.session.rollback()


def test_a_text_whose_original_was_changed_meanwhile_is_shown_again_and_not_lost(
    client: PageClient, draft: OfficialDocument, author: Person
) -> None:
    mine = client.get(path(draft, act="/edit"))
    draft.summary = "Compared anew."
    db.session.commit()
    answer = client.send(mine, {"summary": "Comparés."})
    assert answer.status_code == 422
    assert "The original was changed meanwhile." in answer.page.main
    assert "Compared anew." in answer.page.main
    client.follow(client.send(answer))
    assert contents.content_of(draft)["translations"] == {"fr": {"summary": "Comparés."}}
    assert contents.content_of(draft)["outdated"] == {}


def test_an_outdated_text_shows_what_changed_and_can_be_said_to_be_right_still(
    client: PageClient, draft: OfficialDocument, author: Person
) -> None:
    make.translation(draft, "fr", summary="Comparés.", findings="Sur papier.")
    draft.summary = draft.summary.replace("known", "well known")
    db.session.commit()
    page = client.get(path(draft, act="/edit")).page
    assert page.words_of("ins") == ["well"]
    assert "Outdated: the original was changed after this was translated." in page.main
    client.submit(path(draft, act="/edit"), {"findings": "Sur du papier."})
    assert contents.content_of(draft)["outdated"] == {"fr": ["summary"]}
    db.session.rollback()
    client.submit(path(draft, act="/edit"), {"fits": ["summary"]})
    assert contents.content_of(draft)["outdated"] == {}


def test_a_translation_is_removed(client: PageClient, draft: OfficialDocument, author: Person) -> None:
    assert "Remove this translation" not in client.get(path(draft, act="/edit")).page.main
    make.translation(draft, "fr", summary="Comparés.")
    answer = client.submit(path(draft, act="/edit"), button="Remove the translation")
    assert "The translation is removed." in client.follow(answer).page.main
    assert contents.content_of(draft)["translations"] == {}


def test_languages_that_nobody_asks_for_are_not_found(
    client: PageClient, draft: OfficialDocument, author: Person
) -> None:
    for language in ("en", "es", "xx", "pt"):
        assert client.get(path(draft, language)).status_code == 404
        assert client.get(path(draft, language, "/edit")).status_code == 404
    make.translation(draft, "es", summary="Comparados.")
    assert client.get(path(draft, "es", "/edit")).status_code == 200
    assert "SpanishNot translated" in rows(client, f"/reports/{draft.ref}")[1]
    assert "The programme does not ask for it." in rows(client, f"/reports/{draft.ref}")[1]


def test_a_document_without_wishes_says_nothing_of_languages(client: PageClient) -> None:
    document = make.draft_report(make.completed_mission(make.partnership(programme=make.programme(languages="en"))))
    client.sign_in(document.author)
    assert "The signed language" not in client.get(f"/reports/{document.ref}").page.main


def test_the_signer_is_led_to_a_translation_that_says_that_it_is_not_signed(
    client: PageClient, draft: OfficialDocument
) -> None:
    make.translation(draft, "pt-BR", summary="Os <b>cadastros</b>\nforam comparados.")
    draft.summary = "Compared anew."
    db.session.commit()
    make.submitted(draft)
    client.sign_in(make.holder_of(draft.slots[0].city, utc_now()))
    page = client.get(f"/reports/{draft.ref}").page
    assert "The signed language is English." in page.main
    assert rows(client, f"/reports/{draft.ref}")[0] == "FrenchThe programme asks for it. Missing"
    page = client.get(page.link("Portuguese (Brazil)")).page
    assert "The signed language is English. This translation is an annex and is not signed." in page.main
    assert "Outdated: the original was changed after this was translated." in page.main
    assert "Not translated: Agreed tasks, Purpose, Findings, Decisions" in page.main
    assert [words(one) for one in page.all("div") if one.get("lang") == "pt-BR"] == [
        "Os <b>cadastros</b>foram comparados."
    ]
    assert "No translation into French was given." in client.get(path(draft, "fr")).page.main
    assert client.get(path(draft, "fr", "/edit")).status_code == 403


def test_what_was_sent_leads_back_from_writing_and_is_changed_by_nobody(
    client: PageClient, draft: OfficialDocument, author: Person
) -> None:
    make.translation(draft, "fr", summary="Comparés.")
    mine = client.get(path(draft, act="/edit"))
    make.submitted(draft)
    assert client.get(path(draft, act="/edit")).headers["Location"] == f"/reports/{draft.ref}"
    assert client.send(mine, {"summary": "Autre."}).status_code == 302
    assert client.send(mine, button="Remove the translation").status_code == 409
    assert contents.stored_content(draft)["translations"] == {"fr": {"summary": "Comparés."}}


def test_the_public_is_told_which_language_is_signed(client: PageClient, draft: OfficialDocument) -> None:
    make.translation(draft, "pt-BR", summary="Comparados.")
    make.submitted(draft)
    page = client.get(f"/verify/{draft.code}").page
    assert "English is signed; translations (Português (Brasil)) are annexes, not signed." in page.main


def test_a_coordinator_chooses_the_languages_of_a_programme(client: PageClient, programme: Programme) -> None:
    address = f"/programmes/{programme.code}"
    client.sign_in(make.coordinator(programme))
    page = client.get(address).page
    assert "English, French, Portuguese (Brazil)" in page.main
    edit = page.link("Choose the languages of official documents")
    offered = [words(one) for one in client.get(edit).page.all("label") if "Search" not in words(one)]
    assert offered == ["English", "Français", "Español", "Português", "Português (Brasil)"]
    answer = client.follow(client.submit(edit, {"languages": ["pt", "es"]}))
    assert "The languages are saved." in answer.page.main
    assert programme.languages == "es pt"
    mine = client.get(edit)
    client.submit(edit, {"languages": ["fr"]})
    refused = client.send(mine, {"languages": ["en", "pt"]})
    assert refused.status_code == 409
    assert "English, Português" in refused.page.main
    assert "Français" in refused.page.main
    client.submit(edit, {"languages": []})
    assert programme.languages == ""
    assert client.submit(edit, extra={"languages": ["xx"]}).status_code == 422
    client.sign_in(make.coordinator(make.programme("Elsewhere")))
    assert "Choose the languages" not in client.get(address).page.main
