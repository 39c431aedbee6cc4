"""People: who is listed for whom, and what a person holds."""

from datetime import date

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.paging import Window
from tracker.dashboards.people import (
    PeopleQuestion,
    count_people,
    has_signed_in,
    mandates_of,
    person_rows,
    posts_of,
    programme_ids_of,
    programmes_of,
)
from tracker.db import db, transaction
from tracker.domain.partnerships import Post
from tracker.domain.people import Role
from tracker.models.people import Organisation
from tracker.permissions import standing_of
from tracker.services.accounts import sign_in

NOW = make.AT
ALL = Window(size=200)


def test_a_coordinator_sees_people_of_the_cities_in_reach_and_of_organisations(app: Flask) -> None:
    near, far = make.city("Near"), make.city("Far")
    lusophone = make.programme("Lusophone cities")
    make.partnership([near, make.city()], programme=lusophone)
    make.partnership([far, make.city()], programme=make.programme())
    reader = make.coordinator(lusophone)
    seen = [make.technician(near), make.observer(), reader]
    hidden = make.technician(far)
    standing = standing_of(reader, NOW)
    rows = person_rows(PeopleQuestion(), ALL, standing)
    assert {row.id for row in rows} == {one.id for one in seen}
    assert count_people(PeopleQuestion(), standing) == 3
    everybody = standing_of(make.administrator(), NOW)
    assert hidden.id in {row.id for row in person_rows(PeopleQuestion(), ALL, everybody)}
    assert count_people(PeopleQuestion(), everybody) == 5


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (PeopleQuestion(q="technician OF"), 2),
        (PeopleQuestion(q="@city.example"), 3),
        (PeopleQuestion(q="100%"), 0),
        (PeopleQuestion(role=Role.TECHNICIAN), 2),
        (PeopleQuestion(q="nampula", role=Role.TECHNICIAN), 1),
        (PeopleQuestion(role=Role.MAYOR), 0),
    ],
)
def test_filters(app: Flask, asked: PeopleQuestion, count: int) -> None:
    for name in ("Nampula", "Guarulhos"):
        make.technician(make.city(name))
    standing = standing_of(make.administrator(), NOW)
    assert count_people(asked, standing) == len(person_rows(asked, ALL, standing)) == count


def test_rows_are_one_statement_and_name_the_employer(app: Flask) -> None:
    make.technician(make.city("Nampula"), function="Surveyor")
    network = make.keep(Organisation(code="network", name="The network"))
    make.coordinator(organisation=network, is_active=False)
    standing = standing_of(make.administrator(), NOW)
    db.session.commit()
    with statements() as made:
        rows = person_rows(PeopleQuestion(), ALL, standing)
    assert len(made) == 1
    assert [(row.name, row.employer, row.function, row.is_active) for row in rows] == [
        ("Administrator", "", "", True),
        ("Coordinator", "The network", "", False),
        ("Technician of Nampula", "Nampula", "Surveyor", True),
    ]


def test_what_a_person_holds_and_steers(app: Flask) -> None:
    nampula, lusophone = make.city("Nampula"), make.programme("Lusophone cities")
    own = make.partnership([nampula, make.city()], programme=lusophone)
    foreign = make.partnership(programme=make.programme())
    who = make.mayor(nampula)
    make.mandate(who, nampula, starts_on=date(2020, 1, 1), confirmed_at=None, confirmed_by_id=None)
    make.post_holder(own, who, Post.POLITICAL_LEADER)
    make.post_holder(foreign, who, Post.OBSERVER)
    reader = make.coordinator(lusophone)
    assert [(one.text, one.href, one.is_confirmed) for one in mandates_of(who)] == [
        ("Mayor, Nampula", "/cities/nampula", True),
        ("Mayor, Nampula", "/cities/nampula", False),
    ]
    posts = posts_of(who, standing_of(reader, NOW))
    assert [(one.href, one.post) for one in posts] == [(f"/partnerships/{own.ref}", Post.POLITICAL_LEADER)]
    assert [one.href for one in programmes_of(reader)] == ["/programmes/lusophone-cities"]
    assert (programme_ids_of(reader), programme_ids_of(who)) == ([lusophone.id], [])


def test_whether_somebody_ever_signed_in(app: Flask) -> None:
    person = make.observer()
    assert not has_signed_in(person)
    with transaction():
        sign_in(person, keep=False, ip_address="", user_agent="", at=NOW)
    assert has_signed_in(person)
