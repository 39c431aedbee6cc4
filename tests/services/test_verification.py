"""Nothing rots unseen: what is altered, deleted, put in, swapped, cut off or rewritten is found; honest work never."""

import ast
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Row, Table, select, text
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tests.databases import database_hash
from tests.documents.ca import authority, person, signed_outside
from tests.factories import AT
from tests.services.honest import History, full_house
from tests.services.tampering import loosen, unguarded
from tracker import documents, files
from tracker.db import Base, db, transaction
from tracker.documents.seal import SealFinding
from tracker.domain.signing import Method
from tracker.models.attachments import Attachment
from tracker.models.journal import JournalEntry
from tracker.models.official_documents import DocumentFile
from tracker.models.outbox import OutboxItem
from tracker.services import document_files, journal, signing
from tracker.services.checked_journal import Anchor, check_anchor
from tracker.services.findings import Finding
from tracker.services.verification import one_moment, verify

SERVICES = Path(journal.__file__).parent
CODES = {
    node.args[0].value
    for path in SERVICES.glob("*.py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Finding", "differing"}
    if isinstance(node.args[0], ast.Constant)
}
"""Every code that a finding can have."""
EVIDENCE = (
    "journal_entry",
    "personal_field",
    "official_document",
    "slot",
    "signature",
    "document_file",
    "attachment",
    "waiver",
    "mandate",
    "delegation",
)
NO_EVIDENCE = {
    "personal_field": {"id"},
    "waiver": {"id"},
    "attachment": {"id", "code"},
    "official_document": {"version"},
    "slot": {"asked_at", "due_on", "reminded_at", "reminders", "steps"},
    "mandate": {"version", "recorded_by_id", "recorded_at", "confirmed_by_id", "confirmed_at", "is_demonstration"},
    "delegation": {"version", "created_at", "revoked_at", "is_demonstration"},
}
"""What is no part of the evidence: numbers that nothing points at, counters of edits, addresses of pages, reminders."""
ROWS_A_COLUMN = 4
"""How many rows of a table each column is altered in."""
HISTORIES, TOGETHER = 200, 25


def found(anchor: Anchor | None = None) -> list[Finding]:
    """List what does not add up in the present transaction."""
    return list(verify(anchor, AT))


