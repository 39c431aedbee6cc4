"""The list of partnerships: order, scope, parts, columns, groups, the file, and which filter empties it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from werkzeug.datastructures import MultiDict

from tests import factories as make
from tests.dashboards.samples import Sample, sample
from tests.databases import statements
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.layouts import COLUMNS, GROUPS, SORTS, Layout
from tracker.dashboards.paging import Window
from tracker.dashboards.partnership_file import cells, head
from tracker.dashboards.partnership_list import (
    CARDS,
    board,
    count_partnerships,
    group_counts,
    key_of,
    listed,
    partnership_rows,
    widenings,
)
from tracker.db import db
from tracker.models.people import Person
from tracker.permissions import standing_of

NOW = make.AT
TODAY = NOW.date()


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


def titles(reader: Person, window: Window | None = None, **layout: str) -> list[str]:
    """Give the titles of all partnerships in an order."""
    return [row.title for row in listed(asking(reader), Layout(**layout), TODAY, window)]


def test_orders_do_not_mind_accents_or_case_and_turn_round(app: Flask) -> None:
    north, south = make.programme("North"), make.programme("South")
    cases = [
        ("Åland", 3, 5, south, "waste"),
        ("zebra", 1, 1, None, "youth_participation"),
        ("Abel", 2, 9, north, "cadastre"),
        ("abel", 2, 9, south, "cadastre"),
        ("École", 6, 3, north, "health"),
    ]
    for title, stage, days, programme, theme in cases:
        at = NOW - timedelta(days=days)
        make.partnership(title=title, stage=stage, programme=programme, last_event_at=at, theme=theme)
    reader = make.administrator()
    expected = {
        "title": ["Abel", "abel", "Åland", "École", "zebra"],
        "-title": ["zebra", "École", "Åland", "Abel", "abel"],
        "stage": ["zebra", "Abel", "abel", "Åland", "École"],
        "-stage": ["École", "Åland", "Abel", "abel", "zebra"],
        "last_event": ["zebra", "École", "Åland", "Abel", "abel"],
        "-last_event": ["Abel", "abel", "Åland", "École", "zebra"],
        "programme": ["Abel", "École", "abel", "Åland", "zebra"],
        "-programme": ["abel", "Åland", "Abel", "École", "zebra"],
        "theme": ["Abel", "abel", "École", "Åland", "zebra"],
    }
    for sort, wanted in expected.items():
        got = titles(reader, sort=sort)
        assert [one.casefold() for one in got] == [one.casefold() for one in wanted], sort
        assert [one for number in (1, 2, 3) for one in titles(reader, Window(number, 2), sort=sort)] == got, sort


def test_every_order_keeps_all_rows_and_pages_them_without_loss(portfolio: Sample) -> None:
    for sort in [turned for code in SORTS for turned in (code, f"-{code}")]:
        whole = titles(portfolio.administrator, sort=sort)
        parts = [
            one for number in (1, 2, 3, 4) for one in titles(portfolio.administrator, Window(number, 2), sort=sort)
        ]
        assert (len(whole), parts) == (7, whole), sort


def test_orders_by_what_is_counted(portfolio: Sample) -> None:
    def refs(sort: str) -> list[str]:
        return [row.ref for row in listed(asking(portfolio.coordinator), Layout(sort=sort), TODAY)]

    waiting = refs("waiting")
    assert set(waiting[:2]) == {portfolio.planning.ref, portfolio.fresh.ref}
    assert waiting[2] == portfolio.bilateral.ref
    assert refs("overdue")[:2] == [portfolio.planning.ref, portfolio.bilateral.ref]
    assert refs("next_mission")[0] == portfolio.planning.ref


def test_a_row_says_stage_and_state_in_words(portfolio: Sample) -> None:
    rows = {row.ref: row for row in partnership_rows(asking(portfolio.administrator), Window())}
    row = rows[portfolio.silent.ref]
    assert (row.programme, row.programme_code) == ("Lusophone cities", "lusophone-cities")
    assert (row.stage, row.state, row.last_event) == ("5 of 6: Exchange", "Dormant", "24 August 2025")
    assert (rows[portfolio.bilateral.ref].programme, rows[portfolio.bilateral.ref].programme_code) == ("", "")


def test_each_column_by_hand(portfolio: Sample) -> None:
    of = portfolio.planning
    visit = make.completed_mission(of)
    make.agreed_task(visit, of.cities[0], due_on=TODAY - timedelta(days=1))
    make.agreed_task(visit, of.cities[0], due_on=TODAY - timedelta(days=1), done_at=NOW)
    make.agreed_task(visit, of.cities[1], due_on=TODAY + timedelta(days=9))
    make.agreed_task(visit, of.cities[1], due_on=TODAY - timedelta(days=9), removed_at=NOW)
    for goal in ("11", "11.3", "4"):
        make.sdg(of, goal)
    rows = {row.ref: row for row in listed(asking(portfolio.coordinator), Layout(COLUMNS), TODAY)}
    row = rows[of.ref]
    assert [city.name for city in row.cities] == ["Nampula", "Guarulhos"]
    assert (row.countries, row.goals, row.phase.value) == (["MZ", "BR"], [4, 11], "sense")
    assert (row.waiting, row.overdue, row.kept, row.due) == (2, 2, 1, 2)
    assert row.next_mission is not None
    assert row.next_mission[1] == TODAY + timedelta(days=10)
    run = db.session.query(make.StageRun).filter_by(partnership_id=of.id, number=4).one()
    run.started_on, run.planned_days = date(2026, 1, 1), 30
    db.session.commit()
    [row] = [one for one in listed(asking(portfolio.coordinator), Layout(COLUMNS), TODAY) if one.ref == of.ref]
    assert (row.days, row.planned_days, row.is_over) == (70, 30, True)


def test_the_file_holds_the_columns_that_are_shown(portfolio: Sample) -> None:
    selection = asking(portfolio.coordinator, country="PT")
    rows = listed(selection, Layout(("cities", "stage", "waiting")), TODAY)
    assert head(("cities", "stage", "waiting")) == [
        *("Reference", "Title", "Cities", "Stage number", "Stage", "Waiting sign-offs"),
    ]
    assert list(cells(rows, ("cities", "stage", "waiting"))) == [
        [portfolio.bilateral.ref, portfolio.bilateral.title, "Guimarães; Évora", 1, "Diagnosis", 1]
    ]
    for code in COLUMNS:
        assert {len(row) for row in cells(rows, (code,))} == {len(head((code,)))}, code


@pytest.mark.parametrize("group", GROUPS)
def test_groups_are_whole_one_after_another_and_counted(portfolio: Sample, group: str) -> None:
    selection, layout = asking(portfolio.administrator), Layout(group=group)
    counts, rows = group_counts(selection, layout, TODAY), listed(selection, layout, TODAY)
    keys = [key_of(row, group) for row in rows]
    assert list(dict.fromkeys(keys)) == list(counts)
    assert {key: keys.count(key) for key in counts} == counts
    assert keys == [key for key, count in counts.items() for _turn in range(count)]


def test_a_board_has_the_first_cards_of_each_column(portfolio: Sample) -> None:
    for _turn in range(CARDS + 3):
        make.partnership(programme=portfolio.lusophone, stage=2)
    layout = Layout(layout="board")
    selection = asking(portfolio.coordinator)
    columns, counts = board(selection, layout, TODAY), group_counts(selection, layout, TODAY)
    assert list(columns) == list(counts) == [1, 2, 4, 5, 6]
    assert {key: len(rows) for key, rows in columns.items()} == {
        key: min(CARDS, count) for key, count in counts.items()
    }
    assert counts[2] == CARDS + 3
    assert portfolio.foreign.ref not in {row.ref for rows in columns.values() for row in rows}


def test_a_layout_is_read_and_written_without_loss_and_what_does_not_exist_is_left_out() -> None:
    asked = {"columns": "cities,goals", "sort": "-stage", "group": "country"}
    layout = Layout.read(asked, ["cities,goals"])
    assert layout.query == asked
    assert Layout.read({}, ["goals", "cities"]).columns == ("cities", "goals")
    assert Layout.read({"sort": "id; drop", "group": "x", "layout": "x"}, ["x,y"]) == Layout()
    assert Layout.read({"layout": "board", "group": "country"}, []).grouping == "stage"
    assert (Layout(sort="waiting").direction("waiting"), Layout(sort="-waiting").direction("waiting")) == (
        "descending",
        "ascending",
    )
    assert (Layout(sort="title").turned("title"), Layout(sort="-title").turned("title")) == ("-title", "title")


QUESTIONS = some.fixed_dictionaries(
    {},
    optional={
        "q": some.sampled_from(["a", "nam", "p-0", "é", "%", "guim"]),
        "programme": some.sampled_from(["lusophone-cities", "nordic-cities", "none", "x"]),
        "country": some.sampled_from(["MZ", "BR", "PT", "XX"]),
        "stage": some.sampled_from(["1", "4", "9"]),
        "phase": some.sampled_from(["seek", "sense"]),
        "state": some.sampled_from(["live", "current", "ended"]),
        "sort": some.sampled_from(sorted(SORTS)),
        "group": some.sampled_from(GROUPS),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=QUESTIONS, size=some.integers(1, 4))
def test_the_count_above_a_list_is_the_number_of_its_rows(portfolio: Sample, asked: dict[str, str], size: int) -> None:
    selection, layout = asking(portfolio.coordinator, **asked), Layout.read(MultiDict(asked), [])
    total = count_partnerships(selection)
    pages = [listed(selection, layout, TODAY, Window(number, size)) for number in range(1, total // size + 2)]
    refs = [row.ref for rows in pages for row in rows]
    assert len(refs) == len(set(refs)) == total
    if layout.grouping:
        assert sum(group_counts(selection, layout, TODAY).values()) == total


def test_what_was_chosen_by_hand_is_still_within_the_scope(portfolio: Sample) -> None:
    chosen = asking(portfolio.coordinator).picked([portfolio.fresh.id, portfolio.foreign.id])
    assert [row.ref for row in listed(chosen, Layout(), TODAY)] == [portfolio.fresh.ref]


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
            listed(selection, Layout(COLUMNS, "programme"), TODAY)
            listed(selection, Layout(COLUMNS, "overdue", "theme"), TODAY, Window(1, 3))
        return len(made)

    few = count()
    for _turn in range(20):
        make.partnership(programme=portfolio.nordic)
    assert count() == few == 13
