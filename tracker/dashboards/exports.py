"""Tables as files: CSV and workbooks that spreadsheets open without running anything in them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """Write a cell; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    written = "" if value is None else str(value)
    return f"'{written}" if written.startswith(FORMULA_STARTS) else written


def csv_file(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as CSV in UTF-8, marked as such, because spreadsheets read it in another encoding otherwise."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: lines of cells; `heads` are the indexes of lines that name columns, `titles` headings.

    A cell is a text, a number, a day, nothing, or one of these with the number format that it is shown in.
    """

    name: str
    lines: Sequence[Sequence[object]]
    titles: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Formatted:
    """A number or day with its number format, such as `0%`."""

    value: float | date
    pattern: str


LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
LONGEST_CELL = 32_767
"""Characters that a cell takes, by the limits of the file format."""


def sheet_name(text: str) -> str:
    """Give a name that a sheet may have."""
    return text.translate(NOT_IN_SHEET_NAMES)[:LONGEST_SHEET_NAME].strip(" '")


def xlsx_file(sheets: Iterable[Sheet], title: str, language: str, at: datetime) -> bytes:
    """Write a workbook: numbers as numbers, days as days, texts as texts that no spreadsheet runs or follows."""
    packed = BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(packed, safe) as book:
        book.set_properties({"title": title, "created": at.replace(tzinfo=None), "comments": language})
        formats = _Formats(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    return packed.getvalue()


class _Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, pattern: str) -> Any:
        """Give the format for a number or day shown in a pattern."""
        return self._get(pattern, {"num_format": pattern, "valign": "top"})

    def text(self) -> Any:
        """Give the format of a text in a table."""
        return self._get("text", {"text_wrap": True, "valign": "top"})

    def title(self) -> Any:
        """Give the format of a heading."""
        return self._get("title", {"bold": True, "font_size": 14, "font_color": "#0f3a55"})

    def head(self) -> Any:
        """Give the format of what names a column."""
        return self._get("head", {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})

    def _get(self, name: str, look: dict[str, object]) -> Any:
        if name not in self._made:
            self._made[name] = self._book.add_format(look)
        return self._made[name]


def _write_sheet(page: Any, sheet: Sheet, formats: _Formats) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for place, width in enumerate(sheet.widths):
        page.set_column(place, place, width)
    for number, line in enumerate(sheet.lines):
        for place, cell in enumerate(line):
            if number in sheet.titles:
                page.write_string(number, place, str(cell), formats.title())
            elif number in sheet.heads:
                page.write_string(number, place, str(cell), formats.head())
            else:
                _write_cell(page, number, place, cell, formats, is_alone=len(line) == 1)


def _write_cell(page: Any, line: int, place: int, cell: object, formats: _Formats, *, is_alone: bool) -> None:
    if cell is None or cell == "":
        return
    value, pattern = (cell.value, cell.pattern) if isinstance(cell, Formatted) else (cell, "General")
    if isinstance(value, date):
        page.write_datetime(line, place, value, formats.of(pattern if pattern != "General" else "yyyy-mm-dd"))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(line, place, value, formats.of(pattern))
    else:
        page.write_string(line, place, str(value)[:LONGEST_CELL], None if is_alone else formats.text())
