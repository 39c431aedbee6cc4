"""The worker behind the outbox: it looks again and again for what is due."""

import logging
from collections.abc import Callable
from datetime import datetime
from itertools import count
from threading import Event

from sqlalchemy.exc import OperationalError

from tracker.db import db, learn_spread
from tracker.services.delivery import deliver_due

PAUSE_SECONDS = 1.0
ROUNDS_A_DAY = 86_400
log = logging.getLogger(__name__)


def work(stop: Event, now: Callable[[], datetime]) -> None:
    """Deliver what is due, with a pause between rounds, until `stop` is set; waits for a database that is away.

    At its start, and once a day, it lets the database learn how its rows are spread.
    """
    rounds = count()
    while not stop.is_set():
        try:
            if next(rounds) % ROUNDS_A_DAY == 0:
                learn_spread()
            deliver_due(now)
        except OperationalError as error:
            log.warning("the database did not answer: %s", error.orig)
        finally:
            db.session.remove()
        stop.wait(PAUSE_SECONDS)
