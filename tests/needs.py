"""A pytest plugin: what some tests need of the machine, which run they belong to, and what was left out in the end.

`tests/run.py` runs the tests once on SQLite and once on PostgreSQL. These marks steer it:

- `browser`: drives Chromium, so it is slow; runs on SQLite only.
- `once`: the database makes no difference; runs on SQLite only. All of `tests/house` is marked so.
- `postgres`: runs on PostgreSQL too, whatever the other marks say.
- `bare`: sets up a bare Debian in a directory, for which it must be root.

A test that lacks what it needs is skipped with a reason beginning with "needs", which says how to get it.
With REQUIRE_ALL=1 in the environment it fails instead.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"
ONE_RUN_SUFFICES = (ROOT / "tests" / "house", ROOT / "tests" / "bench")
WANT = "needs "
HOW_TO_POSTGRESQL = (
    "the run on PostgreSQL: needs a server where the user may create databases; "
    "set TEST_POSTGRES_URL=postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE"
)
KINDS = {"passed": ("passed", "xpassed"), "failed": ("failed", "error"), "skipped": ("skipped", "xfailed")}


def find_chromium() -> str | None:
    """Return the path of the system's Chromium or Chrome; None when there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def can_make_a_debian() -> bool:
    """Tell whether this machine and user can set up a bare Debian in a directory."""
    return os.geteuid() == 0 and shutil.which("debootstrap") is not None


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "browser": (find_chromium, f"{WANT}Chromium: apt-get install chromium"),
    "bare": (can_make_a_debian, f"{WANT}root and debootstrap: as root, apt-get install debootstrap"),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what one run suffices for, and keep it out of the run on PostgreSQL."""
    for item in items:
        if item.get_closest_marker("browser") or any(item.path.is_relative_to(place) for place in ONE_RUN_SUFFICES):
            item.add_marker("once")
    if ON_POSTGRESQL:
        left = [item for item in items if runs_once(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not runs_once(item)]


def runs_once(item: pytest.Item) -> bool:
    """Tell whether the test belongs to the run on SQLite only."""
    return bool(item.get_closest_marker("once")) and not item.get_closest_marker("postgres")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip the test when the machine lacks what its marks need."""
    for mark, (is_there, reason) in NEEDS.items():
        if item.get_closest_marker(mark) and not is_there():
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a test left out into a failed one where nothing may be left out."""
    report = yield
    if os.environ.get("REQUIRE_ALL") and (reason := want_of(report)):
        report.outcome, report.longrepr = "failed", f"REQUIRE_ALL is set, and this test {reason}"
    return report


def want_of(report: pytest.TestReport) -> str:
    """Return why the test was left out for want of something; empty when it was not."""
    if not report.skipped or not isinstance(report.longrepr, tuple):
        return ""
    reason = report.longrepr[2].removeprefix("Skipped: ")
    return reason if reason.startswith(WANT) else ""


def pytest_report_header() -> str:
    """Say in the first lines which database this run is on."""
    return f"database: {'postgresql' if ON_POSTGRESQL else 'sqlite'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out and how to get it; leave the counts to `tests/run.py`."""
    stats = terminalreporter.stats
    left_out = Counter(filter(None, map(want_of, stats.get("skipped", []))))
    rows = [f"{count} {'test' if count == 1 else 'tests'}: {reason}" for reason, count in sorted(left_out.items())]
    if not os.environ.get("TEST_POSTGRES_URL"):
        rows.append(HOW_TO_POSTGRESQL)
    if rows:
        terminalreporter.section("left out")
        terminalreporter.write("".join(f"{row}\n" for row in rows))
    if file := os.environ.get("TEST_COUNTS"):
        counts = {name: sum(len(stats.get(kind, [])) for kind in kinds) for name, kinds in KINDS.items()}
        Path(file).write_text(json.dumps(counts))
