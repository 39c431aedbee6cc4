"""The list of partnerships: order, scope, parts, the file, and which filter empties it."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.dashboards.samples import Sample, sample
from tests.databases import statements
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.dashboards.partnership_list import (
    SORTS,
    count_partnerships,
    export_rows,
    partnership_rows,
    widenings,
)
from tracker.db import db
from tracker.models.people import Person
from tracker.permissions import standing_of

NOW = make.AT


def asking(person: Person, **asked: str) -> Selection:
    """Give what a person sees and asks for."""
    return Selection(standing_of(person, NOW), Filters.read(asked))


@pytest.fixture
def portfolio(app: Flask) -> Sample:
    """Give the sample."""
    return sample(NOW)


def test_everybody_sees_their_own(portfolio: Sample) -> None:
    own, foreign = portfolio.planning, portfolio.foreign
    technician = make.technician(own.cities[0])
    readers = {
        portfolio.administrator: 7,
        portfolio.coordinator: 6,
        technician: 2,
        make.observer(foreign): 1,
        make.observer(): 0,
        make.technician(make.city("Elsewhere")): 0,
    }
    for person, count in readers.items():
        rows = partnership_rows(asking(person), Window())
        assert (len(rows), count_partnerships(asking(person))) == (count, count), person.name
    assert {row.ref for row in partnership_rows(asking(technician), Window())} == {own.ref, portfolio.ended.ref}


def test_orders_do_not_mind_accents_or_case_and_end_with_the_id(app: Flask) -> None:
    north, south = make.programme("North"), make.programme("South")
    cases = [
        ("Åland", 3, 5, south),
        ("zebra", 1, 1, None),
        ("Abel", 2, 9, north),
        ("abel", 2, 9, south),
        ("École", 6, 3, north),
    ]
    for title, stage, days, programme in cases:
        make.partnership(title=title, stage=stage, programme=programme, last_event_at=NOW - timedelta(days=days))
    reader = make.administrator()
    expected = {
        "title": ["Abel", "abel", "Åland", "École", "zebra"],
        "stage": ["zebra", "Abel", "abel", "Åland", "École"],
        "last_event": ["zebra", "École", "Åland", "Abel", "abel"],
        "programme": ["Abel", "École", "abel", "Åland", "zebra"],
    }
    assert expected.keys() == SORTS.keys()
    for sort, titles in expected.items():
        assert [row.title for row in partnership_rows(asking(reader), Window(), sort)] == titles, sort
        parts = [row for number in (1, 2, 3) for row in partnership_rows(asking(reader), Window(number, 2), sort)]
        assert [row.title for row in parts] == titles, sort


def test_a_row_says_stage_and_state_in_words(portfolio: Sample) -> None:
    rows = {row.ref: row for row in partnership_rows(asking(portfolio.administrator), Window())}
    row = rows[portfolio.silent.ref]
    assert (row.programme, row.programme_code) == ("Lusophone cities", "lusophone-cities")
    assert (row.stage, row.state, row.last_event) == ("5 of 6: Exchange", "Dormant", "24 August 2025")
    assert (rows[portfolio.bilateral.ref].programme, rows[portfolio.bilateral.ref].programme_code) == ("", "")


def test_the_file_holds_the_whole_selection_with_its_cities(portfolio: Sample) -> None:
    selection = asking(portfolio.coordinator, country="PT")
    rows = list(export_rows(selection, "title"))
    assert [(row.ref, row.cities) for row in rows] == [(portfolio.bilateral.ref, "Guimarães; Évora")]
    whole = [row.ref for row in export_rows(asking(portfolio.coordinator), "stage")]
    assert whole == [row.ref for row in partnership_rows(asking(portfolio.coordinator), Window(), "stage")]


def test_which_filter_empties_the_list(portfolio: Sample) -> None:
    selection = asking(portfolio.coordinator, country="PT", programme="lusophone-cities", stage="4")
    assert count_partnerships(selection) == 0
    assert {one.name: one.count for one in widenings(selection)} == {"programme": 0, "country": 2, "stage": 0}
    selection = asking(portfolio.coordinator, country="PT", programme="lusophone-cities")
    assert {one.name: one.count for one in widenings(selection)} == {"programme": 1, "country": 5}
    assert widenings(asking(portfolio.coordinator)) == []


def test_what_is_out_of_scope_is_not_even_counted(portfolio: Sample) -> None:
    selection = asking(portfolio.coordinator, country="SE", programme="nordic-cities")
    assert [one.count for one in widenings(selection)] == [0, 0]


def test_as_many_statements_for_many_as_for_few(portfolio: Sample) -> None:
    def count() -> int:
        selection = asking(portfolio.administrator)
        db.session.commit()
        with statements() as made:
            partnership_rows(selection, Window())
            list(export_rows(selection, "programme"))
        return len(made)

    few = count()
    for _turn in range(20):
        make.partnership(programme=portfolio.nordic)
    assert count() == few == 3
