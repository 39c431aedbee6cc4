"""Reminding one office holder or all of them, what keeps others from being reminded, and noting who has it open."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, or_, select

from tests import factories as make
from tests.client import Answer, PageClient
from tests.dashboards.samples import Sample, sample
from tracker.clock import utc_now
from tracker.db import db, transaction
from tracker.domain.signing import SigningOrder
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument, Reading, Slot
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services import official_documents
from tracker.services.bounces import note_bounce

ALL = "/sign-offs/remind"


@pytest.fixture
def portfolio(client: PageClient) -> Sample:
    """Give the sample as of now; its coordinator is signed in."""
    made = sample(utc_now())
    client.sign_in(made.coordinator)
    return made


@pytest.fixture
def document(client: PageClient) -> OfficialDocument:
    """Give a report that waits for Nampula and Guarulhos since an hour ago; both offices are held."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    of = make.completed_mission(make.partnership(cities, stage=5))
    return make.submitted_report(of, at=utc_now() - timedelta(hours=2))


def reminded() -> int:
    """Count the reminders that were mailed."""
    is_one = or_(OutboxItem.subject.startswith("Reminder"), OutboxItem.subject.startswith("Overdue"))
    query = select(func.count()).select_from(OutboxItem).where(is_one)
    return db.session.scalar(query) or 0


def refuse(person: Person) -> None:
    """Let the mail that asked a person to sign come back."""
    with transaction():
        asked = select(OutboxItem).where(OutboxItem.person_id == person.id, OutboxItem.slot_id.is_not(None))
        note_bounce(db.session.scalars(asked).first(), "550 no such user", utc_now())  # type: ignore[arg-type]


def hidden_ids(answer: Answer) -> list[str]:
    """List the sign-offs that a page's button reminds of."""
    return [value for form in answer.page.forms for value in form.defaults.get("id", [])]


def test_all_are_reminded_in_two_clicks_and_the_list_says_how_many(client: PageClient, portfolio: Sample) -> None:
    opened = client.get("/portfolio/sign-offs").page
    page = client.get(opened.link("Remind all"))
    assert "5 reminders leave when you press" in page.page.main
    assert len(hidden_ids(page)) == 5
    answer = client.send(page, button="Send 5 reminders")
    assert answer.headers["Location"] == "/portfolio/sign-offs"
    assert "5 reminders are on their way." in client.follow(answer).page.main
    assert reminded() == 5


def test_the_page_says_who_gets_what_in_which_language(client: PageClient, document: OfficialDocument) -> None:
    mayor = make.holder_of(document.slots[1].city)
    mayor.language = "pt"
    db.session.commit()
    client.sign_in(make.administrator())
    page = client.get(ALL).page.main
    for words in (document.ref, "Mission report", "Mayor of Nampula", "English", mayor.name, "Português"):
        assert words in page


def test_filters_and_age_narrow_what_is_reminded_of_and_lead_back(client: PageClient, portfolio: Sample) -> None:
    opened = client.get("/portfolio/sign-offs?country=BR&age=overdue").page
    href = opened.link("Remind all")
    assert href == f"{ALL}?country=BR&age=overdue"
    page = client.get(href)
    answer = client.send(page, button="Send 2 reminders")
    assert answer.headers["Location"] == "/portfolio/sign-offs?country=BR&age=overdue"
    assert reminded() == 2


def test_one_is_reminded_from_the_dashboard_and_leads_back_there(client: PageClient, portfolio: Sample) -> None:
    opened = client.get("/portfolio?stage=4").page
    href = next(href for words, href in opened.links if words.startswith("Remind") and "id=" in href)
    answer = client.submit(href, button="Send 1 reminder")
    assert answer.headers["Location"] == "/portfolio?stage=4"
    assert "1 reminder is on its way." in client.follow(answer).page.main


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/", "/\t/evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(client: PageClient, portfolio: Sample, wanted: str) -> None:
    opened = client.get("/portfolio?stage=4").page
    href = next(href for words, href in opened.links if words.startswith("Remind") and "id=" in href)
    slot = parse_qs(urlsplit(href).query)["id"]
    page = client.get(ALL, query_string={"id": slot, "next": wanted})
    answer = client.send(page, button="Send 1 reminder")
    assert answer.headers["Location"] == "/portfolio/sign-offs"


