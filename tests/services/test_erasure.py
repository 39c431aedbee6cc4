"""Erasing a person: the account goes, the official acts stay, and the journal still adds up."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.databases import all_rows
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.evaluation import Visibility
from tracker.domain.people import Digest
from tracker.domain.search import SearchKind
from tracker.models.journal import JournalEntry, PersonalField
from tracker.models.mandates import Mandate
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import OfficialDocument, Reading, Signature
from tracker.models.outbox import OutboxItem
from tracker.models.people import Authenticator, MailedCode, Passkey, Person
from tracker.models.search import SearchWord
from tracker.models.views import SavedView, ViewDefault
from tracker.services import accounts, attachments, erasure, mandates, notes, people, personal_export
from tracker.services.verification import verify

LATER = AT + timedelta(days=30)
ADDRESS = "marcas.pessoais@nampula.example"
IP, BROWSER = "192.0.2.77", "Particular browser 9"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def document() -> OfficialDocument:
    """Give a report that the first city's office holder has signed, whose mandate is over by `LATER`."""
    document = make.submitted_report()
    mayor = make.mayor(document.slots[0].city, email=ADDRESS, function="Presidente")
    with transaction():
        accounts.sign_in(mayor, keep=True, ip_address=IP, user_agent=BROWSER, at=AT)
        accounts.make_link(mayor, AT)
        accounts.note_failure(ADDRESS, IP, AT)
        accounts.prove_again(mayor, "wrong", ip_address=IP, at=AT)
        people.send_link(mayor, actor=make.administrator(), at=AT)
        db.session.add_all(
            [
                Passkey(person_id=mayor.id, credential_id="c1", public_key=b"k", name="Telephone", created_at=AT),
                MailedCode(person_id=mayor.id, digest="d", code_hash="h", created_at=AT, expires_at=AT),
                Reading(document_id=document.id, person_id=mayor.id, first_at=AT, last_at=AT),
            ]
        )
    make.account_at_work(mayor)
    if (app := db.session.get(Authenticator, mayor.id)) is None:
        app = make.keep(Authenticator(person_id=mayor.id, secret="", created_at=AT))
    app.secret = "S3CRET"
    db.session.commit()
    make.note(document.partnership, mayor, visibility=Visibility.PRIVATE, text="My own doubts.")
    make.note(document.partnership, mayor, text="Scan first.")
    proof = make.proof(document, ip_address=IP, user_agent=BROWSER)
    with transaction():
        make.signing.sign_document(document, proof, actor=mayor, at=AT)
    held = db.session.scalars(select(Mandate).where(Mandate.person_id == mayor.id)).one()
    with transaction():
        mandates.end_mandate(held, on=date(2026, 3, 20), actor=make.administrator(), at=AT)
    return document


def signer(document: OfficialDocument) -> Person:
    """Give who signed first."""
    return db.session.scalars(select(Signature).where(Signature.document_id == document.id)).first().person


def erase(person: Person) -> None:
    """Erase a person's data."""
    with transaction():
        erasure.erase_person(person, at=LATER)


