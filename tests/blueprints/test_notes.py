"""Evaluation notes: written on what the address says, read by whom their author chose, changed by nobody else."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.client import PageClient
from tests.databases import statements
from tests.factories import AT
from tracker.db import db
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Partnership
from tracker.models.people import Person

WORDS = {"kind": "failed", "visibility": "partners", "text": "The maps were wrong."}


@dataclass
class Room:
    """A partnership and a technician of its first city, who is signed in."""

    partnership: Partnership
    technician: Person

    @property
    def new(self) -> str:
        """Give the address of the form of a new note."""
        return f"/notes/new?partnership={self.partnership.ref}"

    @property
    def list(self) -> str:
        """Give the address of the notes."""
        return f"/partnerships/{self.partnership.ref}/notes"


@pytest.fixture
def room(client: PageClient) -> Room:
    partnership = make.partnership(stage=5)
    technician = make.technician(partnership.cities[0], language="en")
    client.sign_in(technician)
    return Room(partnership, technician)


def only_note() -> EvaluationNote:
    """Give the one note there is."""
    return db.session.scalars(select(EvaluationNote)).unique().one()


def test_a_note_is_written_in_a_few_taps(client: PageClient, room: Room) -> None:
    answer = client.submit(room.new, WORDS)
    note = only_note()
    assert (note.kind, note.visibility, note.language) == (NoteKind.FAILED, Visibility.PARTNERS, "en")
    assert (note.stage_number, note.mission_id, note.author_id) == (None, None, room.technician.id)
    page = client.follow(answer).page
    assert "The maps were wrong." in page.main
    assert "Read by: The partners" in page.main


def test_a_note_is_on_what_the_address_says(client: PageClient, room: Room) -> None:
    mission = make.completed_mission(room.partnership)
    page = client.get(f"{room.new}&stage=3").page
    assert "Stage 3: Priorities and transferable knowledge" in page.main
    client.submit(f"{room.new}&stage=3", WORDS)
    answer = client.submit(f"{room.new}&mission={mission.ref}", {**WORDS, "text": "Longer visits."})
    assert answer.headers["Location"] == f"/missions/{mission.ref}#notes"
    found = select(EvaluationNote.stage_number, EvaluationNote.mission_id).order_by(EvaluationNote.id)
    assert [tuple(row) for row in db.session.execute(found)] == [(3, None), (None, mission.id)]
    assert "Longer visits." in client.get(f"/missions/{mission.ref}").page.main


@pytest.mark.parametrize("query", ["&stage=0", "&stage=7", "&stage=x", "&stage=", "&mission=P-0001-M99"])
def test_a_note_on_what_is_not_there_is_refused(client: PageClient, room: Room, query: str) -> None:
    assert client.get(room.new + query).status_code == 404


def test_a_note_on_a_mission_of_another_partnership_is_refused(client: PageClient, room: Room) -> None:
    other = make.completed_mission(make.partnership([room.partnership.cities[0], make.city()]))
    assert client.get(f"{room.new}&mission={other.ref}").status_code == 404


@pytest.mark.parametrize(
    "fields", [{"text": ""}, {"text": " \n "}, {"text": "x" * 4001}, {"kind": None}, {"visibility": None}]
)
def test_what_is_wrong_is_said(client: PageClient, room: Room, fields: dict[str, Any]) -> None:
    assert client.submit(room.new, {**WORDS, **fields}).status_code == 422
    assert client.submit(room.new, WORDS, extra={"language": "xx"}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(EvaluationNote)) == 0


def test_the_same_form_sent_twice_writes_one_note(client: PageClient, room: Room) -> None:
    opened = client.get(room.new)
    for _number in range(2):
        assert client.send(opened, WORDS).status_code == 303
    assert only_note().text == "The maps were wrong."
    assert client.send(opened, {**WORDS, "text": "Other"}).status_code == 409


def test_each_note_is_read_by_whom_its_author_chose(client: PageClient, room: Room, app: Flask) -> None:
    for visibility in Visibility:
        make.note(room.partnership, room.technician, text=f"For {visibility}", visibility=visibility)
    mine = {"For private", "For partners", "For public"}
    shared = mine - {"For private"}
    readers: list[tuple[Person, set[str]]] = [
        (room.technician, mine),
        (make.technician(room.partnership.cities[0]), shared),
        (make.technician(room.partnership.cities[1]), shared),
        (make.mayor(room.partnership.cities[1]), shared),
        (make.coordinator(), shared),
        (make.administrator(), shared),
        (make.observer(room.partnership), shared),
    ]
    for reader, seen in readers:
        client.sign_in(reader)
        words = client.get(room.list).page.main
        assert {text for text in mine if text in words} == seen, reader.name
    client.sign_in(make.technician(make.city()))
    assert client.get(room.list).status_code == 404


def test_whoever_only_signed_here_reads_nothing_of_others(client: PageClient, room: Room) -> None:
    make.note(room.partnership, room.technician, text="For partners")
    report = make.signed_report(make.completed_mission(room.partnership))
    signature = report.slots[0].signature
    assert signature is not None
    signature.mandate.ends_on = AT.date()
    db.session.commit()
    client.sign_in(signature.person)
    assert "For partners" not in client.get(room.list).page.main


def test_the_list_is_narrowed_by_kind(client: PageClient, room: Room) -> None:
    make.note(room.partnership, room.technician, kind=NoteKind.FAILED, text="It failed")
    make.note(room.partnership, room.technician, kind=NoteKind.WORKED, text="It worked")
    words = client.get(f"{room.list}?kind=failed").page.main
    assert "It failed" in words
    assert "It worked" not in words
    assert "It worked" in client.get(f"{room.list}?kind=nonsense").page.main
    assert "No note of this kind yet." in client.get(f"{room.list}?kind=lesson").page.main


def test_a_note_keeps_its_own_language(client: PageClient, room: Room) -> None:
    client.submit(room.new, {**WORDS, "text": "Os mapas estavam errados.", "language": "pt"})
    page = client.get(room.list).page
    assert [element.get("lang") for element in page.all("div") if element.get("lang")] == ["pt"]


def test_a_note_is_changed_by_its_author_alone(client: PageClient, room: Room) -> None:
    note = make.note(room.partnership, room.technician, visibility=Visibility.PRIVATE)
    change = client.get(room.list).page.link("Change the note of 12 March 2026")
    assert client.submit(change, {"text": "Better words", "visibility": "public"}).status_code == 303
    assert (note.text, note.visibility) == ("Better words", Visibility.PUBLIC)
    for reader, code in (
        (make.technician(room.partnership.cities[0]), 403),
        (make.coordinator(), 403),
        (make.administrator(), 403),
        (make.technician(make.city()), 404),
    ):
        client.sign_in(reader)
        assert client.get(change).status_code == code
        assert not [form for form in client.get("/missions").page.forms if form.action.startswith("/notes")]


def test_a_private_note_is_not_even_there_for_others(client: PageClient, room: Room) -> None:
    note = make.note(room.partnership, room.technician, visibility=Visibility.PRIVATE)
    for reader in (make.technician(room.partnership.cities[0]), make.administrator(), make.coordinator()):
        client.sign_in(reader)
        assert client.get(f"/notes/{note.id}/edit").status_code == 404


def test_an_older_page_does_not_overwrite(client: PageClient, room: Room) -> None:
    note = make.note(room.partnership, room.technician)
    opened = client.get(f"/notes/{note.id}/edit")
    client.send(opened, {"text": "First"})
    answer = client.send(opened, {"text": "Second"})
    assert answer.status_code == 409
    assert "First" in answer.page.main
    assert "Second" in answer.page.main
    assert note.text == "First"


def test_a_note_is_taken_away_and_put_back(client: PageClient, room: Room) -> None:
    note = make.note(room.partnership, room.technician, text="Gone")
    page = client.follow(client.submit(f"/notes/{note.id}/edit", button="Take the note away")).page
    assert "Taken away by you" in page.main
    assert client.get(f"/notes/{note.id}/edit").status_code == 404
    client.sign_in(make.coordinator())
    assert "Gone" not in client.get(room.list).page.main
    client.sign_in(room.technician)
    client.submit(room.list, button="Put back the note of 12 March 2026")
    assert note.removed_at is None


def test_a_note_is_written_also_when_a_partnership_has_ended(client: PageClient, room: Room) -> None:
    room.partnership.state = "ended"  # type: ignore[assignment]
    db.session.commit()
    assert client.submit(room.new, WORDS).status_code == 303


@pytest.mark.parametrize("reader", ["observer", "administrator"])
def test_who_only_reads_writes_no_notes(client: PageClient, room: Room, reader: str) -> None:
    client.sign_in(make.observer(room.partnership) if reader == "observer" else make.administrator())
    assert client.get(room.new).status_code == 403
    assert "Add a note" not in client.get(room.list).page.main


def test_without_notes_the_page_says_what_to_write(client: PageClient, room: Room) -> None:
    page = client.get(room.list).page
    assert "Write down what worked, what failed" in page.main
    assert page.link("Add a note") == room.new


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(client: PageClient, room: Room) -> None:
    counts = []
    for _round in range(2):
        for _number in range(6):
            make.note(room.partnership, room.technician)
            make.note(room.partnership, room.technician, removed_at=AT)
        with statements() as seen:
            client.get(room.list)
        counts.append(len(seen))
    assert counts[0] == counts[1]
