"""`flask outbox run`: once, or until it is told to stop."""

import os
import signal
import threading

import pytest
from flask import Flask

from tests import factories as make
from tracker.clock import utc_now
from tracker.db import transaction
from tracker.notices.accounts import mail_sign_in_link
from tracker.services.accounts import make_link


def write_mail(app: Flask) -> None:
    """Put one mail into the outbox."""
    person = make.administrator()
    with transaction():
        mail_sign_in_link(person, make_link(person, utc_now()), "/", at=utc_now())


def test_once_delivers_what_is_due_and_ends(app: Flask) -> None:
    write_mail(app)
    done = app.test_cli_runner().invoke(args=["outbox", "run", "--once"])
    assert (done.exit_code, done.output) == (0, "1 delivered\n")
    assert len(list((app.config["INSTANCE"] / "mail").glob("*.eml"))) == 1
    assert app.test_cli_runner().invoke(args=["outbox", "run", "--once"]).output == "0 delivered\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_it_runs_until_it_is_told_to_stop(app: Flask, number: signal.Signals) -> None:
    write_mail(app)
    before = signal.getsignal(number)
    timer = threading.Timer(0.5, os.kill, (os.getpid(), number))
    timer.start()
    done = app.test_cli_runner().invoke(args=["outbox", "run"])
    timer.join()
    assert done.exit_code == 0
    assert len(list((app.config["INSTANCE"] / "mail").glob("*.eml"))) == 1
    assert signal.getsignal(number) is before