def everything() -> str:
    """Give all that the database holds, as text."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return repr({name: sorted(map(repr, rows)) for name, rows in all_rows(connection).items()})


def test_nothing_of_the_account_is_left_anywhere(document: OfficialDocument) -> None:
    person = signer(document)
    before = everything()
    traces = (ADDRESS, IP, BROWSER, "S3CRET", "My own doubts.")
    assert all(trace in before for trace in traces)
    erase(person)
    after = everything()
    assert [trace for trace in traces if trace in after] == []
    assert person.email == f"erased-{person.id}@erased.invalid"
    assert (person.is_active, person.password_hash, person.function, person.digest) == (False, None, "", Digest.NEVER)
    for table in erasure.OF_THE_ACCOUNT:
        assert db.session.scalar(select(func.count()).select_from(table).where(table.person_id == person.id)) == 0


def test_name_office_and_acts_stay(document: OfficialDocument) -> None:
    person = signer(document)
    name = person.name
    erase(person)
    signature = db.session.scalars(select(Signature).where(Signature.person_id == person.id)).one()
    assert (person.name, signature.name, signature.office) == (name, name, "Mayor")
    assert json.loads(signature.evidence)["name"] == name
    kept = db.session.scalars(select(EvaluationNote.text).where(EvaluationNote.author_id == person.id)).all()
    assert kept == ["Scan first."]


def test_the_journal_and_all_signatures_still_add_up(document: OfficialDocument) -> None:
    erase(signer(document))
    assert list(verify(None, LATER)) == []
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert (entry.verb, entry.subject) == ("person.erased", f"person-{signer(document).id}")


def test_what_others_did_keeps_its_personal_fields(document: OfficialDocument) -> None:
    other = make.administrator()
    with transaction():
        accounts.sign_in(other, keep=True, ip_address="198.51.100.4", user_agent="Another", at=AT)
        invited = people.invite_person(
            "guest@city.example", people.Particulars(name="A guest", role=make.Role.OBSERVER), actor=other, at=AT
        )
    erase(signer(document))
    values = set(db.session.scalars(select(PersonalField.value)))
    assert {"198.51.100.4", "Another", "A guest", "guest@city.example"} <= values
    erase(other)
    values = set(db.session.scalars(select(PersonalField.value)))
    assert "198.51.100.4" not in values
    assert "A guest" in values
    erase(invited)
    assert set(db.session.scalars(select(PersonalField.value))) == {None}
    assert list(verify(None, LATER)) == []


def test_mails_that_have_not_left_never_leave(app: Flask, document: OfficialDocument) -> None:
    person = signer(document)
    mails = select(OutboxItem).where(OutboxItem.person_id == person.id)
    number = db.session.scalars(mails).first().id
    folder = app.config["INSTANCE"] / "mail"
    folder.mkdir()
    (folder / f"{number:08d}.eml").write_text(ADDRESS)
    erase(person)
    assert not (folder / f"{number:08d}.eml").exists()
    for item in db.session.scalars(mails):
        assert item.done_at or item.failed_at
        assert (item.subject, item.body_text, item.body_html) == ("", "", "")
        assert item.address == person.email


def test_erasing_twice_changes_nothing(document: OfficialDocument) -> None:
    person = signer(document)
    erase(person)
    before = everything()
    erase(person)
    assert re.sub(r"'version': \d+", "", everything()) == re.sub(r"'version': \d+", "", before)


def test_nobody_in_office_is_erased() -> None:
    mayor = make.mayor(make.city())
    with pytest.raises(RuleBroken, match="person.holds_office"):
        erase(mayor)
    assert mayor.email.endswith("@city.example")
    successor = make.person("Successor", make.Role.MAYOR, city=mayor.city)
    make.mandate(successor, mayor.city, starts_on=date(2027, 1, 1), ends_on=date(2029, 1, 1))
    with pytest.raises(RuleBroken, match="person.holds_office"):
        erase(successor)


def test_the_address_can_be_used_again(document: OfficialDocument) -> None:
    erase(signer(document))
    again = people.Particulars(name="Somebody", role=make.Role.OBSERVER)
    with transaction():
        people.create_account(ADDRESS, again, at=LATER)
    assert accounts.find_account(ADDRESS) is not None


def test_a_person_gets_all_that_is_stored_about_them(document: OfficialDocument) -> None:
    person = signer(document)
    mission = make.completed_mission(document.partnership)
    with transaction():
        received = attachments.receive("medições.txt", b"12 m")
        attachments.attach(mission, [received], actor=person, at=AT)
        notes.write_note(
            document.partnership,
            kind=make.NoteKind.LESSON,
            visibility=Visibility.PARTNERS,
            text="Measure twice.",
            language="en",
            actor=person,
            at=AT,
        )
    with transaction():
        packed = personal_export.export_person(person, at=LATER)
    with ZipFile(BytesIO(packed)) as archive:
        told = json.loads(archive.read("data.json"))
        added = [name for name in archive.namelist() if name.endswith("medições.txt")]
        assert archive.read(added[0]) == b"12 m"
    assert told["person"][0]["email"] == ADDRESS
    assert told["signatures"][0]["office"] == "Mayor"
    assert {note["text"] for note in told["notes"]} >= {"Measure twice.", "My own doubts."}
    assert {field["value"] for field in told["journal_personal_fields"]} >= {IP, BROWSER}
    assert told["sessions"]
    written = json.dumps(told)
    assert "password_hash" not in written
    assert "S3CRET" not in written
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert entry.verb == "person.exported"


def test_private_notes_leave_no_word_behind_and_views_go_with_their_owner(document: OfficialDocument) -> None:
    person = signer(document)
    of, reader = document.partnership, make.administrator()
    make.note(of, person, text="Zinc roofs", visibility=Visibility.PRIVATE)
    make.note(of, person, text="Copper pipes")
    view = make.saved_view(person)
    make.keep(ViewDefault(person_id=reader.id, page=view.page, view_id=view.id))
    erase(person)
    words = set(db.session.scalars(select(SearchWord.word).where(SearchWord.kind == SearchKind.NOTE)))
    assert {"copper", "pipes"} <= words
    assert not {"zinc", "roofs"} & words
    assert db.session.scalars(select(ViewDefault)).all() == db.session.scalars(select(SavedView)).all() == []