def anchor_now() -> Anchor:
    """Give the anchor that a mail would carry now."""
    return Anchor(*journal.head())


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Give a house with every kind of evidence, without its guards.

    Each sealed file is examined once however often the house is walked: the same bytes give the same answer.
    """
    known: dict[tuple[bytes, ...], list[SealFinding]] = {}
    examine = documents.seal.examine

    def remembered(pdf: bytes, certificates: list[bytes], roots: list[bytes]) -> list[SealFinding]:
        key = (pdf, *certificates, *roots)
        if key not in known:
            known[key] = examine(pdf, certificates, roots)
        return known[key]

    monkeypatch.setattr(documents.seal, "examine", remembered)
    full_house()
    assert found(anchor_now()) == []
    unguarded()
    return app


def rows_of(table: Table) -> list[Row[Any]]:
    """Give the rows of a table that are evidence: documents that were sent, mandates that were signed under."""
    used = {
        "official_document": "content IS NOT NULL",
        "mandate": "id IN (SELECT mandate_id FROM signature)",
        "delegation": "id IN (SELECT delegation_id FROM signature)",
    }
    query = table.select().order_by(*table.primary_key)
    return list(db.session.execute(query.where(text(used[table.name])) if table.name in used else query))


def evidence() -> Iterator[tuple[Table, list[Row[Any]]]]:
    """Give each table of evidence with its rows; none is empty."""
    for name in EVIDENCE:
        table = Base.metadata.tables[name]
        rows = rows_of(table)
        assert rows, name
        yield table, rows


def others(table: Table, column: Column[Any], value: Any) -> Iterator[Any]:
    """Give other values that a column could hold, the most plausible first."""
    for key in column.foreign_keys:
        known = db.session.scalars(select(key.column).where(key.column != value).limit(2)).all()
        yield from known
    if isinstance(value, StrEnum):
        yield from [other for other in type(value) if other is not value]
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1000
    elif isinstance(value, datetime):
        yield value + timedelta(seconds=1)
    elif isinstance(value, date):
        yield value + timedelta(days=1)
    elif isinstance(value, str):
        yield altered(value)
    else:
        yield from from_nothing(column)


def altered(text_: str) -> str:
    """Give another text of the same shape."""
    if not text_:
        return "x"
    if text_.startswith("{"):
        told = json.loads(text_)
        name = sorted(told)[0] if told else "more"
        return json.dumps({**told, name: [told.get(name), 1]})
    last = text_[-1]
    return text_[:-1] + ("1" if last == "0" else "0") if last in "0123456789abcdef" else text_ + "!"


def from_nothing(column: Column[Any]) -> Iterator[Any]:
    """Give a value for a column that holds none."""
    made = {"DATE": date(2031, 1, 1), "MOMENT": AT, "DATETIME": AT, "INTEGER": 1}
    yield made.get(type(column.type).__name__.upper(), "x")


def is_pointed_at(table: Table, row: Row[Any]) -> bool:
    """Tell whether other evidence names a row by its number: slots that were filled, signatures that were sealed."""
    naming = {"slot": "SELECT slot_id FROM signature", "signature": "SELECT signature_id FROM document_file"}
    return table.name not in naming or row.id in db.session.scalars(text(naming[table.name])).all()


def of_row(table: Table, row: Row[Any]) -> Any:
    """Give the condition that finds a row by its key."""
    return [column == row._mapping[column.name] for column in table.primary_key]


class Tally:
    """Counts what was tried on a copy of the house, and keeps what nobody noticed."""

    def __init__(self) -> None:
        self.tried, self.refused = 0, 0
        self.missed: list[str] = []

    def try_(self, name: str, *statements: Any, anchor: Anchor | None = None) -> None:
        """Do something to the house, walk it, and undo it; what the database itself refuses is as good as found."""
        try:
            loosen()
            for statement in statements:
                db.session.execute(statement)
            self.tried += 1
            if not found(anchor):
                self.missed.append(name)
        except IntegrityError:
            self.refused += 1
        finally:
            db.session.rollback()


def test_every_column_of_the_evidence_that_is_altered_is_found(house: Flask) -> None:
    tally, chance = Tally(), Random(1)  # noqa: S311
    for table, rows in evidence():
        for column in table.columns:
            if column.name in NO_EVIDENCE.get(table.name, ()):
                continue
            tried = 0
            worth = [row for row in rows if column.name != "id" or is_pointed_at(table, row)]
            for row in chance.sample(worth, min(len(worth), ROWS_A_COLUMN)):
                for value in others(table, column, row._mapping[column.name]):
                    changed = table.update().where(*of_row(table, row)).values({column.name: value})
                    tally.try_(f"{table.name}.{column.name} of {tuple(row)[:2]} to {value!r}", changed)
                    tried += 1
            assert tried, f"{table.name}.{column.name} was not altered"
    assert tally.tried > 300
    assert "\n".join(tally.missed) == ""


def test_every_row_that_is_deleted_is_found(house: Flask) -> None:
    tally, kept = Tally(), anchor_now()
    for table, rows in evidence():
        for row in rows:
            is_last = table.name == "journal_entry" and row.id == kept.count
            deleted = table.delete().where(*of_row(table, row))
            tally.try_(f"{table.name} {tuple(row)[:2]}", deleted, anchor=kept if is_last else None)
    assert tally.tried > 90
    assert "\n".join(tally.missed) == ""


def inserted(table: Table, row: Row[Any]) -> Any:
    """Give a statement that puts a second row beside one, with its own key and its own unique values."""
    values = dict(row._mapping)
    unique = {column.name for column in table.columns if column.unique or column.primary_key}
    for name in unique - {"document_id"}:
        value = values[name]
        values[name] = value + 1000 if isinstance(value, int) else f"{value[:-2]}zz" if value else value
    more = {"slot": {"city_id": 1000}, "waiver": {"condition": "another"}, "official_document": {"number": 77}}
    return table.insert().values(values | more.get(table.name, {}))


def test_every_row_that_is_put_in_is_found(house: Flask) -> None:
    tally = Tally()
    for table, rows in evidence():
        if table.name in {"mandate", "delegation"}:
            continue
        for row in rows:
            tally.try_(f"{table.name} {tuple(row)[:2]}", inserted(table, row))
    assert tally.tried > 80
    assert "\n".join(tally.missed) == ""


def test_a_forged_act_at_the_journals_end_is_found_although_its_hash_fits(house: Flask) -> None:
    tally = Tally()
    last, count = journal.head()
    acts = db.session.scalars(
        select(JournalEntry).where(JournalEntry.verb.in_(["report.signed", "report.returned", "report.submitted"]))
    ).all()
    for act in acts:
        values = {column.name: getattr(act, column.name) for column in JournalEntry.__table__.columns}
        forged = JournalEntry(**values | {"id": count + 1, "previous": last, "at": AT})
        forged.hash = journal.hash_of(forged)
        row = {column.name: getattr(forged, column.name) for column in JournalEntry.__table__.columns}
        tally.try_(f"{act.verb} {act.subject}", JournalEntry.__table__.insert().values(row))
    assert tally.tried == len(acts) > 5
    assert "\n".join(tally.missed) == ""


def swapped(table: Table, one: Row[Any], other: Row[Any]) -> list[Any]:
    """Give the statements that let two rows of a table stand in each other's place."""
    keys = {column.name for column in table.primary_key}
    both = [
        {**here._mapping, **{name: value for name, value in there._mapping.items() if name not in keys}}
        for here, there in ((one, other), (other, one))
    ]
    gone = [table.delete().where(*of_row(table, row)) for row in (one, other)]
    return [*gone, *(table.insert().values(values) for values in both)]


