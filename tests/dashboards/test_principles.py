"""The principles as health checks, with figures counted by hand from what the test recorded."""

from datetime import date, timedelta

import pytest
from flask import Flask, current_app

from tests import factories as make
from tests.client import BASE_URL
from tests.databases import statements
from tracker.dashboards.principles import Check, checks_of, phase_views
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.evaluation import Part
from tracker.domain.missions import CancelReason, MissionState
from tracker.domain.stages import Facts
from tracker.models.cities import City
from tracker.models.official_documents import Reading
from tracker.models.partnerships import Partnership
from tracker.models.rooms import ComparisonCell, PriorityPart
from tracker.models.work import Cost
from tracker.services.stages import stage_runs

TODAY = date(2026, 3, 12)


@pytest.fixture
def cities(app: Flask) -> list[City]:
    """Make two cities."""
    return [make.city("Nampula"), make.city("Guarulhos", "BR")]


def seen(of: Partnership) -> dict[str, Check]:
    """Give every check by its code, as a page would show it."""
    with current_app.test_request_context(base_url=BASE_URL):
        return {check.code: check for check in checks_of(of, TODAY)}


def test_nothing_recorded_says_nothing(cities: list[City]) -> None:
    checks = seen(make.partnership(cities))
    assert [check.code for check in checks.values()] == [
        *("equality", "no_donor", "reciprocity", "solidarity", "leadership", "understanding", "ownership", "time"),
    ]
    assert all(not check.lines and not check.question for check in checks.values())


def test_who_proposes_and_who_hosts(cities: list[City]) -> None:
    of = make.partnership(cities)
    nampula, guarulhos = cities
    by = {city.id: make.technician(city) for city in cities}
    for proposer, host in ((nampula, nampula), (nampula, guarulhos), (guarulhos, nampula), (nampula, None)):
        make.completed_mission(of, logged_by=by[proposer.id], host_city=host)
    cancelled = make.completed_mission(of, logged_by=by[guarulhos.id], host_city=guarulhos)
    cancelled.state, cancelled.cancel_reason = MissionState.CANCELLED, CancelReason.OTHER
    db.session.commit()
    check = seen(of)["equality"]
    assert check.lines == [
        "Nampula proposed 3 of 4 missions",
        "Guarulhos proposed 1 of 4 missions",
        "Nampula hosted 2 of 3 missions",
        "Guarulhos hosted 1 of 3 missions",
    ]
    assert check.question == ""


def test_one_city_always_hosting_is_a_question(cities: list[City]) -> None:
    of = make.partnership(cities)
    for _ in range(2):
        make.completed_mission(of, host_city=cities[1])
    assert "always Guarulhos" in seen(of)["equality"].question


def test_who_pays_is_summed_for_each_currency(cities: list[City]) -> None:
    of = make.partnership(cities)
    costs = [
        ("EUR", "guarulhos", 300_00),
        ("EUR", "Nampula", 100_00),
        ("EUR", "A union", 600_00),
        ("MZN", "Nampula", 5_00),
    ]
    make.activity(of, costs=[Cost(currency=money, bearer=who, amount_cents=cents) for money, who, cents in costs])
    make.activity(of, costs=[Cost(currency="EUR", amount_cents=9_999_00)])
    assert seen(of)["no_donor"].lines == [
        "Nampula bears 100 EUR of 1,000 EUR",
        "Guarulhos bears 300 EUR of 1,000 EUR",
        "Others bear 600 EUR of 1,000 EUR",
        "Nampula bears 5 MZN of 5 MZN",
        "Guarulhos bears 0 MZN of 5 MZN",
    ]


def test_a_city_that_pays_and_teaches_is_a_question(cities: list[City]) -> None:
    of = make.partnership(cities)
    make.activity(of, costs=[Cost(currency="EUR", bearer="Guarulhos", amount_cents=100_00)])
    for rank in (1, 2):
        parts = [PriorityPart(city=cities[1], part=Part.TEACHES), PriorityPart(city=cities[0], part=Part.LEARNS)]
        make.priority(of, rank=rank, parts=parts, rankings=[])
    checks = seen(of)
    assert checks["no_donor"].question.startswith("Guarulhos pays and teaches.")
    assert checks["reciprocity"].lines == [
        "Nampula teaches in 0 of 2 priority roles",
        "Guarulhos teaches in 2 of 2 priority roles",
    ]
    assert checks["reciprocity"].question == "So far it goes one way. What could be learned the other way round?"


