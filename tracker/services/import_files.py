"""Tables in files, as people save them from their spreadsheets: CSV in its dialects, and workbooks; read row by row."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tracker.domain.imports import FORMULA, Fault, Faulty, Line

SEPARATORS = ",;\t"
FORMULA_STARTS = ("=", "+", "-", "@")
LONGEST_CELL = 100_000
UNREADABLE = (BadZipFile, InvalidFileException, KeyError, OSError, TypeError, ValueError)
"""What the library says of a file that is no workbook."""


@contextmanager
def opened(path: Path) -> Iterator[Iterator[Line]]:
    """Give the rows of a table, each with the number that a spreadsheet shows; raises Faulty, also while they are read."""
    ending = path.suffix.lower()
    if ending == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield _written(file, path)
    elif ending == ".xlsx":
        with _workbook(path) as sheet:
            yield _celled(sheet)
    else:
        raise Faulty([Fault("file.ending")])


def _written(file: Any, path: Path) -> Iterator[Line]:
    """Read CSV; what stands between its cells is what its first line has most of."""
    number = 1
    try:
        first = file.readline()
        file.seek(0)
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(file, delimiter=max(SEPARATORS, key=first.count), strict=True)
        for number, cells in enumerate(reader, start=1):
            has_signs = any(cell.startswith(("=", "'")) for cell in cells)
            yield number, [_plain(cell) for cell in cells] if has_signs else cells
    except UnicodeDecodeError as error:
        raise Faulty([Fault("file.encoding", details={"line": _undecodable(path)})]) from error
    except csv.Error as error:
        raise Faulty([Fault("file.quotes", row=number + 1)]) from error


def _plain(cell: str) -> str:
    """Mark a formula; take off the apostrophe that an export puts before what would be one."""
    if cell.startswith("="):
        return FORMULA
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _undecodable(path: Path) -> int:
    """Give the number of the first line that is not UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    """Give the first sheet of a workbook."""
    try:
        book = load_workbook(path, read_only=True)
    except UNREADABLE as error:
        raise Faulty([Fault("file.workbook")]) from error
    try:
        yield book.worksheets[0]
    finally:
        book.close()


def _celled(sheet: Any) -> Iterator[Line]:
    try:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, _texts(cells)
    except UNREADABLE as error:
        raise Faulty([Fault("file.workbook")]) from error


def _texts(cells: Sequence[Any]) -> list[str]:
    texts = [_text(cell.value, is_formula=getattr(cell, "data_type", "") == "f") for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: object, *, is_formula: bool) -> str:
    """Write what a cell of a workbook holds as a person would: whole numbers without a point, days as 2026-03-14."""
    if is_formula:
        return FORMULA
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def first_line(lines: Iterator[Line]) -> Sequence[str]:
    """Take the names of the columns; raises Faulty when there is nothing."""
    found = next(islice(lines, 1), None)
    if found is None:
        raise Faulty([Fault("file.empty")])
    return found[1]
