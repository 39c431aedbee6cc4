"""The forecast of a portfolio: which cases count, for whom, and in which order the open stages stand."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.forecast import Days, cases, forecasts
from tracker.dashboards.forecast_record import forecast_record
from tracker.dashboards.paging import Window
from tracker.db import db
from tracker.domain.forecast import Cases
from tracker.domain.partnerships import PartnershipState
from tracker.domain.stages import StageState
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.models.stages import StageRun
from tracker.permissions import standing_of

TODAY = make.AT.date()
ALL = Window(size=200)
pytestmark = pytest.mark.usefixtures("app")


def run_of(of: Partnership, number: int) -> StageRun:
    """Give one stage of a partnership."""
    return db.session.scalars(select(StageRun).where(StageRun.partnership_id == of.id, StageRun.number == number)).one()


def lasted(days: int | None, since: int, programme: Programme, **more: object) -> Partnership:
    """Make a partnership whose first stage began `since` days ago and took `days`, or goes on."""
    of = make.partnership(programme=programme, stage=1 if days is None else 2, **more)
    first, second = run_of(of, 1), run_of(of, 2)
    first.started_on = TODAY - timedelta(days=since)
    if days is not None:
        first.decided_on = first.started_on + timedelta(days=days)
        second.started_on, second.state = None, StageState.NOT_STARTED
    db.session.commit()
    return of


def selection_of(person: Person, **asked: str) -> Selection:
    """Give what a person sees and asks for."""
    return Selection(standing_of(person, make.AT), Filters.read(asked))


def test_cases_are_those_that_the_reader_may_see() -> None:
    mine, other = make.programme(), make.programme()
    for days in (10, 10, 30):
        lasted(days, 100, mine)
    lasted(None, 40, mine)
    lasted(None, 50, mine, state=PartnershipState.ON_HOLD)
    lasted(20, 100, other)
    lasted(99, 100, mine, deleted_at=make.AT, deleted_reason="Made twice")
    found = cases(standing_of(make.coordinator(mine), make.AT), TODAY)
    assert found[1] == Cases({10: 2, 30: 1}, {40: 1}), "stopped work and deleted partnerships tell nothing"
    assert found[2] == Cases()
    assert cases(standing_of(make.administrator(), make.AT), TODAY)[1] == Cases({10: 2, 30: 1, 20: 1}, {40: 1})


def test_a_list_computed_by_hand() -> None:
    programme = make.programme()
    for days in (80, 90, 100, 110, 120, 130):
        lasted(days, 400, programme)
    young = lasted(None, 5, programme)
    old = lasted(None, 101, programme)
    silent = lasted(None, 125, programme)
    found = forecasts(selection_of(make.coordinator(programme)), ALL, TODAY)
    assert (found.total, found.late, found.silent, found.cases[1]) == (3, 3, 2, 6)
    assert [row.ref for row in found.rows] == [silent.ref, young.ref, old.ref]
    first, second, third = found.rows
    assert (first.gate, first.status, first.late_by) == (None, "over", 35), "planned for 90 days"
    began = TODAY - timedelta(days=5)
    # left after day 80: 7/8, 90: 3/4, 100: 5/8, 110 (four at risk, one has left): 15/32, 120: 10/32, 130: nothing
    assert second.gate == Days(*(began + timedelta(days=days) for days in (90, 110, 130)), cases=6)
    assert (second.status, second.late_by, second.due_on) == ("late", 20, began + timedelta(days=90))
    assert (third.gate, third.status, third.late_by) == (None, "over", 11), "three cases lasted longer"
    assert [row.cycle for row in found.rows] == [None, None, None], "of stage 2 nothing is known"


def test_the_end_of_a_cycle_adds_what_lies_ahead() -> None:
    programme = make.programme()
    for _turn in range(5):
        of = make.partnership(programme=programme, stage=6)
        for number in range(1, 7):
            run = run_of(of, number)
            run.started_on, run.decided_on = date(2025, 1, 1), date(2025, 1, 1) + timedelta(days=10 * number)
            run.state = StageState.PASSED
    db.session.commit()
    of = make.partnership(programme=programme, stage=5)
    for number in range(1, 5):
        run_of(of, number).decided_on = run_of(of, number).started_on
    run_of(of, 5).started_on = TODAY - timedelta(days=20)
    db.session.commit()
    found = forecasts(selection_of(make.coordinator(programme)), ALL, TODAY)
    (row,) = found.rows
    gate, end = (TODAY + timedelta(days=left) for left in (30, 90))
    assert (row.gate, row.cycle) == (Days(gate, gate, gate, 5), Days(end, end, end, 5))
    assert row.status == "in_time"


def test_pages_and_filters() -> None:
    programme, other = make.programme(), make.programme()
    for days in (80, 90, 100, 110, 120, 130):
        lasted(days, 400, programme)
    open_ones = [lasted(None, 5, programme) for _turn in range(3)]
    open_ones += [lasted(None, 6, programme), lasted(None, 5, other)]
    coordinator = make.coordinator(programme)
    refs = []
    for number in (1, 2, 3):
        found = forecasts(selection_of(coordinator), Window(number, 2), TODAY)
        assert found.total == 4
        refs += [row.ref for row in found.rows]
    assert refs == [open_ones[3].ref, *(one.ref for one in open_ones[:3])]
    assert forecasts(selection_of(coordinator, stage="2"), ALL, TODAY).total == 0
    assert forecasts(selection_of(coordinator, stage="2"), ALL, TODAY).cases[1] == 6, "filters do not narrow the basis"


def test_no_more_statements_for_many() -> None:
    programme = make.programme()
    selection = selection_of(make.coordinator(programme))
    lasted(None, 5, programme)

    def count() -> int:
        with statements() as made:
            forecasts(selection, ALL, TODAY)
        return len(made)

    few = count()
    for days in range(7):
        lasted(days, 50, programme)
        lasted(None, days, programme)
    assert count() == few == 3


def test_the_record_computed_by_hand(app: Flask) -> None:
    programme, other = make.programme(), make.programme()
    for _turn in range(5):
        lasted(10, 300, programme)
    lasted(10, 200, programme)
    lasted(40, 180, programme)
    lasted(40, 90, other)
    found = forecast_record(selection_of(make.coordinator(programme)))
    first = found.rows[0]
    # the five began with nothing known; those of day 200 and 180 were told 10 days, which one of them took
    assert (first.at_start.tried, first.at_start.spoken, first.at_start.within) == (7, 2, 1)
    assert first.at_start.error == 15, "of 0 and 30 days"
    # half of 40 days is 20, and nobody else had lasted so long; half of 10 is 5
    assert (first.at_half.spoken, first.at_half.within, first.at_half.error) == (1, 1, 0)
    assert found.all.at_start == first.at_start
    assert (found.runs, found.is_cut) == (7, False)
    assert forecast_record(selection_of(make.administrator())).all.at_start.tried == 8
    assert forecast_record(selection_of(make.coordinator(programme), stage="1")).all.at_start.tried == 0