def test_within_the_hour_a_second_reminder_is_left_out_and_said_so(client: PageClient, portfolio: Sample) -> None:
    first = client.get(ALL)
    client.send(first, button="Send 5 reminders")
    again = client.get(ALL).page
    assert "Nobody in this list can be reminded now." in again.main
    assert again.main.count("reminded within the last hour") == 5
    stale = client.send(first, button="Send 5 reminders")
    assert "No reminder left" in client.follow(stale).page.main
    assert reminded() == 5


def test_what_was_signed_meanwhile_is_counted_as_left_out(client: PageClient, document: OfficialDocument) -> None:
    client.sign_in(make.administrator())
    page = client.get(ALL)
    make.sign(document, make.holder_of(document.slots[0].city), utc_now())
    answer = client.send(page, button="Send 2 reminders")
    assert "1 reminder is on its way. 1 could not be sent." in client.follow(answer).page.main


def test_who_cannot_be_reminded_is_listed_with_the_remedy(client: PageClient, document: OfficialDocument) -> None:
    first, second = (make.holder_of(slot.city) for slot in document.slots)
    refuse(first)
    mandate = db.session.scalars(select(Mandate).where(Mandate.person_id == second.id)).one()
    mandate.ends_on = date(2026, 1, 31)
    db.session.commit()
    client.sign_in(make.administrator())
    page = client.get(ALL).page
    assert hidden_ids(client.get(ALL)) == []
    assert "Address refused" in page.main
    assert page.link(f"Fix address {first.name}") == f"/people/{first.id}"
    assert "Nobody holds the office" in page.main
    assert page.link("Name successor in Guarulhos") == "/cities/guarulhos"


def test_states_and_their_remedies_in_the_portfolio(client: PageClient, document: OfficialDocument) -> None:
    first, second = (make.holder_of(slot.city) for slot in document.slots)
    client.sign_in(second)
    client.submit(f"/reports/{document.ref}", form=f"/reports/{document.ref}/read")
    refuse(first)
    client.sign_in(make.administrator())
    page = client.get("/portfolio/sign-offs").page
    for words in ("Address refused", "Opened, not signed", "next reminder on"):
        assert words in page.main, words
    assert page.link(f"Fix address {first.name}") == f"/people/{first.id}"
    first.email = "corrected@city.example"
    db.session.commit()
    assert "Address refused" not in client.get("/portfolio/sign-offs").page.main


def test_a_city_whose_turn_has_not_come_says_for_whom_it_waits(client: PageClient) -> None:
    cities = [make.city("Nampula"), make.city("Dondo"), make.city("Beira")]
    for city in cities:
        make.mayor(city)
    draft = make.draft_report(make.completed_mission(make.partnership(cities, stage=5)))
    with transaction():
        ids = [city.id for city in cities]
        official_documents.submit(draft, cities=ids, order=SigningOrder.FIXED, actor=draft.author, at=utc_now())
    client.sign_in(make.administrator())
    page = client.get("/portfolio/sign-offs").page
    assert page.main.count("Not its turn yet") == 2
    assert "waits for Nampula" in page.main
    assert [words for words, href in page.links if "id=" in href] == [f"Remind Nampula, report {draft.ref}"]
    report = client.get(f"/reports/{draft.ref}").page
    assert report.main.count("Not its turn yet") == 2


def test_the_report_page_shows_the_same_states(client: PageClient, document: OfficialDocument) -> None:
    first, second = (make.holder_of(slot.city) for slot in document.slots)
    client.sign_in(second)
    client.submit(f"/reports/{document.ref}", form=f"/reports/{document.ref}/read")
    refuse(first)
    client.sign_in(document.author)
    page = client.get(f"/reports/{document.ref}").page
    for words in (
        "Address refused",
        "the mail server refuses the address of",
        "Opened, not signed",
        "next reminder on",
    ):
        assert words in page.main, words
    assert "Fix address" not in page.main
    assert [form.action for form in page.forms if "remind" in form.action] == [
        f"/sign-offs/{document.slots[1].id}/remind"
    ]
    client.sign_in(make.administrator())
    page = client.get(f"/reports/{document.ref}").page
    assert page.link(f"Fix address {first.name}") == f"/people/{first.id}"


