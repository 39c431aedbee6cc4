"""The journal: one row an act, none for what did not happen, and no way to change it unseen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.services import journal

pytestmark = pytest.mark.usefixtures("app")


def write(count: int) -> None:
    """Let `count` acts happen, each in its own transaction."""
    for number in range(count):
        with transaction():
            journal.record("need.recorded", actor=None, at=AT, subject=f"S-{number}", details={"é": number})


def test_rows_are_numbered_and_linked() -> None:
    write(5)
    rows = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [row.id for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous for row in rows] == [journal.FIRST, *(row.hash for row in rows[:-1])]
    assert journal.head() == (rows[-1].hash, 5)
    assert journal.broken_links() == []


def test_an_act_that_did_not_commit_leaves_no_row() -> None:
    with suppress(ZeroDivisionError), transaction():
        journal.record("need.recorded", actor=None, at=AT)
        raise ZeroDivisionError
    write(1)
    assert journal.head()[1] == 1
    assert journal.broken_links() == []


def test_a_partnership_remembers_its_newest_act() -> None:
    partnership = make.partnership(last_event_at=AT.replace(year=2020))
    with transaction():
        journal.record("need.recorded", actor=None, at=AT, partnership=partnership)
    db.session.expire_all()
    assert db.session.get_one(Partnership, partnership.id).last_event_at == AT
    with transaction():
        journal.record("need.recorded", actor=None, at=AT.replace(year=2021), partnership=partnership)
    db.session.expire_all()
    assert db.session.get_one(Partnership, partnership.id).last_event_at == AT


@pytest.mark.parametrize(
    "column", ["at", "actor_id", "verb", "partnership_id", "subject", "details", "is_demonstration"]
)
def test_each_changed_column_is_found(column: str) -> None:
    write(4)
    partnership = make.partnership()
    person = make.administrator()
    values = {
        "at": AT.replace(year=2027),
        "actor_id": person.id,
        "verb": "need.removed",
        "partnership_id": partnership.id,
        "subject": "S-9",
        "details": "{}",
        "is_demonstration": True,
    }
    row = db.session.scalars(select(JournalEntry).where(JournalEntry.id == 2)).one()
    db.session.expunge(row)
    setattr(row, column, values[column])
    assert journal.hash_of(row) != row.hash


def test_a_row_taken_out_is_found() -> None:
    write(4)
    _without_triggers("DELETE FROM journal_entry WHERE id = 2")
    assert journal.broken_links() == [3]


def test_a_rewritten_row_is_found() -> None:
    write(4)
    _without_triggers("UPDATE journal_entry SET subject = 'S-9' WHERE id = 2")
    assert journal.broken_links() == [2]


def _without_triggers(statement: str) -> None:
    """Do what only somebody with the database in their hands can do."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER ALL"))
    else:
        for act in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER journal_entry_no_{act}"))
    db.session.execute(text(statement))
    db.session.commit()


def test_many_writers_at_once_make_one_chain(app: Flask) -> None:
    partnership = make.partnership().id
    db.session.rollback()
    barrier = threading.Barrier(8)

    def act(number: int) -> None:
        with app.app_context():
            barrier.wait()
            for turn in range(5):
                with transaction():
                    found = db.session.get_one(Partnership, partnership)
                    journal.record("need.recorded", actor=None, at=AT, partnership=found, subject=f"{number}-{turn}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))
    db.session.rollback()
    assert journal.head()[1] == 40
    assert journal.broken_links() == []
