"""Mails that came back later: reports of non-delivery are read, whoever wrote them."""

from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.models.outbox import OutboxItem
from tracker.services import bounces, delivery

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def item(app: Flask) -> OutboxItem:
    """Give a mail that asked for a signature and has left."""
    city = make.city("Nampula")
    make.mayor(city)
    make.submitted_report(make.completed_mission(make.partnership([city, make.city()], stage=5)), cities=[city])
    delivery.deliver_due(lambda: AT)
    return db.session.scalars(select(OutboxItem)).one()


def report(message_id: str, *, action: str = "failed", way: str = "headers") -> bytes:
    """Write a report of non-delivery (RFC 3464), naming the mail in one way or another."""
    returned = f"From: tracker@127.0.0.1\nTo: mayor@city.example\nMessage-ID: {message_id}\nSubject: To sign\n"
    parts = {
        "headers": f"Content-Type: text/rfc822-headers\n\n{returned}",
        "message": f"Content-Type: message/rfc822\n\n{returned}\nGood day,\n",
        "nothing": "Content-Type: text/plain\n\nThe mail is not enclosed.\n",
    }
    head = "In-Reply-To: " + message_id if way == "nothing" else "X-Loop: no"
    return f"""From: MAILER-DAEMON@mx.example
To: tracker@127.0.0.1
Subject: Undelivered Mail Returned to Sender
{head}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="line"

--line
Content-Type: text/plain

It did not work.

--line
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; mayor@city.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
    no such user

--line
{parts[way]}
--line--
""".encode()


@pytest.mark.parametrize("way", ["headers", "message", "nothing"])
def test_a_report_marks_the_mail_that_came_back(item: OutboxItem, way: str) -> None:
    with transaction():
        assert bounces.note_report(report(item.message_id, way=way), AT) == [item]
    assert (item.bounced_at, item.failed_at, item.done_at) == (AT, AT, None)
    assert item.last_error == "5.1.1; smtp; 550 5.1.1 no such user"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", ""])
def test_a_delay_or_a_receipt_marks_nothing(item: OutboxItem, action: str) -> None:
    with transaction():
        assert bounces.note_report(report(item.message_id, action=action), AT) == []
    assert item.bounced_at is None


def test_other_mails_mark_nothing(item: OutboxItem) -> None:
    answer = EmailMessage()
    answer["In-Reply-To"] = item.message_id
    answer.set_content("Thank you.")
    for sent in (
        b"",
        b"\xff\xfe\x00",
        answer.as_bytes(),
        report("<unknown@127.0.0.1>"),
        b"Content-Type: multipart/report",
    ):
        with transaction():
            assert bounces.note_report(sent, AT) == []
    assert item.bounced_at is None


def test_telling_it_twice_marks_it_once(item: OutboxItem) -> None:
    make.coordinator()
    for _turn in range(2):
        with transaction():
            bounces.note_report(report(item.message_id), AT)
    mails = db.session.scalars(select(OutboxItem.subject)).all()
    assert mails.count("The mail to sign did not reach Nampula") == 1


def test_the_command_reads_it_from_standard_input(app: Flask, item: OutboxItem) -> None:
    done = app.test_cli_runner().invoke(args=["outbox", "bounced"], input=report(item.message_id))
    assert (done.exit_code, done.output) == (0, f"{item.message_id}\n")
    db.session.rollback()
    assert item.bounced_at is not None
    other = app.test_cli_runner().invoke(args=["outbox", "bounced"], input=b"Subject: Hello\n\nHello\n")
    assert other.exit_code == 1
    assert "no report" in other.output
