"""The page of a partnership, founding one, steering it, its people and its journal."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tracker.db import db
from tracker.domain.partnerships import PartnershipState, Post
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership, PostHolder
from tracker.services.stages import stage_runs


@pytest.fixture
def partnership(client: PageClient) -> Partnership:
    """Give a partnership of Nampula and Guarulhos at stage 5."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    return make.partnership(cities, stage=5, programme=make.programme("Lusophone cities"))


def test_the_page_tells_stage_duties_gate_people_and_missions(client: PageClient, partnership: Partnership) -> None:
    nampula, guarulhos = partnership.cities
    for city in partnership.cities:
        make.mayor(city)
    technician = make.technician(nampula)
    make.post_holder(partnership, technician, Post.TECHNICAL_LEAD)
    visit = make.completed_mission(partnership)
    client.sign_in(technician)
    page = client.get(f"/partnerships/{partnership.ref}").page
    for words in (
        "Seek",
        "Sense",
        "Share",
        "Scan the maps of Nampula",
        "Scan the maps of Guarulhos",
        "A mission report is signed by the office holders",
        "Technical lead",
        "signs for the city",
        visit.ref.split("-")[-1],
        f"Write the report of mission {visit.ref}",
    ):
        assert words in page.main, words
    assert guarulhos.name in page.h1


def test_an_empty_partnership_says_what_to_do_next(client: PageClient) -> None:
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    partnership = make.partnership(cities)
    client.sign_in(make.technician(cities[0]))
    page = client.get(f"/partnerships/{partnership.ref}").page
    assert "Record the needs of the city" in page.main
    assert "No mission yet" in page.main
    assert "Nobody is named yet" in page.main


@pytest.mark.parametrize("count", [2, 3, 7])
def test_founding_with_any_number_of_cities(client: PageClient, count: int) -> None:
    programme = make.programme("Lusophone cities")
    cities = [make.city(f"Member {number}") for number in range(count)][::-1]
    client.sign_in(make.coordinator(programme))
    fields = {
        "cities": [city.id for city in cities],
        "programme_id": programme.id,
        "theme": "cadastre",
        "starts": "2026-03",
    }
    client.follow(client.submit("/partnerships/new", fields))
    founded = db.session.scalars(select(Partnership)).one()
    assert founded.cities == cities
    assert founded.title == " – ".join(city.name for city in founded.cities)
    assert (founded.ref, str(founded.starts), founded.stage_number) == (f"P-{founded.id:04d}", "2026-03", 1)
    assert len(stage_runs(founded)) == 6


@pytest.mark.parametrize(
    "wrong",
    [{"cities": []}, {"cities": ""}, {"starts": "March"}, {"starts": "2026-02-30"}, {"starts": "2026", "ends": "2025"}],
)
def test_what_is_no_partnership_is_refused(client: PageClient, wrong: dict[str, object]) -> None:
    cities = [make.city(), make.city()]
    client.sign_in(make.coordinator())
    answer = client.submit("/partnerships/new", {"cities": [city.id for city in cities], **wrong})
    assert answer.status_code == 422
    assert db.session.scalars(select(Partnership)).all() == []


def test_a_city_stands_in_a_partnership_once(client: PageClient) -> None:
    city, other = make.city(), make.city()
    client.sign_in(make.coordinator())
    answer = client.submit("/partnerships/new", {"cities": [city.id, other.id, city.id]})
    assert answer.status_code == 422
    assert "Choose each city once." in answer.page.main


@pytest.mark.parametrize("rubbish", ["x", "0", "99999999999999", "-1"])
def test_a_city_that_is_not_offered_is_refused(client: PageClient, rubbish: str) -> None:
    cities = [make.city(), make.city()]
    client.sign_in(make.coordinator())
    sent = [*(str(city.id) for city in cities), rubbish]
    assert client.submit("/partnerships/new", extra={"cities": sent}).status_code == 422


def test_a_place_for_another_city_keeps_what_was_written(client: PageClient) -> None:
    cities = [make.city(f"Member {number}") for number in range(5)]
    client.sign_in(make.coordinator())
    wanted = [cities[3].id, cities[0].id, "", cities[4].id]
    opened = client.submit("/partnerships/new", {"cities": wanted, "title": "Five"}, button="Add a place for a city")
    assert opened.status_code == 200
    form = next(one for one in opened.page.forms if "cities" in one.names)
    assert [one.values for one in form.field("cities")] == [*([str(n)] for n in wanted if n), [""], [""]]
    assert form.defaults["title"] == ["Five"]
    assert client.send(opened, button="Found the partnership").status_code == 303
    assert db.session.scalars(select(Partnership)).one().cities == [cities[3], cities[0], cities[4]]


