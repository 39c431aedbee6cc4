"""`flask person`: a person's own data, erased or handed over."""

from pathlib import Path
from zipfile import ZipFile

from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tracker.db import db
from tracker.models.people import Person


def person(app: Flask, *arguments: str, says: str = "") -> tuple[int, str]:
    """Run the command; returns its exit status and what it printed. `says` is typed when it asks."""
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=["person", *arguments], input=says)
    db.session.expire_all()
    return done.exit_code, done.output


def test_erasing_asks_first(app: Flask) -> None:
    observer = make.observer()
    email, name = observer.email, observer.name
    assert person(app, "erase", email, says="n\n")[0] == 1
    assert db.session.scalars(select(Person.email)).all() == [email]
    status, words = person(app, "erase", email.upper(), says="y\n")
    assert status == 0, words
    assert f"Erased: the account of {name}." in words
    assert db.session.scalars(select(Person.email)).all() == [f"erased-{observer.id}@erased.invalid"]


def test_afterwards_the_house_adds_up_and_a_second_time_nothing_happens(app: Flask) -> None:
    observer = make.observer()
    person(app, "erase", observer.email, "--yes")
    assert app.test_cli_runner().invoke(args=["verify"]).exit_code == 0
    assert person(app, "erase", observer.email, "--yes") == (0, "Erased already; nothing was changed.\n")


def test_whoever_holds_an_office_is_not_erased_and_it_says_what_to_do(app: Flask) -> None:
    mayor = make.mayor(make.city("Nampula"))
    status, words = person(app, "erase", mayor.email, "--yes")
    assert status == 1
    assert "Mayor of Nampula is recorded as Mayor of Nampula. End that mandate on the city's page" in words
    assert mayor.email == "mayor.of.nampula@city.example"


def test_an_unknown_address_is_told(app: Flask) -> None:
    for act in (("erase", "nobody@x.example"), ("export", "nobody@x.example", "/dev/null")):
        status, words = person(app, *act)
        assert status == 1
        assert "No account has the address nobody@x.example." in words


def test_data_are_handed_over_in_one_file(app: Flask, tmp_path: Path) -> None:
    observer = make.observer()
    file = tmp_path / "data.zip"
    status, words = person(app, "export", observer.email, str(file))
    assert status == 0, words
    with ZipFile(file) as archive:
        assert observer.email in archive.read("data.json").decode()
