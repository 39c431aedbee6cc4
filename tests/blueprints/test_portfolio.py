"""The portfolio's pages: each number opens the list that it counts, for each role and under filters."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests import factories as make
from tests.client import PageClient
from tests.dashboards.samples import FILTERS, Sample, richer, sample, visit
from tests.databases import statements
from tests.pages import Page
from tracker.clock import utc_now
from tracker.db import transaction
from tracker.services import readiness

TILES = ("decisions", "sign-offs?", "missions-without-report", "quiet", "leadership")


@pytest.fixture
def portfolio(client: PageClient) -> Sample:
    """Give the sample as of now."""
    return sample(utc_now())


def rows_of(page: Page) -> int:
    """Count the rows of a page's lists."""
    bodies = page.all("tbody")
    return sum(1 for body in bodies for row in body.iter("tr"))


def numbered_links(page: Page) -> list[tuple[int, str]]:
    """List the links within the page that begin with a number: tiles, cells of the matrix, feet of lists."""
    found = []
    for words, href in page.links:
        number = re.match(r"(?:All |The )?(\d+)\b", words)
        is_list = href.startswith(("/partnerships?", "/portfolio/"))
        if number and is_list and not re.search(r"[?&]age=\d", href):
            found.append((int(number[1]), href))
    return found


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_each_number_is_the_length_of_the_list_that_it_opens(client: PageClient, portfolio: Sample, who: str) -> None:
    client.sign_in(getattr(richer(portfolio, utc_now()), who))
    opened: dict[str, int] = {}
    for asked in FILTERS:
        links = numbered_links(client.get(f"/portfolio?{urlencode(asked)}").page)
        assert len(links) >= len(TILES), asked
        for number, href in links:
            if href not in opened:
                opened[href] = rows_of(client.get(href).page)
            assert opened[href] == number, (href, asked)


