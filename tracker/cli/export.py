"""Files as the pages give them, for whoever sits at the machine: over everything that an administrator sees."""

from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.clock import utc_now
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.funder_reports.files import json_of, xlsx_of
from tracker.dashboards.funder_reports.gathering import gather
from tracker.dashboards.funder_reports.printed import pdf_of
from tracker.dashboards.layouts import COLUMNS, Layout
from tracker.dashboards.partnership_file import list_file
from tracker.db import reading
from tracker.domain.funder_reports import FunderPart, PeriodKind
from tracker.domain.people import Role
from tracker.i18n import Reader, written_for
from tracker.services.funder_reports import Choice
from tracker.standing import Standing

command = AppGroup("export", help="Files as the pages give them.")
EVERYTHING = Standing(person_id=0, role=Role.ADMINISTRATOR)
"""An administrator who is nobody: sees every partnership, and has no private note."""
WRITERS = {".xlsx": xlsx_of, ".json": json_of, ".pdf": pdf_of}
DAY = click.DateTime(["%Y-%m-%d"])


@command.command("portfolio")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--programme", default="", help="Code of the one programme to tell of.")
@click.option("--since", type=DAY, help="First day of the period; without it this year.")
@click.option("--until", type=DAY, help="Last day of the period.")
@click.option("--language", default="", help="Language of the words in it; the first of LANGUAGES unless given.")
def portfolio(file: Path, programme: str, since: datetime | None, until: datetime | None, language: str) -> None:
    """Write the portfolio into FILE: a funder report (.xlsx, .json or .pdf), or the list of partnerships (.csv)."""
    spoken = language or current_app.config["LANGUAGES"][0]
    if spoken not in current_app.config["LANGUAGES"]:
        raise click.ClickException(f"{spoken} is none of {', '.join(current_app.config['LANGUAGES'])}.")
    if since and until and until < since:
        raise click.ClickException("The last day lies before the first.")
    filters = Filters(programme=programme)
    if file.suffix == ".csv":
        content = _list(filters, spoken)
    elif file.suffix in WRITERS:
        content = _funder_report(file.suffix, filters, _day(since), _day(until), spoken)
    else:
        raise click.ClickException(f"{file} must end in .csv, {', '.join(WRITERS)}.")
    file.write_bytes(content)
    click.echo(f"{file}: {len(content)} bytes")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _list(filters: Filters, language: str) -> bytes:
    with reading(), written_for(Reader(language)):
        return list_file(Selection(EVERYTHING, filters), Layout(columns=COLUMNS), utc_now())


def _funder_report(ending: str, filters: Filters, since: date | None, until: date | None, language: str) -> bytes:
    kind = PeriodKind.BETWEEN if since or until else PeriodKind.THIS_YEAR
    choice = Choice(filters.address("")[1:], kind, since, until, language, list(FunderPart))
    with reading():
        report = gather(choice, EVERYTHING, "UTC", utc_now())
    return WRITERS[ending](report)
