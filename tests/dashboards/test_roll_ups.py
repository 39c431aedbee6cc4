"""What a programme's partnerships come to together, counted by hand, and only as far as the reader sees it."""

from datetime import date

import pytest
from flask import Flask

from tests import factories as make
from tracker.dashboards import roll_ups as views
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.domain.logframe import Aggregate
from tracker.domain.sharing import PartnerKind
from tracker.models.partnerships import Partnership
from tracker.models.programmes import Programme
from tracker.models.work import Cost
from tracker.permissions import standing_of

APR, JUL = date(2026, 4, 1), date(2026, 7, 1)
ALL = Window(size=200)


@pytest.fixture
def programme(app: Flask) -> Programme:
    """Give a programme."""
    return make.programme("Lusophone cities")


@pytest.fixture
def pairs(programme: Programme) -> tuple[Partnership, Partnership]:
    """Give two partnerships of the programme."""
    return make.partnership(programme=programme), make.partnership(programme=programme)


def selection(programme: Programme) -> Selection:
    """Give what the programme's coordinator sees of it."""
    return Selection(standing_of(make.coordinator(programme), make.AT), Filters(programme=programme.code))


def rolled(programme: Programme) -> list[views.RolledIndicator]:
    """Give the indicators of the programme, put together."""
    return views.rolled_indicators(views.indicator_lines(selection(programme)))


def test_the_same_indicator_of_two_partnerships_is_one(
    programme: Programme, pairs: tuple[Partnership, Partnership]
) -> None:
    households = {"unit": "households", "aggregate": Aggregate.SUM}
    first = make.indicator(pairs[0], title="Registered households", baseline=0, target=100, **households)
    second = make.indicator(pairs[1], title="REGISTERED households", baseline=50, target=100, **households)
    make.indicator(pairs[1], title="Registered households", **{**households, "unit": "plots"})
    for day, value in ((JUL, 60), (APR, 20)):
        make.measurement(first, measured_on=day, value=value)
    make.measurement(second, measured_on=APR, value=100)
    make.measurement(second, measured_on=JUL, value=7, removed_at=make.AT)
    one, alone = rolled(programme)
    assert (one.title, one.partnerships, one.together.value, one.together.baseline) == (first.title, 2, 160, 50)
    assert (one.together.target, one.together.measured, one.together.reached, one.way) == (200, 2, 1, 73)
    assert (alone.name.unit, alone.partnerships, alone.together.value) == ("plots", 1, None)


def test_what_was_removed_or_lies_elsewhere_is_left_out(
    programme: Programme, pairs: tuple[Partnership, Partnership]
) -> None:
    make.indicator(pairs[0], removed_at=make.AT)
    make.indicator(pairs[0]).objective.removed_at = make.AT
    make.indicator(make.partnership(programme=make.programme("Another")))
    assert rolled(programme) == []


def test_money_is_added_up_by_currency_and_bearer(programme: Programme, pairs: tuple[Partnership, Partnership]) -> None:
    for pair, currency, bearer, planned, spent in (
        (pairs[0], "EUR", "Nampula", 30_000, 10_000),
        (pairs[1], "EUR", "Nampula", 30_000, None),
        (pairs[1], "EUR", "", 20_000, None),
        (pairs[1], "MZN", "Nampula", 5_000, 6_000),
    ):
        make.activity(pair, costs=[Cost(currency=currency, bearer=bearer, amount_cents=planned, spent_cents=spent)])
    lost = Cost(currency="EUR", bearer="Nampula", amount_cents=1)
    make.activity(pairs[0], costs=[lost], removed_at=make.AT)
    chosen = selection(programme)
    assert views.budget_rows(chosen) == [
        views.BearerRow("EUR", "Nampula", 60_000, 10_000, 2, 75),
        views.BearerRow("EUR", "", 20_000, 0, 1, 25),
        views.BearerRow("MZN", "Nampula", 5_000, 6_000, 1, 100),
    ]
    for row in views.budget_rows(chosen):
        lines = views.cost_lines(chosen, row.currency, row.bearer, ALL)
        assert len(lines) == row.lines == views.count_costs(chosen, row.currency, row.bearer)
        assert sum(line.amount_cents for line in lines) == row.planned_cents
        assert sum(line.spent_cents or 0 for line in lines) == row.spent_cents


def test_other_partners_name_their_partnerships(programme: Programme, pairs: tuple[Partnership, Partnership]) -> None:
    for pair in pairs:
        make.partner(pair, kind=PartnerKind.UNIVERSITY, name="University of the North")
    make.partner(pairs[0], kind=PartnerKind.UNIVERSITY, name="Gone", removed_at=make.AT)
    (only,) = views.other_partners(selection(programme))
    assert (only.name, {ref for ref, _title in only.partnerships}) == (
        "University of the North",
        {pair.ref for pair in pairs},
    )


def test_who_sees_no_partnership_sees_nothing_together(
    programme: Programme, pairs: tuple[Partnership, Partnership]
) -> None:
    make.indicator(pairs[0])
    elsewhere = standing_of(make.technician(make.city("Elsewhere")), make.AT)
    assert views.indicator_lines(Selection(elsewhere, Filters(programme=programme.code))) == []