def test_rows_that_are_swapped_are_found(house: Flask) -> None:
    tally, chance = Tally(), Random(2)  # noqa: S311
    signed = set(db.session.scalars(text("SELECT slot_id FROM signature")))
    pointed_at = [table for table in EVIDENCE if table not in {"personal_field", "waiver", "attachment"}]
    for name in pointed_at:
        table = Base.metadata.tables[name]
        rows = [row for row in rows_of(table) if name != "slot" or row.id in signed]
        pairs = [(one, other) for place, one in enumerate(rows) for other in rows[place + 1 :]]
        for one, other in chance.sample(pairs, min(len(pairs), 12)):
            tally.try_(f"{name} {tuple(one)[:2]} and {tuple(other)[:2]}", *swapped(table, one, other))
    fields = [row for row in rows_of(Base.metadata.tables["personal_field"]) if row.value]
    table = Base.metadata.tables["personal_field"]
    for one, other in pairwise(fields):
        exchanged = [
            table.update().where(table.c.id == here.id).values(salt=there.salt, value=there.value)
            for here, there in ((one, other), (other, one))
        ]
        tally.try_(f"personal_field {one.id} and {other.id}", *exchanged)
    assert tally.tried > 50
    assert "\n".join(tally.missed) == ""


def since(entry: int) -> list[Any]:
    """Give the statements that cut the journal's end off after a row, with all that happened since."""
    at = db.session.scalars(select(JournalEntry.at).where(JournalEntry.id == entry)).one()
    tables = {name: Base.metadata.tables[name] for name in EVIDENCE}
    moments = {"signature": "signed_at", "document_file": "made_at", "attachment": "added_at", "waiver": "waived_at"}
    later = [tables[name].delete().where(tables[name].c[moment] > at) for name, moment in moments.items()]
    return [
        tables["personal_field"].delete().where(tables["personal_field"].c.entry_id > entry),
        *later,
        tables["journal_entry"].delete().where(tables["journal_entry"].c.id > entry),
    ]


def test_a_cut_end_is_found_with_the_anchor(house: Flask) -> None:
    tally, kept = Tally(), anchor_now()
    for entry in range(1, kept.count):
        tally.try_(f"after {entry}", *since(entry), anchor=kept)
    assert tally.tried == kept.count - 1
    assert "\n".join(tally.missed) == ""


def rewritten(first: int) -> list[Any]:
    """Give the statements that change one row of the journal and make every later row fit."""
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    previous = entries[first - 2].hash if first > 1 else journal.FIRST
    statements = []
    for entry in entries[first - 1 :]:
        values = {column.name: getattr(entry, column.name) for column in JournalEntry.__table__.columns}
        forged = JournalEntry(**values | {"previous": previous})
        if entry.id == first:
            forged.at = entry.at + timedelta(minutes=1)
        previous = journal.hash_of(forged)
        made = {"at": forged.at, "previous": forged.previous, "hash": previous}
        statements.append(JournalEntry.__table__.update().where(JournalEntry.__table__.c.id == entry.id).values(made))
    db.session.rollback()
    return statements


def test_a_full_rewrite_is_found_with_the_anchor(house: Flask) -> None:
    tally, kept = Tally(), anchor_now()
    for first in range(1, kept.count + 1):
        tally.try_(f"from {first}", *rewritten(first), anchor=kept)
    assert tally.tried == kept.count
    assert "\n".join(tally.missed) == ""


def test_the_anchors_that_mails_and_files_carry_are_good_ones(app: Flask) -> None:
    full_house()
    mails = db.session.scalars(select(OutboxItem.body_text).where(OutboxItem.body_text.contains("Journal: ")))
    printed = [re.search(r"\b[0-9a-f]{64}:[0-9]+\b", body)[0] for body in mails]
    files_ = db.session.execute(select(DocumentFile.journal_head, DocumentFile.journal_count))
    anchors = [*map(Anchor.read, printed), *(Anchor(head, count) for head, count in files_)]
    assert len(printed) > 3
    assert [one for anchor in anchors for one in check_anchor(anchor)] == []


def test_without_an_anchor_a_clever_rewrite_passes_so_the_anchor_is_needed(house: Flask) -> None:
    quiet = db.session.scalars(select(JournalEntry.id).where(JournalEntry.verb == "session.opened")).first()
    for statement in rewritten(quiet or 0):
        db.session.execute(statement)
    chain = [one for one in found() if one.code.startswith("journal.")]
    assert chain == []


