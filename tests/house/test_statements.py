"""A page asks the database a fixed number of times, whatever the number of rows it shows."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import client as clients
from tests import factories as make
from tests.databases import BASE_URL, Databases, statements
from tests.world import sign_in
from tracker.db import transaction
from tracker.domain.evaluation import Visibility
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import Post
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import calendar_feeds, evidence, readiness, sdg, signing

FEW, MANY = 3, 40
_days = count()
READERS = ("coordinator", "technician", "mayor", "administrator", "nobody")
PAGES = {
    ("coordinator", "/portfolio"): 15,
    ("coordinator", "/portfolio/decisions"): 7,
    ("coordinator", "/portfolio/attention"): 19,
    ("coordinator", "/portfolio/attention?kind=tasks"): 6,
    ("coordinator", "/portfolio/attention?kind=overlaps"): 7,
    ("coordinator", "/portfolio/calendar?month=2026-05"): 13,
    ("coordinator", "/portfolio/timeline?year=2026"): 8,
    ("coordinator", "/portfolio/forecast"): 8,
    ("coordinator", "/portfolio/forecast/record"): 6,
    ("coordinator", "/portfolio/leadership"): 6,
    ("coordinator", "/portfolio/missions-without-report"): 7,
    ("coordinator", "/portfolio/planned"): 7,
    ("coordinator", "/portfolio/quiet"): 7,
    ("coordinator", "/portfolio/sign-offs"): 7,
    ("coordinator", "/portfolio/time"): 7,
    ("coordinator", "/portfolio/durations?of=3&runs=open"): 7,
    ("coordinator", "/portfolio/signed?leg=whole"): 7,
    ("coordinator", "/portfolio/goals"): 7,
    ("coordinator", "/portfolio/reciprocity?by=country"): 7,
    ("coordinator", "/portfolio/shared?side=hosted&place=nampula"): 8,
    ("coordinator", "/portfolio/map"): 7,
    ("coordinator", "/portfolio/partnerships?that=one-way"): 9,
    ("coordinator", "/sign-offs/remind"): 4,
    ("coordinator", "/partnerships?actor={actor}"): 10,
    ("coordinator", "/partnerships"): 9,
    ("coordinator", "/partnerships?q=nampula&state=current&country=MZ&sort=programme"): 9,
    ("coordinator", "/partnerships?columns=cities,countries,goals,next_mission,overdue,promises&group=country"): 14,
    ("coordinator", "/partnerships?layout=board"): 17,
    ("coordinator", "/partnerships/assign"): 9,
    ("coordinator", "/partnerships.csv"): 10,
    ("coordinator", "/partnerships.xlsx"): 10,
    ("coordinator", "/views"): 4,
    ("coordinator", "/views/new?page=portfolio&query=country%3DMZ"): 4,
    ("coordinator", "/search?q=nam"): 4,
    ("technician", "/search?q=nei&kind=partnership"): 3,
    ("coordinator", "/portfolio/funder-reports"): 5,
    ("coordinator", "/portfolio/funder-reports?programme=lusophone-cities"): 6,
    ("coordinator", "/portfolio/funder-reports/new"): 5,
    ("coordinator", "/portfolio/funder-reports/{preset}/edit"): 6,
    ("coordinator", "/exports/{export}"): 5,
    ("coordinator", "/exports/new"): 4,
    ("coordinator", "/missions"): 5,
    ("coordinator", "/programmes"): 5,
    ("coordinator", "/programmes/{programme}/results"): 7,
    ("coordinator", "/programmes/{programme}"): 12,
    ("coordinator", "/programmes/{programme}/languages"): 4,
    ("coordinator", "/programmes/{programme}/actors/new"): 4,
    ("coordinator", "/cities"): 7,
    ("coordinator", "/people"): 5,
    ("coordinator", "/people/{person}"): 8,
    ("coordinator", "/tasks"): 4,
    ("technician", "/tasks"): 10,
    ("technician", "/partnerships/{partnership}"): 26,
    ("technician", "/partnerships/{partnership}/after-care"): 8,
    ("technician", "/partnerships/{partnership}/principles"): 13,
    ("technician", "/partnerships/{partnership}/journal"): 6,
    ("technician", "/partnerships/{partnership}/notes"): 6,
    ("technician", "/cities/{city}"): 15,
    ("technician", "/cities/{city}/exchange/taught"): 5,
    ("technician", "/partnerships/{partnership}/people"): 8,
    ("technician", "/partnerships/{partnership}/actors"): 6,
    ("technician", "/partnerships/{partnership}/local-groups/new"): 4,
    ("technician", "/cities/{city}/needs"): 5,
    ("technician", "/needs/{need}/solutions"): 8,
    ("technician", "/cities/{city}/missions/in"): 5,
    ("technician", "/missions/new"): 4,
    ("technician", "/missions/new?partnership={partnership}"): 6,
    ("technician", "/missions/{mission}"): 12,
    ("technician", "/missions/{planned}/edit"): 9,
    ("technician", "/partnerships/{partnership}/share"): 11,
    ("technician", "/partnerships/{partnership}/sdgs"): 5,
    ("technician", "/partnerships/{partnership}/sdgs/17"): 5,
    ("technician", "/partnerships/{partnership}/evaluations"): 10,
    ("technician", "/evaluations/{evaluation}"): 11,
    ("technician", "/partnerships/{partnership}/stages/1"): 12,
    ("technician", "/partnerships/{partnership}/stages/2"): 13,
    ("technician", "/partnerships/{partnership}/stages/3"): 14,
    ("technician", "/partnerships/{partnership}/stages/4"): 22,
    ("technician", "/partnerships/{partnership}/stages/5"): 15,
    ("technician", "/partnerships/{partnership}/stages/6"): 35,
    ("technician", "/reports/{report}"): 12,
    ("technician", "/reports/{draft}/edit"): 11,
    ("technician", "/reports/{draft}/send"): 13,
    ("technician", "/reports/{draft}/translations/pt"): 11,
    ("technician", "/reports/{draft}/translations/pt/edit"): 11,
    ("mayor", "/tasks"): 11,
    ("mayor", "/reports/{report}"): 15,
    ("mayor", "/reports/{report}/sign"): 12,
    ("nobody", "/compendium"): 5,
    ("nobody", "/compendium/{partnership}"): 7,
    ("nobody", "/verify/{code}"): 15,
    ("nobody", "/calendar/{feed}.ics"): 12,
    ("administrator", "/admin"): 7,
    ("administrator", "/demo/mail"): 1,
}
"""How many statements each page makes; a new figure is a decision, so it is written down here."""


class Filled:
    """A database in which everything is there a given number of times, with readers of its pages."""

    def __init__(self, app: Flask, size: int) -> None:
        self.names, people = fill(size)
        self.cookies = {name: sign_in(app, name, people.get(name)).cookie for name in READERS}
        self.browser = FlaskClient(app, use_cookies=False)

    def count(self, reader: str, path: str) -> int:
        """Tell how many statements a page makes, however much it weighs with so many rows on it."""
        address = path.format(**self.names)
        with statements() as seen:
            answer = self.browser.get(address, base_url=BASE_URL, headers={"Cookie": self.cookies[reader]})
        assert answer.status_code == 200
        return len(seen)


@pytest.fixture(scope="module")
def filled(databases: Databases) -> Iterator[tuple[Filled, Filled]]:
    """Make a database with few rows, and one with many."""
    with ExitStack() as stack:

        def make_one(size: int) -> Filled:
            app = stack.enter_context(databases.fresh_app(DEMO="1"))
            clients.install(app)
            with app.app_context():
                return Filled(app, size)

        yield make_one(FEW), make_one(MANY)


@pytest.mark.parametrize(("reader", "path"), PAGES)
def test_a_page_makes_as_many_statements_for_many_rows_as_for_few(
    filled: tuple[Filled, Filled], reader: str, path: str
) -> None:
    few, many = (one.count(reader, path) for one in filled)
    assert (few, many) == (PAGES[reader, path], PAGES[reader, path])


def fill(size: int) -> tuple[dict[str, Any], dict[str, Person]]:
    """Make partnerships, and in one of them all that a page can list, `size` times; gives names and readers."""
    programme = make.programme("Lusophone cities", languages="en pt fr")
    nampula = make.city("Nampula", timezone="Africa/Maputo")
    cities = [nampula, *(make.city(f"Partner {number:03d}") for number in range(1 + size // 20))]
    author = make.technician(nampula)
    of = make.partnership(cities, stage=6, programme=programme, is_public=True)
    for number in range(1, size):
        elsewhere(make.partnership([nampula, make.city(f"Neighbour {number:03d}")], stage=3, is_public=True))
    for _number in range(size):
        list_everything(of, author)
        make.taking_part(of, make.actor(programme))
        for city in cities[:2]:
            make.local_group(of, city)
    for _number in range(1 + size // 10):
        make.evaluated(make.evaluation(of, "dac_criteria").sides[0])
    visit = long_mission(of, size)
    report = versions_of(visit, 1 + size // 10)
    make.public_record(of)
    for goal in list(sdg.goals().values())[: 1 + size // 5]:
        for code in (goal.code, *(target.code for target in goal.targets)):
            make.sdg(of, code)
    with transaction():
        readiness.rebuild(make.AT)
    coordinator = make.coordinator(programme)
    for _number in range(size):
        make.saved_view(coordinator)
    people = {
        "coordinator": coordinator,
        "technician": author,
        "mayor": make.holder_of(nampula),
        "administrator": make.administrator(),
    }
    presets = [make.funder_preset(people["coordinator"]) for _number in range(size)]
    made = [make.export(people["coordinator"]) for _number in range(size)]
    names = {
        "preset": presets[0].id,
        "export": made[0].code,
        "programme": programme.code,
        "actor": make.taking_part(of).programme_partner_id,
        "person": author.id,
        "partnership": of.ref,
        "city": nampula.code,
        "mission": visit.ref,
        "planned": long_mission(of, size, state=MissionState.PROPOSED).ref,
        "report": report.ref,
        "draft": translated_draft(of, author).ref,
        "code": report.code,
        "feed": feed_address(author),
        "need": make.need(of).id,
        "evaluation": make.evaluation(of, "dac_criteria").id,
    }
    return names, people


def feed_address(of: Person) -> str:
    """Switch somebody's calendar on; gives its secret."""
    with transaction():
        return calendar_feeds.renew_feed(of, at=make.AT)