def test_one_tap_on_the_report_page_reminds_and_says_so(client: PageClient, document: OfficialDocument) -> None:
    client.sign_in(document.author)
    form = f"/sign-offs/{document.slots[0].id}/remind"
    answer = client.submit(f"/reports/{document.ref}", form=form)
    assert "A reminder is on its way to Nampula" in client.follow(answer).page.main
    again = client.submit(f"/reports/{document.ref}", form=form)
    assert again.status_code == 409
    assert "A reminder left within the last hour" in again.page.main


def test_what_is_out_of_scope_is_not_reminded_of(client: PageClient, portfolio: Sample) -> None:
    foreign = db.session.scalars(
        select(Slot.id).join(OfficialDocument).where(OfficialDocument.partnership_id == portfolio.foreign.id)
    ).all()
    assert "Nothing waits" in client.get(ALL, query_string={"id": foreign[0]}).page.main
    page = client.get(ALL)
    answer = client.send(page, button="Send 5 reminders", extra={"id": [str(one) for one in foreign]})
    assert "No reminder left" in client.follow(answer).page.main
    assert reminded() == 0


def test_fifty_at_a_time(client: PageClient) -> None:
    city = make.city("Nampula")
    make.mayor(city)
    of = make.partnership([city, make.city()], stage=5)
    first = make.submitted_report(make.completed_mission(of), cities=[city], at=utc_now() - timedelta(days=3))
    with transaction():
        copies = [
            {"document_id": first.id, "city_id": make.city().id, "position": number, "opened_at": first.submitted_at}
            for number in range(2, 54)
        ]
        for one in copies:
            due = first.slots[0].due_on + timedelta(days=1)
            db.session.add(Slot(**one, asked_at=first.submitted_at, due_on=due))
    client.sign_in(make.administrator())
    page = client.get(ALL)
    assert "These are the 50 that have waited longest" in page.page.main
    assert hidden_ids(page) == [str(first.slots[0].id)]


def test_having_a_document_open_is_noted_once_with_its_first_and_last_time(
    client: PageClient, document: OfficialDocument
) -> None:
    mayor = make.holder_of(document.slots[0].city)
    client.sign_in(mayor)
    for _turn in range(3):
        answer = client.submit(f"/reports/{document.ref}", form=f"/reports/{document.ref}/read")
        assert answer.headers["Location"] == f"/reports/{document.ref}"
    reading = db.session.scalars(select(Reading)).one()
    assert (reading.document_id, reading.person_id) == (document.id, mayor.id)
    assert reading.first_at < reading.last_at


def test_only_who_is_asked_is_noted_by_the_page_and_a_draft_never(
    client: PageClient, document: OfficialDocument
) -> None:
    client.sign_in(document.author)
    page = client.get(f"/reports/{document.ref}").page
    assert [form.action for form in page.forms if form.action.endswith("/read")] == []
    draft = make.draft_report(make.completed_mission(document.partnership))
    token = client.get("/account").page.forms[-1].defaults["csrf_token"][0]
    assert client.post(f"/reports/{draft.ref}/read", data={"csrf_token": token}).status_code == 303
    assert db.session.scalars(select(Reading)).all() == []


def test_looking_at_the_page_alone_notes_nothing(client: PageClient, document: OfficialDocument) -> None:
    client.sign_in(make.holder_of(document.slots[0].city))
    for _turn in range(3):
        client.get(f"/reports/{document.ref}")
    assert db.session.scalars(select(Reading)).all() == []


def test_the_wish_for_news_is_kept_on_the_account_page(client: PageClient, document: OfficialDocument) -> None:
    client.sign_in(document.author)
    assert client.submit("/account", {"digest": "weekly"}).status_code == 303
    assert document.author.digest.value == "weekly"
    assert client.submit("/account", {"name": "X Y"}, extra={"digest": "hourly"}).status_code == 422
