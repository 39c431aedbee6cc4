"""The words by which things are found; they follow what they are taken from, in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Index, Text, delete, insert, inspect, tuple_
from sqlalchemy import event as events
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.session import UOWTransaction

from tracker.db import Base
from tracker.domain.search import SearchKind, kept_words
from tracker.models.cities import City
from tracker.models.columns import codes
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.models.rooms import Need
from tracker.models.sharing import ShareActivity
from tracker.models.work import Instrument

NOWHERE = 0
"""Stands for a partnership where a thing belongs to none; a value, because an index finds no NULL."""
ByteOrder = Text().with_variant(Text(collation="C"), "postgresql")
"""Texts in the order of their bytes on both databases, so that an index finds all that begin alike."""


class SearchWord(Base):
    """A thing is found by a word; all words of a removed thing are taken away, and come back with it.

    The key answers "what begins like this", the index "what in these partnerships" and "which words has this thing".
    """

    __tablename__ = "search_word"
    __table_args__ = (
        Index("ix_search_word_partnership_id_kind_thing_id", "partnership_id", "kind", "thing_id"),
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[SearchKind] = mapped_column(codes(SearchKind), primary_key=True)
    word: Mapped[str] = mapped_column(ByteOrder, primary_key=True)
    thing_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    partnership_id: Mapped[int]


@dataclass(frozen=True)
class Searched:
    """What of a table is looked through: the columns with its words, and the one that names its partnership."""

    kind: SearchKind
    texts: tuple[str, ...]
    partnership: str = "partnership_id"

    @property
    def columns(self) -> tuple[str, ...]:
        """Name every column that the words follow."""
        return (*self.texts, "removed_at", "deleted_at", self.partnership)


SEARCHED: dict[type[Base], Searched] = {
    Partnership: Searched(SearchKind.PARTNERSHIP, ("title", "ref"), "id"),
    City: Searched(SearchKind.CITY, ("name",), ""),
    Person: Searched(SearchKind.PERSON, ("name",), ""),
    Mission: Searched(SearchKind.MISSION, ("title", "ref", "place")),
    OfficialDocument: Searched(SearchKind.REPORT, ("ref", "summary")),
    Programme: Searched(SearchKind.PROGRAMME, ("name", "code"), ""),
    EvaluationNote: Searched(SearchKind.NOTE, ("text",)),
    Instrument: Searched(SearchKind.INSTRUMENT, ("title",)),
    ShareActivity: Searched(SearchKind.SHARE_ACTIVITY, ("title", "place", "message")),
    Need: Searched(SearchKind.NEED, ("title",)),
}
"""The tables that the search over everything looks through."""


def words_of_row(table: type[Base], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the rows of `search_word` for a row of a table; none when nothing of it is searched or it is removed."""
    told = SEARCHED.get(table)
    if told is None or row.get("removed_at") or row.get("deleted_at"):
        return []
    named = {"kind": told.kind, "thing_id": row["id"], "partnership_id": row.get(told.partnership, NOWHERE)}
    texts = (row.get(name) or "" for name in told.texts)
    return [{**named, "word": word} for word in sorted(kept_words(*texts))]


@events.listens_for(Session, "after_flush")
def _follow(session: Session, _flush: UOWTransaction) -> None:
    """Let the words follow every row that was written, in a number of statements that does not grow with the rows."""
    fresh = [one for one in session.new if type(one) in SEARCHED]
    changed = [one for one in session.dirty if type(one) in SEARCHED and _has_other_words(one)]
    if not fresh and not changed:
        return
    connection = session.connection()
    _forget(connection, changed)
    rows = [row for one in [*fresh, *changed] for row in words_of_row(type(one), _values(one))]
    if rows:
        connection.execute(insert(SearchWord), rows)


def _has_other_words(thing: Any) -> bool:
    state = inspect(thing)
    return any(state.attrs[name].history.has_changes() for name in SEARCHED[type(thing)].columns if name in state.attrs)


def _values(thing: Any) -> dict[str, Any]:
    names = {"id", *SEARCHED[type(thing)].columns}
    return {name: getattr(thing, name) for name in names if name and hasattr(thing, name)}


def _forget(connection: Connection, things: list[Any]) -> None:
    if things:
        told = [(SEARCHED[type(one)], one) for one in things]
        named = [(getattr(one, of.partnership, NOWHERE), of.kind, one.id) for of, one in told]
        of_things = tuple_(SearchWord.partnership_id, SearchWord.kind, SearchWord.thing_id).in_(named)
        connection.execute(delete(SearchWord).where(of_things))
