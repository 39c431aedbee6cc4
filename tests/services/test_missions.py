"""Missions: numbered without gaps or doubles, changed only when they may be, moved by the table, journalled."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.databases import database_hash
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.errors import RuleBroken
from tracker.domain.missions import MOVES, CancelReason, MissionKind, MissionState
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.models.journal import JournalEntry, PersonalField
from tracker.models.missions import AgreedTask, Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import missions
from tracker.services.journal import broken_links
from tracker.services.mission_drafts import DelegateDraft, MissionDraft, TaskDraft

VISIT = MissionDraft(
    kind=MissionKind.TECHNICAL_VISIT,
    starts=PartialDate(2026, 3, 2),
    ends=PartialDate(2026, 3, 6),
    precision=Precision.DAY,
    place="Town hall",
    decisions="Scan first.",
)


def log(
    partnership: Partnership, actor: Person, draft: MissionDraft = VISIT, *, has_taken_place: bool = True
) -> Mission:
    """Log a mission and commit."""
    with transaction():
        return missions.log_mission(partnership, draft, has_taken_place=has_taken_place, actor=actor, at=AT)


def verbs() -> list[str]:
    """List what the journal says happened."""
    return list(db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)))


def last_details() -> dict[str, object]:
    """Give the details of the last act."""
    return json.loads(db.session.scalar(select(JournalEntry.details).order_by(JournalEntry.id.desc()).limit(1)) or "")


def test_a_logged_mission_is_completed_and_a_planned_one_proposed(app: Flask) -> None:
    partnership = make.partnership()
    actor = make.technician(partnership.cities[0])
    first = log(partnership, actor)
    second = log(partnership, actor, has_taken_place=False)
    assert (first.ref, first.state) == (f"{partnership.ref}-M01", MissionState.COMPLETED)
    assert (second.ref, second.state) == (f"{partnership.ref}-M02", MissionState.PROPOSED)
    assert (first.first_day, first.last_day) == (date(2026, 3, 2), date(2026, 3, 6))
    assert verbs() == ["mission.logged", "mission.planned"]
    assert broken_links() == []
    assert partnership.last_event_at == AT


def test_a_mission_keeps_its_delegation_and_tasks_in_order(app: Flask) -> None:
    partnership = make.partnership()
    first, second = partnership.cities
    draft = MissionDraft(
        kind=MissionKind.SEMINAR,
        delegates=(
            DelegateDraft(first.id, "Surveyor", "Town hall", "Surveyor", "EU"),
            DelegateDraft(None, "Professor", "University"),
        ),
        tasks=(
            TaskDraft(None, "Scan", "Surveyor", second.id, date(2026, 6, 30), 4_800_000, "MZN", "EU"),
            TaskDraft(None, "Draw", "", first.id),
        ),
    )
    mission = log(partnership, make.technician(first), draft)
    assert [(one.city_id, one.name, one.payer) for one in mission.delegates] == [
        (first.id, "Surveyor", "EU"),
        (None, "Professor", ""),
    ]
    assert [(one.position, one.what, one.amount_cents) for one in mission.tasks] == [
        (1, "Scan", 4_800_000),
        (2, "Draw", None),
    ]


def test_missions_that_are_logged_at_the_same_moment_get_numbers_without_gaps_or_doubles(app: Flask) -> None:
    partnership = make.partnership()
    actor = make.technician(partnership.cities[0])
    partnership_id, actor_id = partnership.id, actor.id
    db.session.commit()

    def log_one(_number: int) -> str:
        with app.app_context():
            found, who = db.session.get(Partnership, partnership_id), db.session.get(Person, actor_id)
            assert found is not None
            assert who is not None
            db.session.rollback()
            return log(found, who).ref

    with ThreadPoolExecutor(8) as pool:
        refs = list(pool.map(log_one, range(16)))
    assert sorted(refs) == [f"{partnership.ref}-M{number:02d}" for number in range(1, 17)]
    assert broken_links() == []


@pytest.mark.parametrize("state", sorted(set(PartnershipState) - LIVE_STATES))
def test_nothing_is_logged_in_a_partnership_that_rests(app: Flask, state: PartnershipState) -> None:
    partnership = make.partnership(state=state)
    actor = make.technician(partnership.cities[0])
    before = database_hash()
    with pytest.raises(RuleBroken, match=r"partnership\.not_live"):
        log(partnership, actor)
    assert database_hash() == before


def test_what_lies_ahead_has_not_taken_place(app: Flask) -> None:
    partnership = make.partnership()
    actor = make.technician(partnership.cities[0])
    ahead = MissionDraft(kind=MissionKind.SEMINAR, starts=PartialDate(2027), precision=Precision.YEAR)
    with pytest.raises(RuleBroken, match=r"mission\.ahead"):
        log(partnership, actor, ahead)
    planned = log(partnership, actor, ahead, has_taken_place=False)
    with pytest.raises(RuleBroken, match=r"mission\.ahead"), transaction():
        missions.complete(planned, actor=actor, at=AT)
    with transaction():
        missions.complete(planned, actor=actor, at=AT + timedelta(days=365))
    assert planned.state is MissionState.COMPLETED


@pytest.mark.parametrize(
    ("starts", "ends", "precision", "first_day", "last_day"),
    [
        ("2026-03-02", "2026-03-06", Precision.DAY, date(2026, 3, 2), date(2026, 3, 6)),
        ("2026-02", "2026-02", Precision.MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        ("2024", None, Precision.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("2012-11", "2013", Precision.RANGE, date(2012, 11, 1), date(2013, 12, 31)),
        (None, None, Precision.DAY, None, None),
    ],
)
def test_days_follow_dates(
    starts: str | None, ends: str | None, precision: Precision, first_day: date | None, last_day: date | None
) -> None:
    mission = Mission()
    first, last = (PartialDate.parse(one) if one else None for one in (starts, ends))
    missions.record_days(mission, first, last, precision)
    assert (mission.first_day, mission.last_day) == (first_day, last_day)
    assert mission.date_precision is (precision if starts else Precision.UNKNOWN)
    assert mission.ends == (last or first)


@pytest.mark.parametrize(("starts", "ends"), [("2026-03-02", "2026-03-01"), ("2026", "2025"), (None, "2026")])
def test_dates_must_be_in_order(starts: str | None, ends: str) -> None:
    first = PartialDate.parse(starts) if starts else None
    with pytest.raises(RuleBroken, match=r"mission\.dates"):
        missions.record_days(Mission(), first, PartialDate.parse(ends), Precision.DAY)


def test_a_change_names_what_changed_and_nothing_changed_leaves_no_trace(app: Flask) -> None:
    partnership = make.partnership()
    actor = make.technician(partnership.cities[0])
    mission = log(partnership, actor)
    version = mission.version
    with transaction():
        assert missions.change_mission(mission, VISIT, actor=actor, at=AT) == []
    assert (mission.version, verbs()) == (version, ["mission.logged"])
    changed = MissionDraft(kind=MissionKind.SEMINAR, starts=PartialDate(2026, 3), precision=Precision.MONTH)
    with transaction():
        assert missions.change_mission(mission, changed, actor=actor, at=AT) == ["kind", "place", "decisions", "dates"]
    assert mission.version == version + 1
    assert last_details() == {"fields": ["kind", "place", "decisions", "dates"]}


@pytest.mark.parametrize("what", ["delegates", "tasks"])
def test_a_change_of_what_hangs_on_a_mission_is_a_change_of_the_mission(app: Flask, what: str) -> None:
    """Its version must rise, or two people could overwrite each other's delegation."""
    partnership = make.partnership()
    actor = make.technician(partnership.cities[0])
    mission = log(partnership, actor)
    version = mission.version
    more = {
        "delegates": (DelegateDraft(None, "Professor"),),
        "tasks": (TaskDraft(None, "Scan", "", partnership.cities[0].id),),
    }
    changed = MissionDraft(**{**VISIT.__dict__, what: more[what]})
    with transaction():
        missions.change_mission(mission, changed, actor=actor, at=AT)
    assert mission.version == version + 1


