"""The rooms of stages 4 to 6: the usual days of a stage, and promises kept; every figure counted by hand."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests import factories as make
from tracker.dashboards.rooms import Balance, one_sided
from tracker.dashboards.work import Promises, promises_of, times_of, usual_days
from tracker.domain.missions import MissionState
from tracker.domain.stages import StageState
from tracker.models.partnerships import Partnership
from tracker.services import stages

TODAY = date(2026, 3, 12)


def passed_first_stage_in(days: int, **more: object) -> Partnership:
    """Make a partnership whose first stage took so many days."""
    of = make.partnership(stage=2, **more)
    run = stages.stage_runs(of)[0]
    run.state, run.started_on, run.decided_on = StageState.PASSED, TODAY - timedelta(days=days), TODAY
    make.keep(run)
    return of


def test_the_usual_days_are_the_median_of_the_other_partnerships_of_the_programme(app: Flask) -> None:
    programme = make.programme("Lusophone cities")
    own = passed_first_stage_in(400, programme=programme)
    for days in (10, 20, 60, 90):
        passed_first_stage_in(days, programme=programme)
    passed_first_stage_in(999, programme=make.programme("Nordic cities"))
    times = times_of(stages.stage_runs(own), TODAY, usual_days(own))
    assert (times[0].actual_days, times[0].usual_days, times[0].cases) == (400, None, 4)
    passed_first_stage_in(70, programme=programme)
    times = times_of(stages.stage_runs(own), TODAY, usual_days(own))
    assert (times[0].usual_days, times[0].cases) == (60, 5)
    assert times[1].usual_days is None


def test_outside_a_programme_nothing_is_usual(app: Flask) -> None:
    assert usual_days(make.partnership()) == {}


def test_promises_count_when_they_are_done_or_due(app: Flask) -> None:
    of = make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])
    first, second = of.cities
    visit = make.completed_mission(of)
    make.agreed_task(visit, first, due_on=TODAY, done_at=make.AT)
    make.agreed_task(visit, first, due_on=TODAY)
    make.agreed_task(visit, first, due_on=TODAY + timedelta(days=1))
    make.agreed_task(visit, second, due_on=None, done_at=make.AT)
    make.agreed_task(visit, second, due_on=None)
    make.agreed_task(visit, second, due_on=TODAY, removed_at=make.AT)
    planned = make.mission(of, state=MissionState.PROPOSED)
    make.agreed_task(planned, second, due_on=TODAY)
    assert promises_of(of, TODAY) == [Promises(second.name, 1, 2), Promises(first.name, 1, 2)]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([(0, 0), (0, 0)], None),
        ([(2, 0), (0, 2)], (["A"], ["B"])),
        ([(2, 1), (1, 2)], None),
        ([(1, 0), (0, 0)], None),
        ([(1, 0), (0, 1), (0, 1)], (["A"], ["B", "C"])),
        ([(1, 0), (1, 1), (0, 1)], None),
    ],
)
def test_a_one_way_partnership_is_seen(
    counts: list[tuple[int, int]], found: tuple[list[str], list[str]] | None
) -> None:
    balance = [Balance(name, *count) for name, count in zip("ABC", counts, strict=False)]
    assert one_sided(balance) == found
