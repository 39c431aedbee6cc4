"""The demonstration: loading it, and writing its public facts out again."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.clock import utc_now
from tracker.db import transaction
from tracker.demo.accounts import introduction
from tracker.demo.bulk import load_many
from tracker.demo.export import export as export_files
from tracker.demo.load import Refused, load
from tracker.demo.password import new_password

command = AppGroup("demo", help="The demonstration data.")


@command.command("load")
@click.option("--size", type=click.IntRange(min=1), metavar="N", help="Make N synthetic partnerships instead.")
@click.option("--seed", type=int, default=1, show_default=True, help="With --size: another seed makes other rows.")
@click.option(
    "--at",
    "moment",
    type=click.DateTime(),
    help="With --size: the moment (UTC) that the rows look back from, instead of the present one.",
)
def load_demonstration(size: int | None, seed: int, moment: datetime | None) -> None:
    """Load the demonstration data into an empty database.

    Without --size: real partnerships from public sources, with invented acts that are marked as demonstration.

    With --size N: the real cities and programmes, and N synthetic partnerships with ten missions each, for measuring.
    The same N, --seed and --at make the same rows.

    Refused when the database holds anything, or when BASE_URL is not this machine's own. The accounts' password is
    DEMO_PASSWORD, or a new one that is printed.
    """
    password = current_app.config["DEMO_PASSWORD"] or new_password()
    at = moment.replace(tzinfo=UTC) if moment is not None else utc_now()
    try:
        with transaction():
            if size is None:
                load(password, at)
            else:
                load_many(size, seed, password, at)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(introduction(password)))


@command.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the public facts into FOLDER, in the very files that they were loaded from."""
    for path in export_files(folder):
        click.echo(path)
