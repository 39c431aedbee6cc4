"""A funder report as a PDF, whole or its first page alone, with the bars of its charts and what they say in words."""

from typing import Any
from zoneinfo import ZoneInfo

from tracker.dashboards.funder_reports.files import cover_facts, period_in_words
from tracker.dashboards.funder_reports.records import (
    NUMERIC,
    Chart,
    Figure,
    FunderReport,
    Kind,
    PartRecord,
    Table,
    in_words,
)
from tracker.documents.funder_reports import funder_report_labels, typeset_funder_report
from tracker.domain.funder_reports import FunderPart
from tracker.i18n import Reader, clock_time, written_for
from tracker.sentences import gettext as _

ON_FIRST_PAGE = (FunderPart.PIPELINE, FunderPart.INDICATORS, FunderPart.PROMISES, FunderPart.MISSIONS)
"""Whose charts the board sees, two at most, the first ones that there are."""
MOST_BARS, MOST_ON_FIRST_PAGE = 18, 9
FEW = 5
"""So many programmes or funders are named on the first page; the spreadsheet names all of them."""
NOT_KNOWN = "–"


def pdf_of(report: FunderReport, *, is_summary: bool = False) -> bytes:
    """Typeset the report, or the page for the board alone."""
    with written_for(Reader(report.language, timezone=report.timezone)):
        shown = _shown(report, is_summary)
        words = funder_report_labels(_)
    return typeset_funder_report(shown, words, language=report.language, at=report.as_of)


def _shown(report: FunderReport, is_summary: bool) -> dict[str, Any]:
    zone = ZoneInfo(report.timezone)
    return {
        "title": report.title,
        "period": period_in_words(report.period),
        "as_of": clock_time(report.as_of.astimezone(zone), report.timezone),
        "has_demonstration": report.has_demonstration,
        "facts": [[label, text] for label, text in cover_facts(report, FEW)],
        "headline": [_figure(one) for one in (report.headline or report.counted)],
        "charts": _first_charts(report),
        "parts": [] if is_summary else [_part(part) for part in report.parts],
    }


def _figure(one: Figure) -> dict[str, str]:
    return {"title": one.title, "value": in_words(one.value, one.kind) or NOT_KNOWN}


def _first_charts(report: FunderReport) -> list[dict[str, Any]]:
    parts = {part.part: part for part in report.parts}
    tables = [table for one in ON_FIRST_PAGE if one in parts for table in parts[one].tables]
    drawn = [_chart(table, table.chart, MOST_ON_FIRST_PAGE) for table in tables if table.chart]
    return [chart for chart in drawn if chart is not None][:2]


def _part(part: PartRecord) -> dict[str, Any]:
    return {
        "title": part.title,
        "basis": part.basis,
        "figures": [_figure(one) for one in part.figures],
        "tables": [_table(table) for table in part.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    return {
        "title": table.title,
        "empty": table.empty,
        "chart": _chart(table, table.chart, MOST_BARS) if table.chart else None,
        "columns": [
            {"title": one.title, "is_long": one.is_long, "is_number": one.kind in NUMERIC} for one in table.columns
        ],
        "rows": [[in_words(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows],
    }


def _chart(table: Table, of: Chart, most: int) -> dict[str, Any] | None:
    """Draw a table's rows as bars, the longest ones first where there are too many; None when all would be nothing."""
    label, places = table.place(of.label), [table.place(bar) for bar in of.bars]
    rows = list(table.rows)
    longest = max((row[places[0]] for row in rows), default=0)
    if not longest:
        return None
    if len(rows) > most:
        rows = sorted(rows, key=lambda row: -row[places[0]])[:most]
    kind = table.columns[label].kind
    bars = [
        {
            "label": in_words(row[label], kind),
            "shares": [row[place] / longest for place in places],
            "said": " / ".join(in_words(row[place], Kind.COUNT) for place in reversed(places)),
        }
        for row in rows
    ]
    told = "; ".join(f"{one['label']}: {one['said']}" for one in bars)
    return {
        "title": table.title,
        "legend": [table.columns[place].title for place in places],
        "bars": bars,
        "alt": _("Bar chart. %(title)s: %(values)s.", title=table.title, values=told),
    }
