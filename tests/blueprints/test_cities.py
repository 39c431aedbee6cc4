"""The pages of cities."""

from datetime import date, timedelta

from sqlalchemy import select

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import PageClient
from tests.databases import statements
from tracker.clock import utc_now
from tracker.db import db
from tracker.models.archive import Source
from tracker.models.cities import PublicOfficial
from tracker.models.mandates import Mandate


def test_the_list_is_narrowed_by_name_country_and_letter(client: PageClient) -> None:
    for name, country in (("São Paulo", "BR"), ("Salvador", "BR"), ("Évora", "PT")):
        make.city(name, country)
    client.sign_in(make.observer())
    assert rows_of(client.submit("/cities", {"q": "sao"}, button="Apply").page) == 1
    page = client.get("/cities").page
    assert rows_of(client.get(page.link("S")).page) == 2
    assert rows_of(client.submit("/cities", {"country": "PT"}, button="Apply").page) == 1
    nothing = client.get("/cities?q=nothing").page
    assert nothing.link("Clear filters") == "/cities"
    for query in ("letter=%25", "letter=" + "z" * 500, "country=%27", "page=x"):
        assert client.get(f"/cities?{query}").status_code == 200, query
    assert client.get("/cities?page=2").status_code == 404


def test_a_city_shows_offices_officials_partnerships_missions_and_needs(client: PageClient) -> None:
    nampula, guarulhos = make.city("Nampula", office="President"), make.city("Guarulhos", "BR")
    own = make.partnership([nampula, guarulhos], stage=1)
    make.mayor(nampula)
    make.completed_mission(own)
    make.completed_mission(own, host_city=guarulhos)
    make.need(own, nampula, title="Nobody knows whose land it is")
    make.keep(Source(code="S03", position=1, title="A newsletter", address="https://city.example/news"))
    named = {"office": "president", "name": "President of 2013", "when_stated": "2013", "sources": "S03"}
    make.keep(PublicOfficial(city=nampula, **named))
    client.sign_in(make.technician(guarulhos))
    page = client.get("/cities/nampula").page
    for words in ("Mayor of Nampula", "In office", "President of 2013", "Nobody knows whose land it is"):
        assert words in page.main, words
    assert (own.title, f"/partnerships/{own.ref}") in page.links
    assert rows_of(client.get(page.link("1 mission to this city")).page) == 1
    assert rows_of(client.get(page.link("1 mission from this city elsewhere")).page) == 1
    assert rows_of(client.get(page.link("The 1 need")).page) == 1
    assert rows_of(client.get(page.link("The 1 partnership")).page) == 1
    assert "Record a new mandate" not in page.main


def test_who_may_record_a_mandate_sees_the_button(client: PageClient) -> None:
    lusophone = make.programme("Lusophone cities")
    make.partnership([make.city("Nampula"), make.city()], programme=lusophone)
    for reader, sees in (
        (make.administrator(), True),
        (make.coordinator(lusophone), True),
        (make.coordinator(make.programme()), False),
        (make.observer(), False),
    ):
        client.sign_in(reader)
        page = client.get("/cities/nampula").page
        assert ("Record a new mandate" in page.main) is sees, reader.name


def test_a_proposed_mandate_is_confirmed_from_the_page(client: PageClient) -> None:
    nampula = make.city("Nampula")
    make.partnership([nampula, make.city()])
    make.mayor(nampula)
    successor = make.person("Successor", "mayor", city=nampula)
    starts = utc_now().date() - timedelta(days=1)
    proposed = {"confirmed_at": None, "confirmed_by_id": None, "recorded_by_id": make.coordinator().id}
    make.mandate(successor, nampula, starts_on=starts, **proposed)
    client.sign_in(make.administrator())
    opened = client.get("/cities/nampula")
    assert "Waiting for a second person" in opened.page.main
    assert client.send(opened, button="Confirm Successor").status_code == 303
    page = client.get("/cities/nampula").page
    assert "Waiting for a second person" not in page.main
    current = db.session.scalars(select(Mandate).where(Mandate.ends_on.is_(None))).one()
    assert current.person_id == successor.id


def test_a_vacant_office_is_told(client: PageClient) -> None:
    nampula = make.city("Nampula")
    make.partnership([nampula, make.city()])
    make.mayor(nampula, ends_on=date(2024, 12, 31))
    client.sign_in(make.administrator())
    page = client.get("/cities/nampula").page
    assert "Nobody holds the office of this city now" in page.main
    assert "Ended" in page.main


def test_what_does_not_exist_is_not_found(client: PageClient) -> None:
    make.city("Nampula")
    client.sign_in(make.administrator())
    for path in (
        "/cities/maputo",
        "/cities/nampula/missions/up",
        "/cities/maputo/needs",
        "/cities/nampula/needs?page=2",
    ):
        assert client.get(path).status_code == 404, path
    for path in (
        "/cities/nampula",
        "/cities/nampula/missions/in",
        "/cities/nampula/missions/out",
        "/cities/nampula/needs",
    ):
        assert rows_of(client.get(path).page) == 0, path


def test_as_many_statements_for_many_as_for_few(client: PageClient) -> None:
    nampula = make.city("Nampula")
    own = make.partnership([nampula, make.city()])
    make.mayor(nampula)
    client.sign_in(make.administrator())

    def counts() -> list[int]:
        found = []
        for path in ("/cities", "/cities/nampula", "/cities/nampula/missions/in", "/cities/nampula/needs"):
            with statements() as made:
                client.get(path)
            found.append(len(made))
        return found

    few = counts()
    for turn in range(6):
        make.partnership([nampula, make.city()])
        make.completed_mission(own)
        make.need(own, nampula, title=f"Need {turn}")
        make.mandate(
            make.technician(nampula), nampula, starts_on=date(2000 + turn, 1, 1), ends_on=date(2000 + turn, 2, 1)
        )
    assert counts() == few
