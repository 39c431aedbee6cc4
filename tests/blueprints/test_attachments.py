"""Files of missions: all or none, given whole or not at all, taken away and put back, never run in a browser."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tests.databases import database_hash
from tests.factories import AT
from tracker.db import db, transaction
from tracker.models.attachments import Attachment
from tracker.models.missions import Mission
from tracker.services import attachments

PDF = b"%PDF-1.7 minutes"


def photo() -> bytes:
    """Draw a small picture."""
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "JPEG")
    return drawn.getvalue()


@pytest.fixture
def mission(client: PageClient) -> Mission:
    made = make.completed_mission()
    client.sign_in(make.technician(made.partnership.cities[0]))
    return made


def path(mission: Mission) -> str:
    """Give the address where files are added."""
    return f"/missions/{mission.ref}/attachments"


def attached(mission: Mission, name: str = "minutes.pdf", content: bytes = PDF) -> Attachment:
    """Attach a file."""
    actor = make.technician(mission.partnership.cities[0])
    with transaction():
        return attachments.attach(mission, [attachments.receive(name, content)], actor=actor, at=AT)[0]


def stored(app: Flask, file: Attachment) -> Path:
    """Give where the bytes of a file lie."""
    return Path(app.config["FILES_URL"].removeprefix("file://")) / file.path


def test_several_files_are_added_at_once(client: PageClient, mission: Mission) -> None:
    link = client.get(f"/missions/{mission.ref}").page.link("Add photos and documents")
    page = client.follow(client.submit(link, {"files": [(PDF, "minutes.pdf"), (photo(), "visit.jpeg")]})).page
    assert "2 files were added." in page.main
    assert "minutes.pdf" in page.main
    assert "Show the photo" in page.main
    assert [image.get("loading") for image in page.all("img")] == ["lazy"]


def test_one_refused_file_keeps_all_from_being_added(client: PageClient, mission: Mission) -> None:
    before = database_hash()
    answer = client.submit(path(mission), {"files": [(PDF, "minutes.pdf"), (b"<svg>", "<b>drawing</b>.svg")]})
    assert answer.status_code == 422
    assert "<b>drawing</b>.svg: web pages and SVG drawings are not taken." in answer.page.main
    assert database_hash() == before
    page = client.follow(client.send(answer, {})).page
    assert "1 file was added." in page.main


def test_the_same_form_sent_twice_adds_once(client: PageClient, mission: Mission) -> None:
    opened = client.get(path(mission))
    for _number in range(2):
        assert client.send(opened, {"files": (PDF, "minutes.pdf")}).status_code == 303
    assert len(db.session.scalars(select(Attachment)).all()) == 1
    assert client.send(opened, {"files": (b"other", "other.txt")}).status_code == 409


def test_no_file_is_no_answer(client: PageClient, mission: Mission) -> None:
    answer = client.submit(path(mission), {})
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.page.main


def test_a_document_is_only_saved(client: PageClient, mission: Mission) -> None:
    file = attached(mission, "acta de reunião.pdf")
    answer = client.get(f"/attachments/{file.code}")
    assert answer.get_data() == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''acta%20de%20reuni%C3%A3o.pdf" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert int(answer.headers["Content-Length"]) == len(PDF)


def test_a_picture_may_be_shown(client: PageClient, mission: Mission) -> None:
    file = attached(mission, "visit.jpeg", photo())
    answer = client.get(f"/attachments/{file.code}")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_that_the_reader_has_is_not_sent_again(client: PageClient, mission: Mission) -> None:
    file = attached(mission)
    tag = client.get(f"/attachments/{file.code}").headers["ETag"]
    again = client.get(f"/attachments/{file.code}", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize("damage", ["flipped", "cut", "deleted"])
def test_a_damaged_file_is_refused_and_its_mission_can_still_be_read(
    client: PageClient, mission: Mission, app: Flask, damage: str
) -> None:
    file = attached(mission)
    lies = stored(app, file)
    if damage == "deleted":
        lies.unlink()
    else:
        lies.write_bytes(PDF[:-1] if damage == "cut" else PDF[:-1] + b"X")
    answer = client.get(f"/attachments/{file.code}")
    assert answer.status_code == 410
    assert answer.page.h1 == "This file is damaged"
    assert client.get(f"/missions/{mission.ref}").status_code == 200


def test_a_file_has_the_scope_of_its_mission(client: PageClient, mission: Mission) -> None:
    file = attached(mission)
    readers: list[tuple[Any, int]] = [
        (make.technician(mission.partnership.cities[1]), 200),
        (make.observer(mission.partnership), 200),
        (make.coordinator(), 200),
        (make.administrator(), 200),
        (make.technician(make.city()), 404),
        (make.observer(), 404),
    ]
    for reader, code in readers:
        client.sign_in(reader)
        assert client.get(f"/attachments/{file.code}").status_code == code
    assert client.get("/attachments/nonsense").status_code == 404


def test_nobody_signed_in_gets_no_file(app: Flask, mission: Mission) -> None:
    file = attached(mission)
    assert app.test_client().get(f"/attachments/{file.code}").status_code == 302


def test_a_file_is_taken_away_and_put_back(client: PageClient, mission: Mission) -> None:
    file = attached(mission)
    page = f"/missions/{mission.ref}"
    assert client.submit(page, button="Take away minutes.pdf").status_code == 303
    assert client.get(f"/attachments/{file.code}").status_code == 404
    assert "1 file taken away" in client.get(page).page.main
    assert client.submit(page, button="Put back minutes.pdf").status_code == 303
    assert client.get(f"/attachments/{file.code}").status_code == 200


def test_a_file_is_put_back_only_where_it_hung(client: PageClient, mission: Mission) -> None:
    file = attached(make.completed_mission())
    token = next(form for form in client.get(path(mission)).page.forms if "key" in form.names).defaults["csrf_token"]
    address = f"{path(mission)}/{file.code}/restore"
    assert client.post(address, data={"csrf_token": token}).status_code == 404


def test_nothing_is_added_to_a_mission_whose_report_is_with_the_office_holders(
    client: PageClient, mission: Mission
) -> None:
    file = attached(mission)
    opened = client.get(path(mission))
    make.submitted_report(mission)
    assert client.send(opened, {"files": (PDF, "more.pdf")}).status_code == 409
    token = opened.page.forms[-1].defaults["csrf_token"]
    assert client.post(f"/attachments/{file.code}/remove", data={"csrf_token": token}).status_code == 409
    assert "Take away" not in client.get(f"/missions/{mission.ref}").page.main
