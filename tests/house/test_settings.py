"""Every setting and every command is explained in the README, and the README explains nothing that is not there."""

import re
from pathlib import Path

import pytest
from click import Group
from flask import Flask

from config import SETTINGS, BadSetting, read_settings
from tests.databases import SECRET_KEY

ROOT = Path(__file__).parents[2]
FLASK_OWN = {"db", "routes", "run", "shell"}


@pytest.fixture(scope="module")
def readme() -> str:
    """Give the README."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_that_of_the_code(readme: str) -> None:
    assert sorted(re.findall(r"^\s*\| `([A-Z_]+)` \|", readme, re.M)) == sorted(SETTINGS)


def test_the_code_reads_no_other_settings() -> None:
    source = (ROOT / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r"environment(?:\.get\(|, )\"([A-Z_]+)\"", source))
    assert read == set(SETTINGS)
    elsewhere = [
        path
        for path in (ROOT / "tracker").rglob("*.py")
        if re.search(r"os\.environ\[|os\.getenv|environ\.get", path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []


def test_every_command_is_explained(app: Flask, readme: str) -> None:
    commands = {
        f"{name} {inner}" if inner else name
        for name, command in app.cli.commands.items()
        if name not in FLASK_OWN
        for inner in (command.commands if isinstance(command, Group) else [""])
    }
    section = readme.partition("## Commands")[2].partition("\n## ")[0]
    told = {words.strip() for words in re.findall(r"`([a-z][a-z ]*)", section)}
    assert {name for name in told if name.split()[0] not in FLASK_OWN} == commands


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too short"),
        ("SECRET_KEY", "a" * 64),
        ("BASE_URL", "tracker.example.org"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "one"),
        ("LANGUAGES", "en,xx"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start_and_says_why(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read_settings({"SECRET_KEY": SECRET_KEY, name: value})


def test_the_defaults_are_safe() -> None:
    settings = read_settings({"SECRET_KEY": SECRET_KEY})
    assert settings["DEMO"] is False
    assert settings["TRUSTED_PROXIES"] == 0
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert settings["SMTP_URL"] == ""
    assert "WTF_CSRF_ENABLED" not in settings
    assert not {"DEBUG", "TESTING"} & set(settings)
