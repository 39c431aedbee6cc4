"""What is signed, frozen, journalled or waived stays as it is: the database itself refuses to change or delete it."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tests.databases import ON_POSTGRESQL
from tracker.db import db
from tracker.models.official_documents import OfficialDocument

pytestmark = pytest.mark.postgres

FROZEN = [
    "kind = 'mission_report'",
    "partnership_id = partnership_id",
    "mission_id = mission_id",
    "number = 7",
    "ref = 'P-0001-M01-v7'",
    "cycle = 2",
    "language = 'pt'",
    "summary = 'Something else.'",
    "author_id = author_id",
    "content = '{}'",
    "content = NULL, digest = NULL, code = NULL, submitted_at = NULL, state = 'draft'",
    "digest = 'another'",
    "code = 'another'",
    "submitted_at = '2026-01-01 00:00:00'",
    "submitted_by_id = NULL",
    "state = 'superseded', summary = 'Something else.'",
]
REFUSED = [
    "UPDATE signature SET decision = 'returned', remarks = 'No.'",
    "UPDATE signature SET name = name",
    "DELETE FROM signature",
    "UPDATE journal_entry SET verb = 'report.returned' WHERE id = 1",
    "UPDATE journal_entry SET hash = previous, previous = hash",
    "DELETE FROM journal_entry WHERE id = (SELECT max(id) FROM journal_entry)",
    "UPDATE waiver SET reason = 'Better words.'",
    "DELETE FROM waiver",
    "UPDATE personal_field SET value = 'somewhere else' WHERE name = 'ip_address'",
    "UPDATE personal_field SET salt = 'a', value = 'b'",
    "UPDATE personal_field SET salt = NULL, value = NULL, name = 'other'",
    "DELETE FROM personal_field",
    "DELETE FROM official_document",
    *(f"UPDATE official_document SET {change}" for change in FROZEN),  # noqa: S608  (own words)
]
TRUNCATED = [
    f"TRUNCATE {table} CASCADE"
    for table in ("signature", "journal_entry", "waiver", "personal_field", "official_document")
]
"""What PostgreSQL alone can do."""
REPLACED = [
    f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608  (own names)
    for table in ("signature", "journal_entry", "waiver", "personal_field")
]
"""What SQLite alone can do."""
ALLOWED = [
    "UPDATE personal_field SET salt = NULL, value = NULL",
    "UPDATE official_document SET state = 'superseded'",
    "UPDATE official_document SET version = version + 1",
]


@pytest.fixture
def house(app: Flask) -> Flask:
    """Make a house with a row in every table."""
    make.a_row_in_every_table()
    db.session.commit()
    return app


def test_every_change_is_refused(house: Flask) -> None:
    for statement in REFUSED + (TRUNCATED if ON_POSTGRESQL else REPLACED):
        with pytest.raises(DBAPIError, match="kept for ever") as refusal:
            db.session.execute(text(statement))
        assert refusal.value.statement == statement
        db.session.rollback()


@pytest.mark.parametrize("statement", ALLOWED)
def test_what_may_happen_later_is_allowed(house: Flask, statement: str) -> None:
    assert db.session.execute(text(statement)).rowcount > 0
    db.session.commit()


def test_a_draft_can_be_changed_and_deleted(app: Flask) -> None:
    draft = make.draft_report()
    draft.summary = "Better words."
    db.session.commit()
    db.session.delete(draft)
    db.session.commit()
    assert db.session.query(OfficialDocument).count() == 0
