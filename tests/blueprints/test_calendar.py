"""The portfolio by days: what stands on which day of a month, and in which line of a year."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tests.databases import statements
from tests.pages import Page
from tracker.clock import utc_now
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import PartnershipState
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.stages import StageRun

NOVEMBER = "/portfolio/calendar?month=2026-11"


@pytest.fixture
def of(app: object) -> Partnership:
    """Give a partnership of a programme, in the exchange."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    return make.partnership(
        cities, stage=5, programme=make.programme("Lusophone cities"), title="Nampula and Guarulhos"
    )


@pytest.fixture
def coordinator(client: PageClient, of: Partnership) -> Person:
    """Sign the coordinator of the partnership's programme in."""
    made = make.coordinator(of.programme)
    client.sign_in(made)
    return made


def days_of(page: Page) -> dict[str, str]:
    """Give the words of each day on which something stands, by day."""
    cells = [one for one in page.all("td") if "some" in one.get("class", "").split()]
    return {next(one.iter("time")).get("datetime"): " ".join(" ".join(one.itertext()).split()) for one in cells}


def fill(of: Partnership) -> None:
    """Let something of every kind stand in November 2026."""
    make.mission(of, starts=PartialDate(2026, 11, 3), ends=PartialDate(2026, 11, 5), title="See the archive")
    make.submitted_report(cities=of.cities[:1], of=make.completed_mission(of), at=make.AT.replace(month=10, day=27))
    run = db.session.scalars(select(StageRun).where(StageRun.partnership_id == of.id, StageRun.number == 5)).one()
    run.started_on, run.planned_days = date(2026, 11, 1) - timedelta(days=300), 310
    make.protocol(of, next_review_on=date(2026, 11, 12), title="Friendship")
    make.protocol(of, ends=PartialDate(2026, 11, 13), title="Short one", review_months=None)
    make.share_activity(of, held=PartialDate(2026, 11, 14), title="On the radio")
    cared_for = make.partnership(of.cities, programme=of.programme, stage=6, state=PartnershipState.AFTER_CARE)
    make.follow_up(cared_for, due_on=date(2026, 11, 16))
    for held in db.session.scalars(select(make.Mandate).where(make.Mandate.city_id == of.cities[0].id)):
        held.ends_on = date(2026, 11, 17)
    db.session.commit()


def test_everything_stands_on_its_day(client: PageClient, of: Partnership, coordinator: Person) -> None:
    make.mayor(of.cities[0])
    fill(of)
    found = days_of(client.get(NOVEMBER).page)
    for day, words in {
        "2026-11-03": "Mission See the archive Nampula and Guarulhos · until 5 November 2026",
        "2026-11-10": "Sign-off due Nampula: Mission report",
        "2026-11-11": "Planned end Stage 5 of 6: Exchange",
        "2026-11-12": "Protocol Review: Friendship",
        "2026-11-13": "Protocol Ends: Short one",
        "2026-11-14": "Share Round table: On the radio",
        "2026-11-16": "Follow-up Nampula: what has lasted 6 months after",
        "2026-11-17": "Office Mandate ends: Mayor Nampula",
    }.items():
        assert words in found.pop(day), day
    assert found == {}


def test_what_stands_nowhere(client: PageClient, of: Partnership, coordinator: Person) -> None:
    days = {"starts": PartialDate(2026, 11, 3), "ends": PartialDate(2026, 11, 5)}
    make.mission(of, **days, state=MissionState.CANCELLED, cancel_reason="other")
    make.mission(of, **days, date_precision=Precision.RANGE)
    make.mission(of, starts=PartialDate(2026, 10, 3), ends=PartialDate(2026, 10, 5))
    make.mission(make.partnership(programme=make.programme("Elsewhere")), **days)
    make.share_activity(of, held=PartialDate(2026, 11))
    make.share_activity(of, held=PartialDate(2026, 11, 2), removed_at=make.AT)
    page = client.get(NOVEMBER).page
    assert days_of(page) == {}
    assert "Nothing falls on the days of this month" in page.main
    make.mission(of, **days)
    assert days_of(client.get(f"{NOVEMBER}&stage=5").page) != {}
    assert days_of(client.get(f"{NOVEMBER}&stage=4").page) == {}


