"""Files for spreadsheets: nothing in them runs, and accents survive."""

import csv
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest

from tracker.dashboards.exports import Sheet, csv_file, safe_cell, sheet_name, xlsx_file


@pytest.mark.parametrize("text", ["=1+1", "+351", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_what_looks_like_a_formula_is_kept_from_running(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "written"), [(None, ""), ("", ""), ("P-0001", "P-0001"), (4, "4"), ("a=b", "a=b")])
def test_other_cells_stay_as_they_are(value: object, written: str) -> None:
    assert safe_cell(value) == written


def test_a_file_is_read_back_as_it_was_written() -> None:
    rows = [["Vitória – Xai-Xai", 'says "so", twice'], ["two\nlines", "=1"]]
    content = csv_file(["Título", "note"], rows)
    assert content.startswith(b"\xef\xbb\xbf")
    back = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert back == [["Título", "note"], rows[0], ["two\nlines", "'=1"]]


def test_a_workbook_holds_texts_numbers_and_days_but_no_formula() -> None:
    rows = [["=1+1", 4, date(2026, 3, 12)], ["https://evil.example", None, "São Tomé"]]
    table = Sheet(sheet_name("A" * 40), [["Text", "Number", "Day"], *rows], heads=frozenset({0}))
    content = xlsx_file([table], "Table", "en", datetime(2026, 3, 12, tzinfo=UTC))
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
        assert "hyperlink" not in sheet
        assert f'name="{"A" * 31}"' in book.read("xl/workbook.xml").decode()
    assert "<f>" not in sheet
    assert "<t>=1+1</t>" in strings, "a text of its own kind, which no spreadsheet computes"
    assert "São Tomé" in strings
    assert "<v>4</v>" in sheet
