"""A funder report as files: each of them says the figures that were gathered, in its own way of writing."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from tracker.dashboards.exports import Formatted, Sheet, sheet_name, xlsx_file
from tracker.dashboards.funder_reports.records import Column, Figure, FunderReport, Kind, PartRecord, Table, in_words
from tracker.domain.dates import PartialDate
from tracker.domain.funder_reports import Period
from tracker.i18n import Reader, clock_time, day, written_for
from tracker.sentences import gettext as _
from tracker.sentences import ngettext

SCHEMA = "partnership-tracker/funder-report"
SCHEMA_VERSION = 1
"""Goes up when a key changes its meaning or goes; new keys may come at any time (docs/funder-report-json.md)."""
NARROW, USUAL, WIDE = 14, 24, 60


def period_in_words(period: Period) -> str:
    """Say which days a period has."""
    if period.since and period.until:
        return _("%(start)s to %(end)s", start=day(period.since), end=day(period.until))
    if period.since:
        return _("since %(day)s", day=day(period.since))
    return _("until %(day)s", day=day(period.until)) if period.until else _("all time")


def cover_facts(report: FunderReport, most: int | None = None) -> list[tuple[str, str]]:
    """Give what the cover says, as pairs of a label and a text in the present language.

    Of programmes and funders it names `most`, and how many more there are.
    """
    zone = ZoneInfo(report.timezone)
    counted = ", ".join(f"{in_words(one.value, one.kind)} {one.title.lower()}" for one in report.counted)
    facts = [
        (_("Programmes"), _named(report.programmes, most)),
        (_("Funders"), _named(report.funders, most)),
        (_("Period"), period_in_words(report.period)),
        (_("As of"), f"{clock_time(report.as_of.astimezone(zone), report.timezone)} ({report.timezone})"),
        (_("Counted"), counted),
        (_("Narrowed to"), "; ".join(f"{one.label}: {one.words}" for one in report.conditions)),
    ]
    return [pair for pair in facts if pair[1]]


def _named(names: Sequence[str], most: int | None) -> str:
    shown, more = names[:most], len(names[most:]) if most is not None else 0
    told = "; ".join(shown)
    return ngettext("%(told)s; and %(num)d more", "%(told)s; and %(num)d more", more, told=told) if more else told


# ---- for machines ----


def json_of(report: FunderReport) -> bytes:
    """Write the report as JSON: stable English codes as keys, values as they are kept, texts in their language."""
    told = {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "language": report.language,
        "title": report.title,
        "as_of": report.as_of.astimezone(UTC).isoformat(timespec="seconds"),
        "period": {"since": _plain(report.period.since), "until": _plain(report.period.until)},
        "programmes": list(report.programmes),
        "funders": list(report.funders),
        "filters": {one.code: one.value for one in report.conditions},
        "has_demonstration": report.has_demonstration,
        "counted": _figures(report.counted),
        "parts": {part.part.value: _part(part) for part in report.parts},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _part(part: PartRecord) -> dict[str, Any]:
    return {
        "title": part.title,
        "basis": part.basis,
        "figures": _figures(part.figures),
        "tables": {table.code: _rows(table) for table in part.tables},
    }


def _figures(figures: Sequence[Figure]) -> dict[str, Any]:
    return {one.code: _plain(one.value) for one in figures}


def _rows(table: Table) -> list[dict[str, Any]]:
    keys = [key_of(column) for column in table.columns]
    return [dict(zip(keys, map(_plain, row), strict=True)) for row in table.rows]


def key_of(column: Column) -> str:
    """Name a column for machines; money says that it is in cents."""
    return f"{column.code}_cents" if column.kind is Kind.MONEY else column.code


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, PartialDate) else value


# ---- for spreadsheets ----

CELLS: dict[Kind, Callable[[Any], object]] = {
    Kind.COUNT: lambda value: Formatted(value, "#,##0"),
    Kind.NUMBER: float,
    Kind.PERCENT: lambda value: Formatted(value / 100, "0%"),
    Kind.MONEY: lambda value: Formatted(value / 100, "#,##0.00"),
    Kind.DAY: lambda value: value,
    Kind.PARTIAL: lambda value: value.first_day if value.day else str(value),
}
"""How a spreadsheet holds a value; what is not here is a text."""


def xlsx_of(report: FunderReport) -> bytes:
    """Write the report as a workbook: the cover, then one sheet for each part."""
    with written_for(Reader(report.language, timezone=report.timezone)):
        names = [sheet_name(part.title) for part in report.parts]
        sheets = [_cover(report), *(_sheet(part, name) for part, name in zip(report.parts, names, strict=True))]
        return xlsx_file(sheets, report.title, report.language, report.as_of)


def _cell(value: Any, kind: Kind) -> object:
    if value is None or value == "":
        return None
    return CELLS.get(kind, lambda one: in_words(one, kind))(value)


def _cover(report: FunderReport) -> Sheet:
    lines: list[Sequence[object]] = [[report.title], [], *([label, text] for label, text in cover_facts(report))]
    if report.has_demonstration:
        lines += [[], [_("Parts of it are a demonstration: invented, and marked where they stand.")]]
    lines += [[], [_("At a glance")]]
    titles = frozenset({0, len(lines) - 1})
    lines += [[one.title, _cell(one.value, one.kind)] for one in (*report.counted, *report.headline)]
    return Sheet(sheet_name(_("Cover")), lines, titles, widths=(44, WIDE))


def _sheet(part: PartRecord, name: str) -> Sheet:
    lines: list[Sequence[object]] = [[part.title], [part.basis], []]
    lines += [[one.title, _cell(one.value, one.kind)] for one in part.figures]
    titles, heads = {0}, set()
    for table in part.tables:
        lines += [[], [table.title]]
        titles.add(len(lines) - 1)
        if not table.rows:
            lines.append([table.empty])
            continue
        heads.add(len(lines))
        lines.append([column.title for column in table.columns])
        kinds = [column.kind for column in table.columns]
        lines += [[_cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows]
    return Sheet(name, lines, frozenset(titles), frozenset(heads), _widths(part))


def _widths(part: PartRecord) -> list[int]:
    """Give each column of a sheet the room that the widest of its tables needs; the first one names figures too."""
    most = max(len(table.columns) for table in part.tables)
    wanted = [
        [_width(table.columns[place]) for table in part.tables if place < len(table.columns)] for place in range(most)
    ]
    return [max(40 if place == 0 else NARROW, *widths) for place, widths in enumerate(wanted)]


def _width(column: Column) -> int:
    return WIDE if column.is_long else USUAL if column.kind in {Kind.TEXT, Kind.CODE} else NARROW
