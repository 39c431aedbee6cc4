"""The figures of the portfolio, counted by hand, for a coordinator and for an administrator."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.dashboards.samples import Sample, day_of, sample, visit
from tests.databases import statements
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.options import programme_options
from tracker.dashboards.paging import Window
from tracker.dashboards.pipeline import AFTER_CARE
from tracker.dashboards.portfolio import (
    Portfolio,
    count_missions,
    count_quiet,
    mission_rows,
    planned,
    portfolio,
    quiet,
    unreported,
)
from tracker.db import db
from tracker.domain.dates import Precision
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import DORMANT_AFTER_DAYS, PartnershipState
from tracker.models.people import Person
from tracker.permissions import standing_of

NOW = make.AT
TODAY = NOW.date()
ALL = Window(size=200)


@pytest.fixture
def cities_at_work(app: Flask) -> Sample:
    """Give the sample."""
    return sample(NOW)


def seen_by(person: Person, **asked: str) -> Portfolio:
    """Give the dashboard of a person."""
    standing = standing_of(person, NOW)
    return portfolio(Selection(standing, Filters.read(asked)), programme_options(standing), NOW)


def counts(shown: Portfolio) -> dict[str, list[int]]:
    """Give the rows of the matrix, as numbers."""
    return {row.text: [cell.count for cell in row.cells] for row in shown.pipeline.rows}


def test_the_coordinator_sees_own_programmes_and_what_is_outside_any(cities_at_work: Sample) -> None:
    shown = seen_by(cities_at_work.coordinator)
    assert counts(shown) == {
        "Lusophone cities": [0, 0, 0, 2, 1, 0, 1],
        "Bilateral, outside a programme": [1, 0, 0, 0, 0, 0, 0],
    }
    assert (shown.pipeline.total, shown.pipeline.programmes, shown.cities) == (5, 1, 10)
    assert [cell.count for cell in shown.pipeline.foot["cells"]] == [1, 0, 0, 2, 1, 0, 1]
    assert [row.total for row in shown.pipeline.rows] == [4, 1]


def test_the_administrator_sees_all_but_what_is_deleted(cities_at_work: Sample) -> None:
    shown = seen_by(cities_at_work.administrator)
    assert counts(shown)["Nordic cities"] == [0, 1, 0, 0, 0, 0, 0]
    assert (shown.pipeline.total, shown.pipeline.programmes, shown.cities) == (6, 2, 12)


def test_sign_offs_are_counted_by_age_and_flagged_where_their_partnership_stands(cities_at_work: Sample) -> None:
    shown = seen_by(cities_at_work.coordinator)
    assert shown.waiting.ages == {"0-7": 2, "8-14": 0, "15-30": 2, "31-": 1}
    assert (shown.waiting.total, shown.waiting.overdue, shown.waiting.oldest) == (5, 3, 40)
    flags = {row.text: [cell.overdue for cell in row.cells] for row in shown.pipeline.rows}
    assert flags["Lusophone cities"] == [0, 0, 0, 2, 0, 0, 0]
    assert flags["Bilateral, outside a programme"] == [1, 0, 0, 0, 0, 0, 0]
    assert [row.waiting for row in shown.sign_offs] == [40, 20, 20, 5, 5]
    assert next(row.partnership_ref for row in shown.sign_offs) == cities_at_work.bilateral.ref


def test_what_is_quiet_owed_and_planned(cities_at_work: Sample) -> None:
    shown = seen_by(cities_at_work.coordinator)
    assert shown.pipeline.quiet == 1
    assert (shown.unreported, [row.partnership_ref for row in shown.unreported_rows]) == (
        1,
        [cities_at_work.silent.ref],
    )
    assert shown.unreported_rows[0].days_over == 16
    assert [row.partnership_ref for row in shown.planned_rows] == [cities_at_work.planning.ref]
    assert seen_by(cities_at_work.administrator).unreported == 2


@pytest.mark.parametrize(
    ("why", "asked", "total", "overdue"),
    [
        ("one programme", {"programme": "lusophone-cities"}, 4, 2),
        ("outside a programme", {"programme": "none"}, 1, 1),
        ("a programme of somebody else", {"programme": "nordic-cities"}, 0, 0),
        ("a country of any member", {"country": "BR"}, 4, 2),
        ("two filters at once", {"country": "PT", "programme": "lusophone-cities"}, 0, 0),
        ("a theme", {"theme": "water_sanitation"}, 1, 1),
        ("a stage", {"stage": "4"}, 2, 2),
        ("a phase", {"phase": "sense"}, 3, 2),
        ("after-care keeps its stage", {"phase": "share"}, 1, 0),
        ("live ones", {"state": "live"}, 4, 3),
        ("ended ones, when they are asked for", {"state": "ended"}, 1, 0),
        ("a kind of cooperation", {"modality": "twinning"}, 0, 0),
        ("a city", {"city": "nampula"}, 1, 2),
    ],
)
def test_filters(cities_at_work: Sample, why: str, asked: dict[str, str], total: int, overdue: int) -> None:
    shown = seen_by(cities_at_work.coordinator, **asked)
    assert (shown.pipeline.total, shown.waiting.overdue) == (total, overdue), why


def test_a_report_is_owed_from_the_fifteenth_day_after_the_return(app: Flask) -> None:
    live = make.partnership()
    visit(live, NOW, 14)
    last = visit(live, NOW, 15)
    visit(live, NOW, 16, state=MissionState.REPORTED)
    make.mission(live, state=MissionState.COMPLETED, starts=None, ends=None, date_precision=Precision.UNKNOWN)
    missions = unreported(Selection(standing_of(make.administrator(), NOW)))
    assert [(row.ref, row.days_over) for row in mission_rows(missions, ALL, TODAY)] == [(last.ref, 1)]
    assert count_missions(missions, TODAY) == 1


@pytest.mark.parametrize(("days_ago", "is_owed"), [(0, False), (14, False), (15, True)])
def test_a_mission_that_is_logged_late_gets_its_days_from_the_logging(app: Flask, days_ago: int, is_owed: bool) -> None:
    visit(make.partnership(), NOW, 300, logged_at=NOW - timedelta(days=days_ago))
    missions = unreported(Selection(standing_of(make.administrator(), NOW)))
    rows = mission_rows(missions, ALL, TODAY)
    assert [row.days_over for row in rows] == ([1] if is_owed else [])
    assert count_missions(missions, TODAY) == len(rows)


def test_no_report_is_asked_of_partnerships_that_rest(app: Flask) -> None:
    for state in PartnershipState:
        visit(make.partnership(state=state), NOW, 30)
    selection = Selection(standing_of(make.administrator(), NOW))
    assert count_missions(unreported(selection), TODAY) == 3


def test_a_partnership_is_quiet_after_so_many_days_without_an_event(app: Flask) -> None:
    edge = NOW - timedelta(days=DORMANT_AFTER_DAYS)
    make.partnership(last_event_at=edge)
    silent = make.partnership(last_event_at=edge - timedelta(seconds=1))
    make.partnership(last_event_at=edge - timedelta(days=9), state=PartnershipState.ON_HOLD)
    selection = Selection(standing_of(make.administrator(), NOW))
    assert [(row.ref, row.days) for row in quiet(selection, ALL, NOW)] == [(silent.ref, DORMANT_AFTER_DAYS)]
    assert count_quiet(selection, NOW) == 1


def test_planned_missions_begin_within_thirty_days_and_are_not_called_off(app: Flask) -> None:
    live = make.partnership()
    today = make.mission(live, starts=day_of(NOW, 0), ends=day_of(NOW, 1))
    last = make.mission(live, starts=day_of(NOW, 30), ends=day_of(NOW, 31), state=MissionState.AUTHORISED)
    make.mission(live, starts=day_of(NOW, 31), ends=day_of(NOW, 32))
    make.mission(live, starts=day_of(NOW, -1), ends=day_of(NOW, 3), state=MissionState.UNDER_WAY)
    make.mission(live, starts=day_of(NOW, 5), ends=day_of(NOW, 6), state=MissionState.CANCELLED, cancel_reason="visa")
    missions = planned(Selection(standing_of(make.administrator(), NOW)))
    assert [row.ref for row in mission_rows(missions, ALL, TODAY)] == [today.ref, last.ref]


def test_the_dashboard_makes_as_many_statements_for_many_partnerships_as_for_few(cities_at_work: Sample) -> None:
    def count() -> int:
        db.session.expire_all()
        with statements() as made:
            seen_by(cities_at_work.administrator)
        return len(made)

    few = count()
    for turn in range(12):
        extra = make.partnership(stage=1 + turn % 6, programme=make.programme(), last_event_at=NOW)
        make.submitted_report(visit(extra, NOW, 21), at=NOW - timedelta(days=20))
        visit(extra, NOW, 40)
        visit(extra, NOW, -9, state=MissionState.PROPOSED)
    assert count() == few


def test_each_count_of_the_matrix_leads_to_its_own_list(cities_at_work: Sample) -> None:
    shown = seen_by(cities_at_work.coordinator, country="BR")
    row = next(row for row in shown.pipeline.rows if row.text == "Lusophone cities")
    assert row.cells[3].href == "/partnerships?programme=lusophone-cities&country=BR&stage=4&state=live"
    assert row.cells[6].href == f"/partnerships?programme=lusophone-cities&country=BR&state={AFTER_CARE}"
    assert row.total_href == "/partnerships?programme=lusophone-cities&country=BR&state=current"
    assert shown.pipeline.foot["cells"][0].href is None
