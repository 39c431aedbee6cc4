"""A person's calendar: what it holds, in which language, and who can read it how long."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar, Event
from sqlalchemy import func, select

from tests import factories as make
from tests.client import Answer, PageClient
from tracker.blueprints.limits import limiter
from tracker.clock import utc_now
from tracker.db import db, transaction
from tracker.domain.dates import PartialDate
from tracker.domain.missions import MissionState
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.people import CalendarFeed, Person
from tracker.services.calendar_feeds import renew_feed
from tracker.services.erasure import erase_person
from tracker.services.people import close_account, open_account

SOON = utc_now().date() + timedelta(days=20)


def partial(day: date) -> PartialDate:
    """Give a whole day as a date that may be known in part."""
    return PartialDate(day.year, day.month, day.day)


@pytest.fixture
def of(app: object) -> Partnership:
    """Give a partnership of Nampula and Guarulhos with a mission ahead."""
    made = make.partnership(
        [make.city("Nampula", timezone="Africa/Maputo"), make.city("Guarulhos", "BR")], title="Ours"
    )
    make.mission(made, starts=partial(SOON), ends=partial(SOON + timedelta(days=2)), title="See the archive, and more")
    return made


@pytest.fixture
def technician(of: Partnership) -> Person:
    """Give a technician of Nampula."""
    return make.technician(of.cities[0], timezone="Africa/Maputo")


def address_of(person: Person) -> str:
    """Switch a person's feed on and give its path."""
    with transaction():
        return f"/calendar/{renew_feed(person, at=utc_now())}.ics"


def read(client: PageClient, path: str, **headers: str) -> Answer:
    """Read a feed as a calendar program does: without a cookie."""
    client.delete_cookie(client.application.config["SESSION_COOKIE_NAME"], domain="127.0.0.1")
    return client.get(path, headers=headers)


def events(answer: Answer) -> list[Event]:
    """Give the entries of a calendar."""
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_the_address_is_made_and_shown_once(client: PageClient, technician: Person) -> None:
    client.sign_in(technician)
    made = client.submit("/account", button="Make the address")
    address = next(words for words, href in made.page.links if href.endswith(".ics"))
    token = address.rpartition("/")[2].removesuffix(".ics")
    stored = db.session.scalars(select(CalendarFeed)).one()
    assert len(token) > 40
    assert token not in stored.token_hash
    assert token not in client.get("/account").page.html
    assert "Switched on since" in client.get("/account").page.main
    path = address[address.index("/calendar/") :]
    assert len(events(read(client, path))) == 1
    client.sign_in(technician)
    again = client.submit("/account", button="Make a new address")
    assert again.status_code == 200
    assert read(client, path).status_code == 404, "the old address has ended"
    client.sign_in(technician)
    assert client.submit("/account", button="Switch off").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(CalendarFeed)) == 0
    verbs = db.session.scalars(select(JournalEntry.verb).where(JournalEntry.verb.like("feed.%")))
    assert list(verbs) == ["feed.renewed", "feed.renewed", "feed.ended"]


def test_a_mission_lasts_whole_days_and_keeps_its_name(client: PageClient, of: Partnership, technician: Person) -> None:
    path = address_of(technician)
    answer = read(client, path)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    (one,) = events(answer)
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (SOON, SOON + timedelta(days=3))
    assert str(one["summary"]) == "See the archive, and more"
    assert str(one["location"]) == "Nampula"
    assert str(one["uid"]) == f"mission-{of.ref}-M01@127.0.0.1"
    assert str(one["status"]) == "TENTATIVE"
    assert (one["sequence"], str(one["url"])) == (0, f"http://127.0.0.1:8000/missions/{of.ref}-M01")
    assert one.decoded("last-modified") == one.decoded("dtstamp")
    mission = db.session.scalars(select(make.Mission)).one()
    mission.state, mission.cancel_reason = MissionState.CANCELLED, "other"
    db.session.commit()
    (later,) = events(read(client, path))
    assert (str(later["uid"]), later["sequence"], str(later["status"])) == (str(one["uid"]), 1, "CANCELLED")
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))


def test_it_holds_what_its_person_may_see_and_owes(client: PageClient, of: Partnership, technician: Person) -> None:
    foreign = make.partnership()
    make.mission(foreign, starts=partial(SOON), ends=partial(SOON), title="Not ours")
    visit = make.mission(of, starts=PartialDate(2020, 1, 1), ends=PartialDate(2020, 1, 2), title="Long ago")
    make.agreed_task(visit, of.cities[0], due_on=SOON, what="Scan the maps", who="A named surveyor")
    make.agreed_task(visit, of.cities[1], due_on=SOON, what="Theirs")
    found = {str(one["summary"]): one for one in events(read(client, address_of(technician)))}
    assert set(found) == {"See the archive, and more", "Due: Scan the maps"}
    task = found["Due: Scan the maps"]
    assert (task.decoded("dtstart"), str(task["description"])) == (SOON, "Ours")
    assert "named surveyor" not in read(client, address_of(technician)).text
    mayor = make.mayor(of.cities[1])
    assert {str(one["summary"]) for one in events(read(client, address_of(mayor)))} == {"See the archive, and more"}
    assert events(read(client, address_of(make.administrator()))) == []
    assert events(read(client, address_of(make.observer()))) == []


def test_it_speaks_the_language_of_its_person(client: PageClient, of: Partnership) -> None:
    person = make.technician(of.cities[0], language="pt")
    visit = make.mission(of, starts=PartialDate(2020, 1, 1), ends=PartialDate(2020, 1, 2))
    make.agreed_task(visit, of.cities[0], due_on=SOON, what="Digitalizar")
    text = read(client, address_of(person), **{"Accept-Language": "en"}).text
    assert "SUMMARY:Prazo: Digitalizar" in text
    assert "Proposta" in text


def test_nothing_new_is_not_sent_again(client: PageClient, of: Partnership, technician: Person) -> None:
    path = address_of(technician)
    first = read(client, path)
    tag = first.headers["ETag"]
    same = read(client, path, **{"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    make.mission(of, starts=partial(SOON), ends=partial(SOON))
    changed = read(client, path, **{"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] == tag) == (200, False)
    assert changed.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in changed.headers


@pytest.mark.settings(RATELIMIT_ENABLED="1")
def test_a_wrong_secret_is_not_found_and_guessing_is_slowed_down(client: PageClient, technician: Person) -> None:
    path = address_of(technician)
    limiter.reset()
    answers = [read(client, f"/calendar/{number:043d}.ics").status_code for number in range(22)]
    assert answers[:20] == [404] * 20
    assert answers[-1] == 429
    limiter.reset()
    assert read(client, path).status_code == 200
    assert read(client, path.removesuffix(".ics")).status_code == 404


def test_the_feed_of_a_closed_account_ends_for_good(client: PageClient, technician: Person) -> None:
    path, keeper = address_of(technician), make.administrator()
    with transaction():
        close_account(technician, actor=keeper, at=utc_now())
    assert read(client, path).status_code == 404
    with transaction():
        open_account(technician, actor=keeper, at=utc_now())
    assert read(client, path).status_code == 404


def test_an_erased_person_has_no_feed(client: PageClient, technician: Person) -> None:
    path = address_of(technician)
    with transaction():
        erase_person(technician, at=utc_now())
    assert read(client, path).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(CalendarFeed)) == 0
