"""Files of missions: stored before their row, attached once, taken away and put back, locked with the mission."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker import files
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.models.attachments import Attachment
from tracker.models.journal import JournalEntry
from tracker.models.missions import Mission
from tracker.models.people import Person
from tracker.services import attachments
from tracker.services.attachments import Received, receive


def attach(mission: Mission, received: list[Received], actor: Person) -> list[Attachment]:
    """Attach files and commit."""
    with transaction():
        return attachments.attach(mission, received, actor=actor, at=AT)


def test_received_bytes_lie_in_the_store_before_anything_names_them(app: Flask) -> None:
    received = receive("../minutes.PDF", b"%PDF-1.7 minutes")
    assert (received.name, received.media_type, received.size) == ("minutes.pdf", "application/pdf", 16)
    assert files.read(received.path, received.sha256) == b"%PDF-1.7 minutes"
    assert db.session.scalars(select(Attachment)).all() == []


def test_a_refused_file_leaves_nothing_in_the_store(app: Flask) -> None:
    with pytest.raises(RuleBroken, match=r"file\.markup"):
        receive("page.html", b"<html>")
    with pytest.raises(files.FileDamaged):
        files.read("aa/bb", "0" * 64)


def test_files_get_a_code_that_cannot_be_guessed_and_one_row_in_the_journal(app: Flask) -> None:
    mission = make.completed_mission()
    actor = make.technician(mission.partnership.cities[0])
    added = attach(mission, [receive("a.txt", b"a"), receive("b.txt", b"b")], actor)
    assert [one.name for one in added] == ["a.txt", "b.txt"]
    assert all(len(one.code) >= 22 for one in added)
    assert len({one.code for one in added}) == 2
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.verb, entry.subject) == ("attachment.added", mission.ref)
    told = json.loads(entry.details)
    assert told["sha256"] == [one["sha256"] for one in told["files"]] == [one.sha256 for one in added]
    assert [one["label"] for one in told["files"]] == [
        attachments.label_hash(one.name, one.media_type) for one in added
    ]


def test_the_same_content_hangs_on_a_mission_once(app: Flask) -> None:
    mission, other = make.completed_mission(), make.completed_mission()
    actor = make.technician(mission.partnership.cities[0])
    same = receive("a.txt", b"a")
    assert len(attach(mission, [same, receive("again.txt", b"a")], actor)) == 1
    assert attach(mission, [same], actor) == []
    assert len(attach(other, [same], actor)) == 1


def test_a_file_is_taken_away_and_put_back_and_its_bytes_stay(app: Flask) -> None:
    mission = make.completed_mission()
    actor = make.technician(mission.partnership.cities[0])
    file = attach(mission, [receive("a.txt", b"a")], actor)[0]
    with transaction():
        attachments.remove_attachment(file, actor=actor, at=AT)
    assert file.removed_at == AT
    assert files.read(file.path, file.sha256) == b"a"
    with transaction():
        attachments.restore_attachment(file, actor=actor, at=AT)
    assert file.removed_at is None
    with pytest.raises(RuleBroken, match=r"edit\.stale"), transaction():
        attachments.restore_attachment(file, actor=actor, at=AT)


def test_files_named_in_a_report_that_is_signed_stay(app: Flask) -> None:
    mission = make.completed_mission()
    actor = make.technician(mission.partnership.cities[0])
    file = attach(mission, [receive("a.txt", b"a")], actor)[0]
    make.signed_report(mission)
    with pytest.raises(RuleBroken, match=r"mission\.locked"), transaction():
        attachments.remove_attachment(file, actor=actor, at=AT)
    with pytest.raises(RuleBroken, match=r"mission\.locked"):
        attach(mission, [receive("b.txt", b"b")], actor)
