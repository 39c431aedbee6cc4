"""Offices that change hands: vacant, not renewed, ending soon; each counted once."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.leadership import ENDING_WITHIN_DAYS, OfficeChanges, office_changes
from tracker.dashboards.paging import Window
from tracker.db import db
from tracker.domain.partnerships import PartnershipState
from tracker.models.mandates import Commitment, Mandate
from tracker.models.people import Person
from tracker.permissions import Standing, standing_of

NOW = make.AT
TODAY = NOW.date()


@pytest.fixture
def administrator(app: Flask) -> Person:
    """Give somebody who sees all."""
    return make.administrator()


ALL = Window(size=200)


def changes(of: Standing | Person, window: Window = ALL, **asked: str) -> OfficeChanges:
    """Give the changes that a person sees."""
    standing = standing_of(of, NOW) if isinstance(of, Person) else of
    return office_changes(Selection(standing, Filters.read(asked)), window, TODAY)


def told(found: OfficeChanges) -> list[tuple[str, str]]:
    """Give what is the matter with which city."""
    return [(row.change, row.city) for row in found.rows]


def test_an_office_is_vacant_without_a_mandate_that_covers_today(administrator: Person) -> None:
    held, _never, ended, ahead = cities = [make.city(name) for name in ("Held", "Never", "Ended", "Ahead")]
    make.partnership(cities)
    make.mayor(held)
    make.mayor(ended, ends_on=TODAY - timedelta(days=33))
    make.mayor(ahead, starts_on=TODAY + timedelta(days=1))
    found = changes(administrator)
    assert told(found) == [("vacant", "Ahead"), ("vacant", "Ended"), ("vacant", "Never")]
    assert (found.total, found.vacant) == (3, 3)
    assert {row.city: row.on for row in found.rows} == {
        "Never": None,
        "Ended": TODAY - timedelta(days=33),
        "Ahead": None,
    }


def test_an_office_that_concerns_no_live_partnership_is_not_asked_about(administrator: Person) -> None:
    make.city("Alone")
    for state in (PartnershipState.ENDED, PartnershipState.ON_HOLD, PartnershipState.AFTER_CARE):
        make.partnership(state=state)
    assert changes(administrator).total == 0


@pytest.mark.parametrize(
    ("days", "is_listed"), [(0, True), (ENDING_WITHIN_DAYS, True), (ENDING_WITHIN_DAYS + 1, False), (None, False)]
)
def test_a_mandate_that_ends_soon(administrator: Person, days: int | None, is_listed: bool) -> None:
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos")
    make.partnership([nampula, guarulhos])
    make.mayor(guarulhos)
    make.mayor(nampula, ends_on=None if days is None else TODAY + timedelta(days=days))
    assert told(changes(administrator)) == ([("ending", "Nampula")] if is_listed else [])


def asked_for(city_mandate: Mandate, *partnerships: object, renewed: bool = False) -> None:
    """Ask an office holder to renew commitments."""
    for one in partnerships:
        make.keep(
            Commitment(
                mandate=city_mandate,
                partnership_id=one.id,
                asked_at=NOW - timedelta(days=2),
                renewed_at=NOW if renewed else None,
            )
        )


def test_commitments_that_are_not_renewed_are_one_line_an_office(administrator: Person) -> None:
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos")
    first, second = make.partnership([nampula, guarulhos]), make.partnership([nampula, guarulhos])
    ended = make.partnership([nampula, guarulhos], state=PartnershipState.ENDED)
    mandates = {
        one.name: make.mandate(make.technician(one), one, starts_on=date(2026, 3, 1)) for one in (nampula, guarulhos)
    }
    asked_for(mandates["Nampula"], first, second, ended)
    asked_for(mandates["Guarulhos"], first, renewed=True)
    found = changes(administrator)
    assert told(found) == [("not_renewed", "Nampula")]
    row = found.rows[0]
    assert (row.partnerships, row.on, row.asked_at) == (2, date(2026, 3, 1), NOW - timedelta(days=2))
    assert (found.total, found.vacant) == (1, 0)


def test_a_row_counts_live_partnerships_of_the_selection_and_what_waits(administrator: Person) -> None:
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos")
    make.mayor(guarulhos)
    lusophone = make.programme("Lusophone cities")
    own = make.partnership([nampula, guarulhos], programme=lusophone)
    make.partnership([nampula, guarulhos], programme=make.programme())
    make.partnership([nampula, guarulhos], programme=lusophone, state=PartnershipState.ENDED)
    make.submitted_report(make.completed_mission(own))
    assert [(row.partnerships, row.waiting) for row in changes(administrator).rows] == [(2, 1)]
    assert [row.partnerships for row in changes(make.coordinator(lusophone)).rows] == [1]
    assert [row.partnerships for row in changes(administrator, programme="lusophone-cities").rows] == [1]
    assert changes(make.coordinator(make.programme())).total == 0


def test_urgent_changes_come_first_and_parts_make_up_the_whole(administrator: Person) -> None:
    cities = [make.city(f"City {letter}") for letter in "abcdef"]
    make.partnership(cities)
    make.mayor(cities[0], ends_on=TODAY + timedelta(days=9))
    make.mayor(cities[1], ends_on=TODAY + timedelta(days=5))
    found = changes(administrator)
    assert told(found) == [
        ("vacant", "City c"),
        ("vacant", "City d"),
        ("vacant", "City e"),
        ("vacant", "City f"),
        ("ending", "City b"),
        ("ending", "City a"),
    ]
    parts = [changes(administrator, Window(number, 4)) for number in (1, 2)]
    assert [row for part in parts for row in part.rows] == found.rows
    assert {(part.total, part.vacant) for part in parts} == {(6, 4)}
    assert changes(administrator, Window(3, 4)).rows == []


def test_one_statement(administrator: Person) -> None:
    make.partnership()
    standing = standing_of(administrator, NOW)
    db.session.commit()
    with statements() as made:
        changes(standing)
    assert len(made) == 1
