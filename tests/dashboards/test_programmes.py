"""Programmes: their list with the partnerships a reader sees, their money and their coordinators."""

from flask import Flask

from tests import factories as make
from tests.dashboards.samples import sample
from tests.databases import statements
from tracker.dashboards.programmes import coordinators_of, countries_of, funding_rows, programme_rows
from tracker.db import db
from tracker.models.archive import Source
from tracker.models.programmes import Funding
from tracker.permissions import standing_of


def test_reading_countries() -> None:
    assert countries_of("BR;MZ;") == ("BR", "MZ")
    assert countries_of("") == ()


def test_partnerships_are_counted_as_far_as_the_reader_sees_them(app: Flask) -> None:
    portfolio = sample(make.AT)
    make.programme("Empty")
    counts = {
        person: {row.code: row.partnerships for row in programme_rows(standing_of(person, make.AT))}
        for person in (portfolio.administrator, portfolio.coordinator, make.technician(portfolio.planning.cities[0]))
    }
    assert list(counts.values()) == [
        {"empty": 0, "lusophone-cities": 5, "nordic-cities": 1},
        {"empty": 0, "lusophone-cities": 5, "nordic-cities": 0},
        {"empty": 0, "lusophone-cities": 2, "nordic-cities": 0},
    ]


def test_the_list_makes_two_statements(app: Flask) -> None:
    standing = standing_of(make.administrator(), make.AT)
    for _turn in range(5):
        make.partnership(programme=make.programme())
    db.session.commit()
    with statements() as made:
        programme_rows(standing)
    assert len(made) == 2


def test_money_and_people_of_one_programme(app: Flask) -> None:
    lusophone, nordic = make.programme("Lusophone cities"), make.programme("Nordic cities")
    make.keep(Source(code="S13", position=1, title="A page", address="https://city.example"))
    for programme, cents in ((lusophone, 83_020_500), (lusophone, 100), (nordic, 5)):
        make.keep(Funding(programme_id=programme.id, kind="budget", amount_cents=cents, currency="EUR", sources="S13"))
    make.keep(Funding(partnership_id=make.partnership().id, kind="grant", amount_cents=7, currency="EUR"))
    rows = funding_rows(lusophone)
    assert [(row.amount_cents, [one.code for one in row.sources]) for row in rows] == [
        (83_020_500, ["S13"]),
        (100, ["S13"]),
    ]
    steers = make.coordinator(lusophone)
    make.coordinator(nordic)
    make.coordinator(lusophone, is_active=False)
    assert [row.id for row in coordinators_of(lusophone)] == [steers.id]
