"""`flask verify`: says that all adds up, or names each thing that does not."""

import re

import pytest
from flask import Flask
from sqlalchemy import text

from tests import factories as make
from tests.databases import database_hash
from tests.services.tampering import unguarded
from tests.services.test_verification import CODES
from tracker.cli.verify import SENTENCES
from tracker.db import db
from tracker.services import journal


def verify(app: Flask, *more: str) -> tuple[int, str]:
    """Run the command; returns its exit status and what it printed."""
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=["verify", *more])
    return done.exit_code, done.output


@pytest.fixture
def house(app: Flask) -> Flask:
    """Give a house with a signed report."""
    make.signed_report()
    return app


def anchor() -> str:
    """Give the journal's head and count as they are printed."""
    return ":".join(map(str, journal.head()))


def test_an_empty_house_adds_up(app: Flask) -> None:
    assert verify(app) == (0, f"Everything adds up. Journal: {'0' * 64}:0\n")


def test_an_honest_house_adds_up_and_gives_its_anchor(house: Flask) -> None:
    assert verify(house) == (0, f"Everything adds up. Journal: {anchor()}\n")
    assert verify(house, "--anchor", anchor())[0] == 0


def test_each_thing_that_does_not_add_up_has_its_line(house: Flask) -> None:
    unguarded()
    db.session.execute(text("UPDATE signature SET name = 'Somebody else' WHERE id = 1"))
    db.session.execute(text("UPDATE journal_entry SET subject = 'P-9' WHERE id = 2"))
    db.session.commit()
    status, words = verify(house)
    assert status == 1
    assert "journal row 2: was changed: its hash does not fit\n" in words
    assert re.search(r"P-0001-M01-v1, \S+: the signature differs from its evidence or from the journal \(name\)", words)
    assert words.splitlines()[-1] == f"Error: {len(words.splitlines()) - 1} things do not add up"


def test_with_the_anchor_a_cut_end_is_found(house: Flask) -> None:
    kept = anchor()
    unguarded()
    db.session.execute(text("DELETE FROM personal_field WHERE entry_id > 1"))
    db.session.execute(text("DELETE FROM journal_entry WHERE id > 1"))
    db.session.commit()
    assert "its end was cut off" in verify(house, "--anchor", kept)[1]


@pytest.mark.parametrize("written", ["", "7", f"{'0' * 63}:7", f"{'0' * 64}:", f"{'g' * 64}:7"])
def test_an_anchor_that_is_none_is_refused(app: Flask, written: str) -> None:
    status, words = verify(app, "--anchor", written)
    assert status == 2
    assert "as it is printed" in words


def test_verifying_changes_nothing(house: Flask) -> None:
    before = database_hash()
    verify(house)
    assert database_hash() == before


def test_every_finding_has_a_sentence_and_every_sentence_a_finding() -> None:
    assert set(SENTENCES) == CODES
