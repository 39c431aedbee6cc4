"""The pages on which a programme's figures stand together."""

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import PageClient
from tracker.models.work import Cost


def test_every_number_leads_to_what_it_is_made_of(client: PageClient) -> None:
    programme = make.programme("Lusophone cities")
    first, second = make.partnership(programme=programme), make.partnership(programme=programme)
    for pair in (first, second):
        make.measurement(make.indicator(pair, title="Trained staff", unit="people", target=20), value=8)
    make.activity(first, costs=[Cost(what="Flights", currency="EUR", bearer="Nampula & co", amount_cents=120_000)])
    make.partner(second, name="University of the North")
    client.sign_in(make.coordinator(programme))
    page = client.get(client.get("/programmes/lusophone-cities").page.link("Results together")).page
    for words in ("2 partnerships", "2 of 2 measured, 0 reached their target", "1,200 EUR", "University of the North"):
        assert words in page.main, words
    made_of = client.get(page.link("Trained staff")).page
    assert rows_of(made_of) == 2
    assert "Together: 16" in made_of.main
    costs = client.get(page.link("Nampula & co")).page
    assert rows_of(costs) == 1
    assert costs.link(first.title) == f"/partnerships/{first.ref}/stages/4"


def test_a_programme_without_anything_says_where_it_would_come_from(client: PageClient) -> None:
    make.programme("Empty")
    client.sign_in(make.administrator())
    page = client.get("/programmes/empty/results").page
    assert "No indicator is written yet" in page.main
    assert "No cost is planned yet" in page.main


def test_what_does_not_exist_is_not_found(client: PageClient) -> None:
    make.programme("Empty")
    client.sign_in(make.administrator())
    assert client.get("/programmes/empty/results/indicator?aggregate=sum&title=x").status_code == 404
    for path in ("results/indicator", "results/indicator?aggregate=most", "results/costs"):
        assert client.get(f"/programmes/empty/{path}").headers["Location"] == "/programmes/empty/results"
    assert client.get("/programmes/empty/results/costs?currency=EUR&bearer=").status_code == 404
    assert client.get("/cities/none/exchange/taught").status_code == 404


def test_a_city_tells_what_it_gives_and_takes(client: PageClient) -> None:
    partnership = make.partnership()
    city, other = partnership.cities
    make.instrument(partnership, title="Street register", from_city=city, to_city=other)
    client.sign_in(make.technician(city))
    page = client.get(f"/cities/{city.code}").page
    taught = client.get(page.link("1 instrument passed from this city")).page
    assert taught.link(partnership.title) == f"/partnerships/{partnership.ref}/stages/5?cycle=1"
    assert other.name in taught.main
    assert client.get(f"/cities/{city.code}/exchange/nothing").status_code == 404
    assert "Nothing of this kind" in client.get(f"/cities/{city.code}/exchange/learned").page.main
