"""The worker goes on until it is stopped, and outlives a database that is away for a while."""

from collections.abc import Callable
from datetime import datetime
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests import factories as make
from tracker.db import db
from tracker.services import worker


class Rounds:
    """Stands for the delivery: fails in its first round, and stops the worker in its third."""

    def __init__(self, stop: Event) -> None:
        self.stop, self.count = stop, 0

    def __call__(self, now: Callable[[], datetime]) -> int:
        """Count a round."""
        assert now() == make.AT
        self.count += 1
        if self.count == 1:
            raise OperationalError("SELECT", {}, Exception("the server closed the connection"))
        if self.count == 3:
            self.stop.set()
        return 0


def test_a_database_that_is_away_does_not_end_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop = Event()
    rounds = Rounds(stop)
    monkeypatch.setattr(worker, "deliver_due", rounds)
    worker.work(stop, lambda: make.AT, 0.01)
    assert rounds.count == 3
    assert "the server closed the connection" in caplog.text


def test_once_stopped_it_does_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Event()
    stop.set()
    rounds = Rounds(stop)
    monkeypatch.setattr(worker, "deliver_due", rounds)
    worker.work(stop, lambda: make.AT)
    assert rounds.count == 0


@pytest.mark.once
def test_it_lets_sqlite_learn_how_its_rows_are_spread(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make.city()
    stop = Event()
    monkeypatch.setattr(worker, "deliver_due", lambda now: stop.set())
    worker.work(stop, lambda: make.AT)
    assert "city" in db.session.scalars(text("SELECT tbl FROM sqlite_stat1")).all()
