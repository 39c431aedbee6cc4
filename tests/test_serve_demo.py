"""What `make run` does before it serves: everything that a first look needs, and nothing twice."""

import socket
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

import serve_demo as serve
from config import read_settings
from tests.factories import city
from tracker.db import db
from tracker.demo.load import Refused
from tracker.models.partnerships import Partnership
from tracker.services.accounts import find_account, proves

pytestmark = pytest.mark.once


def test_a_fresh_clone_needs_no_settings(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    serve.prepare(environment, tmp_path, 8123)
    assert environment["DEMO"] == "1"
    assert environment["BASE_URL"] == "http://127.0.0.1:8123"
    assert read_settings(environment | {"INSTANCE": str(tmp_path)})["SECRET_KEY"] == environment["SECRET_KEY"]


def test_the_secret_key_stays_the_same_from_start_to_start(tmp_path: Path) -> None:
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    serve.prepare(first, tmp_path, 8000)
    serve.prepare(second, tmp_path, 8000)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]


def test_what_is_set_is_left_alone(tmp_path: Path) -> None:
    environment = {"DEMO": "0", "BASE_URL": "http://localhost:9000", "SECRET_KEY": "of one's own"}
    serve.prepare(environment, tmp_path, 8000)
    assert environment == {"DEMO": "0", "BASE_URL": "http://localhost:9000", "SECRET_KEY": "of one's own"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.settings(DEMO="1")
def test_the_first_start_loads_the_demonstration_and_the_second_only_says_how_to_get_in(app: Flask) -> None:
    first = serve.open_house(app)
    password = (app.config["INSTANCE"] / "demo_password").read_text().strip()
    assert f"Password of all: {password}" in first
    assert proves(find_account("mayor.nampula@demo.example"), password)
    db.session.rollback()
    assert serve.open_house(app) == first
    assert db.session.scalar(select(func.count(Partnership.id))) == 84


@pytest.mark.settings(DEMO="1", DEMO_PASSWORD="the first of them")
def test_another_password_becomes_that_of_all_accounts(app: Flask) -> None:
    serve.open_house(app)
    app.config["DEMO_PASSWORD"] = "the second of them"
    words = serve.open_house(app)
    assert "Password of all: the second of them" in words
    assert proves(find_account("admin@demo.example"), "the second of them")
    assert not proves(find_account("admin@demo.example"), "the first of them")


@pytest.mark.settings(DEMO="0")
def test_without_the_demonstration_nothing_is_loaded(app: Flask) -> None:
    words = serve.open_house(app)
    assert any("flask account create" in line for line in words)
    assert db.session.scalar(select(func.count(Partnership.id))) == 0


@pytest.mark.settings(DEMO="1")
def test_data_of_its_own_is_never_mixed_with_the_demonstration(app: Flask) -> None:
    city("Nampula")
    words = serve.open_house(app)
    assert any("data of its own" in line for line in words)
    assert db.session.scalar(select(func.count(Partnership.id))) == 0


@pytest.mark.settings(DEMO="1", BASE_URL="https://tracker.example.org")
def test_the_demonstration_is_not_shown_to_others(app: Flask) -> None:
    with pytest.raises(Refused):
        serve.open_house(app)


def test_a_port_that_is_taken_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    for name in ("DEMO", "BASE_URL", "SECRET_KEY", "DATABASE_URL"):
        monkeypatch.setenv(name, "")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve.main(["--port", str(port)]) == 1
    assert f"make run PORT={port + 1}" in capsys.readouterr().err
