"""A tracker that people can open in a browser, each on a database of its own, served and delivering as in real use."""

import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import waitress.server
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.engine import URL
from waitress import wasyncore

from tests.databases import Databases
from tracker.clock import utc_now
from tracker.db import transaction
from tracker.demo.accounts import HOST
from tracker.demo.load import load
from tracker.i18n import catalogue_of
from tracker.sentences import gettext
from tracker.services.delivery import deliver_due
from tracker.services.worker import work

LISTEN = "127.0.0.1"
PASSWORD = "a password of the demonstration"
THREADS = 4
LOOK_SECONDS = 0.1
PAUSE_SECONDS = 0.25
MAIL_SECONDS = 20.0


@dataclass(frozen=True)
class Model:
    """What a house is copied from: a database, and the instance folder that belongs to it."""

    database: URL
    instance: Path


class Clock:
    """The clock on the wall of a house: the machine's own, and ahead of it by as much as the house has skipped."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Give the present moment in the house, in UTC."""
        return utc_now() + self._ahead

    def skip(self, days: int) -> None:
        """Let so many days go by."""
        self._ahead += timedelta(days=days)


@dataclass(frozen=True)
class House:
    """A tracker that is being served at `address`, by its own `clock`; its mails lie in `mails`."""

    app: Flask
    address: str
    mails: Path
    clock: Clock

    def says(self, language: str, sentence: str, **values: object) -> str:
        """Give a sentence of the tracker in a language; what it does not know stays as it is."""
        with self.app.app_context(), force_locale(catalogue_of(language)):
            return str(gettext(sentence, **values))

    def mail_to(self, account: str, about: str) -> EmailMessage:
        """Give the newest mail to an account that has these words in it, as soon as it is delivered."""
        end = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < end:
            for file in sorted(self.mails.glob("*.eml"), reverse=True):
                mail = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
                if mail["To"] == f"{account}@{HOST}" and (about in mail["Subject"] or about in words_of(mail)):
                    return mail
            time.sleep(LOOK_SECONDS)
        raise AssertionError(f"no mail to {account} about {about!r} within {MAIL_SECONDS:g} s")


def words_of(mail: EmailMessage) -> str:
    """Give the plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def model_of_demonstration(databases: Databases, folder: Path) -> Model:
    """Load the demonstration as of now, with everything delivered that is due."""
    url, instance = databases.copy(), folder / "demonstration"
    with databases.app_on(url, DEMO="1", **_places(instance)) as app, app.app_context():
        with transaction():
            load(PASSWORD, utc_now())
        deliver_due(utc_now)
    return Model(url, instance)


def _places(instance: Path) -> dict[str, str]:
    return {"INSTANCE": str(instance), "FILES_URL": (instance / "files").as_uri()}


@contextmanager
def opened(databases: Databases, model: Model | None = None) -> Iterator[House]:
    """Open a house: a copy of the model's, or an empty one; everything of it is gone afterwards."""
    url = databases.copy_of(model.database) if model else databases.copy()
    instance, clock = Path(tempfile.mkdtemp(dir=databases.directory)), Clock()
    if model:
        shutil.copytree(model.instance, instance, dirs_exist_ok=True)
    with socket.create_server((LISTEN, 0)) as listening:
        address = f"http://{LISTEN}:{listening.getsockname()[1]}"
        with (
            databases.app_on(url, DEMO="1" if model else "0", BASE_URL=address, **_places(instance)) as app,
            _served(app, listening),
            _delivering(app, clock),
        ):
            app.config["CLOCK"] = clock
            yield House(app, address, instance / "mail", clock)
    databases.drop(url)
    shutil.rmtree(instance)


@contextmanager
def _served(app: Flask, listening: socket.socket) -> Iterator[None]:
    """Answer requests in a thread, by the server that `make run` uses."""
    channels: dict[int, object] = {}
    server = waitress.server.create_server(app, map=channels, sockets=[listening], threads=THREADS, ident=None)
    with _running(lambda stop: _answer(stop, channels)):
        yield
    server.task_dispatcher.shutdown()
    wasyncore.close_all(channels)


def _answer(stop: threading.Event, channels: dict[int, object]) -> None:
    while not stop.is_set():
        wasyncore.loop(LOOK_SECONDS, map=channels, count=1)


@contextmanager
def _delivering(app: Flask, clock: Clock) -> Iterator[None]:
    """Deliver mails and seals in a thread."""

    def deliver(stop: threading.Event) -> None:
        with app.app_context():
            work(stop, clock, PAUSE_SECONDS)

    with _running(deliver):
        yield


@contextmanager
def _running(work_until: Callable[[threading.Event], None]) -> Iterator[None]:
    """Do something in a thread until the block ends."""
    stop = threading.Event()
    thread = threading.Thread(target=work_until, args=(stop,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
