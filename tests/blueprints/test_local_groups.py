"""Local groups of stakeholders on the page of a partnership's people."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tracker.db import db
from tracker.models.local_groups import LocalGroup
from tracker.models.partnerships import Partnership

TOLD = {"name": "Committee of the quarter", "kind": "residents", "people": "12", "since": "2024-05"}


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


def people(of: Partnership) -> str:
    return f"/partnerships/{of.ref}/people"


def test_a_city_without_a_group_is_asked_for_one(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(people(of)).page
    for city in of.cities:
        assert f"Who in {city.name} lives with the results" in seen.main
    assert seen.link("Name a group Nampula").endswith(f"/local-groups/new?city={of.cities[0].id}")
    assert "Name a group Guarulhos" not in seen.main


def test_a_group_is_named_changed_removed_and_restored(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    seen = client.follow(client.submit(client.get(people(of)).page.link("Name a group Nampula"), TOLD)).page
    assert "Residents' committee · 12 people · since May 2024" in seen.main
    assert "Who in Nampula lives" not in seen.main
    (group,) = db.session.scalars(select(LocalGroup))
    edit = f"/local-groups/{group.id}/edit"
    opened = client.get(edit)
    seen = client.follow(client.submit(edit, {"participation": "Meets before each visit"})).page
    assert "Meets before each visit" in seen.main
    assert client.send(opened, {"name": "Another"}).status_code == 409
    seen = client.follow(client.submit(people(of), form=f"/local-groups/{group.id}/remove")).page
    assert "Who in Nampula lives" in seen.main
    assert client.submit(edit, {"name": "Another"}).status_code == 409
    seen = client.follow(client.submit(people(of), form=f"/local-groups/{group.id}/restore")).page
    assert [form for form in seen.forms if form.action == f"/local-groups/{group.id}/remove"]


def test_the_other_city_reads_it_and_the_coordinator_writes_on_behalf(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.coordinator())
    opened = client.get(f"/partnerships/{of.ref}/local-groups/new?city={of.cities[1].id}")
    assert "You write on the city's behalf" in opened.page.main
    seen = client.follow(client.send(opened, TOLD)).page
    assert "On the city's behalf" in seen.main
    (group,) = db.session.scalars(select(LocalGroup))
    assert group.city_id == of.cities[1].id
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(people(of)).page
    assert group.name in seen.main
    assert not [form for form in seen.forms if "local-groups" in form.action]
    assert client.get(f"/local-groups/{group.id}/edit").status_code == 403


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": " "}, "This is needed."),
        ({"people": "many"}, "Write a whole number."),
        ({"people": "0"}, "Write a number of people, at least 1."),
        ({"people": "1000001"}, "Write a number of people, at least 1."),
        ({"since": "soon"}, "Write a date as"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: PageClient, of: Partnership, told: dict[str, str], words: str
) -> None:
    client.sign_in(make.technician(of.cities[0]))
    answer = client.submit(f"/partnerships/{of.ref}/local-groups/new", {**TOLD, **told})
    assert answer.status_code == 422
    assert words in answer.page.main
    answer = client.submit(f"/partnerships/{of.ref}/local-groups/new", TOLD, extra={"city_id": str(of.cities[1].id)})
    assert answer.status_code == 422
    assert not db.session.scalars(select(LocalGroup)).all()
