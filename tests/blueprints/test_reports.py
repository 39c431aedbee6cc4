"""The pages of a report: written from the mission, sent, withdrawn, corrected, downloaded."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests import factories as make
from tests.client import PageClient
from tracker.db import db
from tracker.domain.missions import MissionState
from tracker.domain.signing import DocumentState
from tracker.models.missions import Mission
from tracker.models.people import Person
from tracker.services.official_documents import versions


@pytest.fixture
def mission(client: PageClient) -> Mission:
    """Give a mission of Nampula and Guarulhos that took place, both with an office holder."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    return make.completed_mission(make.partnership(cities, stage=5))


@pytest.fixture
def technician(mission: Mission, client: PageClient) -> Person:
    """Sign a technician of Nampula in."""
    person = make.technician(mission.partnership.cities[0])
    client.sign_in(person)
    return person


def test_the_report_opens_filled_from_the_mission(client: PageClient, mission: Mission, technician: Person) -> None:
    answer = client.submit(f"/missions/{mission.ref}", button="Write the report")
    page = client.follow(answer).page
    assert mission.findings in page.main
    assert "Scan the maps of Nampula" in page.main


def test_from_draft_to_the_office_holders(client: PageClient, mission: Mission, technician: Person) -> None:
    client.submit(f"/missions/{mission.ref}", button="Write the report")
    ref = f"{mission.ref}-v1"
    client.submit(f"/reports/{ref}/edit", {"summary": "Compared.", "findings": "New findings."})
    assert mission.findings == "New findings."
    sending = client.get(f"/reports/{ref}/send")
    assert "Mayor of Nampula" in sending.page.main
    assert "Scan the maps of Guarulhos" in sending.page.main
    client.follow(client.send(sending))
    assert versions(mission.ref)[0].state is DocumentState.AWAITING_SIGNATURE
    assert client.get(f"/reports/{ref}/edit").status_code == 302
    assert client.get(f"/missions/{mission.ref}/edit").status_code in {302, 409}


def test_a_report_without_a_summary_stays_a_draft(client: PageClient, mission: Mission, technician: Person) -> None:
    client.submit(f"/missions/{mission.ref}", button="Write the report")
    answer = client.submit(f"/reports/{mission.ref}-v1/send")
    assert answer.status_code == 409
    assert "write a summary first" in answer.page.main
    assert versions(mission.ref)[0].state is DocumentState.DRAFT


def test_two_people_writing_at_once_see_both_texts(client: PageClient, mission: Mission, technician: Person) -> None:
    document = make.draft_report(mission, author=technician)
    mine = client.get(f"/reports/{document.ref}/edit")
    client.submit(f"/reports/{document.ref}/edit", {"summary": "Theirs."})
    answer = client.send(mine, {"summary": "Mine."})
    assert answer.status_code == 409
    assert "Theirs." in answer.page.main
    assert "Mine." in answer.page.main
    assert document.summary == "Theirs."


def test_findings_changed_on_the_mission_meanwhile_are_not_overwritten(
    client: PageClient, mission: Mission, technician: Person
) -> None:
    document = make.draft_report(mission, author=technician)
    mine = client.get(f"/reports/{document.ref}/edit")
    mission.findings = "Changed on the mission."
    db.session.commit()
    answer = client.send(mine, {"findings": "Mine."})
    assert answer.status_code == 409
    assert mission.findings == "Changed on the mission."


def test_withdrawing_needs_a_reason(client: PageClient, mission: Mission, technician: Person) -> None:
    document = make.submitted_report(mission, author=technician)
    assert client.submit(f"/reports/{document.ref}/withdraw", {"reason": " "}).status_code == 422
    answer = client.follow(client.submit(f"/reports/{document.ref}/withdraw", {"reason": "A day was wrong."}))
    assert "A day was wrong." in answer.page.main
    assert mission.state is MissionState.COMPLETED


def test_a_returned_report_shows_the_remarks_and_leads_to_the_next_version(
    client: PageClient, mission: Mission, technician: Person
) -> None:
    document = make.returned_report(mission, remarks="Name the <b>surveyors</b>.")
    page = client.get(f"/reports/{document.ref}").page
    assert "Name the <b>surveyors</b>." in page.main
    assert "Returned with remarks" in page.main
    client.submit(f"/reports/{document.ref}", button="Answer the remarks in a new version")
    assert versions(mission.ref)[0].ref == f"{mission.ref}-v2"
    tasks = client.get("/tasks").page.main
    assert "Finish and send the report" in tasks


def test_the_pdf_has_an_empty_box_for_each_city_before_anybody_has_signed(
    client: PageClient, mission: Mission, technician: Person
) -> None:
    document = make.submitted_report(mission, author=technician)
    answer = client.get(f"/reports/{document.ref}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{document.ref}.pdf"'
    boxes = PdfReader(BytesIO(answer.data)).get_fields() or {}
    assert {name: "/V" in box for name, box in boxes.items()} == {"Seal1": False, "Seal2": False}


def test_a_file_that_is_not_sealed_yet_says_so(client: PageClient, mission: Mission, technician: Person) -> None:
    document = make.signed_report(mission, author=technician)
    client.may_fail = True
    answer = client.get(f"/reports/{document.ref}.pdf")
    assert answer.status_code == 503
    assert "being sealed" in answer.page.main


def test_a_reminder_is_one_tap(client: PageClient, mission: Mission, technician: Person) -> None:
    document = make.submitted_report(mission, author=technician)
    answer = client.submit(f"/reports/{document.ref}", form=f"/sign-offs/{document.slots[1].id}/remind")
    assert "A reminder is on its way to Guarulhos" in client.follow(answer).page.text
    again = client.submit(f"/reports/{document.ref}", form=f"/sign-offs/{document.slots[1].id}/remind")
    assert again.status_code == 409


def test_an_observer_sees_no_draft(client: PageClient, mission: Mission) -> None:
    document = make.draft_report(mission)
    observer = make.observer(mission.partnership)
    client.sign_in(observer)
    assert client.get(f"/reports/{document.ref}").status_code == 403
    assert client.get(f"/reports/{document.ref}.pdf").status_code == 403
