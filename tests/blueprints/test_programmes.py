"""The pages of programmes."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import PageClient
from tests.dashboards.samples import sample
from tests.databases import statements
from tracker.clock import utc_now
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.programmes import GovernanceRole
from tracker.models.archive import Source
from tracker.models.programmes import Funding, ProgrammePartner


def test_the_list_counts_what_the_reader_sees_and_leads_there(client: PageClient) -> None:
    portfolio = sample(utc_now())
    client.sign_in(portfolio.coordinator)
    page = client.get("/programmes").page
    assert page.link("Lusophone cities") == "/programmes/lusophone-cities"
    assert rows_of(client.get(page.link("5")).page) == 5


def test_a_programme_tells_its_facts_money_sources_people_and_partnerships(client: PageClient) -> None:
    portfolio = sample(utc_now())
    make.keep(Source(code="S13", position=1, title="The project page", address="https://city.example/project"))
    lusophone = portfolio.lusophone
    lusophone.countries, lusophone.funders, lusophone.sources = "BR;MZ", "A union; A city", "S13"
    lusophone.amount_cents, lusophone.currency = 83_020_500, "EUR"
    money = {"kind": "total budget", "amount_cents": 83_020_500, "currency": "EUR", "sources": "S13"}
    make.keep(Funding(programme_id=lusophone.id, **money))
    client.sign_in(portfolio.coordinator)
    page = client.get("/programmes/lusophone-cities").page
    for words in ("Brazil, Mozambique", "A union, A city", "830,205 EUR", "total budget", "5 partnerships"):
        assert words in page.main, words
    assert page.link("The project page") == "https://city.example/project"
    assert page.link(portfolio.coordinator.name) == f"/people/{portfolio.coordinator.id}"
    assert rows_of(client.get(page.link("2 2 overdue")).page) == 2
    assert rows_of(client.get(page.link("Filter and export")).page) == 5


def test_readers_elsewhere_see_the_frame_but_no_partnership(client: PageClient) -> None:
    portfolio = sample(utc_now())
    client.sign_in(make.technician(make.city("Elsewhere")))
    page = client.get("/programmes/lusophone-cities").page
    assert "You can see no partnership of this programme" in page.main
    assert portfolio.planning.ref not in page.html
    assert f"/people/{portfolio.coordinator.id}" not in page.html


def test_what_does_not_exist_is_not_found(client: PageClient) -> None:
    client.sign_in(make.administrator())
    assert client.get("/programmes/none").status_code == 404
    make.programme("Empty")
    assert client.get("/programmes/empty?page=2").status_code == 404
    assert client.get("/programmes/empty").status_code == 200
    assert "Nobody steers this programme here yet" in client.get("/programmes/empty").page.main


def test_as_many_statements_for_many_as_for_few(client: PageClient) -> None:
    lusophone = make.programme("Lusophone cities")
    make.partnership(programme=lusophone)
    client.sign_in(make.administrator())

    def counts() -> list[int]:
        found = []
        for path in ("/programmes", "/programmes/lusophone-cities"):
            with statements() as made:
                client.get(path)
            found.append(len(made))
        return found

    few = counts()
    for _turn in range(8):
        make.partnership(programme=lusophone)
        make.programme()
    assert counts() == few


def test_the_policy_of_new_partnerships_is_chosen(client: PageClient) -> None:
    frame = make.programme("Lusophone cities")
    client.sign_in(make.coordinator(frame))
    opened = client.get(client.get("/programmes/lusophone-cities").page.link("Choose the policy of the gates"))
    assert client.send(opened, extra={"policy": "none"}).status_code == 422
    answer = client.send(opened, {"policy": "short_exchange"})
    assert "Short exchange, version 1" in client.follow(answer).page.main
    assert client.send(opened, {"policy": "guide"}).status_code == 409


def test_actors_stand_under_their_role_with_country_period_and_source(client: PageClient) -> None:
    lusophone = make.programme("Lusophone cities")
    make.keep(Source(code="S01", position=1, title="The guide", address="https://city.example/guide"))
    make.actor(lusophone, name="Fund", role=GovernanceRole.FUNDER, contact="https://fund.example", sources="S01")
    make.actor(lusophone, contact="Unit for cities", since=PartialDate(2013))
    client.sign_in(make.technician(make.city()))
    page = client.get("/programmes/lusophone-cities").page
    assert page.main.index("Facilitator") < page.main.index("Funder")
    assert "Mozambique · Unit for cities · since 2013" in page.main
    assert page.link("Fund") == "https://fund.example"
    assert page.link("The guide") == "https://city.example/guide"
    assert not [form for form in page.forms if "programme-actors" in form.action]


def test_an_actor_is_named_changed_removed_and_restored(client: PageClient) -> None:
    lusophone = make.programme("Lusophone cities")
    home = "/programmes/lusophone-cities"
    client.sign_in(make.coordinator(lusophone))
    told = {"role": "university", "name": "Universidade Lúrio", "country": "MZ", "since": "2013-01"}
    seen = client.follow(client.submit(client.get(home).page.link("Name an actor"), told)).page
    assert "Universidade Lúrio" in seen.main
    assert "since January 2013" in seen.main
    (row,) = db.session.scalars(select(ProgrammePartner))
    edit = f"/programme-actors/{row.id}/edit"
    opened = client.get(edit)
    assert "until 2015" in client.follow(client.submit(edit, {"until": "2015"})).page.main
    assert client.send(opened, {"name": "Another"}).status_code == 409
    seen = client.follow(client.submit(home, form=f"/programme-actors/{row.id}/remove")).page
    assert "Nobody is named yet: who leads" in seen.main
    seen = client.follow(client.submit(home, form=f"/programme-actors/{row.id}/restore")).page
    assert [form for form in seen.forms if form.action == f"/programme-actors/{row.id}/remove"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": ""}, "This is needed."),
        ({"since": "soon"}, "Write a date as"),
        ({"since": "2015", "until": "2013"}, "The end lies before the beginning."),
    ],
)
def test_what_is_wrong_with_an_actor_is_said_at_its_field(client: PageClient, told: dict[str, str], words: str) -> None:
    lusophone = make.programme("Lusophone cities")
    client.sign_in(make.coordinator(lusophone))
    path = "/programmes/lusophone-cities/actors/new"
    answer = client.submit(path, {"role": "lead", "name": "Network", **told})
    assert answer.status_code == 422
    assert words in answer.page.main
    answer = client.submit(path, {"role": "lead", "name": "Network"}, extra={"country": "ZZ"})
    assert answer.status_code == 422