def test_a_file_that_is_changed_cut_or_gone_is_found(house: Flask) -> None:
    folder = house.config["INSTANCE"] / "files"
    named = [*db.session.scalars(select(DocumentFile.path)), *db.session.scalars(select(Attachment.path))]
    kept = {folder / path: (folder / path).read_bytes() for path in named}
    assert len(kept) > 8
    for path, content in kept.items():
        middle = len(content) // 2
        for bad in (content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :], content[:-1], None):
            path.unlink() if bad is None else path.write_bytes(bad)
            assert [one.code for one in found() if one.code.endswith(".damaged")], path
            path.write_bytes(content)
    assert found() == []


def test_a_file_with_something_behind_the_last_seal_is_found_though_all_rows_fit(house: Flask) -> None:
    newest = db.session.scalars(select(DocumentFile).order_by(DocumentFile.revision.desc()).limit(1)).one()
    longer = files.read(newest.path, newest.sha256) + b"% more"
    path = files.keep(longer)
    table = DocumentFile.__table__
    row = table.update().where(table.c.sha256 == newest.sha256)
    loosen()
    db.session.execute(row.values(path=path, sha256=path.split("/")[1], size=len(longer)))
    assert {"seal.count", "file.column"} <= {one.code for one in found()}


@pytest.mark.parametrize("field", ["Qualified", "Seal1"])
def test_a_file_that_was_signed_outside_is_kept_as_safe_as_any(app: Flask, field: str) -> None:
    app.config["TRUST_ROOTS"].mkdir()
    (app.config["TRUST_ROOTS"] / "ca.der").write_bytes(authority().der)
    document = make.submitted_report()
    mayor = make.holder_of(document.slots[0].city)
    unsigned = document.files[0]
    outside = signed_outside(files.read(unsigned.path, unsigned.sha256), person(mayor.name), field=field)
    with transaction():
        proof = make.proof(document, method=Method.QUALIFIED, credential="C; CA; 7")
        signature = signing.sign_document(document, proof, actor=mayor, at=AT)
        document_files.keep_external(document, signature, outside, AT)
    with transaction():
        document_files.seal_signatures(document, AT)
    assert found() == []
    (app.config["TRUST_ROOTS"] / "ca.der").rename(app.config["INSTANCE"] / "ca.der")
    assert [one.code for one in found()] == ["seal.no_authority"]
    (app.config["INSTANCE"] / "ca.der").rename(app.config["TRUST_ROOTS"] / "ca.der")
    unguarded()
    tally = Tally()
    for row in rows_of(DocumentFile.__table__)[1:]:
        for column in DocumentFile.__table__.columns:
            for value in others(DocumentFile.__table__, column, row._mapping[column.name]):
                changed = DocumentFile.__table__.update().where(*of_row(DocumentFile.__table__, row))
                tally.try_(f"{column.name} of {row.revision}", changed.values({column.name: value}))
    assert tally.tried > 15
    assert "\n".join(tally.missed) == ""


def test_without_its_key_no_seal_is_taken_for_good(house: Flask) -> None:
    for key in (house.config["INSTANCE"] / "keys").iterdir():
        key.unlink()
    assert {one.code for one in found()} == {"seal.no_key"}
    assert not list((house.config["INSTANCE"] / "keys").iterdir())


def test_a_blanked_personal_field_is_found_unless_the_journal_tells_of_the_erasure(house: Flask) -> None:
    tally = Tally()
    table = Base.metadata.tables["personal_field"]
    fields = rows_of(table)
    assert [field for field in fields if field.value is None], "somebody was erased"
    for field in fields:
        if field.value is not None:
            tally.try_(f"{field.id}", table.update().where(table.c.id == field.id).values(salt=None, value=None))
    assert tally.tried > 5
    assert "\n".join(tally.missed) == ""


def test_walking_the_house_changes_nothing(house: Flask) -> None:
    before = database_hash()
    with one_moment():
        found(anchor_now())
    assert database_hash() == before


ALL_HISTORIES = [
    pytest.param(first, marks=[pytest.mark.once] if first else [], id=str(first))
    for first in range(0, HISTORIES, TOGETHER)
]
"""Each database walks the first ones; for the rest one database suffices."""


@pytest.mark.parametrize("first", ALL_HISTORIES)
def test_honest_histories_raise_no_alarm(app: Flask, first: int) -> None:
    anchors = []
    for seed in range(first, first + TOGETHER):
        history = History(seed)
        done = history.live(28)
        anchors.append(anchor_now())
        assert done, seed
    assert [one for anchor in anchors for one in check_anchor(anchor)] == []
    assert found(anchors[0]) == []
