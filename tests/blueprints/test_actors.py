"""Choosing on a partnership's page which actors take part, and where the programme's page counts them."""

import pytest

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import PageClient
from tracker.domain.people import Role
from tracker.models.partnerships import Partnership


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership in a programme."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    return make.partnership(cities, programme=make.programme("Lusophone cities"))


def people(of: Partnership) -> str:
    return f"/partnerships/{of.ref}/people"


def test_actors_are_chosen_and_can_be_taken_back(client: PageClient, of: Partnership) -> None:
    one = make.actor(of.programme, name="Front of mayors", contact="https://front.example")
    client.sign_in(make.technician(of.cities[0]))
    choose = client.get(people(of)).page.link("Choose the actors")
    opened = client.get(choose)
    told = {f"part_{one.id}": "y", f"gives_{one.id}": "Keeps the cities in touch"}
    seen = client.follow(client.submit(choose, told)).page
    assert "Keeps the cities in touch" in seen.main
    assert seen.link("Front of mayors") == "https://front.example"
    assert client.send(opened, {f"part_{one.id}": "y"}).status_code == 409
    seen = client.follow(client.submit(choose, {f"part_{one.id}": []})).page
    assert "None is marked yet" in seen.main
    seen = client.follow(client.submit(choose, {f"part_{one.id}": "y"})).page
    assert "Keeps the cities in touch" in seen.main


def test_words_for_an_actor_without_a_mark_are_not_lost_silently(client: PageClient, of: Partnership) -> None:
    one = make.actor(of.programme)
    client.sign_in(make.technician(of.cities[0]))
    answer = client.submit(f"/partnerships/{of.ref}/actors", {f"gives_{one.id}": "Pays"})
    assert answer.status_code == 422
    assert "Mark this actor, or take the words out." in answer.page.main
    answer = client.submit(f"/partnerships/{of.ref}/actors", {f"part_{one.id}": "y", f"gives_{one.id}": "long " * 200})
    assert answer.status_code == 422


def test_the_programme_counts_partnerships_and_the_number_opens_their_list(client: PageClient, of: Partnership) -> None:
    one, other = make.actor(of.programme, name="Front"), make.actor(of.programme, name="Fund")
    make.taking_part(of, one)
    make.taking_part(make.partnership(programme=of.programme), one)
    make.partnership(programme=of.programme)
    make.taking_part(make.partnership(), other)
    client.sign_in(make.coordinator(of.programme))
    page = client.get("/programmes/lusophone-cities").page
    listed = client.get(page.link("2 partnerships with Front")).page
    assert rows_of(listed) == 2
    assert "Front" in listed.main
    assert "with Fund" not in page.main
    assert rows_of(client.get(f"/partnerships?actor={other.id}").page) == 0
    for strange in ("0", "x", "9999999999", "-1"):
        assert rows_of(client.get(f"/partnerships?actor={strange}").page) == 3, strange
    client.sign_in(make.technician(of.cities[0]))
    page = client.get("/programmes/lusophone-cities").page
    assert rows_of(client.get(page.link("1 partnership with Front")).page) == 1


def test_a_programme_without_actors_and_no_programme_say_where_to_go(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(f"/partnerships/{of.ref}/actors").page
    assert seen.link("Open the programme") == "/programmes/lusophone-cities"
    free = make.partnership(of.cities)
    assert client.get(people(free)).page.link("Name a partner") == f"/partnerships/{free.ref}/partners/new"
    assert "in no programme" in client.get(f"/partnerships/{free.ref}/actors").page.main


def test_everybody_who_sees_the_partnership_reads_who_takes_part(client: PageClient, of: Partnership) -> None:
    make.taking_part(of)
    engineer = make.person("Engineer of Nampula", Role.TECHNICIAN, city=of.cities[0])
    make.post_holder(of, engineer, make.Post.MEMBER)
    for reader in (make.observer(of), make.mayor(of.cities[1]), make.administrator()):
        client.sign_in(reader)
        page = client.get(people(of)).page
        assert "Convenes the cities" in page.main
        assert "Engineer of Nampula" in page.main
        for words in ("Choose the actors", "Name this person", "Take off", "Name a group"):
            assert words not in page.main, words