def test_figures_of_the_tiles(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get("/portfolio").page
    for words in (
        "3 overdue sign-offs oldest waits 40 days",
        "1 mission without a report",
        "1 partnership gone quiet",
        "1 office changes hands 1 without a holder",
        "1 programme, 5 partnerships, 10 cities",
        "as of",
    ):
        assert words in page.main, words


def test_only_coordinators_and_administrators_have_a_portfolio(client: PageClient, portfolio: Sample) -> None:
    for reader in (make.technician(portfolio.planning.cities[0]), make.observer(portfolio.planning)):
        client.sign_in(reader)
        for path in ("", "/decisions", "/sign-offs", "/missions-without-report", "/quiet", "/leadership", "/planned"):
            assert client.get(f"/portfolio{path}").status_code == 403


def test_another_programme_shows_nowhere(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(make.coordinator(make.programme("Empty")))
    for path in ("", "/decisions", "/sign-offs", "/missions-without-report", "/quiet", "/leadership"):
        page = client.get(f"/portfolio{path}").page
        assert portfolio.planning.title not in page.main
        assert portfolio.foreign.ref not in page.html
        assert "Lusophone cities" not in page.main


def test_the_ages_lead_to_their_lists(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get("/portfolio").page
    expected = {"0 to 7 days": 2, "8 to 14": 0, "15 to 30, overdue": 2, "over 30, overdue": 1}
    for words, count in expected.items():
        assert rows_of(client.get(page.link(words)).page) == count, words
    assert rows_of(client.get("/portfolio/sign-offs?age=garbage").page) == 5


def test_a_reminder_is_two_clicks_away_from_the_row(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    opened = client.get("/portfolio/sign-offs?age=31-").page
    href = next(href for words, href in opened.links if words.startswith("Remind") and "id=" in href)
    answer = client.submit(href, button="Send 1 reminder")
    assert answer.headers["Location"] == "/portfolio/sign-offs?age=31-"
    assert "reminded once" in client.get("/portfolio/sign-offs").page.main


def test_a_vacant_office_is_to_be_filled_first(client: PageClient, portfolio: Sample) -> None:
    live = make.partnership([make.city("Vacant"), make.city("Held")], last_event_at=utc_now())
    make.mayor(live.cities[1])
    make.submitted_report(visit(live, utc_now(), 3), cities=live.cities[:1], at=utc_now() - timedelta(days=2))
    client.sign_in(portfolio.coordinator)
    page = client.get("/portfolio/sign-offs").page
    assert "Nobody holds the office" in page.main
    assert page.link("Name successor in Vacant") == "/cities/vacant"
    assert client.get("/cities/vacant").status_code == 200


def test_a_decision_is_two_clicks_away_from_its_tile(client: PageClient, portfolio: Sample) -> None:
    of = portfolio.bilateral
    for city in of.cities:
        make.need(of, city)
    with transaction():
        readiness.rebuild(utc_now() - timedelta(days=3))
    client.sign_in(portfolio.administrator)
    assert "Awaiting decision" in client.get("/portfolio/decisions").page.main
    client.sign_in(portfolio.coordinator)
    assert "1 stage awaits a decision oldest waits 3 days" in client.get("/portfolio").page.main
    assert "Decide on the gate of stage 1" in client.get("/tasks").page.main
    page = client.get("/portfolio/decisions?country=PT").page
    href = page.link(f"Decide on stage 1 of {of.title}")
    assert client.get("/tasks").page.link("Decide on the gate of stage 1") == href
    assert client.submit(href, button="Pass the gate").status_code == 303
    assert rows_of(client.get("/portfolio/decisions").page) == 0
    assert "0 stages await a decision" in client.get("/portfolio").page.main
    assert "Decide on the gate" not in client.get("/tasks").page.main


def test_garbage_in_the_address_harms_nobody(client: PageClient) -> None:
    client.sign_in(make.administrator())
    rubbish = ("stage=99&page=x&per_page=-1", "page=0&age=x", "q=%25%27%22", "city=" + "x" * 3000, "state=%F0%9F%8C%8D")
    for path in ("", "/decisions", "/sign-offs", "/missions-without-report", "/leadership"):
        for query in rubbish:
            assert client.get(f"/portfolio{path}?{query}").status_code == 200, (path, query)


def test_pages_beyond_the_last_are_not_found(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.administrator)
    lists = ("decisions", "sign-offs", "missions-without-report", "quiet", "leadership", "planned")
    for name in lists:
        for number in (2, 2**31 - 1, 9999999999):
            assert client.get(f"/portfolio/{name}?page={number}").status_code == 404, name


def test_lists_in_pages(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    first = client.get("/portfolio/sign-offs?per_page=2&state=live").page
    second = client.get(first.link("Next")).page
    last = client.get(second.link("Last")).page
    assert [rows_of(one) for one in (first, second, last)] == [2, 2, 1]
    assert "Page 3 of 3" in last.main


def test_the_first_run_says_what_to_do(client: PageClient) -> None:
    client.sign_in(make.coordinator())
    page = client.get("/portfolio").page
    assert "Nothing is here yet" in page.main
    assert page.link("Found the first partnership") == "/partnerships/new"
    for path in ("/decisions", "/sign-offs", "/missions-without-report", "/quiet", "/leadership", "/planned"):
        assert rows_of(client.get(f"/portfolio{path}").page) == 0


def test_filters_that_match_nothing_can_be_cleared(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get("/portfolio?theme=climate").page
    assert "No partnership matches these filters" in page.main
    answer = client.submit("/portfolio", {"country": "BR", "stage": "4"}, button="Apply")
    assert "Where the 2 partnerships are" in answer.page.main


def test_as_many_statements_for_many_partnerships_as_for_few(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.administrator)
    paths = ["", "/decisions", "/sign-offs", "/missions-without-report", "/quiet", "/leadership", "/planned"]

    def counts() -> list[int]:
        found = []
        for path in paths:
            with statements() as made:
                client.get(f"/portfolio{path}")
            found.append(len(made))
        return found

    few, now = counts(), utc_now()
    for _turn in range(9):
        extra = make.partnership(programme=make.programme(), last_event_at=now - timedelta(days=300))
        make.submitted_report(visit(extra, now, 21), at=now - timedelta(days=20))
        visit(extra, now, 40)
        visit(extra, now, -9, state="proposed")
    assert counts() == few
