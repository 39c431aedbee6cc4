"""What is written into the rooms: by whom, how often, what the journal says, and what is refused."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tracker.dashboards.rooms import priorities_of
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.evaluation import Part, Severity, Verdict
from tracker.domain.logframe import ObjectiveLevel
from tracker.domain.partnerships import PartnershipState
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.work import Activity, Cost
from tracker.services import rooms
from tracker.services.activities import ActivityFields, CostLine, change_activity, record_activity
from tracker.services.comparisons import ComparisonFields, change_comparison, record_comparison
from tracker.services.instruments import (
    InstrumentFields,
    change_instrument,
    rate_instrument,
    rating_of,
    record_instrument,
)
from tracker.services.logframe import (
    IndicatorFields,
    ObjectiveFields,
    change_indicator,
    change_objective,
    record_indicator,
    record_objective,
)
from tracker.services.needs import NeedFields, change_need, record_need
from tracker.services.priorities import PriorityFields, change_priority, record_priority
from tracker.services.results import ResultFields, change_result, record_result

OUTPUT = ObjectiveFields(ObjectiveLevel.OUTPUT, "All is scanned")
NEED = NeedFields(title="A cadastre that is true", sector="cadastre", severity=Severity.HIGH)


@dataclass(frozen=True)
class Noun:
    """How a kind of row is recorded, changed, and made by its factory."""

    name: str
    stage: int
    record: Callable[[Partnership, Person], rooms.Row]
    change: Callable[[Any, Person], None]
    make: Callable[[Partnership], rooms.Row]
    text: str


def cities(of: Partnership) -> tuple[int, int]:
    """Give the ids of the first two cities."""
    first, second = of.cities[:2]
    return first.id, second.id


NOUNS = [
    Noun(
        "need",
        1,
        lambda of, by: record_need(of, of.cities[0], NEED, actor=by, at=make.AT),
        lambda row, by: change_need(row, NeedFields("Changed", "water", Severity.LOW), actor=by, at=make.AT),
        make.need,
        "title",
    ),
    Noun(
        "comparison",
        2,
        lambda of, by: record_comparison(of, ComparisonFields("Cadastre"), {}, actor=by, at=make.AT),
        lambda row, by: change_comparison(row, ComparisonFields("Changed"), {}, actor=by, at=make.AT),
        make.comparison,
        "dimension",
    ),
    Noun(
        "priority",
        3,
        lambda of, by: record_priority(of, PriorityFields(1, "Survey"), {}, actor=by, at=make.AT),
        lambda row, by: change_priority(
            row, PriorityFields(2, "Changed"), {Part.TEACHES: [row.parts[0].city_id]}, actor=by, at=make.AT
        ),
        make.priority,
        "title",
    ),
    Noun(
        "activity",
        4,
        lambda of, by: record_activity(of, ActivityFields("Scan"), {}, [], actor=by, at=make.AT),
        lambda row, by: change_activity(row, ActivityFields("Changed"), {}, [], actor=by, at=make.AT),
        make.activity,
        "title",
    ),
    Noun(
        "objective",
        4,
        lambda of, by: record_objective(of, OUTPUT, actor=by, at=make.AT),
        lambda row, by: change_objective(row, replace(OUTPUT, title="Changed"), actor=by, at=make.AT),
        make.objective,
        "title",
    ),
    Noun(
        "indicator",
        4,
        lambda of, by: record_indicator(of, IndicatorFields(make.objective(of).id, "Maps"), [], actor=by, at=make.AT),
        lambda row, by: change_indicator(row, IndicatorFields(row.objective_id, "Changed"), [], actor=by, at=make.AT),
        make.indicator,
        "title",
    ),
    Noun(
        "instrument",
        5,
        lambda of, by: record_instrument(of, InstrumentFields("Manual", *cities(of)), actor=by, at=make.AT),
        lambda row, by: change_instrument(
            row, InstrumentFields("Changed", row.to_city_id, row.from_city_id), actor=by, at=make.AT
        ),
        make.instrument,
        "title",
    ),
    Noun(
        "result",
        6,
        lambda of, by: record_result(of, ResultFields("Every plot is on a map"), actor=by, at=make.AT),
        lambda row, by: change_result(row, ResultFields("Changed"), actor=by, at=make.AT),
        make.result,
        "expected",
    ),
]
every_noun = pytest.mark.parametrize("noun", NOUNS, ids=[noun.name for noun in NOUNS])


def last_entry() -> JournalEntry:
    """Give the newest row of the journal."""
    entry = db.session.scalar(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1))
    assert entry is not None
    return entry


def refused(code: str, act: Callable[[], object]) -> None:
    """Check that a rule refuses an act, and that nothing is left of it."""
    before = db.session.query(JournalEntry).count()
    with pytest.raises(RuleBroken) as caught, transaction():
        act()
    assert caught.value.code == code
    assert db.session.query(JournalEntry).count() == before


@every_noun
def test_what_is_recorded_lies_in_the_present_cycle_with_its_author(app: Flask, noun: Noun) -> None:
    of = make.partnership(cycle=2)
    technician = make.technician(of.cities[0])
    with transaction():
        row = noun.record(of, technician)
    assert (row.cycle, row.created_by_id, row.created_at, row.version) == (2, technician.id, make.AT, 1)
    entry = last_entry()
    assert (entry.verb, entry.actor) == (f"{noun.name}.recorded", technician)
    assert entry.subject == f"{of.ref}-{noun.name}-{row.id}"
    assert json.loads(entry.details) == {"stage": noun.stage, "cycle": 2}


@every_noun
def test_what_is_changed_has_a_new_version_and_a_journal_row(app: Flask, noun: Noun) -> None:
    of = make.partnership()
    row = noun.make(of)
    with transaction():
        noun.change(row, make.technician(of.cities[0]))
    assert (getattr(row, noun.text), row.version) == ("Changed", 2)
    assert last_entry().verb == f"{noun.name}.changed"
    assert noun.text in json.loads(last_entry().details)["changed"]


@every_noun
def test_what_is_removed_can_be_restored_and_both_are_done_once(app: Flask, noun: Noun) -> None:
    of = make.partnership(stage=noun.stage)
    row, technician = noun.make(of), make.technician(of.cities[0])
    for _ in range(2):
        with transaction():
            rooms.remove(row, actor=technician, at=make.AT)
    assert row.removed_at == make.AT
    refused("room.removed", lambda: noun.change(row, technician))
    for _ in range(2):
        with transaction():
            rooms.restore(row, actor=technician, at=make.AT)
    assert row.removed_at is None
    verbs = db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert verbs == [f"{noun.name}.removed", f"{noun.name}.restored"]


@every_noun
@pytest.mark.parametrize("who", ["stranger", "mayor", "administrator", "observer", "coordinator elsewhere"])
def test_only_technicians_of_the_cities_and_the_coordinator_write(app: Flask, noun: Noun, who: str) -> None:
    of = make.partnership(programme=make.programme())
    actor = {
        "stranger": lambda: make.technician(make.city()),
        "mayor": lambda: make.mayor(of.cities[0]),
        "administrator": make.administrator,
        "observer": lambda: make.observer(of),
        "coordinator elsewhere": lambda: make.coordinator(make.programme()),
    }[who]()
    row = noun.make(of)
    acts: list[Callable[[], object]] = [
        lambda: noun.record(of, actor),
        lambda: noun.change(row, actor),
        lambda: rooms.remove(row, actor=actor, at=make.AT),
        lambda: rooms.restore(row, actor=actor, at=make.AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed), transaction():
            act()


@every_noun
@pytest.mark.parametrize("state", [PartnershipState.ON_HOLD, PartnershipState.ENDED])
def test_nothing_is_written_while_a_partnership_rests(app: Flask, noun: Noun, state: PartnershipState) -> None:
    of = make.partnership(state=state)
    row, technician = noun.make(of), make.technician(of.cities[0])
    refused("partnership.not_live", lambda: noun.record(of, technician))
    refused("partnership.not_live", lambda: noun.change(row, technician))
    refused("partnership.not_live", lambda: rooms.remove(row, actor=technician, at=make.AT))


@every_noun
def test_an_earlier_cycle_is_kept_as_it_was(app: Flask, noun: Noun) -> None:
    of = make.partnership()
    row, technician = noun.make(of), make.technician(of.cities[0])
    of.cycle = 2
    db.session.commit()
    refused("gate.earlier_cycle", lambda: noun.change(row, technician))
    refused("gate.earlier_cycle", lambda: rooms.remove(row, actor=technician, at=make.AT))


def test_a_need_belongs_to_its_own_city(app: Flask) -> None:
    of = make.partnership()
    first, second = of.cities
    need, other = make.need(of, first), make.technician(second)
    acts: list[Callable[[], object]] = [
        lambda: record_need(of, first, NEED, actor=other, at=make.AT),
        lambda: change_need(need, NEED, actor=other, at=make.AT),
        lambda: rooms.remove(need, actor=other, at=make.AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed), transaction():
            act()


def test_a_need_that_the_coordinator_records_is_marked_until_the_city_writes_it(app: Flask) -> None:
    of = make.partnership()
    with transaction():
        need = record_need(of, of.cities[1], NEED, actor=make.coordinator(), at=make.AT)
    assert need.is_on_behalf
    with transaction():
        change_need(need, NEED, actor=make.technician(of.cities[1]), at=make.AT)
    assert not need.is_on_behalf


def test_a_need_of_a_city_that_is_no_member_is_refused(app: Flask) -> None:
    of, stranger = make.partnership(), make.city()
    refused("room.foreign", lambda: record_need(of, stranger, NEED, actor=make.coordinator(), at=make.AT))


def test_each_city_describes_itself_and_both_say_the_rest(app: Flask) -> None:
    of = make.partnership([make.city("Maputo"), make.city("Guarulhos", "BR"), make.city("Barcelona", "ES")])
    first, second, third = of.cities
    shared = ComparisonFields("Legal frame", Verdict.DIFFERENT, "A by-law", "Two wards first")
    with transaction():
        row = record_comparison(
            of, ComparisonFields("Legal frame"), {first.id: "National law"}, actor=make.technician(first), at=make.AT
        )
    with transaction():
        change_comparison(row, shared, {second.id: "Organic law"}, actor=make.technician(second), at=make.AT)
    assert {cell.city_id: (cell.description, cell.is_on_behalf) for cell in row.cells} == {
        first.id: ("National law", False),
        second.id: ("Organic law", False),
    }
    assert (row.verdict, row.requires, row.transfer) == (Verdict.DIFFERENT, "A by-law", "Two wards first")
    with pytest.raises(NotAllowed), transaction():
        change_comparison(row, shared, {third.id: "x"}, actor=make.technician(second), at=make.AT)
    with transaction():
        change_comparison(row, shared, {third.id: "Charter", first.id: ""}, actor=make.coordinator(), at=make.AT)
    assert {cell.city_id: (cell.description, cell.is_on_behalf) for cell in row.cells} == {
        second.id: ("Organic law", False),
        third.id: ("Charter", True),
    }


def test_two_cities_describing_themselves_do_not_overwrite_each_other(app: Flask) -> None:
    of = make.partnership()
    row = make.comparison(of)
    values = ComparisonFields(row.dimension, row.verdict, row.requires, row.transfer)
    with transaction():
        change_comparison(row, values, {of.cities[0].id: "Digital"}, actor=make.technician(of.cities[0]), at=make.AT)
    assert row.version == 1
    assert {cell.city_id: cell.version for cell in row.cells} == {of.cities[0].id: 2, of.cities[1].id: 1}


def test_a_priority_says_who_teaches_and_who_learns(app: Flask) -> None:
    of = make.partnership()
    first, second = of.cities
    technician, need = make.technician(first), make.need(of, second)
    values = PriorityFields(1, "Survey the plots", "Manual", need.id)
    with transaction():
        row = record_priority(
            of, values, {Part.TEACHES: [first.id], Part.LEARNS: [first.id, second.id]}, actor=technician, at=make.AT
        )
    assert {(part.city_id, part.part.value) for part in row.parts} == {
        (first.id, "teaches"),
        (first.id, "learns"),
        (second.id, "learns"),
    }
    with transaction():
        change_priority(row, values, {Part.TEACHES: [second.id], Part.LEARNS: [first.id]}, actor=technician, at=make.AT)
    assert {(part.city_id, part.part.value) for part in row.parts} == {(second.id, "teaches"), (first.id, "learns")}
    assert row.version == 2


def test_an_activity_keeps_one_responsible_person_a_city_and_its_costs(app: Flask) -> None:
    of = make.partnership()
    first, second = of.cities
    technician = make.technician(first)
    values = ActivityFields("Scan the maps", date(2026, 4, 1), date(2026, 6, 30), "All scanned")
    scanner = CostLine("Scanner", 4_800_000, "MZN", "Nampula")
    with transaction():
        row = record_activity(
            of, values, {first.id: "Surveyor", second.id: ""}, [scanner], actor=technician, at=make.AT
        )
    assert [(one.city_id, one.name) for one in row.responsibles] == [(first.id, "Surveyor")]
    flight = CostLine("Flight", 90_050, "BRL")
    with transaction():
        change_activity(
            row, values, {first.id: "", second.id: "Planner"}, [flight, scanner], actor=technician, at=make.AT
        )
    assert [(one.city_id, one.name) for one in row.responsibles] == [(second.id, "Planner")]
    assert [(cost.amount_cents, cost.currency, cost.bearer) for cost in row.costs] == [
        (90_050, "BRL", ""),
        (4_800_000, "MZN", "Nampula"),
    ]
    assert db.session.query(Cost).count() == 2


def test_rooms_of_other_partnerships_cannot_be_referred_to(app: Flask) -> None:
    of, other = make.partnership(), make.partnership()
    by, (first, second), stranger = make.coordinator(), cities(of), other.cities[0].id
    need, activity, mission = make.need(other).id, make.activity(other).id, make.mission(other).id
    acts: list[Callable[[], object]] = [
        lambda: record_priority(of, PriorityFields(1, "x", "", need), {}, actor=by, at=make.AT),
        lambda: record_priority(of, PriorityFields(1, "x"), {Part.TEACHES: [stranger]}, actor=by, at=make.AT),
        lambda: record_activity(of, ActivityFields("x"), {stranger: "x"}, [], actor=by, at=make.AT),
        lambda: record_instrument(of, InstrumentFields("x", first, stranger), actor=by, at=make.AT),
        lambda: record_instrument(of, InstrumentFields("x", first, second, mission_id=mission), actor=by, at=make.AT),
        lambda: record_result(of, ResultFields("x", activity_id=activity), actor=by, at=make.AT),
    ]
    for act in acts:
        refused("room.foreign", act)


def test_an_instrument_passes_from_one_city_to_another(app: Flask) -> None:
    of = make.partnership()
    by, first = make.coordinator(), of.cities[0].id
    refused(
        "instrument.same_city",
        lambda: record_instrument(of, InstrumentFields("x", first, first), actor=by, at=make.AT),
    )


def test_a_city_rates_an_instrument_once_and_may_think_again(app: Flask) -> None:
    of = make.partnership()
    first, second = of.cities
    row, technician = make.instrument(of), make.technician(first)
    for score in (2, 4):
        with transaction():
            rate_instrument(row, first.id, score, "In use in two wards", actor=technician, at=make.AT)
    rating = rating_of(row, first.id)
    assert rating is not None
    assert (rating.score, rating.rated_by_id, rating.is_on_behalf, rating.version) == (4, technician.id, False, 2)
    assert rating_of(row, second.id) is None
    with pytest.raises(NotAllowed), transaction():
        rate_instrument(row, second.id, 5, "x", actor=technician, at=make.AT)
    with transaction():
        rate_instrument(row, second.id, 3, "By telephone", actor=make.coordinator(), at=make.AT)
    on_behalf = rating_of(row, second.id)
    assert on_behalf is not None
    assert on_behalf.is_on_behalf
    assert last_entry().verb == "instrument.rated"


def test_a_gate_that_was_passed_keeps_its_evidence(app: Flask) -> None:
    of = make.partnership(stage=2)
    technician = make.technician(of.cities[0])
    spare, _other = make.need(of, of.cities[0]), make.need(of, of.cities[1])
    only = make.need(of, of.cities[0], title="Second need")
    with transaction():
        rooms.remove(spare, actor=technician, at=make.AT)
    refused("gate.evidence_needed", lambda: rooms.remove(only, actor=technician, at=make.AT))
    assert only.removed_at is None
    with transaction():
        change_need(only, NEED, actor=technician, at=make.AT)
        record_need(of, of.cities[0], NEED, actor=technician, at=make.AT)


def test_what_a_passed_gate_lacked_already_does_not_stop_the_work(app: Flask) -> None:
    of = make.partnership(stage=5)
    technician = make.technician(of.cities[0])
    with transaction():
        row = record_activity(of, ActivityFields("Not dated"), {}, [], actor=technician, at=make.AT)
    with transaction():
        rooms.remove(row, actor=technician, at=make.AT)
    assert row.removed_at == make.AT


def test_an_unfinished_row_cannot_enter_the_room_of_a_passed_gate(app: Flask) -> None:
    of = make.partnership(stage=5)
    make.activity(of)
    refused(
        "gate.evidence_needed",
        lambda: record_activity(
            of, ActivityFields("Not dated"), {}, [], actor=make.technician(of.cities[0]), at=make.AT
        ),
    )


@pytest.mark.parametrize(
    "store",
    [
        lambda of: make.activity(of, starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 1)),
        lambda of: make.instrument(of, to_city=of.cities[0]),
        lambda of: make.priority(of, rank=0),
        lambda of: make.rating(make.instrument(of), of.cities[0], score=6),
    ],
    ids=["ends before it starts", "to the same city", "rank 0", "score 6"],
)
def test_the_database_refuses_what_must_never_be(app: Flask, store: Callable[[Partnership], object]) -> None:
    of = make.partnership()
    with pytest.raises(IntegrityError):
        store(of)
    db.session.rollback()


def test_each_city_gives_its_own_rank_beside_the_agreed_one(app: Flask) -> None:
    of = make.partnership()
    first, second = of.cities
    author, other, coordinator = make.technician(first), make.technician(second), make.coordinator()
    values, by = PriorityFields(1, "Survey the plots"), {"at": make.AT}
    with transaction():
        row = record_priority(of, values, {}, {first.id: 3}, actor=author, **by)
    with transaction():
        change_priority(row, values, {}, {second.id: 1}, actor=other, **by)
    with pytest.raises(NotAllowed), transaction():
        change_priority(row, values, {}, {first.id: 2}, actor=other, **by)
    assert dict(priorities_of(of, of.cycle)[0].rankings) == {first.name: 3, second.name: 1}
    with transaction():
        change_priority(row, values, {}, {first.id: None, second.id: 2}, actor=coordinator, **by)
    assert priorities_of(of, of.cycle)[0].rankings == ((second.name, 2),)


def plan(
    of: Partnership, by: Person, title: str, *before: Activity, row: Activity | None = None, **days: date
) -> Activity:
    """Add an activity that waits for others, or change one."""
    values, waits = ActivityFields(title, **days), [one.id for one in before]
    with transaction():
        if row is None:
            return record_activity(of, values, {}, [], waits, actor=by, at=make.AT)
        change_activity(row, values, {}, [], waits, actor=by, at=make.AT)
    return row


def test_an_activity_waits_for_others_and_never_for_itself(app: Flask) -> None:
    of = make.partnership(stage=4)
    by = make.technician(of.cities[0])
    survey = plan(of, by, "Survey")
    draw = plan(of, by, "Draw", survey)
    approve = plan(of, by, "Approve", draw, survey)
    assert [one.before_id for one in approve.waits] == [survey.id, draw.id]
    refused("activity.circle", lambda: plan(of, by, "Survey", approve, row=survey))
    refused("activity.circle", lambda: plan(of, by, "Survey", survey, row=survey))
    foreign = plan(make.partnership(of.cities, stage=4), by, "Elsewhere")
    refused("room.foreign", lambda: plan(of, by, "Survey", foreign, row=survey))
    plan(of, by, "Approve", draw, row=approve)
    assert [one.before_id for one in approve.waits] == [draw.id]


@pytest.mark.parametrize(
    "days",
    [
        {"began_on": date(2026, 3, 14)},
        {"finished_on": date(2026, 3, 14)},
        {"began_on": date(2026, 3, 2), "finished_on": date(2026, 3, 1)},
    ],
)
def test_days_that_cannot_have_come_are_refused(app: Flask, days: dict[str, date]) -> None:
    of = make.partnership(stage=4)
    by = make.technician(of.cities[0])
    refused("activity.days", lambda: plan(of, by, "Survey", **days))
    kept = plan(of, by, "Survey", began_on=date(2026, 3, 1), finished_on=date(2026, 3, 12))
    assert (kept.began_on, kept.finished_on) == (date(2026, 3, 1), date(2026, 3, 12))
