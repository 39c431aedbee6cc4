"""Stages that await the decision: which, in whose scope, under which filters, in which order."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tests.factories import AT
from tests.services.test_stages import run_of
from tracker.dashboards.decisions import MOST_DUTIES, awaited, decision_duties, decisions
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.db import db, transaction
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.domain.partnerships import PartnershipState
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.permissions import standing_of
from tracker.services import notes, readiness, stages

NOW = AT + timedelta(days=40)
ALL = Window(size=200)


@pytest.fixture(autouse=True)
def language(app: Flask) -> Iterator[None]:
    """Let addresses be made."""
    with app.test_request_context("http://127.0.0.1:8000/"):
        yield


def ready(at: datetime = AT, **more: object) -> Partnership:
    """Make a partnership whose first gate has had all its evidence since a moment."""
    of = make.partnership(**more)
    for city in of.cities:
        make.need(of, city)
    with transaction():
        readiness.look_again({of.id: at})
    return of


def listed(person: Person, **asked: str) -> list[tuple[str, int, bool]]:
    """Give reference, days and whose decision it is of what a person sees."""
    selection = Selection(standing_of(person, NOW), Filters.read(asked))
    rows = decisions(selection, ALL, NOW)
    found = awaited(selection, NOW)
    assert (found.total, found.oldest) == (len(rows), rows[0].days if rows else 0)
    return [(row.ref, row.days, row.is_own) for row in rows]


def test_the_longest_awaited_stands_first_in_the_scope_of_the_reader() -> None:
    own, other = make.programme("Lusophone cities"), make.programme("Nordic cities")
    later = ready(AT + timedelta(days=9), programme=own, theme="climate")
    earlier = ready(AT, programme=own)
    outside = ready(AT + timedelta(days=5))
    foreign = ready(AT + timedelta(days=7), programme=other)
    make.partnership(programme=own)
    coordinator = make.coordinator(own)
    assert listed(coordinator) == [(earlier.ref, 40, True), (outside.ref, 35, True), (later.ref, 31, True)]
    assert [ref for ref, _days, is_own in listed(make.administrator()) if not is_own] == [
        one.ref for one in (earlier, outside, foreign, later)
    ]
    assert listed(coordinator, theme="climate") == [(later.ref, 31, True)]
    assert listed(coordinator, programme="none") == [(outside.ref, 35, True)]
    assert listed(coordinator, stage="2") == []
    assert listed(coordinator, state="ended") == []
    assert [duty.partnership_ref for duty in decision_duties(standing_of(coordinator, NOW), NOW)] == [
        earlier.ref,
        outside.ref,
        later.ref,
    ]


@pytest.mark.parametrize(
    ("state", "awaits"),
    [
        (PartnershipState.EXPLORING, True),
        (PartnershipState.ACTIVE, True),
        (PartnershipState.DORMANT, True),
        (PartnershipState.ON_HOLD, False),
        (PartnershipState.AFTER_CARE, False),
        (PartnershipState.ENDED, False),
    ],
)
def test_only_live_partnerships_await_a_decision(state: PartnershipState, awaits: bool) -> None:
    ready(state=state)
    assert bool(listed(make.administrator())) is awaits


def test_a_decision_that_was_made_is_awaited_no_more() -> None:
    of, coordinator = ready(), make.coordinator()
    with transaction():
        stages.pass_gate(run_of(of, 1), reason="", actor=coordinator, at=NOW)
    assert listed(coordinator) == []
    with transaction():
        stages.reopen_stage(run_of(of, 1), reason="The floods", actor=coordinator, at=NOW)
    assert listed(coordinator) == [(of.ref, 0, True)]
    assert run_of(of, 1).ready_at == NOW


def test_a_later_stage_that_is_complete_waits_for_the_gates_before_it() -> None:
    of = make.partnership()
    make.comparison(of)
    run_of(of, 2).state, run_of(of, 2).started_on = run_of(of, 1).state, AT.date()
    db.session.commit()
    with transaction():
        readiness.rebuild(AT)
    assert listed(make.administrator()) == []


def test_a_note_that_becomes_private_is_evidence_no_more() -> None:
    """Its journal does not tell the partnership of it, and still the copy follows."""
    of = make.partnership(stage=6, policy="short_exchange-1")
    author = make.technician(of.cities[0])
    told = {"kind": NoteKind.LESSON, "text": "Scan first.", "language": "en", "actor": author, "at": AT}
    with transaction():
        note = notes.write_note(of, visibility=Visibility.PARTNERS, **told)  # type: ignore[arg-type]
    assert run_of(of, 6).ready_at == AT
    with transaction():
        notes.change_note(note, visibility=Visibility.PRIVATE, **told)  # type: ignore[arg-type]
    assert run_of(of, 6).ready_at is None


def test_as_many_statements_for_many_as_for_few_and_tasks_show_the_oldest() -> None:
    coordinator = make.coordinator()
    selection = Selection(standing_of(coordinator, NOW))

    def count() -> int:
        with statements() as seen, transaction():
            awaited(selection, NOW)
            decisions(selection, ALL, NOW)
            decision_duties(selection.standing, NOW)
        return len(seen)

    ready()
    few = count()
    cities = [make.city(), make.city()]
    for _turn in range(MOST_DUTIES):
        ready(cities=cities)
    assert count() == few == 3
    assert len(decision_duties(selection.standing, NOW)) == MOST_DUTIES


def test_many_partnerships_are_looked_at_in_four_statements() -> None:
    cities = [make.city(), make.city()]
    moments = {make.partnership(cities).id: AT for _turn in range(12)}
    with statements() as seen, transaction():
        assert readiness.look_again(moments) == 0
    assert len(seen) == 4


def test_what_is_rolled_back_leaves_no_trace() -> None:
    of = ready()
    try:
        with transaction():
            stages.pass_gate(run_of(of, 1), reason="", actor=make.coordinator(), at=NOW)
            raise KeyError
    except KeyError:
        assert run_of(of, 1).ready_at == AT
    with statements() as seen, transaction():
        db.session.execute(db.select(Partnership.id))
    assert len(seen) == 1