def translated_draft(of: Partnership, author: Person) -> OfficialDocument:
    """Make a draft in two further languages."""
    draft = make.draft_report(make.completed_mission(of), author=author)
    make.translation(draft)
    make.translation(draft, "fr", summary="Une visite.")
    return draft


def elsewhere(of: Partnership) -> None:
    """Fill another partnership: a mission without a report, one whose report waits, a planned one, notes and posts."""
    of.programme = make.programme()
    make.pay_for_it(of.programme)
    make.completed_mission(of)
    make.submitted_report(make.completed_mission(of))
    make.mission(of)
    make.priority(of)
    make.note(of, make.technician(of.cities[1]), visibility=Visibility.PUBLIC)
    make.post_holder(of, make.technician(of.cities[0]), Post.FOCAL_POINT)


def list_everything(of: Partnership, author: Person) -> None:
    """Make one more of everything that hangs on a partnership."""
    for room in (make.need, make.comparison, make.priority, make.activity, make.indicator, make.result):
        room(of)
    make.rating(make.instrument(of), of.cities[0])
    visit = make.mission(of, state=MissionState.COMPLETED, decisions="The maps are scanned.")
    signed = make.submitted_report(visit, author=author, cities=of.cities[:1])
    make.sign(signed, make.holder_of(of.cities[0]))
    make.note(of, author, visibility=Visibility.PUBLIC, mission=visit)
    make.note(of, make.technician(of.cities[-1]), stage_number=5)
    make.mission(of)
    for city in of.cities[:2]:
        make.follow_up(of, city, since_on=date(2020, 1, 1) + timedelta(days=next(_days)), lasted="The maps")
    make.protocol(of)
    make.share_activity(of, others=[make.partnership(of.cities[:2])])
    make.share_activity(make.partnership(of.cities[:2]), others=[of])
    make.partner(of)


def long_mission(of: Partnership, size: int, **more: Any) -> Mission:
    """Make a mission with so many people, tasks, files, notes."""
    visit = make.completed_mission(of, **more)
    for _number in range(size):
        make.delegate(visit, of.cities[0])
        make.agreed_task(visit, of.cities[1])
        make.attachment(visit)
        make.note(of, make.technician(of.cities[1]), mission=visit)
    return visit


def versions_of(visit: Mission, number: int) -> OfficialDocument:
    """Let a report be returned again and again before it waits for signatures."""
    for version in range(number):
        at = make.AT + timedelta(days=version)
        report = sent_again(visit, at)
        by = make.holder_of(report.slots[0].city, at)
        with transaction():
            signing.return_document(
                report, make.proof(report, at), evidence.Remarks("Name the surveyors."), actor=by, at=at
            )
    return sent_again(visit, make.AT + timedelta(days=number))


def sent_again(visit: Mission, at: datetime) -> OfficialDocument:
    """Send a report that says something new."""
    visit.findings = f"As seen on {at.date()}."
    return make.submitted_report(visit, at=at)
