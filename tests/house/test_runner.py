"""`make test`: it runs on both databases, counts honestly, fails when it must, and says what it left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = """
import pytest

def test_runs_on_both(): pass

@pytest.mark.once
def test_runs_once(): pass

@pytest.mark.once
@pytest.mark.postgres
def test_runs_on_both_all_the_same(): pass

def test_does_not_apply(): pytest.skip("this database has no such thing")
"""
SERVER = {"TEST_POSTGRES_URL": "postgresql+psycopg://nobody@localhost/nothing"}


def run(directory: Path, sample: str, **settings: str) -> tuple[int, str]:
    """Let tests/run.py run the sample alone; return its exit status and what it printed."""
    (directory / "test_sample.py").write_text(sample)
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, ROOT / "tests" / "run.py", "-c", ROOT / "pyproject.toml"]
    done = subprocess.run(
        [*command, "--rootdir", directory, directory], env=inherited | settings, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_the_last_line_sums_both_runs(tmp_path: Path) -> None:
    status, printed = run(tmp_path, SAMPLE, **SERVER)
    assert (status, printed.splitlines()[-1]) == (0, "5 passed, 0 failed, 2 skipped")
    assert "left out" not in printed


def test_without_a_server_it_says_what_it_left_out(tmp_path: Path) -> None:
    status, printed = run(tmp_path, SAMPLE)
    assert (status, printed.splitlines()[-1]) == (0, "3 passed, 0 failed, 1 skipped")
    assert "set TEST_POSTGRES_URL=" in printed


@pytest.mark.parametrize(
    ("sample", "last_line"),
    [
        ("def test_fails(): assert False", "0 passed, 1 failed, 0 skipped"),
        ("import nothing_of_that_name", "0 passed, 1 failed, 0 skipped"),
        ("import os; os._exit(3)", "0 passed, 1 failed, 0 skipped"),
        ("", "0 passed, 0 failed, 0 skipped"),
    ],
    ids=["failed test", "module that does not load", "run that breaks off", "no tests at all"],
)
def test_what_went_wrong_fails_the_whole(tmp_path: Path, sample: str, last_line: str) -> None:
    status, printed = run(tmp_path, sample)
    assert status != 0
    assert printed.splitlines()[-1] == last_line


def test_a_failure_on_the_second_database_fails_the_whole(tmp_path: Path) -> None:
    sample = "import os\ndef test_one(): assert os.environ['TEST_DATABASE'] == 'sqlite'"
    status, printed = run(tmp_path, sample, **SERVER)
    assert (status, printed.splitlines()[-1]) == (1, "1 passed, 1 failed, 0 skipped")


LACKING = 'import pytest\ndef test_lacking(): pytest.skip("needs a ladder: ask next door")'


def test_what_is_lacking_is_skipped_and_named(tmp_path: Path) -> None:
    status, printed = run(tmp_path, LACKING)
    assert (status, printed.splitlines()[-1]) == (0, "0 passed, 0 failed, 1 skipped")
    assert "1 test: needs a ladder: ask next door" in printed


def test_where_all_is_required_what_is_lacking_fails(tmp_path: Path) -> None:
    status, printed = run(tmp_path, LACKING, REQUIRE_ALL="1", **SERVER)
    assert (status, printed.splitlines()[-1]) == (1, "0 passed, 2 failed, 0 skipped")
    assert run(tmp_path, LACKING, REQUIRE_ALL="1")[0] != 0
