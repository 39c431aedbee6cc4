"""The invented part of the demonstration: marked, consistent, on nobody's real name, and something on every page."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.demo.moments import AT, PASSWORD
from tests.factories import city
from tracker.db import Base, db
from tracker.demo import files
from tracker.demo.accounts import TRY
from tracker.demo.load import Refused, load
from tracker.domain.evaluation import NoteKind
from tracker.domain.mandates import in_force
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import DORMANT_AFTER_DAYS, LIVE_STATES, PartnershipState
from tracker.domain.people import Role
from tracker.domain.signing import DocumentState
from tracker.domain.stages import CLOSED_STATES, StageState, current_stage, missing, stage
from tracker.models.after_care import Protocol
from tracker.models.archive import ArchiveDocument
from tracker.models.cities import City, PublicOfficial
from tracker.models.columns import Demonstrable
from tracker.models.journal import JournalEntry
from tracker.models.mandates import Commitment, Mandate
from tracker.models.missions import AgreedTask, Delegate, Mission
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.sharing import ShareActivity
from tracker.models.stages import StageRun
from tracker.services import journal
from tracker.services.accounts import find_account, proves
from tracker.services.facts import facts_of
from tracker.services.offices import holder
from tracker.services.policies import policy_of
from tracker.services.stages import stage_runs, waivers_of

MARKED = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Demonstrable)),
    key=lambda table: table.__name__,
)


def partnership(code: str) -> Partnership:
    """Give a partnership by its code in the data files."""
    return db.session.scalars(select(Partnership).where(Partnership.code == code)).one()


@pytest.mark.parametrize("table", MARKED, ids=lambda table: table.__name__)
def test_whatever_no_source_records_is_marked(loaded: Flask, table: type[Demonstrable]) -> None:
    rows = db.session.scalars(select(table)).unique().all()
    assert rows, "the demonstration shows nothing of this kind"
    unmarked = [row for row in rows if not row.is_demonstration]
    sourced = set(db.session.scalars(select(ArchiveDocument.title)))
    assert all(
        (isinstance(row, Mission) and row.event_code)
        or (isinstance(row, ShareActivity) and row.record_code)
        or (isinstance(row, Protocol) and row.title in sourced)
        for row in unmarked
    )


def test_no_real_person_has_an_account_or_a_part_in_a_mission(loaded: Flask) -> None:
    real = set(db.session.scalars(select(PublicOfficial.name)))
    invented = {*db.session.scalars(select(Person.name)), *db.session.scalars(select(Delegate.name))}
    assert real
    assert not real & invented
    assert all(name.partition(",")[0] for name in invented)


def test_every_passed_gate_has_its_evidence(loaded: Flask) -> None:
    passed = 0
    for one in db.session.scalars(select(Partnership)).all():
        facts = facts_of(one, AT.date())
        for run in stage_runs(one):
            waived = [waiver.condition for waiver in waivers_of(run)]
            shut = missing(policy_of(one).stage(run.number), facts, waived)
            passed += run.state in CLOSED_STATES
            assert not (run.state in CLOSED_STATES and shut), (one.ref, run.number, shut)
            assert not (run.state is StageState.WAIVED and not waived), (one.ref, run.number)
    assert passed > 100


def test_something_is_missing_wherever_a_stage_is_worked_on(loaded: Flask) -> None:
    for one in db.session.scalars(select(Partnership)).all():
        facts = facts_of(one, AT.date())
        for run in stage_runs(one):
            if run.state is StageState.IN_PROGRESS:
                assert missing(policy_of(one).stage(run.number), facts), (one.ref, run.number)


def test_the_copies_for_speed_are_right(loaded: Flask) -> None:
    for one in db.session.scalars(select(Partnership)).all():
        runs = stage_runs(one)
        assert one.stage_number == current_stage({run.number: run.state for run in runs})
        newest = db.session.scalar(select(func.max(JournalEntry.at)).where(JournalEntry.partnership_id == one.id))
        assert one.last_event_at == newest, one.ref
        assert one.is_public
        assert one.has_demonstration


def test_partnerships_stand_in_every_stage_and_every_state(loaded: Flask) -> None:
    assert set(db.session.scalars(select(Partnership.stage_number))) == {1, 2, 3, 4, 5, 6}
    assert set(db.session.scalars(select(Partnership.state))) == set(PartnershipState)


def test_the_journal_is_whole_and_in_order(loaded: Flask) -> None:
    assert journal.broken_links() == []
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert entries[-1].at == AT
    assert entries[-1].verb == "demonstration.loaded"
    assert json.loads(entries[-1].details) == {"cities": 145, "partnerships": 84}


@pytest.mark.parametrize(
    "column",
    [JournalEntry.at, OfficialDocument.submitted_at, EvaluationNote.created_at, Mission.logged_at, AgreedTask.done_at],
    ids=str,
)
def test_nothing_happened_after_the_loading(loaded: Flask, column: object) -> None:
    latest = db.session.scalar(select(func.max(column)))  # type: ignore[arg-type]
    assert latest is not None
    assert latest <= AT


def test_guarulhos_and_nampula_lack_nothing_but_a_signed_report(loaded: Flask) -> None:
    one = partnership("mzbr-gru-nam")
    assert one.state is PartnershipState.ACTIVE
    assert [run.state for run in stage_runs(one)] == [
        *[StageState.PASSED] * 4,
        StageState.IN_PROGRESS,
        StageState.NOT_STARTED,
    ]
    assert missing(stage(5), facts_of(one, AT.date())) == ["a_report_is_signed"]
    assert db.session.scalar(select(func.count()).where(OfficialDocument.partnership_id == one.id)) == 0


def test_tasks_wait_to_be_confirmed_on_the_real_visit(loaded: Flask) -> None:
    visit = db.session.scalars(select(Mission).where(Mission.event_code == "ev10")).unique().one()
    assert [(task.city.name, task.is_demonstration) for task in visit.tasks] == [
        ("Guarulhos", True),
        ("Nampula", True),
        ("Nampula", True),
    ]
    assert all(task.due_on and task.due_on > AT.date() for task in visit.tasks)
    assert visit.delegates == []


def test_sign_offs_of_all_ages_are_open(loaded: Flask) -> None:
    due = db.session.scalars(select(Slot.due_on).where(Slot.closed_at.is_(None))).all()
    overdue = [(AT.date() - day).days for day in due if day < AT.date()]
    assert len(overdue) < len(due)
    assert any(days <= 7 for days in overdue)
    assert any(7 < days <= 14 for days in overdue)
    assert any(14 < days <= 30 for days in overdue)
    assert any(days > 30 for days in overdue)


def test_reports_stand_in_every_state_that_needs_people(loaded: Flask) -> None:
    states = set(db.session.scalars(select(OfficialDocument.state)))
    assert states >= {
        DocumentState.DRAFT,
        DocumentState.AWAITING_SIGNATURE,
        DocumentState.PARTLY_SIGNED,
        DocumentState.CHANGES_REQUESTED,
        DocumentState.SIGNED,
    }


def test_missions_are_planned_for_the_next_thirty_days(loaded: Flask) -> None:
    today = AT.date()
    ahead = db.session.scalars(
        select(Mission).where(
            Mission.first_day.between(today, today + timedelta(days=30)),
            Mission.state.in_([MissionState.PROPOSED, MissionState.AUTHORISED]),
        )
    ).unique()
    assert len(ahead.all()) >= 8


def test_some_missions_have_no_report_yet(loaded: Flask) -> None:
    without = db.session.scalars(
        select(Mission).where(
            Mission.is_demonstration,
            Mission.state == MissionState.COMPLETED,
            Mission.id.not_in(select(OfficialDocument.mission_id).where(OfficialDocument.mission_id.is_not(None))),
        )
    ).unique()
    assert len(without.all()) >= 3


def test_agreed_tasks_are_open_overdue_and_done(loaded: Flask) -> None:
    tasks = db.session.scalars(select(AgreedTask)).unique().all()
    late = [task for task in tasks if task.done_at is None and task.due_on and task.due_on < AT.date()]
    open_ones = [task for task in tasks if task.done_at is None and task not in late]
    done = [task for task in tasks if task.done_at is not None]
    assert late
    assert open_ones
    assert done
    assert all(task.done_by_id for task in done)


def test_notes_of_every_kind_are_written(loaded: Flask) -> None:
    assert set(db.session.scalars(select(EvaluationNote.kind))) == set(NoteKind)


def test_some_live_partnerships_have_gone_quiet(loaded: Flask) -> None:
    since = AT - timedelta(days=DORMANT_AFTER_DAYS)
    quiet = select(func.count()).where(Partnership.state.in_(LIVE_STATES), Partnership.last_event_at < since)
    assert 3 <= (db.session.scalar(quiet) or 0) <= 12


def test_one_office_changed_hands_with_a_sign_off_open(loaded: Flask) -> None:
    dondo = db.session.scalars(select(City).where(City.code == "dondo")).one()
    now, before = holder(dondo.id, AT), holder(dondo.id, AT - timedelta(days=30))
    assert now is not None
    assert before is not None
    assert (now.person.email, before.person.email) == ("mayor.dondo@demo.example", "former.mayor.dondo@demo.example")
    waiting = select(func.count()).where(Slot.city_id == dondo.id, Slot.closed_at.is_(None))
    assert (db.session.scalar(waiting) or 0) >= 1
    asked = db.session.scalars(select(Commitment).where(Commitment.mandate_id == now.id)).all()
    assert asked
    assert all(commitment.renewed_at is None for commitment in asked)


def test_one_office_is_vacant(loaded: Flask) -> None:
    cities = db.session.scalars(select(City)).all()
    assert [one.code for one in cities if holder(one.id, AT) is None] == ["xaixai"]


def test_every_city_has_its_accounts_and_a_confirmed_mandate(loaded: Flask) -> None:
    for row in files.read("cities"):
        technician, mayor = (find_account(f"{role}.{row['city_id']}@demo.example") for role in ("technician", "mayor"))
        assert technician is not None
        assert mayor is not None
        assert (technician.role, mayor.role) == (Role.TECHNICIAN, Role.MAYOR)
        assert technician.city is mayor.city
    for mandate in db.session.scalars(select(Mandate)).unique():
        assert mandate.basis == "Demonstration: no source"
        assert mandate.confirmed_by_id not in {None, mandate.recorded_by_id}
        assert in_force(mandate.starts_on, mandate.ends_on, mandate.starts_on)


@pytest.mark.parametrize("email", [email for email, _does in TRY])
def test_the_accounts_to_try_have_the_password(loaded: Flask, email: str) -> None:
    person = find_account(email)
    assert proves(person, PASSWORD)
    assert not proves(person, "three words that linger")


CITIES = ("nampula", "guarulhos", "barcelona", "kumasi")


def test_people_read_the_language_of_their_city_where_it_is_offered(loaded: Flask) -> None:
    languages = {code: find_account(f"technician.{code}@demo.example") for code in CITIES}
    assert [person.language for person in languages.values() if person] == ["pt", "pt-BR", "es", "en"]


def test_the_observer_reads_a_few_partnerships(loaded: Flask) -> None:
    observer = find_account("observer@demo.example")
    assert observer is not None
    assert observer.city is None
    assert observer.employer


def test_stage_runs_are_as_the_method_has_them(loaded: Flask) -> None:
    runs = db.session.scalars(select(StageRun)).all()
    assert len(runs) == 84 * 6
    assert all(run.decided_by_id is not None for run in runs if run.decided_on is not None)


def test_loading_into_a_database_that_holds_anything_is_refused(app: Flask) -> None:
    city("Nampula")
    with pytest.raises(Refused, match="table city"):
        load(PASSWORD, AT)
    assert db.session.scalar(select(func.count(City.id))) == 1


@pytest.mark.settings(BASE_URL="https://tracker.example.org")
def test_loading_where_others_can_reach_it_is_refused(app: Flask) -> None:
    with pytest.raises(Refused, match=r"tracker\.example\.org"):
        load(PASSWORD, AT)
    assert db.session.scalar(select(func.count(City.id))) == 0
