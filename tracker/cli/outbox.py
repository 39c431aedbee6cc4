"""Delivering the outbox: mails, reminders, sealing."""

import signal
from threading import Event
from types import FrameType

import click
from flask.cli import AppGroup

from tracker.clock import utc_now
from tracker.services.delivery import deliver_due
from tracker.services.worker import work

command = AppGroup("outbox", help="What is to leave the house: mails, reminders, seals.")


@command.command("run")
@click.option("--once", is_flag=True, help="Deliver what is due now and end.")
def run(once: bool) -> None:
    """Deliver what is due, as long as it runs; safe to run many at once. On SIGTERM it ends after the round at hand."""
    if once:
        click.echo(f"{deliver_due(utc_now)} delivered")
        return
    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        work(stop, utc_now)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
