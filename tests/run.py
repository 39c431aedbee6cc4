"""Run the tests on SQLite and then, when TEST_POSTGRES_URL is set, on PostgreSQL; end with the sum of both.

Arguments go to pytest. The last line is `N passed, N failed, N skipped`, and the exit status is 0 when nothing failed.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTHING_COLLECTED = 5
FAST = ("-n", "2")


def main(arguments: list[str]) -> int:
    """Run everything, print the sum, and return the exit status for the shell."""
    databases = ["sqlite"] + ["postgresql"] * bool(os.environ.get("TEST_POSTGRES_URL"))
    if os.environ.get("REQUIRE_ALL") and "postgresql" not in databases:
        print("REQUIRE_ALL is set, so TEST_POSTGRES_URL must be set too", file=sys.stderr)
        return 2
    total: Counter[str] = Counter()
    statuses = []
    for database in databases:
        status, counts = run(database, arguments or list(FAST))
        statuses.append(status)
        total += counts
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped", flush=True)
    broken = [status for status in statuses if status not in (0, NOTHING_COLLECTED)]
    return (broken or sorted(statuses))[0]


def run(database: str, arguments: list[str]) -> tuple[int, Counter[str]]:
    """Run pytest once; a run that breaks off before it can count is one failure."""
    with tempfile.TemporaryDirectory() as directory:
        counts = Path(directory) / "counts.json"
        settings = {"TEST_DATABASE": database, "TEST_COUNTS": str(counts)}
        command = [sys.executable, "-m", "pytest", "-p", "tests.needs", *arguments]
        status = subprocess.run(command, cwd=ROOT, env=os.environ | settings).returncode
        if counts.exists():
            return status, Counter(json.loads(counts.read_text()))
    return status or 1, Counter(failed=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