def test_what_passed_the_rarer_way(cities: list[City]) -> None:
    of = make.partnership(cities)
    for _ in range(3):
        make.instrument(of)
    make.instrument(of, from_city=cities[1], to_city=cities[0])
    make.instrument(of, removed_at=make.AT)
    check = seen(of)["reciprocity"]
    assert check.lines == ["1 of 4 instruments went the rarer way"]
    assert check.question == ""


def test_promises_kept(cities: list[City]) -> None:
    of = make.partnership(cities)
    mission = make.completed_mission(of)
    make.agreed_task(mission, cities[0], due_on=TODAY, done_at=make.AT)
    make.agreed_task(mission, cities[0], due_on=TODAY)
    make.agreed_task(mission, cities[0], due_on=TODAY + timedelta(days=1))
    assert seen(of)["solidarity"].lines == ["Nampula kept 1 of 2 promises"]


def test_sign_offs_in_time_and_texts_opened_before(cities: list[City]) -> None:
    of = make.partnership(cities)
    document = make.submitted_report(make.completed_mission(of))
    first, second = (make.holder_of(city) for city in cities)
    make.keep(Reading(document_id=document.id, person_id=first.id, first_at=make.AT, last_at=make.AT))
    make.sign(document, first, make.AT + timedelta(hours=1))
    checks = seen(of)
    assert checks["leadership"].lines == ["1 of 1 sign-offs came until the day asked for"]
    make.sign(document, second, make.AT + timedelta(days=60))
    checks = seen(of)
    assert checks["leadership"].lines == ["1 of 2 sign-offs came until the day asked for"]
    assert checks["understanding"].lines == ["1 of 2 signatures came after the document was opened here"]


def test_what_each_city_wrote_itself(cities: list[City]) -> None:
    of = make.partnership(cities)
    make.need(of, cities[0]), make.need(of, cities[0], is_on_behalf=True)
    make.comparison(of, cells=[ComparisonCell(city=cities[0], description="On paper.")])
    check = seen(of)["ownership"]
    assert check.lines == ["Nampula wrote 2 of its 3 entries itself"]
    assert check.question == "Nothing is written for Guarulhos yet. What keeps it from it?"


def test_days_planned_and_taken(cities: list[City]) -> None:
    of = make.partnership(cities, stage=3, starts=PartialDate(2025, 3, 12))
    for run, taken in zip(stage_runs(of), (61, 70), strict=False):
        run.decided_on = run.started_on + timedelta(days=taken) if run.started_on else None
    db.session.commit()
    assert seen(of)["time"].lines == [
        "2 stages passed: planned 150 days, taken 131 days",
        "365 days since the beginning; the guide counts about 730 days to build trust",
    ]


def test_as_many_statements_whatever_there_is(cities: list[City]) -> None:
    of, empty = make.partnership(cities), make.partnership(cities)
    for _ in range(3):
        make.signed_report(make.completed_mission(of))
        make.need(of), make.comparison(of), make.activity(of), make.instrument(of)
    counts = []
    for one in (of, empty):
        db.session.refresh(one)
        [city.name for city in one.cities]
        with statements() as made:
            seen(one)
        counts.append(len(made))
    assert counts == [8, 8]


def test_phases_name_their_evidence(app: Flask) -> None:
    with app.test_request_context(base_url=BASE_URL):
        seek, sense, share = phase_views(Facts(members=2, leaders_named=2, cities_with_needs=1, missions_held=3))
    assert [(line.is_met, line.done, line.total) for line in seek.lines] == [(True, 2, 2), (False, 1, 2)]
    assert (seek.met, sense.met, share.met) == (1, 1, 0)
