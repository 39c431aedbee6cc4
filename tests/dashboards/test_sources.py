"""Sources of a row: titles with addresses that can be opened, and nothing else."""

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.sources import SourceRecord, codes_in, sources_by_row, sources_of
from tracker.db import db
from tracker.models.archive import Source


@pytest.fixture(autouse=True)
def known(app: Flask) -> None:
    """Store three sources, the last one first in the list."""
    make.keep(Source(code="S01", position=2, title="A guide", address=""))
    make.keep(Source(code="S02", position=3, title="A page", address="https://city.example/page (two pages)"))
    make.keep(Source(code="S03", position=1, title="A trap", address="javascript:alert(1)"))
    db.session.commit()


@pytest.mark.parametrize(
    ("written", "codes"), [("", []), ("S01", ["S01"]), ("S02; S01;;S02 ", ["S02", "S01"]), (" ; ", [])]
)
def test_reading_codes(written: str, codes: list[str]) -> None:
    assert codes_in(written) == codes


def test_sources_of_several_texts_come_in_the_order_of_the_list() -> None:
    with statements() as made:
        found = sources_of("S02;S01", "S01;S99", "S03")
    assert found == (
        SourceRecord("S03", "A trap", None),
        SourceRecord("S01", "A guide", None),
        SourceRecord("S02", "A page", "https://city.example/page"),
    )
    assert len(made) == 1


def test_each_row_gets_its_own_in_the_order_in_which_it_names_them() -> None:
    with statements() as made:
        found = sources_by_row(["S02;S01", "S01", "", "S01"])
    assert {text: [one.code for one in sources] for text, sources in found.items()} == {
        "S02;S01": ["S02", "S01"],
        "S01": ["S01"],
        "": [],
    }
    assert len(made) == 1


def test_no_source_no_statement() -> None:
    with statements() as made:
        assert sources_of("", " ; ") == ()
    assert len(made) == 0
