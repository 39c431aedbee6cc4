"""Overlaps: found all over the portfolio, named only within the reader's scope, by a fixed number of questions."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tests.factories import AT
from tracker.dashboards.overlaps import Overlap, Probe, Reason, fingerprint, overlaps
from tracker.domain.dates import PartialDate, Precision, overlap
from tracker.domain.missions import MissionState, whole_weeks
from tracker.domain.search import folded
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.people import Person
from tracker.permissions import Standing, standing_of

WEDNESDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)


def partial(day: date) -> PartialDate:
    """Give a whole day as a partial date."""
    return PartialDate(day.year, day.month, day.day)


def mission(host: City, first: date, last: date, **more: Any) -> Mission:
    """Make a mission of a new partnership in a city."""
    partnership = make.partnership([host, make.city()])
    told = {"theme": "", "host_city": host, **more}
    return make.mission(partnership, starts=partial(first), ends=partial(last), **told)


def probe(host: City, **more: Any) -> Probe:
    """Ask from Wednesday to Friday in a city."""
    told = {"host_city_id": host.id, "theme": "waste", "precision": Precision.DAY, "names": ()}
    return Probe(**{**told, "first_day": WEDNESDAY, "last_day": FRIDAY, **more})


def found(asked: Probe, reader: Person) -> list[Overlap]:
    """Ask on behalf of somebody."""
    return overlaps(asked, standing_of(reader, AT))


@pytest.fixture
def host(app: Flask) -> City:
    return make.city("Guarulhos", "BR")


@pytest.fixture
def steering(app: Flask) -> Person:
    return make.coordinator()


@pytest.mark.parametrize(
    ("first", "last", "theme", "reasons"),
    [
        ((3, 6), (3, 9), "", (Reason.CITY,)),
        ((3, 1), (3, 4), "", (Reason.CITY,)),
        ((3, 7), (3, 8), "", ()),
        ((3, 7), (3, 8), "waste", (Reason.THEME,)),
        ((3, 2), (3, 3), "waste", (Reason.THEME,)),
        ((3, 1), (3, 1), "waste", ()),
        ((3, 9), (3, 9), "waste", ()),
        ((3, 5), (3, 5), "waste", (Reason.CITY, Reason.THEME)),
    ],
)
def test_the_same_city_warns_on_the_same_days_and_the_same_theme_in_the_same_week(
    host: City,
    steering: Person,
    first: tuple[int, int],
    last: tuple[int, int],
    theme: str,
    reasons: tuple[Reason, ...],
) -> None:
    mission(host, date(2026, *first), date(2026, *last), theme=theme)
    assert [one.reasons for one in found(probe(host), steering)] == ([reasons] if reasons else [])


def test_the_same_person_warns_in_whatever_city_and_spelling(host: City, steering: Person) -> None:
    other = mission(make.city(), FRIDAY, FRIDAY)
    make.delegate(other, host, name="Técnica  Única de Ñampula")
    apart = mission(make.city(), FRIDAY + timedelta(1), FRIDAY + timedelta(9))
    make.delegate(apart, host, name="Técnica Única de Ñampula")
    one = found(probe(host, names=("tecnica unica DE NAMPULA", "Somebody else")), steering)
    assert [(meeting.ref, meeting.reasons, meeting.people) for meeting in one] == [
        (other.ref, (Reason.PERSON,), ("tecnica unica DE NAMPULA",))
    ]


def test_out_of_scope_nothing_is_named_but_city_and_days(host: City) -> None:
    reader = make.technician(host)
    partnership = make.partnership([make.city("Dondo"), make.city("Maputo")])
    secret = make.mission(
        partnership, title="Secret", host_city=host, place="Secret", starts=partial(FRIDAY), ends=partial(FRIDAY)
    )
    make.delegate(secret, make.city("Beira"), name="Secret Person")
    elsewhere = make.mission(partnership, title="Secret", starts=partial(FRIDAY), ends=partial(FRIDAY))
    make.delegate(elsewhere, host, name="Secret Person")
    both = found(probe(host, names=("Secret Person",)), reader)
    assert [(one.ref, one.name, one.partnership_title, one.people) for one in both] == [("", "", "", ())] * 2
    assert [(one.city, one.reasons) for one in both] == [
        ("Guarulhos", (Reason.PERSON, Reason.CITY)),
        ("", (Reason.PERSON,)),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"state": MissionState.CANCELLED, "cancel_reason": "visa"},
        {"date_precision": Precision.YEAR},
        {"date_precision": Precision.RANGE},
    ],
)
def test_what_is_cancelled_or_hardly_dated_warns_nobody(host: City, steering: Person, more: dict[str, Any]) -> None:
    mission(host, WEDNESDAY, FRIDAY, **more)
    assert found(probe(host), steering) == []


def test_a_deleted_partnership_warns_nobody(host: City, steering: Person) -> None:
    other = mission(host, WEDNESDAY, FRIDAY)
    other.partnership.deleted_at, other.partnership.deleted_reason = AT, "Doubled"
    assert found(probe(host), steering) == []


@pytest.mark.parametrize("precision", [Precision.YEAR, Precision.RANGE, Precision.UNKNOWN])
def test_who_hardly_says_when_is_warned_of_nothing(host: City, steering: Person, precision: Precision) -> None:
    mission(host, WEDNESDAY, FRIDAY)
    with statements() as seen:
        assert overlaps(probe(host, precision=precision), standing_of(steering, AT)) == []
    assert not [statement for statement in seen.statements if "FROM mission" in statement]


def test_a_mission_does_not_meet_itself_but_others_of_its_partnership(host: City, steering: Person) -> None:
    itself = mission(host, WEDNESDAY, FRIDAY)
    twin = make.mission(itself.partnership, host_city=host, starts=partial(FRIDAY), ends=partial(FRIDAY))
    assert [one.ref for one in found(Probe.of(itself), steering)] == [twin.ref]


def test_those_that_can_be_opened_stand_first_and_a_crowd_is_cut(host: City) -> None:
    reader = make.technician(host)
    hidden = make.partnership()
    for number in range(25):
        make.mission(hidden, host_city=host, starts=partial(WEDNESDAY), ends=partial(FRIDAY), title=str(number))
    own = mission(host, FRIDAY, FRIDAY)
    all_of_them = found(probe(host), reader)
    assert len(all_of_them) == 20
    assert [one.ref for one in all_of_them if one.ref] == [own.ref] == [all_of_them[0].ref]


def test_a_fingerprint_tells_nothing_and_changes_with_what_is_found(host: City, steering: Person) -> None:
    assert fingerprint([]) == ""
    mission(host, FRIDAY, FRIDAY)
    one = fingerprint(found(probe(host), steering))
    assert one == fingerprint(found(probe(host), steering))
    mission(host, FRIDAY, FRIDAY)
    two = fingerprint(found(probe(host), steering))
    assert len({one, two, ""}) == 3
    assert len(one) == 16


def test_two_questions_find_what_comparing_every_pair_finds(host: City, steering: Person) -> None:
    """Against a hundred missions at random: the same as the rule, written down plainly."""
    chance = random.Random(2016)  # noqa: S311  (the same missions in every run)
    cities = [host, make.city(), make.city()]
    names = ["Ana", "ÁNA", "Bento", "Célia", "Dinis"]
    partnership = make.partnership(cities)
    made: list[tuple[Mission, set[str]]] = []
    for _number in range(100):
        first = date(2026, 3, 1) + timedelta(chance.randrange(40))
        one = make.mission(
            partnership,
            host_city=chance.choice(cities),
            theme=chance.choice(["waste", "health", ""]),
            starts=partial(first),
            ends=partial(first + timedelta(chance.randrange(6))),
        )
        delegates = chance.sample(names, chance.randrange(3))
        for name in delegates:
            make.delegate(one, host, name=name)
        made.append((one, {folded(name) for name in delegates}))
    asked = probe(host, names=("ana", "Dinis"))
    expected = {one.id: reasons for one, delegates in made if (reasons := plainly(asked, one, delegates))}
    standing = Standing(steering.id, steering.role)
    with statements() as seen:
        answer = overlaps(asked, standing)
    assert len(seen) == 2
    assert 5 < len(expected) < 20
    assert {one.id: set(one.reasons) for one in answer} == expected


def plainly(asked: Probe, other: Mission, delegates: set[str]) -> set[Reason]:
    """Say in what a mission meets the one asked for."""
    assert asked.first_day is not None
    assert asked.last_day is not None
    assert other.first_day is not None
    assert other.last_day is not None
    days, others = (asked.first_day, asked.last_day), (other.first_day, other.last_day)
    reasons = set()
    if overlap(days, others) and {folded(name) for name in asked.names} & delegates:
        reasons.add(Reason.PERSON)
    if other.host_city_id == asked.host_city_id and overlap(days, others):
        reasons.add(Reason.CITY)
    if other.host_city_id == asked.host_city_id and other.theme == asked.theme and overlap(whole_weeks(*days), others):
        reasons.add(Reason.THEME)
    return reasons
