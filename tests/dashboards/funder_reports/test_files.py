"""The PDF, the spreadsheet and the file for machines say the same figures, each in its own way of writing."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from flask import Flask

from tests import factories as make
from tests.dashboards.funder_reports.samples import THIS_YEAR, Sample, sample
from tests.documents.reading import catalog_of, pages_of, text_of
from tests.factories import AT
from tracker.dashboards.funder_reports.files import SCHEMA, json_of, key_of, xlsx_of
from tracker.dashboards.funder_reports.gathering import gather
from tracker.dashboards.funder_reports.printed import pdf_of
from tracker.dashboards.funder_reports.records import FunderReport, Kind, in_words
from tracker.i18n import Reader, written_for
from tracker.services.funder_reports import Choice
from tracker.standing import standing_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST_OF_EXCEL = date(1899, 12, 30)


@pytest.fixture(params=["en", "pt"])
def found(app: Flask, request: pytest.FixtureRequest) -> FunderReport:
    of: Sample = sample()
    choice = Choice(THIS_YEAR.filters, THIS_YEAR.period, None, None, request.param, THIS_YEAR.parts)
    return gather(choice, standing_of(of.coordinator, AT), "Africa/Maputo", AT)


def sheets(xlsx: bytes) -> dict[str, list[list[Any]]]:
    """Read a workbook: its sheets by name, each a list of lines of texts and numbers."""
    with ZipFile(BytesIO(xlsx)) as archive:
        assert "<f>" not in "".join(archive.read(name).decode() for name in archive.namelist() if "sheets/" in name)
        shared = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314  (written by ourselves)
        texts = ["".join(one.text or "" for one in item.iter(f"{MAIN}t")) for item in shared]
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        names = [sheet.get("name") or "" for sheet in book.iter(f"{MAIN}sheet")]
        pages = [ET.fromstring(archive.read(f"xl/worksheets/sheet{n + 1}.xml")) for n in range(len(names))]  # noqa: S314
    return {name: lines(page, texts) for name, page in zip(names, pages, strict=True)}


def lines(page: ET.Element, texts: list[str]) -> list[list[Any]]:
    """Read the lines of a sheet, an empty cell as None."""
    read = []
    for row in page.iter(f"{MAIN}row"):
        line: dict[int, Any] = {}
        for cell in row.iter(f"{MAIN}c"):
            letters = re.sub(r"\d", "", cell.get("r") or "")
            place = sum((ord(one) - 64) * 26**power for power, one in enumerate(reversed(letters))) - 1
            value = cell.findtext(f"{MAIN}v")
            if value is not None:
                line[place] = texts[int(value)] if cell.get("t") == "s" else float(value)
        read.append([line.get(place) for place in range(max(line, default=-1) + 1)])
    return read


def as_in_json(cell: Any, kind: Kind) -> Any:
    """Give what a cell of the spreadsheet says as the file for machines writes it, but for words of codes."""
    if cell is None:
        return None
    if kind is Kind.DAY:
        return (FIRST_OF_EXCEL + timedelta(days=int(cell))).isoformat()
    if kind in {Kind.MONEY, Kind.PERCENT}:
        return round(cell * 100)
    return cell


def test_the_spreadsheet_says_what_the_file_for_machines_says(found: FunderReport) -> None:
    told, book = json.loads(json_of(found)), sheets(xlsx_of(found))
    compared = 0
    for part, page in zip(found.parts, list(book.values())[1:], strict=True):
        machine = told["parts"][part.part.value]
        assert page[0] == [part.title]
        stated = {line[0]: line[1] if len(line) > 1 else None for line in page[2 : 2 + len(part.figures)] if line}
        for figure in part.figures:
            assert as_in_json(stated[figure.title], figure.kind) == machine["figures"][figure.code], figure
        for table in part.tables:
            head = [column.title for column in table.columns]
            start = page.index(head) + 1 if table.rows else 0
            for place, row in enumerate(machine["tables"][table.code]):
                line = page[start + place] + [None] * len(head)
                for column, cell in zip(table.columns, line, strict=False):
                    value = row[key_of(column)]
                    with written_for(Reader(found.language, timezone=found.timezone)):
                        words = in_words(table.rows[place][table.columns.index(column)], column.kind) or None
                    is_word = column.kind in {Kind.CODE, Kind.COUNTRY, Kind.LANGUAGE, Kind.FLAG}
                    said = value if value != "" else None
                    if column.kind is not Kind.PARTIAL:
                        assert as_in_json(cell, column.kind) == (words if is_word else said), (column, row)
                    compared += 1
    assert compared > 200


def test_the_pdf_says_what_the_file_for_machines_says(found: FunderReport) -> None:
    pages = pages_of(pdf_of(found))
    for part in found.parts:
        said = " ".join(page for page in pages if part.title in page)
        after = " ".join(pages[pages.index(next(page for page in pages[1:] if part.title in page)) :])
        with written_for(Reader(found.language, timezone=found.timezone)):
            wanted = [(one.title, in_words(one.value, one.kind)) for one in part.figures]
            cells = [
                in_words(value, column.kind)
                for table in part.tables
                for row in table.rows
                for value, column in zip(row, table.columns, strict=True)
            ]
        assert part.basis.split(".")[0][:40] in said
        for title, value in wanted:
            assert title.split()[0] in after, title
            assert value in after, (title, value)
        missing = [cell for cell in cells if cell.split() and cell.split()[0] not in after]
        assert missing == [], part.title


def test_the_pdf_is_accessible_and_its_charts_are_told_in_words(found: FunderReport) -> None:
    pdf = pdf_of(found)
    catalog = catalog_of(pdf)
    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).startswith(found.language)
    alts = {str(one["/Alt"]) for one in structure(catalog["/StructTreeRoot"]) if "/Alt" in one}
    stage = {"en": "5 Exchange: 1", "pt": "5 Troca: 1"}[found.language]
    assert any(stage in alt for alt in alts), alts
    assert pdf == pdf_of(found)


def structure(element: Any) -> list[Any]:
    """List the elements of a PDF's structure."""
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    inner = [kid.get_object() for kid in kids]
    return [one for kid in inner if hasattr(kid, "get") for one in [kid, *structure(kid)]]


