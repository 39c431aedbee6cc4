"""Files for spreadsheets: nothing in them runs, and accents survive."""

import csv
from io import StringIO

import pytest

from tracker.dashboards.exports import csv_file, safe_cell


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
