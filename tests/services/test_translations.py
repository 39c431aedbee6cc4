"""Translations: written on a draft, frozen with it, printed as annexes that nobody signs."""

import hashlib
import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tests.documents.reading import text_of
from tests.factories import AT
from tracker import files
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.signing import DocumentState
from tracker.models.journal import JournalEntry
from tracker.models.official_documents import OfficialDocument, Translation
from tracker.models.partnerships import Partnership
from tracker.services import contents, document_files, official_documents, reports, translations
from tracker.services.programmes import ask_for_languages
from tracker.services.verification import verify

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.postgres]
SUMMARY = "Os dois cadastros foram comparados."


@pytest.fixture
def partnership() -> Partnership:
    """Give a partnership whose programme asks for English, Portuguese of Brazil, and French."""
    frame = make.programme("Lusophone cities", languages="en fr pt-BR")
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")], stage=5, programme=frame)


@pytest.fixture
def draft(partnership: Partnership) -> OfficialDocument:
    return make.draft_report(make.completed_mission(partnership))


def told(draft: OfficialDocument) -> tuple[object, object, object]:
    """Give what the document says of its translations."""
    db.session.expire_all()
    content = contents.stored_content(draft)
    return content["languages"], content["translations"], content["outdated"]


def verbs() -> list[tuple[str, dict[str, object]]]:
    rows = db.session.scalars(select(JournalEntry).where(JournalEntry.verb.like("report.transl%")))
    return [(row.verb, json.loads(row.details)) for row in rows]


def rewrite(draft: OfficialDocument, summary: str) -> None:
    mission = draft.of_mission
    texts = {"findings": mission.findings, "decisions": mission.decisions, "language": "en"}
    with transaction():
        reports.write_report(draft, summary=summary, **texts, actor=draft.author, at=AT)


def test_a_translation_is_kept_section_by_section_with_its_row_in_the_journal(draft: OfficialDocument) -> None:
    assert told(draft) == (["fr", "pt-BR"], {}, {})
    make.translation(draft, "pt-BR", summary=SUMMARY)
    make.translation(draft, "pt-BR", summary=SUMMARY, findings="Em papel.", decisions="  ", unknown="?")
    assert told(draft) == (["fr", "pt-BR"], {"pt-BR": {"summary": SUMMARY, "findings": "Em papel."}}, {})
    assert verbs() == [
        ("report.translated", {"language": "pt-BR", "sections": ["summary"]}),
        ("report.translated", {"language": "pt-BR", "sections": ["summary", "findings"]}),
    ]


def test_saving_the_same_again_or_nothing_at_all_is_no_act(draft: OfficialDocument) -> None:
    make.translation(draft, "pt-BR", summary=SUMMARY)
    make.translation(draft, "pt-BR", summary=SUMMARY)
    with transaction():
        translations.translate(draft, "fr", {"summary": " "}, originals={"summary": "x"}, actor=draft.author, at=AT)
    assert len(verbs()) == 1
    assert db.session.query(Translation).count() == 1


def test_a_changed_original_makes_its_translation_outdated_until_somebody_looks_at_it(draft: OfficialDocument) -> None:
    make.translation(draft, "fr", summary="Une visite.", findings="Sur papier.")
    rewrite(draft, "Something else.")
    assert told(draft)[2] == {"fr": ["summary"]}
    make.translation(draft, "fr", summary="Une visite.", findings="Sur du papier.")
    assert told(draft)[2] == {"fr": ["summary"]}, "saving another section does not renew this one"
    originals = {"summary": draft.summary, "findings": draft.of_mission.findings}
    texts = {"summary": "Une visite.", "findings": "Sur du papier."}
    with transaction():
        translations.translate(draft, "fr", texts, originals=originals, fits=["summary"], actor=draft.author, at=AT)
    assert told(draft)[2] == {}
    rewrite(draft, "Something else again.")
    make.translation(draft, "fr", summary="Autre chose.", findings="Sur du papier.")
    assert told(draft)[2] == {}


def test_a_translation_of_what_was_seen_is_outdated_when_the_original_was_changed_meanwhile(
    draft: OfficialDocument,
) -> None:
    with transaction():
        seen = {"summary": "As it was shown."}
        translations.translate(draft, "fr", {"summary": "Vu."}, originals=seen, actor=draft.author, at=AT)
    assert told(draft)[2] == {"fr": ["summary"]}


def test_a_translation_into_the_documents_own_language_is_none(draft: OfficialDocument) -> None:
    make.translation(draft, "en", summary="A visit.")
    assert told(draft)[1] == {}
    draft.language = "pt"
    db.session.commit()
    assert told(draft)[:2] == (["en", "fr", "pt-BR"], {"en": {"summary": "A visit."}})


def test_a_translation_is_removed(draft: OfficialDocument) -> None:
    make.translation(draft, "fr", summary="Une visite.")
    for _turn in range(2):
        with transaction():
            translations.remove_translation(draft, "fr", actor=draft.author, at=AT)
    assert told(draft)[1] == {}
    assert [verb for verb, _details in verbs()] == ["report.translated", "report.translation_removed"]


def test_only_technicians_of_its_cities_translate(draft: OfficialDocument) -> None:
    stranger = make.technician(make.city("Elsewhere"))
    for person in (stranger, make.holder_of(draft.partnership.cities[0]), make.administrator()):
        with pytest.raises(NotAllowed), transaction():
            translations.translate(draft, "fr", {"summary": "x"}, originals={"summary": "y"}, actor=person, at=AT)
        with pytest.raises(NotAllowed), transaction():
            translations.remove_translation(draft, "fr", actor=person, at=AT)


