"""The types hold: strictly in the method and the services."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_types_hold() -> None:
    checked = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