def test_the_board_has_one_page_with_the_same_figures(found: FunderReport) -> None:
    pages = pages_of(pdf_of(found, is_summary=True))
    assert len(pages) == 1
    with written_for(Reader(found.language, timezone=found.timezone)):
        for one in found.headline:
            assert in_words(one.value, one.kind) in pages[0]
    assert "European Union" in pages[0]


def test_demonstration_is_marked_on_every_page(found: FunderReport) -> None:
    mark = {"en": "Parts of it are a demonstration", "pt": "Partes são de demonstração"}[found.language]
    assert all(mark in page for page in pages_of(pdf_of(found)))
    assert json.loads(json_of(found))["has_demonstration"] is True


def test_a_text_is_a_text_in_a_spreadsheet(found: FunderReport) -> None:
    book = sheets(xlsx_of(found))
    cells = [cell for page in book.values() for line in page for cell in line]
    assert "=The maps were wrong." in cells
    assert "=The maps were wrong." in text_of(pdf_of(found))


def test_the_file_for_machines_names_its_schema(found: FunderReport) -> None:
    told = json.loads(json_of(found))
    assert (told["schema"], told["version"], told["language"]) == (SCHEMA, 1, found.language)
    assert told["as_of"] == "2026-03-12T09:40:00+00:00"
    assert told["period"] == {"since": "2026-01-01", "until": "2026-12-31"}
    assert told["filters"] == {"programme": "lusophone-cities"}
    assert told["parts"]["money"]["tables"]["currencies"][1] == {
        "currency": "MZN",
        "planned_cents": 30700,
        "spent_cents": 4050,
        "costs": 3,
        "demonstration": 0,
    }
    assert told["parts"]["lessons"]["tables"]["notes"][0]["kind"] == "failed"


def test_long_lists_still_leave_the_board_one_page(app: Flask) -> None:
    reader = make.administrator()
    names = "Programme for the strengthening of municipal institutions and their associations in two continents"
    for number in range(12):
        funders = "; ".join(f"Ministry number {number} {place} of foreign affairs" for place in range(4))
        frame = make.programme(f"{names} {number}", funders=funders)
        make.completed_mission(make.partnership(programme=frame, stage=1 + number % 6))
    choice = Choice("", THIS_YEAR.period, None, None, "pt", THIS_YEAR.parts)
    report = gather(choice, standing_of(reader, AT), "UTC", AT)
    assert len(pages_of(pdf_of(report, is_summary=True))) == 1


def test_every_key_is_documented(found: FunderReport) -> None:
    documented = (Path(__file__).parents[3] / "docs" / "funder-report-json.md").read_text(encoding="utf-8")
    told = json.loads(json_of(found))
    keys = {*told, *told["parts"]}
    for part in told["parts"].values():
        keys |= {
            *part["figures"],
            *part["tables"],
            *(key for rows in part["tables"].values() for row in rows for key in row),
        }
    missing = {key for key in keys if f"`{key}`" not in documented and not key.startswith("stage_")}
    assert missing == set()
