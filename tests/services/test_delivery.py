"""The outbox: everything leaves at least once, what fails comes back later, and a crash loses nothing."""

import email
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker import documents, files
from tracker.db import db, transaction
from tracker.models.official_documents import SealedFile
from tracker.models.outbox import OutboxItem
from tracker.services import delivery, sealing

pytestmark = pytest.mark.usefixtures("app")


def at(moment: datetime) -> Callable[[], datetime]:
    """Give a clock that stands still."""
    return lambda: moment


def outbox() -> list[OutboxItem]:
    """List everything in the outbox, read anew."""
    db.session.rollback()
    return list(db.session.scalars(select(OutboxItem).order_by(OutboxItem.id)))


def written(app: Flask) -> list[email.message.EmailMessage]:
    """Read the mails in the instance's mail folder."""
    folder: Path = app.config["INSTANCE"] / "mail"
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]


class Server:
    """A mail server that answers DATA as it was told, one answer after the other."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = answers
        self.ids: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail or not."""
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            message = email.message_from_bytes(envelope.content or b"")
            self.ids.append(message["Message-ID"])
        return answer


@pytest.fixture
def mail_server(app: Flask) -> Callable[[list[str]], Server]:
    """Start a mail server on this machine and let the tracker use it."""
    started: list[Controller] = []

    def start(answers: list[str]) -> Server:
        server = Server(answers)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(server, hostname="127.0.0.1", port=port)
        controller.start()
        started.append(controller)
        app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        return server

    yield start  # type: ignore[misc]
    for controller in started:
        controller.stop()


def test_mails_are_written_to_the_instance_folder_when_there_is_no_server(app: Flask) -> None:
    report = make.submitted_report()
    make.mayor(report.partnership.cities[0])
    with transaction():
        delivery_count = len(outbox())
    assert delivery.deliver_due(at(AT)) == delivery_count
    assert all(item.done_at == AT for item in outbox())
    assert len(written(app)) == delivery_count


def test_a_mail_has_both_parts_and_the_address_of_this_site(app: Flask) -> None:
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    mayor = make.mayor(cities[0], language="pt")
    report = make.submitted_report(make.completed_mission(make.partnership(cities, stage=5)))
    delivery.deliver_due(at(AT))
    mail = next(one for one in written(app) if one["To"] == mayor.email)
    assert mail["Content-Language"] == "pt"
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert f"http://127.0.0.1:8000/reports/{report.ref}" in plain.get_content()
    assert len(mail.as_bytes()) < 12_000


def test_a_refused_mail_is_tried_again_with_the_same_id(mail_server: Callable[[list[str]], Server]) -> None:
    server = mail_server(["451 busy", "451 busy"])
    make.mayor(make.city("Nampula"))
    report = make.submitted_report(make.completed_mission(make.partnership([make.city("Beira"), make.city("Dondo")])))
    make.coordinator()
    db.session.commit()
    wanted = {item.message_id for item in outbox()}
    delivery.deliver_due(at(AT))
    moment = AT
    for _ in range(5):
        moment += timedelta(hours=1)
        delivery.deliver_due(at(moment))
    assert set(server.ids) == wanted
    assert len(server.ids) == len(wanted)
    assert report.digest


def test_an_unreachable_server_keeps_everything_for_later(app: Flask) -> None:
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    cities = [make.city("Nampula"), make.city("Dondo")]
    make.mayor(cities[0])
    make.submitted_report(make.completed_mission(make.partnership(cities)))
    assert delivery.deliver_due(at(AT)) == 0
    item = outbox()[0]
    assert (item.done_at, item.failed_at, item.attempts) == (None, None, 1)
    assert item.due_at > AT
    assert "Error" in item.last_error
    for hour in range(1, 200):
        delivery.deliver_due(at(AT + timedelta(hours=12 * hour)))
    assert outbox()[0].failed_at is not None
    assert outbox()[0].attempts == delivery.MOST_ATTEMPTS


def test_an_item_that_a_dead_worker_held_is_taken_over(app: Flask) -> None:
    cities = [make.city("Nampula"), make.city("Dondo")]
    make.mayor(cities[0])
    make.submitted_report(make.completed_mission(make.partnership(cities)))
    held = delivery._lease(AT)
    assert held is not None
    assert delivery._lease(AT) is None
    assert delivery.deliver_due(at(AT + delivery.LEASE + timedelta(seconds=1))) == 1
    assert outbox()[0].attempts == 2


def test_a_secret_mail_is_blanked_once_it_has_left(client: object, app: Flask) -> None:
    technician = make.technician(make.city("Nampula"))
    client.submit("/sign-in", {"email": technician.email}, button="Mail me a link to sign in")  # type: ignore[attr-defined]
    assert "/sign-in/link/" in outbox()[0].body_text
    delivery.deliver_due(at(outbox()[0].due_at))
    assert (outbox()[0].body_text, outbox()[0].body_html) == ("", "")
    assert "/sign-in/link/" in written(app)[0].as_string()


def test_a_signed_report_is_sealed_once_and_the_file_stands() -> None:
    report = make.signed_report()
    delivery.deliver_due(at(AT))
    sealed = db.session.get_one(SealedFile, report.id)
    with files.open_whole(sealed.path, sealed.sha256) as file:
        pdf = file.read()
    findings = documents.seal.examine(pdf, [sealing.seal_key(AT).certificate_der])
    assert documents.seal.stands(findings)
    assert sealed.size == len(pdf) < 300_000
    with transaction():
        assert sealing.seal_document(report, AT + timedelta(days=1)) is sealed
