"""`flask demo`: loading, refusing, exporting."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import city
from tracker.db import db
from tracker.demo import files
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership


@pytest.mark.settings(DEMO="1", DEMO_PASSWORD="three words that wander")
def test_it_loads_tells_the_accounts_and_exports_the_same_files(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    done = runner.invoke(args=["demo", "load"])
    assert done.exit_code == 0, done.output
    assert "technician.nampula@demo.example" in done.output
    assert "Password of all: three words that wander" in done.output
    assert db.session.scalar(select(func.count(Partnership.id))) == 84
    db.session.rollback()
    exported = runner.invoke(args=["demo", "export", str(tmp_path)])
    assert exported.exit_code == 0, exported.output
    for name in files.COLUMNS:
        assert (tmp_path / f"{name}.csv").read_bytes() == (files.FOLDER / f"{name}.csv").read_bytes()
        assert f"{name}.csv" in exported.output


def test_a_size_makes_synthetic_partnerships(app: Flask) -> None:
    arguments = ["demo", "load", "--size", "3", "--seed", "7", "--at", "2026-03-12T09:40:00"]
    done = app.test_cli_runner().invoke(args=arguments)
    assert done.exit_code == 0, done.output
    assert "Password of all: " in done.output
    assert db.session.scalar(select(func.count(Partnership.id))) == 3
    assert db.session.scalar(select(func.count(Mission.id))) == 30


@pytest.mark.parametrize("size", [[], ["--size", "3"]], ids=["real", "synthetic"])
def test_a_filled_database_is_left_alone(app: Flask, size: list[str]) -> None:
    city("Nampula")
    done = app.test_cli_runner().invoke(args=["demo", "load", *size])
    assert done.exit_code == 1
    assert "already holds something (table city)" in done.output
    assert db.session.scalar(select(func.count(City.id))) == 1


@pytest.mark.settings(BASE_URL="https://tracker.example.org")
def test_it_is_refused_where_others_can_reach_it(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    assert done.exit_code == 1
    assert "BASE_URL is https://tracker.example.org" in done.output
    assert db.session.scalar(select(func.count(City.id))) == 0


def test_a_size_of_nothing_is_refused(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["demo", "load", "--size", "0"]).exit_code == 2


def test_the_help_says_what_a_size_does(app: Flask) -> None:
    words = " ".join(app.test_cli_runner().invoke(args=["demo", "load", "--help"]).output.split())
    assert "N synthetic partnerships with ten missions each" in words
    assert "The same N, --seed and --at make the same rows" in words
