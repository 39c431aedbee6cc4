"""`flask export`: the same files as the pages give, over everything."""

import json
from pathlib import Path

import pytest
from flask import Flask

from tests import factories as make
from tests.client import PageClient


@pytest.fixture
def everything(app: Flask) -> None:
    """Make two programmes with a partnership each."""
    for name in ("Lusophone cities", "Nordic cities"):
        make.completed_mission(make.partnership(programme=make.programme(name)))


def run(app: Flask, *words: str) -> tuple[int, str]:
    """Run the command."""
    done = app.test_cli_runner().invoke(args=["export", "portfolio", *words])
    return done.exit_code, done.output


@pytest.mark.usefixtures("everything")
def test_the_ending_says_what_is_written(app: Flask, client: PageClient, tmp_path: Path) -> None:
    starts = {"xlsx": b"PK", "json": b"{", "pdf": b"%PDF", "csv": b"\xef\xbb\xbf"}
    for ending, start in starts.items():
        file = tmp_path / f"portfolio.{ending}"
        code, said = run(app, str(file))
        assert (code, said) == (0, f"{file}: {file.stat().st_size} bytes\n")
        assert file.read_bytes().startswith(start)
    client.sign_in(make.administrator())
    assert (tmp_path / "portfolio.csv").read_bytes() == client.get("/partnerships.csv").get_data()


@pytest.mark.usefixtures("everything")
def test_it_tells_of_one_programme_and_period_in_a_language(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "portfolio.json"
    asked = ["--programme", "nordic-cities", "--since", "2026-03-01", "--until", "2026-03-31", "--language", "pt"]
    assert run(app, str(file), *asked)[0] == 0
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["programmes"], told["language"]) == (["Nordic cities"], "pt")
    assert told["period"] == {"since": "2026-03-01", "until": "2026-03-31"}
    assert told["parts"]["missions"]["figures"]["missions"] == 1


def test_what_makes_no_sense_is_refused_and_nothing_written(app: Flask, tmp_path: Path) -> None:
    for words in (
        ["x.doc"],
        ["x.csv", "--language", "xx"],
        ["x.json", "--since", "2026-02-01", "--until", "2026-01-01"],
    ):
        code, said = run(app, str(tmp_path / words[0]), *words[1:])
        assert code != 0
        assert said.startswith(("Error:", "Usage:"))
    assert list(tmp_path.iterdir()) == []