def test_a_task_is_changed_taken_away_by_emptying_it_and_left_alone_when_it_is_not_named(app: Flask) -> None:
    mission = make.completed_mission()
    first, second = mission.tasks
    actor = make.technician(mission.partnership.cities[0])
    drafts = (
        TaskDraft(first.id, "", "", first.city_id),
        TaskDraft(None, "Third", "", first.city_id),
    )
    with transaction():
        missions.change_mission(mission, MissionDraft(kind=mission.kind, tasks=drafts), actor=actor, at=AT)
    db.session.expire_all()
    tasks = {task.position: task for task in db.session.scalars(select(AgreedTask))}
    assert [tasks[place].removed_at for place in (1, 2, 3)] == [AT, None, None]
    assert (tasks[3].what, tasks[2].what) == ("Third", second.what)


def test_a_task_of_another_mission_is_not_touched(app: Flask) -> None:
    mission, other = make.completed_mission(), make.completed_mission()
    actor = make.technician(mission.partnership.cities[0])
    draft = MissionDraft(kind=mission.kind, tasks=(TaskDraft(other.tasks[0].id, "Mine", "", mission.tasks[0].city_id),))
    with pytest.raises(RuleBroken, match=r"edit\.stale"), transaction():
        missions.change_mission(mission, draft, actor=actor, at=AT)
    assert other.tasks[0].what != "Mine"


