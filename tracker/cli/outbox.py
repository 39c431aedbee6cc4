"""Delivering the outbox: mails, reminders, gathered news, seals; and taking back what could not be delivered."""

import signal
import sys
from threading import Event
from types import FrameType

import click
from flask.cli import AppGroup

from tracker.clock import utc_now
from tracker.db import transaction
from tracker.services.bounces import note_report
from tracker.services.worker import round_of, work

command = AppGroup("outbox", help="What is to leave the house: mails, reminders, seals.")


@command.command("run")
@click.option("--once", is_flag=True, help="Deliver what is due now and end.")
def run(once: bool) -> None:
    """Deliver what is due, as long as it runs; safe to run many at once. On SIGTERM it ends after the round at hand."""
    if once:
        click.echo(f"{round_of(utc_now)} delivered")
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


@command.command("bounced")
def bounced() -> None:
    """Read a mail that came back on standard input, and mark whom it did not reach; fails when it is none of ours."""
    with transaction():
        found = [item.message_id for item in note_report(sys.stdin.buffer.read(), utc_now())]
    if not found:
        raise click.ClickException("this is no report of a mail of ours that could not be delivered")
    click.echo("\n".join(found))
