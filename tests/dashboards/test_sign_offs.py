"""Signatures that are waited for: their ages, and which of them are listed."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.dashboards.samples import visit
from tests.databases import statements
from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Window
from tracker.dashboards.sign_offs import AGES, OVERDUE, sign_offs, waiting
from tracker.db import db
from tracker.domain.reminders import SignOffState
from tracker.permissions import Standing, standing_of

NOW = make.AT
TODAY = NOW.date()
EDGES = (0, 7, 8, 14, 15, 30, 31, 400)
"""The first and the last day of each age."""


@pytest.fixture
def everything(app: Flask) -> Standing:
    """Give the standing of somebody who sees all."""
    return standing_of(make.administrator(), NOW)


def test_ages_at_their_edges_and_their_lists(everything: Standing) -> None:
    for days in EDGES:
        live = make.partnership()
        report = make.submitted_report(
            visit(live, NOW, days + 1), cities=live.cities[:1], at=NOW - timedelta(days=days)
        )
        assert report.slots[0].opened_at == NOW - timedelta(days=days)
    selection = Selection(everything)
    found = waiting(selection, TODAY)
    assert found.ages == dict.fromkeys(AGES, 2)
    assert (found.total, found.overdue, found.oldest) == (8, 4, 400)
    for age in (*AGES, OVERDUE, ""):
        rows = sign_offs(selection, age, Window(size=200), TODAY)
        assert len(rows) == found.count(age), age
    assert [row.waiting for row in sign_offs(selection, "", Window(size=200), TODAY)] == sorted(EDGES, reverse=True)
    assert {row.waiting for row in sign_offs(selection, "15-30", Window(), TODAY)} == {15, 30}
    assert [row.is_overdue for row in sign_offs(selection, OVERDUE, Window(), TODAY)] == [True] * 4


def test_nothing_waits(everything: Standing) -> None:
    found = waiting(Selection(everything), TODAY)
    assert (found.total, found.overdue, found.oldest) == (0, 0, 0)


def test_what_is_signed_returned_or_withdrawn_no_longer_waits(everything: Standing) -> None:
    make.signed_report()
    make.returned_report()
    waits = make.submitted_report()
    make.sign(waits, make.holder_of(waits.slots[0].city))
    rows = sign_offs(Selection(everything), "", Window(), TODAY)
    assert [(row.report_ref, row.city) for row in rows] == [(waits.ref, waits.slots[1].city.name)]


def test_a_row_tells_whether_the_office_is_vacant(everything: Standing) -> None:
    live = make.partnership([make.city("Held"), make.city("Ended"), make.city("Ahead"), make.city("Proposed")])
    held, ended, ahead, proposed = live.cities
    make.mayor(held, starts_on=TODAY, ends_on=TODAY)
    make.mayor(ended, ends_on=TODAY - timedelta(days=1))
    make.mayor(ahead, starts_on=TODAY + timedelta(days=1))
    make.mandate(
        make.technician(proposed), proposed, starts_on=date(2024, 1, 1), confirmed_at=None, confirmed_by_id=None
    )
    make.submitted_report(visit(live, NOW, 1))
    rows = sign_offs(Selection(everything), "", Window(), TODAY)
    assert {row.city: row.is_vacant for row in rows} == {"Held": False, "Ended": True, "Ahead": True, "Proposed": True}


def test_a_row_tells_that_the_account_of_the_holder_is_closed(everything: Standing) -> None:
    live = make.partnership([make.city("Open"), make.city("Closed")])
    make.mayor(live.cities[0])
    make.mayor(live.cities[1], is_active=False)
    make.submitted_report(visit(live, NOW, 1))
    rows = sign_offs(Selection(everything), "", Window(), TODAY)
    assert {row.city: row.state for row in rows} == {"Open": SignOffState.ASKED, "Closed": SignOffState.CLOSED}
    assert {row.city: row.is_reminded_by_mail for row in rows} == {"Open": True, "Closed": False}


def test_rows_in_parts_are_the_whole(everything: Standing) -> None:
    make.submitted_report(visit(make.partnership([make.city() for _ in range(5)]), NOW, 1))
    selection = Selection(everything)
    parts = [row.slot_id for number in (1, 2, 3) for row in sign_offs(selection, "", Window(number, 2), TODAY)]
    assert parts == [row.slot_id for row in sign_offs(selection, "", Window(), TODAY)]
    assert len(parts) == 5


def test_one_statement_each(everything: Standing) -> None:
    make.submitted_report()
    db.session.commit()
    with statements() as made:
        waiting(Selection(everything), TODAY)
        sign_offs(Selection(everything), OVERDUE, Window(), TODAY)
    assert len(made) == 2
