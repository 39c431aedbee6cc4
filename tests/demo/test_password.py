"""Secrets that an instance keeps for itself."""

import re
import stat
from pathlib import Path

import pytest

from tracker.demo.password import kept, new_password, replace

pytestmark = pytest.mark.once


def test_a_password_can_be_read_out_and_is_another_one_each_time() -> None:
    made = {new_password() for _turn in range(20)}
    assert len(made) == 20
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password) for password in made)


def test_a_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "instance" / "secret_key"
    assert kept(file, lambda: "first") == "first"
    assert kept(file, lambda: "second") == "first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_can_be_replaced(tmp_path: Path) -> None:
    file = tmp_path / "demo_password"
    kept(file, lambda: "first")
    replace(file, "second")
    assert kept(file, lambda: "third") == "second"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
