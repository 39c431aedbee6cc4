"""The page of what is to be done: each number opens its whole list, for each role, under filters, in pages."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests import factories as make
from tests.client import PageClient
from tests.dashboards.samples import Sample, sample, visit
from tests.pages import Page
from tracker.clock import utc_now
from tracker.models.logframe import Milestone

LISTS = ("tasks", "follow-ups", "evaluations", "protocols", "indicators", "overlaps")


def fill(portfolio: Sample) -> None:
    """Let something of every kind be to do."""
    today = utc_now().date()
    yesterday = today - timedelta(days=1)
    there = visit(portfolio.planning, utc_now(), 60)
    for _turn in range(4):
        make.agreed_task(there, portfolio.planning.cities[0], due_on=yesterday)
    make.follow_up(portfolio.cared_for, due_on=yesterday)
    make.evaluation(portfolio.planning, due_on=yesterday)
    make.protocol(portfolio.fresh, next_review_on=yesterday)
    make.indicator(portfolio.fresh, milestones=[Milestone(due_on=yesterday, value=2)], target_on=None)
    for of in (portfolio.planning, portfolio.fresh):
        visit(of, utc_now(), -15, state="proposed", host_city=portfolio.planning.cities[0])


@pytest.fixture
def portfolio(client: PageClient) -> Sample:
    """Give the sample as of now, with something of every kind."""
    found = sample(utc_now())
    fill(found)
    return found


def rows_of(page: Page) -> int:
    """Count the rows of a page's lists."""
    return sum(1 for body in page.all("tbody") for _row in body.iter("tr"))


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_each_number_is_the_length_of_the_list_that_it_opens(client: PageClient, portfolio: Sample, who: str) -> None:
    client.sign_in(getattr(portfolio, who))
    for asked in ({}, {"programme": "lusophone-cities"}, {"stage": "4"}, {"theme": "not-there"}):
        page = client.get(f"/portfolio/attention?{urlencode(asked)}").page
        numbered = [(int(words.split()[0]), href) for words, href in page.links if words[:1].isdigit()]
        numbered = [(number, href) for number, href in numbered if href.startswith("/portfolio/")]
        assert len(numbered) >= (5 if asked in ({}, {"stage": "4"}) else 0)
        for number, href in numbered:
            assert rows_of(client.get(href).page) == number, (href, asked)
        total = sum(number for number, _href in numbered)
        assert f"{total} thing{'s' if total != 1 else ''} to do" in page.main, asked


def test_every_kind_says_how_many_since_when_who_and_the_act(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get("/portfolio/attention").page
    for words in (
        "4 agreed tasks overdue",
        "1 follow-up overdue",
        "2 evaluations overdue",
        "1 protocol to review or renew",
        "1 indicator not measured",
        "3 overdue sign-offs",
        "the oldest since",
        "for 1 day",
        f"Surveyor of {portfolio.planning.cities[0].name}, {portfolio.planning.cities[0].name}",
    ):
        assert words in page.main, words
    assert "weeks with several missions in one city" in page.main or "week with several" in page.main


def test_the_acts_can_be_done(client: PageClient, portfolio: Sample) -> None:
    for who in (portfolio.coordinator, portfolio.administrator):
        client.sign_in(who)
        for kind in LISTS:
            page = client.get(f"/portfolio/attention?kind={kind}").page
            acts = [href for _words, href in page.links if href.startswith(("/missions", "/follow", "/eval", "/proto"))]
            for href in acts:
                assert client.get(href.partition("#")[0]).status_code == 200, (kind, href)


def test_a_coordinator_of_nothing_reads_that_all_is_well(client: PageClient) -> None:
    client.sign_in(make.coordinator(make.programme("Empty")))
    page = client.get("/portfolio/attention").page
    assert "All is well" in page.main
    assert "0 things to do" in page.main
    for kind in LISTS:
        assert rows_of(client.get(f"/portfolio/attention?kind={kind}").page) == 0


def test_lists_in_pages(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    first = client.get("/portfolio/attention?kind=tasks&per_page=3&stage=4").page
    last = client.get(first.link("Next")).page
    assert [rows_of(first), rows_of(last)] == [3, 1]
    for kind in LISTS:
        assert client.get(f"/portfolio/attention?kind={kind}&page=9").status_code == 404


def test_garbage_in_the_address_harms_nobody(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    for query in ("kind=nothing", "kind=", "kind=tasks&page=x", "stage=99&per_page=-1", "q=%25%27"):
        assert client.get(f"/portfolio/attention?{query}").status_code == 200, query


def test_filters_stay_in_a_list(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    answer = client.submit("/portfolio/attention?kind=tasks", {"stage": "4"}, button="Apply")
    assert rows_of(answer.page) == 4
    assert rows_of(client.get("/portfolio/attention?kind=tasks&stage=5").page) == 0
