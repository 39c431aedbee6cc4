"""The small measurement runs through, and its table is whole."""

import os
import subprocess
import sys

import pytest

from bench.stores import ROOT

EVERYWHERE = (
    "Empty page, before",
    "Empty page, between",
    "Empty page, after",
    "Coordinator's dashboard",
    "List of 50, filtered and sorted",
    "List of 50, found by a word",
    "Search of everything, three letters",
    "List of 50, as raw SQL without a template",
    "Counts of the dashboard, as raw SQL without a template",
    "Partnership page",
    "My tasks, technician",
    "My tasks, mayor",
    "Report, as its mayor reads it",
    "Mayor's sign page",
    "Log a mission (POST)",
    "Sign a report (POST)",
    "Sign it as the last city, PDF sealed (POST)",
    "8 clients: commit of one row (POST)",
    "8 clients: log a mission (POST)",
    "8 clients: missions logged a second, as a share of the commits",
    "8 clients: 95th percentile of missions, times that of the commits",
    "PDF of a report: typesetting",
    "PDF of a report: sealing",
    "PDF of a report: size when sealed",
)


@pytest.fixture(scope="module")
def table() -> list[list[str]]:
    """Run it as `make bench ARGS=--small` does, on SQLite; give the cells of its table."""
    environment = {name: value for name, value in os.environ.items() if name != "TEST_POSTGRES_URL"}
    command = [sys.executable, "-m", "bench", "--small"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_everything_is_measured_on_both_sizes(table: list[list[str]]) -> None:
    rows = {(row[0], row[1], row[2]) for row in table[2:]}
    assert {(what, "SQLite", size) for what in EVERYWHERE for size in ("84", "300")} <= rows
    assert len(rows) == len(table) - 2


def test_every_row_has_its_cells_and_every_goal_an_answer(table: list[list[str]]) -> None:
    head = table[0]
    for row in table[2:]:
        cells = dict(zip(head, row, strict=True))
        assert any(figure.isdigit() for figure in cells["Least / median / most"]), row
        assert cells["Met"] == "" if not cells["Goal"] else cells["Met"] in {"yes", "**no**"}, row
