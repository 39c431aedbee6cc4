"""The charts of the portfolio: each number opens the list that it counts, whoever reads and whatever is asked for."""

import gzip
import re
from datetime import timedelta
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import insert, select

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import PageClient
from tests.dashboards.samples import FILTERS, Sample, richer, sample
from tests.pages import Page
from tracker.clock import utc_now
from tracker.dashboards.city_links import DRAWN
from tracker.dashboards.filters import Filters
from tracker.dashboards.tabs import tabs_of
from tracker.db import db
from tracker.domain.evaluation import Part
from tracker.domain.partnerships import Modality, PartnershipState
from tracker.domain.stages import STAGES, StageState
from tracker.models.cities import City
from tracker.models.partnerships import Member, Partnership
from tracker.models.rooms import Priority, PriorityPart
from tracker.models.sdg import PartnershipSdg
from tracker.models.stages import StageRun

CHARTS = ("time", "goals", "reciprocity", "reciprocity?by=country&measure=missions", "map")
LISTS = ("durations", "signed", "shared?side=teaches&place=nampula", "partnerships?that=one-way")


@pytest.fixture
def portfolio(client: PageClient) -> Sample:
    """Give the sample as of now, with something for every chart to count."""
    return richer(sample(utc_now()), utc_now())


def numbers(page: Page) -> list[tuple[int, str]]:
    """List the links of a page that begin with a count and open a list; a stage begins with its own number."""
    found = []
    for said, href in page.links:
        number = re.match(r"(\d+)\b", said)
        is_stage = "of=" in href and "runs=" not in href
        if number and href.startswith(("/partnerships?", "/portfolio/")) and not is_stage:
            found.append((int(number[1]), href))
    return found


def drawn(page: Page, tag: str) -> list[Element]:
    """List the elements of a page's drawings."""
    return page.all(f"{{http://www.w3.org/2000/svg}}{tag}")


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_each_number_is_the_length_of_the_list_that_it_opens(client: PageClient, portfolio: Sample, who: str) -> None:
    client.sign_in(getattr(portfolio, who))
    opened: dict[str, int] = {}
    for asked in FILTERS:
        for chart in CHARTS:
            mark = "&" if "?" in chart else "?"
            for number, href in numbers(client.get(f"/portfolio/{chart}{mark}{urlencode(asked)}").page):
                if href not in opened:
                    opened[href] = rows_of(client.get(f"{href}&per_page=200").page)
                assert opened[href] == number, (href, asked)
    assert len(opened) > 100


