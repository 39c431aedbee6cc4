"""Pairs of cities: counted, quiet ones told apart, drawn where their places are known."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.city_links import THICKEST, Link, count_links, links, map_of, of_both
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.dashboards.partnership_list import count_partnerships
from tracker.domain.maps import WIDTH
from tracker.domain.partnerships import PartnershipState
from tracker.models.cities import City
from tracker.permissions import standing_of

NOW = make.AT
ALL = Window(size=200)
SILENT = NOW - timedelta(days=300)
WHERE = {"Nampula": (-15.12, 39.26), "Canoas": (-29.92, -51.18), "Praia": (14.93, -23.51), "Barcelona": (41.38, 2.17)}


@pytest.fixture
def everything(app: Flask) -> Selection:
    """Give all partnerships."""
    return Selection(standing_of(make.administrator(), NOW))


def city(name: str) -> City:
    """Make a city, at its place if that is known."""
    latitude, longitude = WHERE.get(name, (None, None))
    return make.city(name, latitude=latitude, longitude=longitude)


def told(found: list[Link]) -> list[tuple[set[str], int, int]]:
    """Give the names of the cities and the counts."""
    return [({link.one.name, link.other.name}, link.partnerships, link.quiet) for link in found]


def test_pairs_are_counted_whichever_way_they_are_written(everything: Selection) -> None:
    nampula, canoas, praia = city("Nampula"), city("Canoas"), city("Praia")
    make.partnership([nampula, canoas])
    make.partnership([canoas, nampula], last_event_at=SILENT)
    make.partnership([praia, nampula], last_event_at=SILENT)
    make.partnership([praia, canoas], state=PartnershipState.ENDED)
    found = links(everything, ALL, NOW)
    assert told(found) == [({"Nampula", "Canoas"}, 2, 1), ({"Nampula", "Praia"}, 1, 1)]
    assert [link.is_quiet for link in found] == [False, True]
    assert count_links(everything) == 2


def test_three_cities_are_three_links(everything: Selection) -> None:
    make.partnership([city("Nampula"), city("Canoas"), city("Praia")])
    assert len(links(everything, ALL, NOW)) == count_links(everything) == 3


def test_every_count_is_the_length_of_its_list(everything: Selection) -> None:
    nampula, canoas, praia = city("Nampula"), city("Canoas"), city("Praia")
    make.partnership([nampula, canoas, praia], theme="climate")
    make.partnership([nampula, canoas], last_event_at=SILENT)
    make.partnership([nampula, canoas], last_event_at=SILENT, state=PartnershipState.AFTER_CARE)
    make.partnership([nampula, canoas], state=PartnershipState.ENDED)
    for selection in (everything, Selection(everything.standing, Filters(theme="climate"))):
        for link in links(selection, ALL, NOW):
            both = selection.those(of_both(link.one.code, link.other.code))
            assert count_partnerships(both) == link.partnerships
            silent = selection.those(of_both(link.one.code, link.other.code, quiet_at=NOW))
            assert count_partnerships(silent) == link.quiet
    assert told(links(everything, ALL, NOW))[0][1:] == (3, 1)


def test_cities_without_a_place_are_listed_and_named(everything: Selection) -> None:
    make.partnership([city("Nampula"), city("Nowhere")])
    make.partnership([city("Canoas"), city("Praia")], last_event_at=SILENT)
    drawn = map_of(links(everything, ALL, NOW))
    assert len(drawn.lines) == 1
    assert (drawn.lines[0].is_quiet, drawn.lines[0].weight) == (True, 1)
    assert {dot.name for dot in drawn.dots} == {"Nampula", "Canoas", "Praia"}
    assert list(drawn.missing) == ["Nowhere"]
    assert all(0 < share < 100 for dot in drawn.dots for share in dot.at)


def test_lines_grow_to_a_limit_and_nothing_is_a_whole_map(everything: Selection) -> None:
    cities = [city("Nampula"), city("Barcelona")]
    for _turn in range(THICKEST + 2):
        make.partnership(cities)
    assert [line.weight for line in map_of(links(everything, ALL, NOW)).lines] == [THICKEST]
    empty = map_of([])
    assert (empty.frame.width, empty.lines, empty.dots, empty.missing) == (WIDTH, [], [], [])


def test_the_strongest_are_listed_first_and_drawn_last(everything: Selection) -> None:
    nampula = city("Nampula")
    for name, times in (("Praia", 1), ("Canoas", 3)):
        other = city(name)
        for _turn in range(times):
            make.partnership([nampula, other])
    found = links(everything, ALL, NOW)
    assert [link.partnerships for link in found] == [3, 1]
    assert [line.weight for line in map_of(found).lines] == [1, 3]
    assert [link.partnerships for link in links(everything, Window(2, 1), NOW)] == [1]


def test_one_statement_each(everything: Selection) -> None:
    make.partnership([city("Nampula"), city("Canoas")])
    with statements() as seen:
        map_of(links(everything, ALL, NOW))
        count_links(everything)
    assert len(seen) == 2
