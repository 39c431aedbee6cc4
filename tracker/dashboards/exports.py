"""Tables as files: CSV that spreadsheets open without running anything in it."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

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
