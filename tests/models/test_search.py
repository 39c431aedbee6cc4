"""The words by which things are found follow what they are taken from."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.databases import statements
from tracker.db import db
from tracker.domain.search import SearchKind
from tracker.models.search import SEARCHED, SearchWord, words_of_row

pytestmark = pytest.mark.usefixtures("app")
Word = tuple[str, str, int, int]


def kept(kind: SearchKind | None = None) -> set[Word]:
    """Give what is kept, of one kind or of all."""
    rows = db.session.scalars(select(SearchWord))
    return {(row.kind.value, row.word, row.thing_id, row.partnership_id) for row in rows if kind in {None, row.kind}}


def meant() -> Iterator[Word]:
    """Give what ought to be kept, read from the tables themselves."""
    for table in SEARCHED:
        for row in db.session.execute(select(*table.__table__.columns)).mappings():
            for one in words_of_row(table, row):
                yield (one["kind"].value, one["word"], one["thing_id"], one["partnership_id"])


def test_all_that_is_there_is_kept_and_nothing_else() -> None:
    make.a_row_in_every_table()
    assert kept() == set(meant())
    assert {kind for kind, *_more in kept()} == {kind.value for kind in SearchKind}


def test_a_changed_text_is_found_by_its_new_words_only() -> None:
    visit = make.completed_mission(title="Cadastro", place="Nampula")
    visit.place = "Ilha de Moçambique"
    db.session.commit()
    words = {word for _kind, word, thing, of in kept(SearchKind.MISSION) if thing == visit.id}
    assert words == {"cadastro", "ilha", "mocambique", visit.ref.lower()}
    assert kept() == set(meant())


def test_what_is_removed_loses_its_words_and_gets_them_back() -> None:
    of = make.partnership()
    note = make.note(of, make.technician(of.cities[0]), text="Water pipes")
    before = kept()
    note.removed_at = make.AT
    db.session.commit()
    assert kept(SearchKind.NOTE) == set()
    note.removed_at = None
    db.session.commit()
    assert kept() == before


def test_a_rollback_takes_the_words_back_as_well() -> None:
    of = make.partnership()
    before = kept()
    of.title = "Something else"
    db.session.flush()
    assert kept() != before
    db.session.rollback()
    assert kept() == before


def test_what_changes_no_word_writes_none() -> None:
    of = make.partnership()
    with statements() as seen:
        of.note = "Said elsewhere"
        db.session.commit()
    assert [one for one in seen.writes if "search_word" in one] == []


def test_many_rows_take_as_many_statements_as_few() -> None:
    of = make.partnership()

    def count(rows: int) -> int:
        with statements() as seen:
            for number in range(rows):
                db.session.add(make.Need(**make.in_room(of), **told(of, f"Need {number}")))
            db.session.commit()
        return len([one for one in seen.writes if "search_word" in one])

    assert count(1) == count(20) == 1


def told(of: make.Partnership, title: str) -> dict[str, object]:
    """Give the columns of a need."""
    return {"city_id": of.cities[0].id, "title": title, "sector": "water_sanitation", "severity": make.Severity.HIGH}
