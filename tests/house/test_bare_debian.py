"""The two commands on a machine that has nothing: see bare_debian.sh."""

import subprocess
from pathlib import Path

import pytest


@pytest.mark.bare
def test_the_two_commands_work_on_a_bare_debian() -> None:
    script = Path(__file__).with_name("bare_debian.sh")
    done = subprocess.run([script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200)
    assert done.returncode == 0, done.stdout[-5000:]
