"""Who teaches and who learns, counted by hand; and where it goes one way only, as the principles say it."""

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import BASE_URL, statements
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.dashboards.partnership_list import count_partnerships, partnership_rows
from tracker.dashboards.principles import checks_of
from tracker.dashboards.reciprocity import (
    MEASURES,
    Balance,
    Side,
    balance,
    both_ways,
    count_shared,
    exchanges,
    one_way,
    shared_rows,
)
from tracker.domain.evaluation import Part
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import PartnershipState
from tracker.domain.principles import Principle
from tracker.models.partnerships import Partnership
from tracker.models.rooms import PriorityPart
from tracker.permissions import standing_of

ALL = Window(size=200)


@pytest.fixture
def everything(app: Flask) -> Selection:
    """Give all partnerships."""
    return Selection(standing_of(make.administrator(), make.AT))


def pair(one: str = "", other: str = "", **more: object) -> Partnership:
    """Make a partnership of a city in Mozambique and one in Brazil."""
    return make.partnership([make.city(one, "MZ"), make.city(other, "BR")], **more)


def taught(of: Partnership, place: int) -> None:
    """Set a priority that the city at a place teaches and the other one learns."""
    parts = [
        PriorityPart(city=of.cities[place], part=Part.TEACHES),
        PriorityPart(city=of.cities[1 - place], part=Part.LEARNS),
    ]
    make.priority(of, parts=parts)


def given(of: Partnership, place: int) -> None:
    """Let an instrument pass from the city at a place to the other one."""
    make.instrument(of, from_city=of.cities[place], to_city=of.cities[1 - place])


def test_every_side_of_a_city(everything: Selection) -> None:
    of = pair("Nampula", "Canoas")
    for place in (0, 0, 1):
        taught(of, place)
    make.priority(of, removed_at=make.AT)
    given(of, 1)
    make.instrument(of, removed_at=make.AT)
    hosted = make.mission(of)
    for _turn in range(2):
        make.delegate(hosted, of.cities[1])
    make.delegate(hosted, of.cities[0])
    make.mission(of, state=MissionState.CANCELLED, cancel_reason="visa")
    make.delegate(make.mission(of, host_city=None, place="on line"), of.cities[0])
    found = {
        one.name: {side.value: one.counts[side] for side in Side} for one in exchanges(everything, "city", "missions")
    }
    assert found == {
        "Nampula": {"teaches": 2, "learns": 1, "gave": 0, "took": 1, "hosted": 1, "sent": 1},
        "Canoas": {"teaches": 1, "learns": 2, "gave": 1, "took": 0, "hosted": 0, "sent": 1},
    }


def test_countries_add_their_cities_up(everything: Selection) -> None:
    taught(pair("Nampula", "Canoas"), 0)
    taught(pair("Beira", "Vitória"), 0)
    found = {one.code: one.counts for one in exchanges(everything, "country", "priorities")}
    assert (found["MZ"][Side.TEACHES], found["MZ"][Side.LEARNS], found["BR"][Side.LEARNS]) == (2, 0, 2)
    assert len(shared_rows(everything, Side.LEARNS, "country", "BR", ALL)) == 2


def test_most_of_what_is_drawn_comes_first(everything: Selection) -> None:
    of = pair("Nampula", "Canoas")
    given(of, 1)
    other = pair("Beira", "Vitória")
    for place in (0, 0, 1):
        taught(other, place)
    assert [one.name for one in exchanges(everything, "city", "priorities")][:2] == ["Beira", "Vitória"]
    assert [one.name for one in exchanges(everything, "city", "instruments")][:2] == ["Canoas", "Nampula"]


def test_every_count_is_the_length_of_its_list(everything: Selection) -> None:
    of, ended = pair("Nampula", "Canoas"), pair("Beira", "Vitória", state=PartnershipState.ENDED)
    for one in (of, ended):
        taught(one, 0)
        given(one, 1)
        make.delegate(make.completed_mission(one), one.cities[1])
    for selection in (everything, Selection(everything.standing, Filters(state="ended"))):
        for by in ("city", "country"):
            found = exchanges(selection, by, "missions")
            assert len(found) == 2
            for one in found:
                for side, count in one.counts.items():
                    rows = shared_rows(selection, side, by, one.code, ALL)
                    assert count == count_shared(selection, side, by, one.code) == len(rows), (one, side)
    assert {row.partnership_ref for row in shared_rows(everything, Side.HOSTED, "city", "nampula", ALL)} == {of.ref}
    assert count_shared(everything, Side.TEACHES, "city", "not-there") == 0


def test_lists_lead_to_the_room_or_the_mission(everything: Selection) -> None:
    of = pair("Nampula", "Canoas")
    taught(of, 0)
    given(of, 0)
    visit = make.mission(of)
    priority = shared_rows(everything, Side.TEACHES, "city", "nampula", ALL)[0]
    assert (priority.title, priority.stage, priority.ref, priority.city) == ("Survey the plots", 3, "", "Nampula")
    assert shared_rows(everything, Side.GAVE, "city", "nampula", ALL)[0].stage == 5
    mission = shared_rows(everything, Side.HOSTED, "city", "nampula", ALL)[0]
    assert (mission.ref, mission.stage) == (visit.ref, None)


WAYS = [
    ("nothing is recorded", (), (), "neither"),
    ("one priority says nothing yet", (0,), (), "neither"),
    ("two priorities taught by one city", (0, 0), (), "one"),
    ("two priorities, one each", (0, 1), (), "both"),
    ("one instrument says nothing yet", (), (0,), "neither"),
    ("two instruments the same way", (), (0, 0), "one"),
    ("two instruments, one each way", (), (0, 1), "both"),
    ("each teaches, but instruments go one way", (0, 1), (0, 0), "one"),
    ("one teaches all, but instruments go both ways", (0, 0), (0, 1), "one"),
    ("each teaches, one instrument", (0, 1), (0,), "both"),
]


@pytest.mark.parametrize(("why", "teaching", "passing", "way"), WAYS, ids=[way[0] for way in WAYS])
def test_ways_are_those_of_the_principles(
    app: Flask, everything: Selection, why: str, teaching: tuple[int, ...], passing: tuple[int, ...], way: str
) -> None:
    of = pair()
    for place in teaching:
        taught(of, place)
    for place in passing:
        given(of, place)
    expected = {"neither": Balance(0, 0, 1), "one": Balance(0, 1, 1), "both": Balance(1, 0, 1)}
    assert balance(everything) == expected[way]
    for condition, count in ((one_way(), way == "one"), (both_ways(), way == "both")):
        those = everything.those(condition)
        assert count_partnerships(those) == len(partnership_rows(those, ALL)) == count
    with app.test_request_context(base_url=BASE_URL):
        check = next(one for one in checks_of(of, make.AT.date()) if one.code == Principle.RECIPROCITY)
    assert bool(check.question) == (way == "one")


def test_what_has_ended_is_not_in_the_balance(everything: Selection) -> None:
    for state in (PartnershipState.ENDED, PartnershipState.AFTER_CARE):
        of = pair(state=state)
        taught(of, 0)
        taught(of, 1)
    assert balance(everything) == Balance(1, 0, 1)


def test_one_statement_each(everything: Selection) -> None:
    taught(pair(), 0)
    with statements() as seen:
        for measure in MEASURES:
            exchanges(everything, "city", measure)
        balance(everything)
        shared_rows(everything, Side.SENT, "country", "MZ", ALL)
    assert len(seen) == len(MEASURES) + 2
