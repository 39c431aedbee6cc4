"""Who makes which files: what the worker, the pages and the command line all call."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.funder_reports.files import json_of, xlsx_of
from tracker.dashboards.funder_reports.gathering import filters_of, gather
from tracker.dashboards.funder_reports.printed import pdf_of
from tracker.dashboards.layouts import COLUMNS, Layout
from tracker.dashboards.partnership_file import list_file
from tracker.db import db, reading
from tracker.domain.exports import ExportKind, FileFormat
from tracker.domain.funder_reports import FunderPart, PeriodKind
from tracker.i18n import Reader, written_for
from tracker.models.partnerships import Partnership
from tracker.services.exports import Made, Maker, Progress, Wish
from tracker.services.funder_reports import Choice
from tracker.standing import Standing

MADE_AT_ONCE = 60
"""A funder report over so many partnerships is made while its reader waits: it takes about two seconds."""


def options_of(choice: Choice) -> dict[str, str]:
    """Write a choice as the options of an export."""
    told: dict[str, Any] = asdict(choice) | {"parts": " ".join(part for part in FunderPart if part in choice.parts)}
    return {name: str(value) for name, value in told.items() if value not in (None, "") and name != "language"}


def choice_of(options: Mapping[str, str], language: str) -> Choice:
    """Read a choice from the options of an export."""
    since, until = (options.get(name) for name in ("since", "until"))
    return Choice(
        filters=options.get("filters", ""),
        period=PeriodKind(options["period"]),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        language=language,
        parts=[FunderPart(part) for part in options["parts"].split()],
    )


def is_small(choice: Choice, standing: Standing) -> bool:
    """Tell whether a funder report can be made while its reader waits."""
    selection = Selection(standing, filters_of(choice))
    count = db.session.scalar(select(func.count()).select_from(Partnership).where(*selection.conditions)) or 0
    return count <= MADE_AT_ONCE


def funder_report(wish: Wish, progress: Progress) -> list[Made]:
    """Make the four files of a funder report; all figures are read in one transaction, before any file is written."""
    choice = choice_of(wish.options, wish.language)
    with reading():
        report = gather(choice, wish.standing, wish.timezone, wish.at)
    name = f"funder-report-{wish.at.date().isoformat()}"
    progress(40)
    made = [
        Made(FileFormat.XLSX, f"{name}.xlsx", xlsx_of(report)),
        Made(FileFormat.JSON, f"{name}.json", json_of(report)),
    ]
    progress(55)
    summary = Made(FileFormat.SUMMARY, f"{name}-board.pdf", pdf_of(report, is_summary=True))
    progress(65)
    return [Made(FileFormat.PDF, f"{name}.pdf", pdf_of(report)), summary, *made]


def partnership_list(wish: Wish, progress: Progress) -> list[Made]:
    """Make the list of partnerships as a table, in both formats."""
    selection = Selection(wish.standing, Filters.read(wish.options))
    layout = Layout.read(wish.options, [wish.options.get("columns") or ",".join(COLUMNS)])
    made = []
    for file_format, done in ((FileFormat.CSV, 50), (FileFormat.XLSX, 90)):
        with reading(), written_for(Reader(wish.language, timezone=wish.timezone)):
            content = list_file(selection, layout, wish.at, file_format)
        made.append(Made(file_format, f"partnerships-{wish.at.date().isoformat()}.{file_format.value}", content))
        progress(done)
    return made


MAKERS: Mapping[ExportKind, Maker] = {
    ExportKind.FUNDER_REPORT: funder_report,
    ExportKind.PARTNERSHIP_LIST: partnership_list,
}
