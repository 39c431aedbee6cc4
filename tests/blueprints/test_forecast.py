"""The pages of the forecast: ranges with what they rest on, silence where that is too little, and the record."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.client import PageClient
from tests.dashboards.test_forecast import run_of
from tracker.clock import utc_now
from tracker.db import db
from tracker.models.people import Person


@pytest.fixture
def coordinator(client: PageClient) -> Person:
    """Give the coordinator of six partnerships that have passed their first gate, and of one that works on it."""
    today, programme = utc_now().date(), make.programme("Lusophone cities")
    for turn in range(6):
        of = make.partnership(programme=programme, stage=2)
        first, second = run_of(of, 1), run_of(of, 2)
        first.started_on = today - timedelta(days=300)
        first.decided_on = first.started_on + timedelta(days=100 + turn)
        second.started_on = first.decided_on
    run_of(make.partnership(programme=programme), 1).started_on = today - timedelta(days=10)
    db.session.commit()
    return make.coordinator(programme)


def test_a_forecast_says_when_and_on_what_it_rests(client: PageClient, coordinator: Person) -> None:
    client.sign_in(coordinator)
    page = client.get("/portfolio/forecast").page
    for words in ("7 in all", "rests on 6 cases", "too few cases", "Likely late", "likely 12 days over plan"):
        assert words in page.main, words
    assert "Stage 1 of 6: Diagnosis: 6 finished" in page.main
    assert "Of 6 open stages nothing is said" in page.main
    assert "7 of 7 are likely late" in page.main


def test_the_record_is_one_click_away(client: PageClient, coordinator: Person) -> None:
    client.sign_in(coordinator)
    page = client.get(client.get("/portfolio/forecast").page.link("How it did so far")).page
    assert "6 stages tried" in page.main
    assert "nothing said" in page.main
    assert "silent on 6" in page.main


def test_filters_pages_and_garbage(client: PageClient, coordinator: Person) -> None:
    client.sign_in(coordinator)
    assert "1 in all" in client.get("/portfolio/forecast?stage=1").page.main
    first = client.get("/portfolio/forecast?per_page=4").page
    assert "Page 2 of 2" in client.get(first.link("Next")).page.main
    for path in ("/portfolio/forecast?page=x&stage=9", "/portfolio/forecast/record?theme=%F0%9F%8C%8D&page=-1"):
        assert client.get(path).status_code == 200
    assert client.get("/portfolio/forecast?page=2").status_code == 404


def test_a_first_day(client: PageClient) -> None:
    client.sign_in(make.coordinator())
    assert "No live partnership works on a stage here" in client.get("/portfolio/forecast").page.main
    assert "No stage has ended here yet" in client.get("/portfolio/forecast/record").page.main
