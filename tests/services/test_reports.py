"""Reports: pre-filled from the mission, frozen when sent, corrected by a new version."""

import json

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.documents.digest import digest
from tracker.domain.errors import RuleBroken
from tracker.domain.missions import MissionState
from tracker.domain.signing import DocumentState
from tracker.models.journal import JournalEntry
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services import contents, official_documents, reports

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def mission() -> Mission:
    """Give a mission of Nampula and Guarulhos that took place, with a delegate and an agreed task."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    visit = make.completed_mission(
        make.partnership(cities, stage=5), findings="Plots were found.", decisions="To go on."
    )
    make.agreed_task(visit, cities[0], what="Adapt the by-law")
    return visit


@pytest.fixture
def author(mission: Mission) -> Person:
    """Give the technician of the first city."""
    return make.technician(mission.partnership.cities[0])


def start(mission: Mission, author: Person) -> OfficialDocument:
    """Open a draft."""
    with transaction():
        return reports.start_report(mission, language="en", actor=author, at=AT)


def write(document: OfficialDocument, author: Person, summary: str = "Two surveyors learnt the method.") -> None:
    """Write a summary and keep the rest."""
    with transaction():
        reports.write_report(
            document,
            summary=summary,
            findings=document.of_mission.findings,
            decisions=document.of_mission.decisions,
            language="en",
            actor=author,
            at=AT,
        )


def send(document: OfficialDocument, author: Person) -> None:
    """Send to all cities."""
    with transaction():
        cities = [city.id for city in document.partnership.cities]
        official_documents.submit(document, cities=cities, actor=author, at=AT)


def test_a_draft_holds_what_the_mission_says(mission: Mission, author: Person) -> None:
    content = contents.content_of(start(mission, author))
    assert content["findings"] == "Plots were found."
    assert content["decisions"] == "To go on."
    assert [task["what"] for task in content["tasks"]][-1] == "Adapt the by-law"
    assert {one["name"] for one in content["delegation"]} == {one.name for one in mission.delegates}


def test_sending_freezes_the_text_and_its_digest(mission: Mission, author: Person) -> None:
    document = start(mission, author)
    write(document, author)
    send(document, author)
    assert document.state is DocumentState.AWAITING_SIGNATURE
    assert document.digest == digest(json.loads(document.content or ""))
    assert len(document.code or "") == 32
    assert mission.state is MissionState.REPORTED
    with transaction():
        mission.findings = "Something else."
    assert contents.stored_content(document)["findings"] == "Plots were found."


def test_each_office_holder_is_mailed_once(mission: Mission, author: Person) -> None:
    document = start(mission, author)
    write(document, author)
    send(document, author)
    mails = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).all()
    holders = {make.holder_of(city).email for city in mission.partnership.cities}
    assert {mail.address for mail in mails} == holders
    assert all("Adapt the by-law" in mail.body_text and len(mail.body_html) < 12_000 for mail in mails)


def test_a_vacant_office_is_told_to_the_coordinators(author: Person, mission: Mission) -> None:
    vacant = make.city("Dondo")
    visit = make.completed_mission(make.partnership([mission.partnership.cities[0], vacant], stage=5))
    make.coordinator()
    document = start(visit, author)
    write(document, author)
    send(document, author)
    mails = db.session.scalars(select(OutboxItem).where(OutboxItem.subject == "Nobody can sign for Dondo")).all()
    assert len(mails) == 1
    assert "nobody holds that office" in mails[0].body_text


def test_a_closed_account_is_not_asked_to_sign_and_the_coordinators_are_told(author: Person, mission: Mission) -> None:
    closed = make.holder_of(mission.partnership.cities[0])
    closed.is_active = False
    make.coordinator()
    document = start(mission, author)
    write(document, author)
    send(document, author)
    mails = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).all()
    assert closed.email not in {mail.address for mail in mails}
    [told] = [mail for mail in mails if mail.subject == f"Nobody can sign for {closed.city.name}"]
    assert f"the account of {closed.name}, who holds the office, is closed" in told.body_text
    assert f"/people/{closed.id}" in told.body_text


@pytest.mark.parametrize("summary", ["", "   "])
def test_a_report_without_a_summary_is_not_sent(mission: Mission, author: Person, summary: str) -> None:
    document = start(mission, author)
    write(document, author, summary)
    with pytest.raises(RuleBroken, match="report.incomplete"):
        send(document, author)
    assert document.state is DocumentState.DRAFT


def test_a_mission_that_has_not_taken_place_has_no_report(author: Person, mission: Mission) -> None:
    planned = make.mission(mission.partnership, state=MissionState.PROPOSED)
    with pytest.raises(RuleBroken, match="report.mission_not_completed"):
        start(planned, author)


def test_one_version_at_a_time(mission: Mission, author: Person) -> None:
    start(mission, author)
    with pytest.raises(RuleBroken, match="report.under_way"):
        start(mission, author)


def test_foreign_cities_cannot_be_asked(mission: Mission, author: Person) -> None:
    document = start(mission, author)
    write(document, author)
    with pytest.raises(RuleBroken, match="report.cities"), transaction():
        official_documents.submit(document, cities=[make.city("Lyon", "FR").id], actor=author, at=AT)


def test_an_unchanged_report_does_not_go_out_again(mission: Mission, author: Person) -> None:
    returned = make.returned_report(mission)
    again = start(mission, author)
    assert (again.number, again.summary) == (returned.number + 1, returned.summary)
    with pytest.raises(RuleBroken, match="report.unchanged"):
        send(again, author)
    write(again, author, "The remarks are answered.")
    send(again, author)
    assert again.state is DocumentState.AWAITING_SIGNATURE


def test_withdrawing_keeps_the_reason_and_tells_whoever_was_asked(mission: Mission, author: Person) -> None:
    document = start(mission, author)
    write(document, author)
    send(document, author)
    with transaction():
        official_documents.withdraw(document, reason="A day was wrong.", actor=author, at=AT)
    assert document.state is DocumentState.WITHDRAWN
    assert mission.state is MissionState.COMPLETED
    assert all(slot.closed_at is not None for slot in document.slots)
    told = db.session.scalars(select(OutboxItem.body_text).where(OutboxItem.subject.contains("Withdrawn"))).all()
    assert len(told) == 3
    assert all("A day was wrong." in text for text in told)


def test_a_signed_report_cannot_be_withdrawn(mission: Mission, author: Person) -> None:
    document = make.signed_report(mission)
    with pytest.raises(RuleBroken, match="report.move_refused"), transaction():
        official_documents.withdraw(document, reason="Too late.", actor=author, at=AT)


def test_only_the_cities_that_a_mission_concerns_are_proposed(mission: Mission) -> None:
    many = [make.city(f"Member {number}") for number in range(5)]
    of = make.partnership(many, stage=5)
    visit = make.mission(of, state=MissionState.COMPLETED)
    assert reports.concerned_cities(visit) == {city.id for city in many}
    make.agreed_task(visit, many[3])
    assert reports.concerned_cities(visit) == {many[0].id, many[3].id}


def test_every_act_is_in_the_journal(mission: Mission, author: Person) -> None:
    document = start(mission, author)
    write(document, author)
    send(document, author)
    verbs = db.session.scalars(
        select(JournalEntry.verb).where(JournalEntry.subject == document.ref).order_by(JournalEntry.id)
    ).all()
    assert list(verbs) == ["report.started", "report.written", "report.submitted"]
