"""Cities: the list, the mandates, missions in and out, needs; each as far as the reader sees it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.cities import (
    CityQuestion,
    city_rows,
    count_cities,
    count_needs,
    first_letters,
    is_in_reach,
    mandate_rows,
    missions_of,
    need_rows,
    official_rows,
)
from tracker.dashboards.paging import Window
from tracker.dashboards.portfolio import count_missions
from tracker.db import db
from tracker.domain.missions import MissionState
from tracker.models.archive import Source
from tracker.models.cities import PublicOfficial
from tracker.models.mandates import Mandate
from tracker.permissions import standing_of

NOW = make.AT
TODAY = NOW.date()
ALL = Window(size=200)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Åre", "Évora", "Nampula", "São Paulo"]),
        ({"q": "paulo sao"}, ["São Paulo"]),
        ({"q": "evora"}, ["Évora"]),
        ({"country": "MZ"}, ["Nampula"]),
        ({"letter": "a"}, ["Åre"]),
        ({"letter": "s", "country": "SE"}, []),
    ],
)
def test_which_cities_are_listed(app: Flask, asked: dict[str, str], found: list[str]) -> None:
    for name, country in (("São Paulo", "BR"), ("Évora", "PT"), ("Nampula", "MZ"), ("Åre", "SE")):
        make.city(name, country)
    question = CityQuestion(**asked)
    rows = city_rows(question, ALL, standing_of(make.administrator(), NOW), TODAY)
    assert [row.name for row in rows] == found
    assert count_cities(question) == len(found)
    assert first_letters() == ["a", "e", "n", "s"]


def test_a_row_names_the_holder_of_today_and_counts_what_the_reader_sees(app: Flask) -> None:
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos", "BR")
    make.mayor(nampula, ends_on=TODAY - timedelta(days=1))
    successor = make.mayor(nampula, starts_on=TODAY)
    make.mayor(guarulhos, starts_on=TODAY + timedelta(days=1))
    own = make.partnership([nampula, guarulhos])
    make.partnership([nampula, make.city("Maputo")], programme=make.programme())
    make.partnership([nampula, guarulhos], deleted_at=NOW, deleted_reason="Made twice")

    def rows(person: object) -> dict[str, tuple[str, int]]:
        listed = city_rows(CityQuestion(), ALL, standing_of(person, NOW), TODAY)
        return {row.name: (row.holder, row.partnerships) for row in listed}

    assert rows(make.administrator()) == {"Guarulhos": ("", 1), "Maputo": ("", 1), "Nampula": (successor.name, 2)}
    assert rows(make.technician(guarulhos))["Nampula"] == (successor.name, 1)
    assert rows(make.observer(own))["Maputo"] == ("", 0)
    db.session.commit()
    standing = standing_of(make.administrator(), NOW)
    with statements() as made:
        city_rows(CityQuestion(), ALL, standing, TODAY)
    assert len(made) == 1


def test_mandates_come_with_their_standing_the_newest_first(app: Flask) -> None:
    nampula = make.city("Nampula")
    holder = make.technician(nampula)
    make.mandate(holder, nampula, starts_on=date(2018, 1, 1), ends_on=TODAY - timedelta(days=1))
    make.mandate(holder, nampula, starts_on=TODAY, ends_on=TODAY)
    make.mandate(holder, nampula, starts_on=TODAY + timedelta(days=1))
    make.mandate(holder, nampula, starts_on=date(2017, 1, 1), confirmed_at=None, confirmed_by_id=None)
    make.mandate(holder, make.city("Maputo"), starts_on=TODAY)
    assert [row.standing for row in mandate_rows(nampula, TODAY)] == ["ahead", "current", "past", "proposed"]


def test_who_is_named_in_public_sources(app: Flask) -> None:
    nampula = make.city("Nampula")
    make.keep(Source(code="S03", position=1, title="A newsletter", address=""))
    office = {"office": "president", "name": "President of the council", "when_stated": "2013", "sources": "S03"}
    make.keep(PublicOfficial(city=nampula, **office))
    make.keep(PublicOfficial(city=make.city("Maputo"), **office))
    assert [(row.when, [one.code for one in row.sources]) for row in official_rows(nampula)] == [("2013", ["S03"])]


def test_missions_in_and_out_and_needs_stay_within_what_the_reader_sees(app: Flask) -> None:
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos", "BR")
    own = make.partnership([nampula, guarulhos])
    other = make.partnership([nampula, make.city("Maputo")], programme=make.programme())
    make.completed_mission(own)
    make.completed_mission(own, host_city=guarulhos)
    make.completed_mission(other)
    make.mission(own, host_city=guarulhos)
    make.mission(own, state=MissionState.CANCELLED, cancel_reason="visa")
    make.need(own, nampula, title="Maps")
    make.need(other, nampula, title="Water")
    make.need(own, nampula, title="Gone", removed_at=NOW)
    make.need(own, guarulhos, title="Elsewhere")

    def seen(person: object) -> tuple[int, int, list[str], int]:
        standing = standing_of(person, NOW)
        ways = [count_missions(missions_of(nampula, way, standing), NOW.date()) for way in ("in", "out")]
        needs = [row.title for row in need_rows(nampula, ALL, standing)]
        return ways[0], ways[1], needs, count_needs(nampula, standing)

    assert seen(make.administrator()) == (2, 1, ["Water", "Maps"], 2)
    assert seen(make.technician(guarulhos)) == (1, 1, ["Maps"], 1)
    assert seen(make.technician(make.city("Far"))) == (0, 0, [], 0)


def test_a_former_office_holder_no_longer_sees_missions_and_needs(app: Flask) -> None:
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos", "BR")
    own = make.partnership([nampula, guarulhos])
    former = make.mayor(nampula)
    make.signed_report(make.completed_mission(own))
    make.need(own, nampula)
    assert count_needs(nampula, standing_of(former, NOW)) == 1
    later = NOW + timedelta(days=30)
    for mandate in db.session.scalars(select(Mandate).where(Mandate.person_id == former.id)):
        mandate.ends_on = NOW.date()
    db.session.commit()
    gone = standing_of(former, later)
    assert gone.signed == {own.id}
    assert count_needs(nampula, gone) == 0
    assert count_missions(missions_of(nampula, "in", gone), NOW.date()) == 0


def test_reach(app: Flask) -> None:
    nampula, lusophone = make.city("Nampula"), make.programme("Lusophone cities")
    make.partnership([nampula, make.city()], programme=lusophone)
    assert is_in_reach(nampula, standing_of(make.coordinator(lusophone), NOW))
    assert not is_in_reach(nampula, standing_of(make.coordinator(make.programme()), NOW))
    assert not is_in_reach(make.city(), standing_of(make.coordinator(lusophone), NOW))