def test_two_people_editing_at_once(client: PageClient, partnership: Partnership) -> None:
    client.sign_in(make.technician(partnership.cities[0]))
    path = f"/partnerships/{partnership.ref}/edit"
    mine = client.get(path)
    client.submit(path, {"theme_text": "Their scope."})
    answer = client.send(mine, {"theme_text": "My scope."})
    assert answer.status_code == 409
    assert "Their scope." in answer.page.main
    assert "My scope." in answer.page.main
    assert partnership.theme_text == "Their scope."


def test_every_step_back_needs_a_reason_that_stays(client: PageClient, partnership: Partnership) -> None:
    client.sign_in(make.coordinator(partnership.programme))
    path = f"/partnerships/{partnership.ref}/state"
    assert client.submit(path, {"state": "on_hold"}).status_code == 409
    assert partnership.state is PartnershipState.ACTIVE
    client.submit(path, {"state": "on_hold", "reason": "Elections in both cities."})
    page = client.get(f"/partnerships/{partnership.ref}").page
    assert "Elections in both cities." in page.main
    client.submit(path, {"state": "active"})
    assert partnership.state is PartnershipState.ACTIVE
    journal = client.get(f"/partnerships/{partnership.ref}/journal").page.main
    assert journal.count("changed the state") == 2
    assert "Elections in both cities." in journal


def test_a_deleted_partnership_is_gone_and_nothing_is_lost(client: PageClient, partnership: Partnership) -> None:
    administrator = make.administrator()
    client.sign_in(administrator)
    path = f"/partnerships/{partnership.ref}/delete"
    assert client.submit(path, {"reason": ""}).status_code == 422
    client.submit(path, {"reason": "Entered twice."})
    assert client.get(f"/partnerships/{partnership.ref}").status_code == 404
    assert partnership.deleted_reason == "Entered twice."


def test_naming_people(client: PageClient, partnership: Partnership) -> None:
    technician = make.technician(partnership.cities[0])
    foreign = make.technician(partnership.cities[1])
    client.sign_in(technician)
    path = f"/partnerships/{partnership.ref}/people"
    client.submit(path, {"person_id": technician.id, "post": "technical_lead"})
    holder = db.session.scalars(select(PostHolder)).one()
    assert (holder.person_id, holder.city_id) == (technician.id, partnership.cities[0].id)
    refused = client.submit(path, {"post": "focal_point"}, extra={"person_id": foreign.id})
    assert refused.status_code == 422
    observer = client.submit(path, {"person_id": technician.id}, extra={"post": "observer"})
    assert observer.status_code == 422
    client.submit(path, form=f"/posts/{holder.id}/leave")
    assert db.session.scalars(select(PostHolder)).all() == []


def test_counterparts_stand_side_by_side_and_a_missing_one_is_said(
    client: PageClient, partnership: Partnership
) -> None:
    here, there = partnership.cities
    mine, theirs = make.technician(here), make.technician(there, function="ENGINEER")
    make.post_holder(partnership, theirs, Post.MEMBER)
    client.sign_in(mine)
    path = f"/partnerships/{partnership.ref}/people"
    told = {"person_id": mine.id, "post": "technical_lead", "function": "Planner"}
    assert client.follow(client.submit(path, told)).page.main.count("Nobody yet") == 2
    seen = client.follow(client.submit(path, {**told, "function": "Engineer"})).page.main
    assert "Nobody yet" not in seen
    assert seen.count("Engineer") > 1
    client.submit(path, {**told, "function": ""})
    holder = db.session.scalars(select(PostHolder).where(PostHolder.person_id == mine.id)).one()
    assert (holder.function, holder.works_as) == ("Engineer", "Engineer")
    verbs = db.session.scalars(select(JournalEntry.verb).where(JournalEntry.verb.like("post.%"))).all()
    assert verbs == ["post.filled", "post.changed"]
    assert "Technical lead, Engineer" in client.get(f"/partnerships/{partnership.ref}").page.main


def test_the_journal_is_paged(client: PageClient, partnership: Partnership) -> None:
    technician = make.technician(partnership.cities[0])
    client.sign_in(technician)
    for number in range(60):
        client.submit(f"/partnerships/{partnership.ref}/edit", {"theme_text": f"Scope {number}"})
    page = client.get(f"/partnerships/{partnership.ref}/journal").page
    assert page.main.count("changed the frame") == 50
    last = client.get(page.link("Next")).page
    assert last.main.count("changed the frame") == 10
    assert client.get(f"/partnerships/{partnership.ref}/journal?page=999999999999999999999").status_code == 200