def test_what_was_sent_is_frozen_with_its_translations(draft: OfficialDocument) -> None:
    make.translation(draft, "fr", summary="Une visite.")
    make.submitted(draft)
    kept = told(draft)
    assert kept == (["fr", "pt-BR"], {"fr": {"summary": "Une visite."}}, {})
    for act in (
        lambda: translations.translate(
            draft, "fr", {"summary": "x"}, originals={"summary": "y"}, actor=draft.author, at=AT
        ),
        lambda: translations.remove_translation(draft, "fr", actor=draft.author, at=AT),
    ):
        with pytest.raises(RuleBroken, match="report.move_refused"), transaction():
            act()
    for statement in (
        "UPDATE translation SET texts = '{}'",
        "DELETE FROM translation",
        "INSERT INTO translation (document_id, language, texts, originals, version)"
        " SELECT id, 'es', '{}', '{}', 1 FROM official_document",
    ):
        with pytest.raises(DBAPIError, match="kept for ever"):
            db.session.execute(text(statement))
        db.session.rollback()
    with transaction():
        ask_for_languages(draft.partnership.programme, [], actor=make.administrator(), at=AT)
    assert told(draft) == kept


def test_digest_file_and_evidence_cover_the_translations(draft: OfficialDocument) -> None:
    make.translation(draft, "fr", summary="Une visite.")
    make.submitted(draft)
    assert draft.content is not None
    assert "Une visite." in draft.content
    assert hashlib.sha256(draft.content.encode()).hexdigest() == draft.digest
    (file,) = draft.files
    assert "Une visite." in text_of(files.read(file.path, file.sha256))
    signature = make.sign(draft, make.holder_of(draft.slots[0].city))
    evidence = json.loads(signature.evidence)
    assert (evidence["digest"], evidence["pdf"]) == (draft.digest, file.sha256)
    with transaction():
        document_files.seal_signatures(draft, AT)
    assert list(verify(None, AT)) == []


def test_the_next_version_begins_with_the_translations(draft: OfficialDocument) -> None:
    make.translation(draft, "fr", summary="Une visite.")
    make.submitted(draft)
    with transaction():
        official_documents.withdraw(draft, reason="A mistake.", actor=draft.author, at=AT)
        newer = reports.start_report(draft.of_mission, language="en", actor=draft.author, at=AT)
    assert told(newer)[1:] == ({"fr": {"summary": "Une visite."}}, {})
    make.translation(newer, "fr", summary="Une autre visite.")
    assert told(draft)[1] == {"fr": {"summary": "Une visite."}}


def test_a_better_translation_is_a_change_that_can_be_sent_again_and_other_wishes_are_none(
    draft: OfficialDocument,
) -> None:
    make.submitted(draft)
    with transaction():
        official_documents.withdraw(draft, reason="A mistake.", actor=draft.author, at=AT)
        newer = reports.start_report(draft.of_mission, language="en", actor=draft.author, at=AT)
    make.submitted(newer)
    by = make.holder_of(newer.slots[0].city)
    with transaction():
        proof = make.proof(newer)
        official = make.signing.return_document(newer, proof, make.evidence.Remarks("Translate it."), actor=by, at=AT)
    assert official.remarks
    with transaction():
        last = reports.start_report(draft.of_mission, language="en", actor=draft.author, at=AT)
        ask_for_languages(draft.partnership.programme, ["es"], actor=make.administrator(), at=AT)
    with pytest.raises(RuleBroken, match="report.unchanged"):
        make.submitted(last)
    make.translation(last, "es", summary="Una visita.")
    make.submitted(last)
    assert last.state is DocumentState.AWAITING_SIGNATURE


def test_the_file_says_what_is_outdated_not_translated_and_missing(draft: OfficialDocument) -> None:
    make.translation(draft, "pt-BR", summary=SUMMARY, tasks="1. Digitalizar os mapas")
    rewrite(draft, "Something else.")
    printed = text_of(document_files.draft_copy(draft, AT))
    for words in (
        "Tradução: Português (Brasil)",
        SUMMARY,
        "1. Digitalizar os mapas",
        "No translation into French was given.",
    ):
        assert words in printed, words
    sections = [printed.find(words) for words in ("1. Digitalizar os mapas", SUMMARY)]
    assert sections == sorted(sections)
    assert "No translation into Portuguese (Brazil)" not in printed


def test_a_programme_keeps_known_languages_in_their_order(partnership: Partnership) -> None:
    frame = partnership.programme
    steering = make.coordinator(frame)
    for _turn in range(2):
        with transaction():
            ask_for_languages(frame, ["pt", "xx", "en"], actor=steering, at=AT)
    assert frame.languages == "en pt"
    rows = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "programme.languages_set")).all()
    assert [(row.subject, json.loads(row.details)) for row in rows] == [(frame.code, {"languages": ["en", "pt"]})]


def test_only_its_coordinators_and_administrators_choose_its_languages(partnership: Partnership) -> None:
    elsewhere = make.coordinator(make.programme("Elsewhere"))
    for person in (elsewhere, make.coordinator(), make.technician(partnership.cities[0])):
        with pytest.raises(NotAllowed), transaction():
            ask_for_languages(partnership.programme, ["en"], actor=person, at=AT)
    with transaction():
        ask_for_languages(partnership.programme, ["en"], actor=make.administrator(), at=AT)
