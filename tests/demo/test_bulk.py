"""Synthetic partnerships for measuring: as many as asked for, always the same, and sound in every respect."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.databases import Databases
from tests.demo.moments import AT, MANY, PASSWORD
from tracker.db import Base, db, transaction
from tracker.demo.bulk import load_many
from tracker.demo.load import Refused
from tracker.documents.digest import digest
from tracker.domain.people import Role
from tracker.domain.signing import DocumentState
from tracker.domain.stages import CLOSED_STATES, current_stage, missing
from tracker.models.journal import JournalEntry
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import contents, journal
from tracker.services.accounts import find_account, proves
from tracker.services.facts import facts_of
from tracker.services.partnerships import found_partnership
from tracker.services.policies import policy_of
from tracker.services.stages import stage_runs, waivers_of

RANDOM = {"person": {"password_hash"}}
"""Columns that hold a salt."""


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Give every row of every table, without what is random."""
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.c if column.name not in RANDOM.get(table.name, ())]
        found[table.name] = sorted((tuple(row) for row in db.session.execute(select(*columns))), key=repr)
    return found


def test_as_many_as_asked_for_with_ten_missions_each(many: Flask) -> None:
    assert db.session.scalar(select(func.count(Partnership.id))) == MANY
    counts = db.session.scalars(select(func.count()).select_from(Mission).group_by(Mission.partnership_id)).all()
    assert counts == [10] * MANY


def test_the_same_seed_makes_the_same_rows(many: Flask, databases: Databases) -> None:
    before = rows()
    with databases.fresh_app(DEMO="1") as app, app.app_context():
        with transaction():
            load_many(MANY, 1, "another password", AT)
        assert rows() == before


def test_another_seed_makes_other_rows(app: Flask, many: Flask) -> None:
    with many.app_context():
        titles = db.session.scalars(select(Partnership.title).order_by(Partnership.id).limit(5)).all()
    with app.app_context():
        load_many(5, 2, PASSWORD, AT)
        found = db.session.scalars(select(Partnership.title).order_by(Partnership.id)).all()
    assert len(found) == len(titles)
    assert found != titles


def test_every_passed_gate_has_its_evidence(many: Flask) -> None:
    for one in db.session.scalars(select(Partnership)).all():
        runs, facts = stage_runs(one), facts_of(one, AT.date())
        assert one.stage_number == current_stage({run.number: run.state for run in runs})
        for run in runs:
            if run.state in CLOSED_STATES:
                waived = [waiver.condition for waiver in waivers_of(run)]
                assert missing(policy_of(one).stage(run.number), facts, waived) == [], (one.ref, run.number)


def test_frozen_reports_say_what_their_missions_say(many: Flask) -> None:
    documents = db.session.scalars(select(OfficialDocument)).unique().all()
    assert {document.state for document in documents} == {DocumentState.SIGNED, DocumentState.AWAITING_SIGNATURE}
    for document in documents:
        content = json.loads(document.content or "")
        assert content == contents.content_of(document)
        assert document.digest == digest(content)


def test_signed_reports_are_signed_by_every_city_and_waiting_ones_by_none(many: Flask) -> None:
    signed = select(Signature.slot_id)
    for slot in db.session.scalars(select(Slot)).unique():
        is_signed = slot.document.state is DocumentState.SIGNED
        assert (slot.closed_at is not None) == is_signed
        assert (slot.signature is not None) == is_signed
    assert db.session.scalar(select(func.count()).select_from(signed.subquery()))


def test_the_journal_is_whole_and_ends_no_later_than_now(many: Flask) -> None:
    assert journal.broken_links() == []
    assert (db.session.scalar(select(func.max(JournalEntry.at))) or AT) <= AT
    for one in db.session.scalars(select(Partnership)).all():
        newest = db.session.scalar(select(func.max(JournalEntry.at)).where(JournalEntry.partnership_id == one.id))
        assert one.last_event_at == newest, one.ref


def test_there_are_more_people_where_there_are_more_partnerships(many: Flask) -> None:
    technicians = select(func.count()).where(Person.role == Role.TECHNICIAN)
    assert db.session.scalar(technicians) == 145 + MANY // 10
    assert proves(find_account("mayor.nampula@demo.example"), PASSWORD)


def test_work_can_go_on_afterwards(app: Flask) -> None:
    with transaction():
        load_many(3, 1, PASSWORD, AT)
    coordinator = find_account("coordinator@demo.example")
    assert coordinator is not None
    example = db.session.scalars(select(Partnership).limit(1)).one()
    frame = {"title": "One more", "modality": example.modality}
    with transaction():
        made = found_partnership(frame, example.cities, actor=coordinator, at=AT + timedelta(hours=1))
    assert made.ref == "P-0004"
    assert journal.broken_links() == []


def test_it_is_refused_where_something_is_stored(many: Flask) -> None:
    with pytest.raises(Refused, match="already holds something"):
        load_many(1, 1, PASSWORD, AT)