def test_a_mission_is_locked_while_its_report_is_with_the_office_holders_and_once_it_is_signed(app: Flask) -> None:
    mission = make.completed_mission()
    actor = make.technician(mission.partnership.cities[0])
    report = make.submitted_report(mission)
    with pytest.raises(RuleBroken, match=r"mission\.locked"), transaction():
        missions.change_mission(mission, VISIT, actor=actor, at=AT)
    for slot in list(report.slots):
        make.sign(report, make.holder_of(slot.city))
    with pytest.raises(RuleBroken, match=r"mission\.locked"), transaction():
        missions.change_mission(mission, VISIT, actor=actor, at=AT)
    make.draft_report(mission)
    with transaction():
        assert missions.change_mission(mission, VISIT, actor=actor, at=AT)


def test_a_returned_report_leaves_its_mission_open(app: Flask) -> None:
    mission = make.completed_mission()
    make.returned_report(mission)
    with transaction():
        assert missions.change_mission(mission, VISIT, actor=make.technician(mission.partnership.cities[0]), at=AT)


ACTS: dict[str, Callable[..., None]] = {
    "authorise": missions.authorise,
    "start": missions.start,
    "complete": missions.complete,
    "cancel": lambda mission, **by: missions.cancel(mission, CancelReason.VISA, "Papers came late.", **by),
    "restore": missions.restore,
}


@pytest.mark.parametrize(("state", "act"), list(product(MissionState, ACTS)))
def test_an_act_moves_a_mission_or_is_refused(app: Flask, state: MissionState, act: str) -> None:
    cancelled = {"cancel_reason": CancelReason.OTHER} if state is MissionState.CANCELLED else {}
    mission = make.mission(state=state, starts=PartialDate(2026, 3, 2), ends=PartialDate(2026, 3, 3), **cancelled)
    actor = make.technician(mission.partnership.cities[0])
    wanted = MOVES.get((state.value, act))
    if wanted is None:
        with pytest.raises(RuleBroken, match=r"mission\.move_refused"), transaction():
            ACTS[act](mission, actor=actor, at=AT)
        assert (mission.state, verbs()) == (state, [])
        return
    with transaction():
        ACTS[act](mission, actor=actor, at=AT)
    assert mission.state is wanted
    assert len(verbs()) == 1


def test_why_a_mission_was_cancelled_stays_in_the_journal_when_it_is_restored(app: Flask) -> None:
    mission = make.mission()
    actor = make.technician(mission.partnership.cities[0])
    with transaction():
        missions.cancel(mission, CancelReason.VISA, "The papers of the surveyor came late.", actor=actor, at=AT)
    assert (mission.cancel_reason, mission.cancel_remarks[:10]) == (CancelReason.VISA, "The papers")
    with transaction():
        missions.restore(mission, actor=actor, at=AT)
    assert (mission.state, mission.cancel_reason, mission.cancel_remarks) == (MissionState.PROPOSED, None, "")
    assert verbs() == ["mission.cancelled", "mission.restored"]
    first = db.session.get(JournalEntry, 1)
    assert first is not None
    assert json.loads(first.details)["cancel_reason"] == "visa"
    assert "surveyor" not in first.details
    assert db.session.scalar(select(PersonalField.value)) == "The papers of the surveyor came late."


def test_a_mission_can_be_cancelled_in_a_partnership_that_rests_but_not_taken_up_again(app: Flask) -> None:
    partnership = make.partnership(state=PartnershipState.ON_HOLD)
    mission = make.mission(partnership)
    actor = make.technician(partnership.cities[0])
    with transaction():
        missions.cancel(mission, CancelReason.FUNDING, "", actor=actor, at=AT)
    with pytest.raises(RuleBroken, match=r"partnership\.not_live"), transaction():
        missions.restore(mission, actor=actor, at=AT)
