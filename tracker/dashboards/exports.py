"""Tables as files, CSV and XLSX, that spreadsheets open without running anything in them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

LONGEST_SHEET_NAME = 31
"""Letters that a spreadsheet allows for the name of a sheet."""
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


def xlsx_file(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as a workbook of one sheet; numbers and days stay what they are, no text becomes a formula."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(title[:LONGEST_SHEET_NAME])
        sheet.write_row(0, 0, head, book.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
        sheet.freeze_panes(1, 0)
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, [one if isinstance(one, int | float | date) else safe_cell(one) for one in row])
        sheet.autofit()
    return content.getvalue()
