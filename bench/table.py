"""The table of figures in Markdown, and the history of all runs as lines of JSON."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bench.series import Row, by_place
from bench.stores import ROOT

HEAD = (
    "Measured",
    "Database",
    "Partnerships",
    "Least / median / most",
    "× empty page",
    "Computed ms",
    "SQL",
    "HTML kB",
    "sent kB",
    "Goal",
    "Met",
)
ABOUT = """# How fast it is

Written by `make bench`: on {at} (UTC), commit {commit}, {machine}.

Every page and act is asked of a real server (waitress, one process) over one kept connection, by people who signed in.
The empty page is a Flask page of two bytes in the same server; one is asked for after each page, so that a ratio
compares what was measured side by side. Its three rows, before, between and after, show the noise of the machine.
"Computed" is the median of what the server's process computed, which a busy machine hardly changes; waiting, and the
work of PostgreSQL's own processes, are not in it.
Two pages of the same server ask the database in plain SQL without a template: less than that no page can take.
Eight clients send forms that were filled in before, each on a connection of its own. A page's growth is its computed
time on the largest database by that on the smallest synthetic one, given that they are tenfold apart.
Goals are those set for the whole product; not all of them are reached yet, and the last column says so.
A first visit counts all that is sent, packed by our own server, with headers. A signature includes the check of the
mayor's password, which is slow on purpose.
That a page's number of SQL statements does not grow with its rows is shown by `tests/house/test_statements.py`.
"""


def markdown(rows: Sequence[Row], at: datetime) -> str:
    """Write the whole page."""
    lines = [HEAD, ("---",) * len(HEAD), *(_cells(row) for row in by_place(rows))]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    about = ABOUT.format(at=f"{at:%Y-%m-%d %H:%M}", commit=_commit(), machine=_machine())
    return f"{about}\n{table}\n"


def _cells(row: Row) -> tuple[str, ...]:
    goal = row.goal
    return (
        row.what,
        row.database,
        f"{row.partnerships:,}" if row.partnerships is not None else "",
        f"{row.series.text} {row.unit}",
        f"{row.ratio:.1f}" if row.ratio is not None else "",
        f"{row.computed:.1f}" if row.computed is not None else "",
        str(row.statements) if row.statements is not None else "",
        _kb(row.html_bytes),
        _kb(row.sent_bytes),
        f"{goal.code}: {goal.words}" if goal else "",
        {True: "yes", False: "**no**", None: ""}[goal.is_met if goal else None],
    )


def _kb(count: int | None) -> str:
    return f"{count / 1000:.1f}" if count is not None else ""


def history_line(rows: Sequence[Row], at: datetime) -> str:
    """Write a run as one line of JSON, with every value that was measured."""
    told = {"at": at.isoformat(timespec="seconds"), "commit": _commit(), "machine": _machine()}
    return json.dumps(told | {"rows": [asdict(row) for row in rows]}, ensure_ascii=False) + "\n"


def _machine() -> str:
    return f"CPython {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def _commit() -> str:
    """Name the commit, with a plus sign when the tree differs from it; "unknown" outside a repository."""
    said = subprocess.run(["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True)
    return said.stdout.strip() or "unknown"


def keep(rows: Sequence[Row], at: datetime, page: Path, history: Path) -> None:
    """Write the page anew, and add the run to the history."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(markdown(rows, at))
    with history.open("a") as lines:
        lines.write(history_line(rows, at))
