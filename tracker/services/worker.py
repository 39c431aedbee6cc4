"""The worker behind the outbox: it looks again and again for what is due."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from threading import Event

from sqlalchemy.exc import OperationalError

from tracker.db import db, learn_spread
from tracker.services.answers import remind_of_answers
from tracker.services.delivery import deliver_due
from tracker.services.digests import gather_due
from tracker.services.exports import drop_expired, sweep
from tracker.services.reminders import remind_due

PAUSE_SECONDS = 1.0
ROUNDS_A_DAY = 86_400
LOOK_EVERY = timedelta(minutes=1)
"""How often the worker looks whether a reminder or gathered news has to leave."""
log = logging.getLogger(__name__)


def round_of(now: Callable[[], datetime]) -> int:
    """Do all that is due once: reminders, gathered news, files whose time is over, then deliveries.

    Returns how many items were delivered.
    """
    _write_due(now)
    return deliver_due(now)


def _write_due(now: Callable[[], datetime]) -> None:
    remind_due(now)
    remind_of_answers(now)
    gather_due(now)
    drop_expired(now)


def work(stop: Event, now: Callable[[], datetime], pause_seconds: float = PAUSE_SECONDS) -> None:
    """Deliver what is due, with a pause between rounds, until `stop` is set; waits for a database that is away.

    At its start, and once a day, it lets the database learn how its rows are spread, and sweeps files away that were
    never finished; once a minute it looks for reminders and gathered news.
    """
    rounds = count()
    looked_at: datetime | None = None
    while not stop.is_set():
        try:
            if next(rounds) % ROUNDS_A_DAY == 0:
                learn_spread()
                sweep(now)
            if looked_at is None or now() - looked_at >= LOOK_EVERY:
                looked_at = now()
                _write_due(now)
            deliver_due(now)
        except OperationalError as error:
            log.warning("the database did not answer: %s", error.orig)
        finally:
            db.session.remove()
        stop.wait(pause_seconds)
