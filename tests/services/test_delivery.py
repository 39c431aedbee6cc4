"""The outbox: everything leaves at least once, what fails comes back later, and a crash loses nothing."""

import asyncio
import email
import random
import socket
from collections.abc import Callable, Iterator
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
from tracker.models.journal import JournalEntry
from tracker.models.official_documents import OfficialDocument
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services import delivery, document_files
from tracker.services.reminders import has_bounced

pytestmark = pytest.mark.usefixtures("app")
HANGS_SECONDS = 1.5
PATIENCE_SECONDS = 0.5


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
    """A mail server that answers DATA as it was told, one answer after the other; then it takes everything.

    `hang` answers nothing, `drop` takes the mail and closes the line before it says so. `refused` are addresses that it
    does not take, with the answer to them.
    """

    def __init__(self, answers: list[str], refused: dict[str, str]) -> None:
        self.answers, self.refused = answers, refused
        self.ids: list[str] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a receiver or not."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail or not."""
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer == "hang":
            await asyncio.sleep(HANGS_SECONDS)
        if answer == "drop" or answer.startswith("250"):
            message = email.message_from_bytes(envelope.content or b"")
            self.ids.append(message["Message-ID"])
        if answer == "drop":
            server.transport.abort()
        return answer if answer[0].isdigit() else "451 too late"


Start = Callable[..., Server]


@pytest.fixture
def mail_server(app: Flask) -> Iterator[Start]:
    """Start a mail server on this machine and let the tracker use it."""
    started: list[Controller] = []

    def start(answers: list[str], **refused: str) -> Server:
        server = Server(answers, {name.replace("__", "@").replace("_", "."): said for name, said in refused.items()})
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(server, hostname="127.0.0.1", port=port)
        controller.start()
        started.append(controller)
        app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        return server

    yield start
    for controller in started:
        controller.stop()


def asked(*, language: str = "en") -> tuple[OfficialDocument, Person]:
    """Ask the office holder of Nampula to sign; a coordinator steers the partnership. Gives document and holder."""
    programme = make.programme("Lusophone cities")
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    holder = make.mayor(cities[0], language=language)
    make.coordinator(programme)
    report = make.submitted_report(
        make.completed_mission(make.partnership(cities, stage=5, programme=programme)), cities=cities[:1]
    )
    return report, holder


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


def test_a_refused_mail_is_tried_again_with_the_same_id(mail_server: Start) -> None:
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


def test_a_signed_report_is_sealed_for_each_signature_and_the_file_stands() -> None:
    report = make.signed_report()
    delivery.deliver_due(at(AT))
    sealed = document_files.newest_file(report)
    assert sealed is not None
    with files.open_whole(sealed.path, sealed.sha256) as file:
        pdf = file.read()
    findings = documents.seal.examine(pdf, [document_files.seal_key(AT).certificate_der])
    assert documents.seal.stands(findings)
    assert (sealed.revision, sealed.size) == (len(report.slots), len(pdf))
    assert sealed.size < 300_000
    with transaction():
        again = document_files.seal_signatures(report, AT + timedelta(days=1))
    assert again is not None
    assert again.revision == sealed.revision


def test_a_mail_says_what_it_is_to_machines(app: Flask) -> None:
    asked()
    delivery.deliver_due(at(AT))
    mail = written(app)[0]
    assert (mail["Auto-Submitted"], mail["List-Id"]) == ("auto-generated", "Partnership Tracker <notices.127.0.0.1>")


def test_a_server_that_hangs_gets_the_mail_later(mail_server: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "SMTP_SECONDS", PATIENCE_SECONDS)
    server = mail_server(["hang"])
    asked()
    assert delivery.deliver_due(at(AT)) == 0
    assert "imeout" in outbox()[0].last_error or "timed out" in outbox()[0].last_error
    assert delivery.deliver_due(at(AT + timedelta(hours=1))) == 1
    assert server.ids == [outbox()[0].message_id]


def test_a_line_that_breaks_after_the_mail_was_taken_makes_no_second_message(mail_server: Start) -> None:
    server = mail_server(["drop", "drop"])
    asked()
    for hour in range(4):
        delivery.deliver_due(at(AT + timedelta(hours=hour)))
    item = outbox()[0]
    assert (item.attempts, item.done_at is not None) == (3, True)
    assert server.ids == [item.message_id] * 3


def test_an_address_that_is_refused_for_good_is_told_to_the_coordinators(mail_server: Start) -> None:
    report, holder = asked()
    server = mail_server([], mayor_of_nampula__city_example="550 5.1.1 no such user")
    delivery.deliver_due(at(AT))
    item, told = outbox()
    assert (item.bounced_at, item.failed_at, item.done_at, item.attempts) == (AT, AT, None, 1)
    assert "no such user" in item.last_error
    assert has_bounced(report.slots[0], holder)
    assert (told.address, told.done_at) == ("coordinator.of.lusophone.cities@city.example", AT)
    assert f"http://127.0.0.1:8000/people/{holder.id}" in told.body_text
    assert server.ids == [told.message_id]
    rows = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "mail.refused")).all()
    assert [(row.subject, row.details) for row in rows] == [(report.ref, f'{{"mail":{item.id}}}')]
    assert "@" not in rows[0].details


def test_a_mailbox_that_is_busy_is_tried_again(mail_server: Start) -> None:
    asked()
    server = mail_server([], mayor_of_nampula__city_example="450 4.2.1 busy")
    delivery.deliver_due(at(AT))
    item = outbox()[0]
    assert (item.bounced_at, item.failed_at) == (None, None)
    server.refused.clear()
    delivery.deliver_due(at(AT + timedelta(hours=1)))
    assert outbox()[0].done_at is not None


def test_a_corrected_address_or_a_late_delivery_ends_the_refusal(mail_server: Start) -> None:
    report, holder = asked()
    server = mail_server([], mayor_of_nampula__city_example="550 no such user")
    delivery.deliver_due(at(AT))
    holder.email = "corrected@city.example"
    db.session.commit()
    assert not has_bounced(report.slots[0], holder)
    holder.email = "mayor.of.nampula@city.example"
    db.session.commit()
    assert has_bounced(report.slots[0], holder)
    server.refused.clear()
    item = outbox()[0]
    item.failed_at = None
    db.session.commit()
    delivery.deliver_due(at(AT + timedelta(days=1)))
    assert not has_bounced(report.slots[0], holder)


@pytest.mark.parametrize("turn", range(20))
def test_every_message_arrives_once_by_its_id_whatever_the_server_does(
    mail_server: Start, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    monkeypatch.setattr(delivery, "SMTP_SECONDS", PATIENCE_SECONDS)
    chance = random.Random(turn)  # noqa: S311  (the same disorder each time)
    told = ["451 busy", "drop", "554 refused", "250 taken", *(["hang"] if turn < 3 else [])]
    server = mail_server([chance.choice(told) for _answer in range(8)])
    make.returned_report()
    wanted = {item.message_id for item in outbox() if item.kind == "mail"}
    for hour in range(0, 48, 2):
        delivery.deliver_due(at(AT + timedelta(hours=hour)))
    assert set(server.ids) == wanted
    assert all(item.done_at is not None for item in outbox())
