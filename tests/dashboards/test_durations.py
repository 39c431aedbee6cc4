"""How long stages take: what counts as finished, as open, and for how long an open stage was seen."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.durations import (
    FINISHED,
    OPEN,
    OVER,
    SORTS,
    StageTime,
    count_runs,
    run_rows,
    scale_of,
    stage_times,
)
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.db import db
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.domain.stages import StageState
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun
from tracker.permissions import standing_of

NOW = make.AT
TODAY = NOW.date()
ALL = Window(size=200)


@pytest.fixture
def everything(app: Flask) -> Selection:
    """Give all partnerships."""
    return Selection(standing_of(make.administrator(), NOW))


def run(number: int, took: int, *, planned: int = 60, is_open: bool = False, **more: object) -> Partnership:
    """Make a partnership of which one stage has begun, and ended after so many days unless it is still open."""
    told = {"state": StageState.IN_PROGRESS if is_open else StageState.PASSED, "planned_days": planned}
    told |= {"started_on": TODAY - timedelta(days=took), "decided_on": None if is_open else TODAY}
    of = make.partnership(stage=number, **more)
    idle = {"state": StageState.NOT_STARTED, "started_on": None, "decided_on": None}
    db.session.execute(update(StageRun).where(StageRun.partnership_id == of.id).values(**idle))
    mine = (StageRun.partnership_id == of.id, StageRun.number == number)
    db.session.execute(update(StageRun).where(*mine).values(**told))
    db.session.commit()
    return of


def time_of(selection: Selection, number: int) -> StageTime:
    """Give one stage of all."""
    return stage_times(selection, TODAY)[number - 1]


def test_stages_are_counted_by_their_days(everything: Selection) -> None:
    for took in (10, 20, 30, 40, 50, 30):
        run(3, took)
    for lasted in (70, 5):
        run(3, lasted, is_open=True, planned=90)
    run(1, 12)
    found = time_of(everything, 3)
    assert found.finished == Counter({30: 2, 10: 1, 20: 1, 40: 1, 50: 1})
    assert found.still_open == Counter({70: 1, 5: 1})
    assert found.spread is not None
    assert (found.spread.cases, found.spread.median, found.longest, found.planned) == (6, 30, 50, 60)
    # the one of 5 days leaves first; at risk 7: 6/7 (10), 5/7 (20), 3/7 (30)
    assert found.median == 30
    assert (time_of(everything, 1).finished, time_of(everything, 1).spread) == (Counter({12: 1}), None)
    assert (time_of(everything, 2).planned, time_of(everything, 2).longest, time_of(everything, 2).median) == (
        None,
        None,
        None,
    )


def test_what_took_longer_than_planned_is_counted_open_or_not(everything: Selection) -> None:
    for took, is_open in ((60, False), (61, False), (60, True), (99, True)):
        run(2, took, is_open=is_open)
    assert time_of(everything, 2).over == 2
    rows = run_rows(everything, 2, OVER, "longest", ALL, TODAY)
    assert [(row.days, row.over, row.is_open) for row in rows] == [(99, 39, True), (61, 1, False)]


def test_an_open_stage_was_seen_until_its_partnership_came_to_rest(everything: Selection) -> None:
    for state in PartnershipState:
        run(4, 100, is_open=True, state=state, state_since=NOW - timedelta(days=40))
    resting = len(PartnershipState) - len(LIVE_STATES)
    assert time_of(everything, 4).still_open == Counter({100: len(LIVE_STATES), 60: resting})
    rows = run_rows(everything, 4, OPEN, "longest", ALL, TODAY)
    assert {row.partnership_state for row in rows if row.rests} == set(PartnershipState) - LIVE_STATES
    run(5, 10, is_open=True, state=PartnershipState.ON_HOLD, state_since=NOW - timedelta(days=40))
    assert time_of(everything, 5).still_open == Counter({0: 1}), "came to rest before it began"


def test_waived_is_finished_and_returned_is_open(everything: Selection) -> None:
    for state, is_open in ((StageState.WAIVED, False), (StageState.RETURNED, True)):
        of = run(6, 7, is_open=is_open)
        mine = (StageRun.partnership_id == of.id, StageRun.number == 6)
        db.session.execute(update(StageRun).where(*mine).values(state=state))
    db.session.commit()
    found = time_of(everything, 6)
    assert (found.finished.total(), found.still_open.total()) == (1, 1)


def test_every_count_is_the_length_of_its_list(everything: Selection) -> None:
    for took, is_open in ((10, False), (70, False), (20, True), (80, True), (90, True)):
        run(3, took, is_open=is_open)
    found = time_of(everything, 3)
    counts = {
        FINISHED: found.finished.total(),
        OPEN: found.still_open.total(),
        OVER: found.over,
        "": found.finished.total() + found.still_open.total(),
    }
    assert counts == {FINISHED: 2, OPEN: 3, OVER: 3, "": 5}
    for kind, count in counts.items():
        assert count_runs(everything, 3, kind, TODAY) == count
        for sort in SORTS:
            assert len(run_rows(everything, 3, kind, sort, ALL, TODAY)) == count
    assert count_runs(everything, None, "", TODAY) == 5
    assert [row.days for row in run_rows(everything, 3, "", "shortest", ALL, TODAY)] == [10, 20, 70, 80, 90]
    assert [row.days for row in run_rows(everything, 3, "", "longest", Window(2, 2), TODAY)] == [70, 20]


def test_filters_narrow_the_stages(everything: Selection) -> None:
    run(3, 10, theme="climate")
    run(3, 20, theme="cadastre")
    asked = Selection(everything.standing, Filters(theme="climate"))
    assert time_of(asked, 3).finished == Counter({10: 1})
    assert count_runs(asked, 3, FINISHED, TODAY) == 1


def test_a_scale_for_all_stages(everything: Selection) -> None:
    assert scale_of(stage_times(everything, TODAY)).top == 1
    run(3, 100)
    run(4, 5, planned=200)
    scale = scale_of(stage_times(everything, TODAY))
    assert (scale.top, scale.step) == (221, 60)


def test_one_statement_each(everything: Selection) -> None:
    run(3, 10)
    with statements() as seen:
        stage_times(everything, TODAY)
        run_rows(everything, 3, "", "title", ALL, TODAY)
        count_runs(everything, 3, "", TODAY)
    assert len(seen) == 3
