"""Saved views: tabs with their own addresses, shared, offered, and what a list opens with."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import Answer, PageClient
from tests.dashboards.samples import Sample, sample
from tracker.clock import utc_now
from tracker.db import db
from tracker.models.views import SavedView


@pytest.fixture
def portfolio(client: PageClient) -> Sample:
    """Give the sample as of now, and let its coordinator come."""
    made = sample(utc_now())
    client.sign_in(made.coordinator)
    return made


def save(client: PageClient, path: str, name: str, **more: object) -> Answer:
    """Save what a page shows, as its reader does."""
    return client.follow(client.submit(client.get(path).page.link("Save as a view"), {"name": name, **more}))


def token(client: PageClient) -> dict[str, str]:
    """Give the token that belongs into every form."""
    return {"csrf_token": client.get("/account").page.forms[-1].defaults["csrf_token"][0]}


def tabs(answer: Answer) -> list[tuple[str, bool]]:
    """Give the views above a list, and which is shown."""
    [row] = [nav for nav in answer.page.all("nav") if nav.get("aria-label") == "Views"]
    return [(link.text or "", link.get("aria-current") == "page") for link in row.iter("a")]


def test_a_view_is_a_tab_that_shows_the_same_again(client: PageClient, portfolio: Sample) -> None:
    saved = save(client, "/partnerships?country=MZ&columns=cities&sort=-stage&group=state", "Mozambique")
    assert tabs(saved) == [("Everything", False), ("Mozambique", True)]
    page = client.get("/partnerships").page
    again = client.get(page.link("Mozambique"))
    assert again.page.words_of("h3") == saved.page.words_of("h3")
    assert again.page.words_of("thead th") == saved.page.words_of("thead th")
    assert rows_of(again.page) == 5
    assert "not saved" not in again.page.main
    assert client.get("/partnerships?country=MZ&columns=cities&sort=-stage&group=state").status_code == 200


def test_a_changed_view_says_so_and_can_be_replaced(client: PageClient, portfolio: Sample) -> None:
    saved = save(client, "/partnerships?country=MZ", "Mozambique")
    changed = client.submit(saved.request.full_path, {"q": "nampula", "state": "live"}, button="Apply")
    assert '"Mozambique" is changed, not saved.' in changed.page.main
    assert rows_of(changed.page) == 1
    replaced = client.follow(client.send(changed, button="Replace it with this"))
    assert "not saved" not in replaced.page.main
    assert rows_of(client.get(client.get("/partnerships").page.link("Mozambique")).page) == 1


def test_whoever_gets_the_address_sees_the_same_question_within_their_own_scope(
    client: PageClient, portfolio: Sample
) -> None:
    address = save(client, "/partnerships?state=current", "Now").request.full_path
    assert rows_of(client.get(address).page) == 5
    client.sign_in(make.technician(portfolio.foreign.cities[0]))
    answer = client.get(address)
    assert rows_of(answer.page) == 1
    assert tabs(answer) == [("Everything", False)]


def test_an_offered_view_stands_above_the_lists_of_other_coordinators(client: PageClient, portfolio: Sample) -> None:
    save(client, "/partnerships?state=live", "For all", programme_id=str(portfolio.lusophone.id))
    client.sign_in(make.coordinator(portfolio.lusophone))
    page = client.get("/partnerships").page
    assert "state=live" in page.link("For all")
    view = db.session.query(SavedView).one()
    for path in ("edit", "remove", "replace", "restore"):
        assert client.post(f"/views/{view.id}/{path}", data=token(client)).status_code == 403
    client.submit("/views", button="Open the list with it For all")
    assert "state=live" in client.get("/partnerships").headers["Location"]
    client.sign_in(make.coordinator(portfolio.nordic))
    assert ("For all", False) not in tabs(client.get("/partnerships"))
    assert client.post(f"/views/{view.id}/open", data=token(client)).status_code == 404


@pytest.mark.parametrize("path", ["/partnerships", "/portfolio"])
def test_a_list_opens_with_a_view_but_never_over_a_question(client: PageClient, portfolio: Sample, path: str) -> None:
    save(client, f"{path}?country=PT", "Portugal", opens=True)
    opened = client.get(path)
    assert opened.status_code == 302
    assert opened.headers["Location"].startswith(f"{path}?country=PT&view=")
    assert client.get(f"{path}?country=BR").status_code == 200
    page = client.follow(opened).page
    everything = client.get(page.link("Everything"))
    assert everything.status_code == 200
    assert tabs(everything)[0] == ("Everything", True)
    assert client.get(page.link("Clear filters")).status_code == 200
    client.submit("/views", button=f"Open with everything {'Portfolio' if 'portfolio' in path else 'Partnerships'}")
    assert client.get(path).status_code == 200


def test_a_view_is_renamed_taken_away_and_put_back(client: PageClient, portfolio: Sample) -> None:
    save(client, "/partnerships?country=MZ", "Mozambique", opens=True)
    edit = client.get("/views").page.link("Change Mozambique")
    stale = client.get(edit)
    assert client.submit(edit, {"name": "Moçambique"}).status_code == 303
    assert client.send(stale, {"name": "Too late"}).status_code == 409
    assert client.submit(edit, {"name": ""}).status_code == 422
    gone = client.follow(client.submit(edit, button="Take the view away"))
    assert "Taken away by you" in gone.page.main
    assert client.get("/partnerships").status_code == 200
    assert client.get(edit).status_code == 404
    client.send(gone, button="Put back Moçambique")
    assert client.get("/partnerships").status_code == 302


def test_a_view_that_matches_nothing_any_more_says_which_filter_empties_it(
    client: PageClient, portfolio: Sample
) -> None:
    address = save(client, "/partnerships?country=MZ&state=dormant", "Dormant").request.full_path
    portfolio.silent.state = make.PartnershipState.ACTIVE
    db.session.commit()
    page = client.get(address).page
    assert 'Without "State": 5 partnerships' in page.main


def test_bad_input_is_answered(client: PageClient, portfolio: Sample) -> None:
    assert client.get("/partnerships?view=99999999999999").status_code == 200
    assert client.get("/views/new?page=x&query=%ff%fe").status_code == 200
    form = "/views/new?page=partnerships&query=country%3DMZ"
    assert client.submit(form, {"name": "x" * 61}).status_code == 422
    assert client.submit(form, {"name": "X"}, extra={"programme_id": "9999"}).status_code == 422
    assert client.submit(form, {"name": "X"}, extra={"page": "users"}).status_code == 422
    saved = client.follow(client.submit(form, {"name": "X"}, extra={"query": "country=MZ&evil=1&page=7&view=3"}))
    assert db.session.query(SavedView).one().query == "country=MZ"
    assert rows_of(saved.page) == 5
    assert client.post("/views/everything", data={**token(client), "page": "x"}).status_code == 422


def test_a_view_is_kept_once_however_often_it_is_sent(client: PageClient, portfolio: Sample) -> None:
    page = client.get("/views/new?page=portfolio&query=country%3DMZ")
    for _turn in range(2):
        assert client.send(page, {"name": "Twice"}).status_code == 303
    [view] = db.session.query(SavedView)
    assert utc_now() - view.created_at < timedelta(minutes=5)
