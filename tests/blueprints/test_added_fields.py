"""A field that a form does not have changes nothing: nobody gets a role, signs, or moves a thing by adding one."""

import re
from typing import Any

import pytest
from sqlalchemy import Column, select

from tests import crawl
from tests.crawl import FoundForm
from tests.world import World
from tracker.db import Base, db

pytestmark = pytest.mark.once
ADDED: dict[str, Any] = {
    "id": "7",
    "ref": "P-9999",
    "code": "taken-over",
    "role": "administrator",
    "email": "taken.over@city.example",
    "password_hash": "x",
    "is_active": "",
    "is_demonstration": "1",
    "is_on_behalf": "1",
    "city_id": "4",
    "host_city_id": "4",
    "partnership_id": "2",
    "programme_id": "2",
    "mission_id": "1",
    "person_id": "1",
    "author_id": "1",
    "actor_id": "1",
    "created_by_id": "1",
    "state": "signed",
    "decision": "signed",
    "number": "99",
    "cycle": "9",
    "stage_number": "6",
    "digest": "0" * 64,
    "content": "{}",
    "visibility": "public",
    "is_public": "1",
    "deleted_at": "2026-01-01 00:00:00",
    "removed_at": "2026-01-01 00:00:00",
    "confirmed_at": "2026-01-01 00:00:00",
    "confirmed_by_id": "1",
    "signed_at": "2026-01-01 00:00:00",
    "done_at": "2026-01-01 00:00:00",
    "submitted_at": "2026-01-01 00:00:00",
}
OF_CHANCE = re.compile(
    r".*(token|hash|key|salt|code|head|evidence|previous|password|message_id|body_text|body_html|_since|_until|_at|at)$"
)
"""Columns that differ whenever something is done twice."""
OF_A_FILE = frozenset({"path", "sha256", "size", "journal_count"})
"""Columns that follow from the random code printed in a document's PDF, and from the moment in an export's files."""
FILES = frozenset({"document_file", "export_file"})
EXPORT = re.compile(r"/exports/[\w-]+")
"""Where a request led to, when that is an address that nobody can guess."""
PROOFS = {("signatures.sign", "code"), ("signatures.give_back", "code")}
"""Fields that these forms do have, though not in sight: a code from the mail is one more way to prove who one is."""


def test_every_guarded_column_is_a_column() -> None:
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    assert set(ADDED) - columns == set()


def test_an_added_field_makes_no_difference(world: World) -> None:
    forms = crawl.forms(world)
    assert len(forms) > 20
    different = [trouble for form in forms if (trouble := difference(world, form))]
    assert not different, "\n".join(different)


def difference(world: World, form: FoundForm) -> str:
    """Send a form twice, with and without added fields, and tell in which table the outcomes differ."""
    added = form.filled.copy()
    for name, value in ADDED.items():
        if name not in form.form.names and (form.endpoint, name) not in PROOFS:
            added.setlist(name, [value])
    outcomes = []
    for data in (form.filled, added):
        with world.as_before():
            status = form.send(world, data, is_inspected=False).status_code
            outcomes.append((status, rows()))
    (status, before), (other_status, after) = outcomes
    tables = [name for name in before if before[name] != after[name]]
    return f"{form}: {status}, {other_status}: {tables}" if tables or status != other_status else ""


def rows() -> dict[str, list[str]]:
    """Give all rows of all tables, but for the columns of chance."""
    found = {
        table.name: sorted(
            EXPORT.sub("/exports/…", repr(tuple(row))) for row in db.session.execute(select(*steady(table.columns)))
        )
        for table in Base.metadata.sorted_tables
        if steady(table.columns)
    }
    db.session.rollback()
    return found


def steady(columns: Any) -> list[Column[Any]]:
    """List the columns that tell what was done, not when or by which random number."""
    return [
        column
        for column in columns
        if not OF_CHANCE.match(column.name)
        and column.name != "details"
        and not (column.table.name in FILES and column.name in OF_A_FILE)
    ]