def test_what_began_before_the_month_stands_on_its_first_day(
    client: PageClient, of: Partnership, coordinator: Person
) -> None:
    make.mission(of, starts=PartialDate(2026, 10, 30), ends=PartialDate(2026, 11, 2))
    assert "since 30 October 2026, until 2 November 2026" in days_of(client.get(NOVEMBER).page)["2026-11-01"]


@pytest.mark.parametrize(
    ("language", "country", "first"), [("en", "MZ", "Sun"), ("pt", "BR", "domingo"), ("en", "GB", "Mon")]
)
def test_a_week_begins_as_in_the_readers_region(
    client: PageClient, of: Partnership, language: str, country: str, first: str
) -> None:
    reader = make.administrator(language=language, city=make.city("Home", country))
    client.sign_in(reader)
    heads = [" ".join(one.itertext()) for one in client.get(NOVEMBER).page.all("th") if one.get("scope") == "col"]
    assert heads[0][:3].lower() == first[:3].lower()
    assert len(heads) == 7


def test_months_and_years_can_be_turned(client: PageClient, of: Partnership, coordinator: Person) -> None:
    for path, before, after in (
        ("calendar?month=2026-01&stage=5", "December 2025", "February 2026"),
        ("timeline?year=2025&stage=5", "2024", "2026"),
    ):
        page = client.get(f"/portfolio/{path}").page
        for words in (before, after):
            href = page.link(words)
            assert "stage=5" in href
            assert client.get(href).status_code == 200
        assert client.get(page.link("Today")).status_code == 200
    answer = client.submit("/portfolio/calendar?month=2026-11", {"stage": "5"}, button="Apply")
    assert "Calendar, November 2026" in answer.page.main


def test_garbage_in_the_address_shows_the_present(client: PageClient, of: Partnership, coordinator: Person) -> None:
    now = utc_now()
    for month in ("", "x", "2026-13", "0001-01", "9999-12", "%F0%9F%8C%8D"):
        assert f"{now:%B %Y}" in client.get(f"/portfolio/calendar?month={month}").page.main
    for year in ("", "x", "0", "99999"):
        assert f"Timeline, {now.year}" in client.get(f"/portfolio/timeline?year={year}").page.main
    assert client.get("/portfolio/calendar?month=1990-01").status_code == 200
    assert client.get("/portfolio/calendar?month=2100-12").status_code == 200
    assert client.get("/portfolio/timeline?page=9").status_code == 404


def test_a_year_of_each_partnership(client: PageClient, of: Partnership, coordinator: Person) -> None:
    make.mission(of, title="See the archive")
    make.mission(of, starts=PartialDate(2025, 5, 4), ends=PartialDate(2025, 5, 5), title="The year before")
    page = client.get("/portfolio/timeline?year=2026").page
    for words in ("Nampula and Guarulhos", "5 Exchange", "since 2 December 2025", "See the archive", "4 to 6 May 2026"):
        assert words in page.main, words
    assert "The year before" not in page.main
    assert "Nothing is known of this year" in client.get("/portfolio/timeline?year=2020").page.main
    assert "There is no partnership yet" not in page.main


def test_twenty_five_partnerships_a_page(client: PageClient, of: Partnership, coordinator: Person) -> None:
    for number in range(26):
        make.partnership(of.cities, programme=of.programme, title=f"Partnership {number:02d}")
    first = client.get("/portfolio/timeline?year=2026").page
    assert "Page 1 of 2" in first.main
    assert "27 in all" in client.get(first.link("Next")).page.main


def test_as_many_statements_for_many_as_for_few(client: PageClient, of: Partnership, coordinator: Person) -> None:
    def count(path: str) -> int:
        with statements() as made:
            client.get(path)
        return len(made)

    few = [count(path) for path in (NOVEMBER, "/portfolio/timeline?year=2026")]
    for day in range(1, 20):
        make.mission(of, starts=PartialDate(2026, 11, day), ends=PartialDate(2026, 11, day))
        make.share_activity(of, held=PartialDate(2026, 11, day))
        make.partnership(of.cities, programme=of.programme)
    assert [count(path) for path in (NOVEMBER, "/portfolio/timeline?year=2026")] == few
