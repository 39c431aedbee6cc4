"""Who had which version open: noted once for each person, by however many windows at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.models.official_documents import OfficialDocument, Reading
from tracker.models.people import Person
from tracker.services.readings import note_reading

pytestmark = pytest.mark.usefixtures("app")


def test_the_first_and_the_last_time_are_kept() -> None:
    report = make.submitted_report()
    for minutes in (0, 5, 60):
        with transaction():
            note_reading(report, report.author, AT + timedelta(minutes=minutes))
    reading = db.session.scalars(select(Reading)).one()
    assert (reading.first_at, reading.last_at) == (AT, AT + timedelta(minutes=60))


def test_a_draft_is_not_noted() -> None:
    draft = make.draft_report()
    with transaction():
        note_reading(draft, draft.author, AT)
    assert db.session.scalars(select(Reading)).all() == []


def test_each_person_and_version_is_noted_apart() -> None:
    first, second = make.submitted_report(), make.submitted_report()
    for report, person in ((first, first.author), (first, second.author), (second, second.author)):
        with transaction():
            note_reading(report, person, AT)
    assert len(db.session.scalars(select(Reading)).all()) == 3


def test_many_windows_at_once_make_one_note(app: Flask) -> None:
    report = make.submitted_report()
    ids = report.id, report.author_id
    db.session.remove()

    def read(_turn: int) -> None:
        with app.app_context():
            try:
                with transaction():
                    document = db.session.get_one(OfficialDocument, ids[0])
                    note_reading(document, db.session.get_one(Person, ids[1]), AT)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, range(16)))
    assert len(db.session.scalars(select(Reading)).all()) == 1
