"""Existing records taken over from CSV files and workbooks: errors by row, all or nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.clock import utc_now
from tracker.db import reading, transaction
from tracker.domain import mission_rows
from tracker.domain.imports import Faulty, Line
from tracker.faults import fault_place, fault_sentence
from tracker.i18n import Reader, written_for
from tracker.sentences import gettext as _
from tracker.services.import_files import opened
from tracker.services.import_missions import import_missions

command = AppGroup("import", help="Existing records from CSV files and workbooks.")
FILE = click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what is wrong or would be written, and write nothing.")
REPEATS = click.option("--allow-repeats", is_flag=True, help="Also take rows that say what is there already.")
TEMPLATE = click.option("--template", is_flag=True, help="Print the names of all columns as CSV, and read nothing.")


@command.command("missions")
@FILE
@DRY_RUN
@REPEATS
@TEMPLATE
def missions(file: Path | None, dry_run: bool, allow_repeats: bool, template: bool) -> None:
    """Take over the missions in FILE (.csv or .xlsx): all of them, or none when anything is wrong.

    docs/import.md tells what each column holds.
    """

    def take(lines: Iterator[Line]) -> str:
        counts = import_missions(
            lines, actor=None, at=utc_now(), allows_repeats=allow_repeats, is_written=not dry_run
        )
        return _("Missions: %(missions)s. Partnerships that they belong to: %(partnerships)s.", **counts)

    if template:
        click.echo(",".join(mission_rows.COLUMNS))
    else:
        _import(file, take, dry_run=dry_run)


def _import(file: Path | None, take: Callable[[Iterator[Line]], str], *, dry_run: bool) -> None:
    """Take over the rows of a file in one transaction and say how many; print what is wrong with them otherwise."""
    if file is None:
        raise click.UsageError("Name the file, or ask for --template.")
    with written_for(Reader(current_app.config["LANGUAGES"][0])):
        try:
            with reading() if dry_run else transaction(), opened(file) as lines:
                said = take(lines)
        except Faulty as found:
            raise click.ClickException(_complaint(file, found)) from found
        click.echo(f"{said} {_('Nothing was written.') if dry_run else _('They are written.')}")


def _complaint(file: Path, found: Faulty) -> str:
    """Tell every fault in a line of its own, and at the end how many there are."""
    lines = [
        ": ".join(filter(None, (fault_place(one.row, one.column), fault_sentence(one.code, **one.details))))
        for one in found.faults
    ]
    more = found.count - len(lines)
    if more:
        lines.append(_("... and %(more)s more.", more=more))
    nothing = _("Nothing was written: correct %(count)s, then import the file again.", count=found.count)
    return "\n".join([str(file), *lines, nothing])