def test_the_charts_say_what_the_sample_has(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    time = client.get("/portfolio/time").page
    assert "How long stages take" in time.main
    stage = next(row for row in time.words_of("tr") if row.startswith("4 "))
    assert stage.startswith("4 Work plan 3"), "finished in the silent one, the one in after-care, and the ended one"
    goals = client.get("/portfolio/goals").page
    assert "No partnership serves these goals: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 17." in goals.main
    assert "1 partnership names no goal" in goals.main
    ways = client.get("/portfolio/reciprocity").page
    assert "3 partnerships learn both ways" in ways.main
    assert "1 partnership learns one way only" in ways.main
    links = client.get("/portfolio/map").page
    assert "5 links" in links.main
    assert "Not drawn, as their place is not known" in links.main


def test_only_coordinators_and_administrators_see_charts(client: PageClient, portfolio: Sample) -> None:
    for reader in (make.technician(portfolio.planning.cities[0]), make.observer(portfolio.planning)):
        client.sign_in(reader)
        for path in (*CHARTS, *LISTS):
            assert client.get(f"/portfolio/{path}").status_code == 403


def test_another_programme_shows_nowhere(client: PageClient, portfolio: Sample) -> None:
    foreign = portfolio.foreign
    client.sign_in(portfolio.coordinator)
    for path in (
        *CHARTS,
        *LISTS,
        f"partnerships?that=link&one={foreign.cities[0].code}&other={foreign.cities[1].code}",
    ):
        page = client.get(f"/portfolio/{path}").page
        assert foreign.ref not in page.html
        assert foreign.title not in page.main
    for side in ("teaches", "learns", "gave", "took", "hosted", "sent"):
        for city in foreign.cities:
            assert rows_of(client.get(f"/portfolio/shared?side={side}&place={city.code}").page) == 0


def test_a_first_day_has_charts_that_say_so(client: PageClient) -> None:
    client.sign_in(make.coordinator())
    for path, said in (
        ("time", "No stage has begun yet"),
        ("goals", "No goal is named in these partnerships yet"),
        ("reciprocity", "Too little is recorded"),
        ("map", "No city shares one of these partnerships"),
        ("durations", "No stage of this kind"),
        ("signed", "No report has been signed by every city yet"),
        ("shared", "Nothing of this kind is recorded"),
        ("partnerships?that=both-ways", "No partnership matches these filters"),
    ):
        assert said in client.get(f"/portfolio/{path}").page.main, path


def test_garbage_in_the_address_harms_nobody(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.administrator)
    rubbish = (
        "of=99&runs=x&sort=x",
        "leg=x&by=x&measure=x&side=x&place=" + "x" * 3000,
        "per_page=-1&page=0&of=%F0%9F%8C%8D",
        "that=one-way&one=%27&other=" + "x" * 3000,
    )
    for path in ("time", "durations", "signed", "goals", "reciprocity", "shared", "map"):
        for query in rubbish:
            assert client.get(f"/portfolio/{path}?{query}").status_code == 200, (path, query)
    assert client.get(f"/portfolio/partnerships?{rubbish[3]}").status_code == 200
    for query in ("theme=climate", "theme=climate&that=garbage"):
        answer = client.get(f"/portfolio/partnerships?{query}")
        assert answer.headers["Location"] == "/partnerships?theme=climate&state=current"
    for path in ("durations", "signed", "reciprocity", "shared", "map"):
        assert client.get(f"/portfolio/{path}?page=999").status_code == 404


def test_the_runs_of_a_stage_are_narrowed_and_sorted_by_links(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get("/portfolio/durations?of=1&country=BR").page
    assert page.h1 == "Durations of stage 1: Diagnostics and needs"
    assert rows_of(page) == 5
    assert page.link("Still open") == "/portfolio/durations?country=BR&of=1&runs=open"
    assert rows_of(client.get(page.link("Still open")).page) == 0
    assert "sort=shortest" in page.link("Shortest first")
    assert rows_of(client.get(page.link("Shortest first")).page) == 5
    cleared = page.link("Clear filters")
    assert cleared == "/portfolio/durations?of=1"
    answer = client.submit("/portfolio/durations?of=1", {"stage": "5"}, button="Apply")
    assert answer.page.h1 == page.h1
    assert rows_of(answer.page) == 1


OF_EVERY_PAGE = {"/static/search.js", "/static/queue.js", "/static/offline.js"}


def test_charts_need_no_script_and_no_other_site(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    for chart in CHARTS:
        page = client.get(f"/portfolio/{chart}").page
        assert {one.get("src") for one in page.all("script")} == OF_EVERY_PAGE, "those of every page, and no other"
        assert [one.get("href") for one in drawn(page, "image")] == (["/static/world.svg"] if chart == "map" else [])
        assert page.all("table") != []
    outline = client.get("/static/world.svg")
    assert outline.mimetype == "image/svg+xml"
    assert len(gzip.compress(outline.get_data(), mtime=0)) <= 12_000


def many(count: int) -> None:
    """Fill the database with so many partnerships of three hundred cities, each with stages, goals and priorities."""
    at = utc_now() - timedelta(days=400)
    cities = [
        {
            "code": f"city-{number}",
            "name": f"City number {number}",
            "country": "MZ",
            "latitude": number % 70 - 30.5,
            "longitude": number * 7 % 340 - 170.5,
        }
        for number in range(300)
    ]
    db.session.execute(insert(City), cities)
    states = (
        PartnershipState.ACTIVE,
        PartnershipState.EXPLORING,
        PartnershipState.DORMANT,
        PartnershipState.AFTER_CARE,
    )
    programmes = [make.programme(f"Programme number {number}").id for number in range(8)]
    made = [
        {
            "ref": f"P-{number:04d}",
            "title": f"City number {number % 300} and city number {(number * 7 + 1) % 300}",
            "modality": Modality.BILATERAL,
            "theme": "cadastre",
            "state": states[number % 4],
            "state_since": at,
            "programme_id": programmes[number % 8],
            "stage_number": 1 + number % 6,
            "created_at": at,
            "last_event_at": at if number % 3 else utc_now(),
        }
        for number in range(1, count + 1)
    ]
    db.session.execute(insert(Partnership), made)
    ids = list(db.session.scalars(select(Partnership.id).order_by(Partnership.id)))
    places = list(db.session.scalars(select(City.id).order_by(City.id)))
    pairs = [(of, places[of % 300], places[(of * 7 + 1) % 300]) for of in ids]
    pairs = [(of, one, other if other != one else places[(of + 1) % 300]) for of, one, other in pairs]
    members = [(of, city, place) for of, *both in pairs for place, city in enumerate(both)]
    db.session.execute(
        insert(Member), [{"partnership_id": of, "city_id": city, "position": place} for of, city, place in members]
    )
    day = at.date()
    db.session.execute(
        insert(StageRun),
        [
            {
                "partnership_id": of,
                "cycle": 1,
                "number": one.number,
                "planned_days": 60,
                "started_on": day,
                "state": StageState.PASSED,
                "decided_on": day + timedelta(days=20 + (of * one.number) % 300),
            }
            for of in ids
            for one in STAGES
        ],
    )
    db.session.execute(
        insert(PartnershipSdg), [{"partnership_id": of, "code": str(1 + of % 15), "added_at": at} for of in ids]
    )
    db.session.execute(
        insert(Priority),
        [{"partnership_id": of, "cycle": 1, "rank": 1, "title": "Plots", "created_at": at} for of in ids],
    )
    priorities = db.session.execute(select(Priority.id, Priority.partnership_id)).all()
    ends = {of: (one, other) for of, one, other in pairs}
    db.session.execute(
        insert(PriorityPart),
        [
            {"priority_id": number, "city_id": city, "part": part}
            for number, of in priorities
            for city, part in zip(ends[of], (Part.TEACHES, Part.LEARNS), strict=True)
        ],
    )
    db.session.commit()


MOST_NODES, MOST_ON_THE_LINE = 1_500, 40_000


def test_pages_stay_light_with_five_hundred_partnerships(client: PageClient) -> None:
    many(500)
    client.sign_in(make.administrator())
    tabs = [tab.href for tab in tabs_of(Filters(), "")]
    for path in (*tabs, "/portfolio/durations", "/portfolio/map?page=8", "/partnerships", "/portfolio/funder-reports"):
        answer = client.get(path)
        nodes = sum(1 for _element in answer.page.root.iter())
        assert nodes <= MOST_NODES, path
        assert len(gzip.compress(answer.get_data(), mtime=0)) <= MOST_ON_THE_LINE, path
    assert f"The {DRAWN} strongest links are drawn" in client.get("/portfolio/map").page.main
    links = client.get("/portfolio/map").page
    assert len([one for one in drawn(links, "path") if one.get("class", "").startswith("w")]) == DRAWN
    assert len(drawn(links, "circle")) > DRAWN
