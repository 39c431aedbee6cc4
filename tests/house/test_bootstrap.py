"""bootstrap.py: the right program for each machine, and a refusal of any other."""

import hashlib
import tomllib
from pathlib import Path

import pytest

import bootstrap

WHEELS = next(package for package in tomllib.loads(bootstrap.LOCK.read_text())["package"] if package["name"] == "uv")[
    "wheels"
]


@pytest.mark.parametrize(
    ("system", "machine", "glibc", "tag"),
    [
        ("Linux", "x86_64", (2, 36), "manylinux_2_17_x86_64"),
        ("Linux", "x86_64", (), "musllinux_1_1_x86_64"),
        ("Linux", "aarch64", (2, 36), "manylinux_2_17_aarch64"),
        ("Linux", "aarch64", (2, 17), "manylinux_2_17_aarch64"),
        ("Linux", "armv7l", (2, 31), "manylinux_2_17_armv7l"),
        ("Linux", "riscv64", (2, 39), "manylinux_2_31_riscv64"),
        ("Darwin", "arm64", (), "macosx_11_0_arm64"),
        ("Darwin", "x86_64", (), "macosx_10_12_x86_64"),
    ],
)
def test_the_fitting_wheel_is_found(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, glibc: tuple[int, ...], tag: str
) -> None:
    pretend(monkeypatch, system, machine, glibc)
    assert tag in bootstrap.fitting(WHEELS)["url"]


@pytest.mark.parametrize(
    ("system", "machine", "glibc"),
    [("Windows", "AMD64", ()), ("Linux", "x86_64", (2, 5)), ("Linux", "sparc64", (2, 36))],
)
def test_other_machines_are_told_so(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, glibc: tuple[int, ...]
) -> None:
    pretend(monkeypatch, system, machine, glibc)
    with pytest.raises(bootstrap.BootstrapError, match=machine):
        bootstrap.fitting(WHEELS)


def test_only_the_file_that_the_lock_names_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "wheel"
    file.write_bytes(b"as published")
    wanted = f"sha256:{hashlib.sha256(b'as published').hexdigest()}"
    assert bootstrap.fetch(file.as_uri(), wanted) == b"as published"
    file.write_bytes(b"something else")
    with pytest.raises(bootstrap.BootstrapError, match="is not the file that"):
        bootstrap.fetch(file.as_uri(), wanted)


def test_without_a_network_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(bootstrap.BootstrapError, match="HTTPS_PROXY"):
        bootstrap.fetch((tmp_path / "absent").as_uri(), "sha256:")


def test_parts_once_asked_for_stay_and_nothing_is_done_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed: list[list[str]] = []
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "bootstrap.json")
    monkeypatch.setattr(bootstrap, "uv_of", lambda lock: tmp_path / "uv")
    monkeypatch.setattr(bootstrap, "sync", lambda uv, parts: installed.append(parts))
    for asked in (set(), set(), {"dev"}, set(), {"postgres"}, {"dev"}):
        bootstrap.build(asked)
    assert installed == [[], ["dev"], ["dev", "postgres"]]


def pretend(monkeypatch: pytest.MonkeyPatch, system: str, machine: str, glibc: tuple[int, ...]) -> None:
    """Let bootstrap.py see another machine than this one."""
    monkeypatch.setattr(bootstrap.platform, "system", lambda: system)
    monkeypatch.setattr(bootstrap.platform, "machine", lambda: machine)
    monkeypatch.setattr(bootstrap, "glibc_version", lambda: glibc)
