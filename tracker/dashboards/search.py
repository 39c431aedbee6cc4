"""The search over everything: what begins with the words that are asked for, within what the reader may see.

Words are looked up in `search_word` by their beginnings. Of each kind no more than `MOST_FOUND` things are looked at,
so a beginning that everything shares costs no more than any other. One statement, whatever is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from tracker.dashboards.paging import Query, Window
from tracker.dashboards.search_kinds import KINDS, Kind, said_of
from tracker.db import db
from tracker.domain.search import LONGEST_WORD, SHORTEST_WORD, SearchKind, beginnings, folded, words_of
from tracker.models.partnerships import Partnership
from tracker.models.search import SearchWord
from tracker.permissions import Standing

SHOWN = Window(size=5)
"""How much of each kind the page of all kinds shows; its whole list is one link away."""
MOST_FOUND = 500
"""Things of one kind that are looked at; who finds as many writes more of the word."""
LAST = "\U0010ffff"
"""Stands behind every letter, so that a range up to it holds all that begin alike."""
DIGITS_OF_A_REFERENCE = 4


@dataclass(frozen=True)
class Hit:
    """One thing that was found; `language` is that of its title where it is known, `reference` what names it."""

    kind: SearchKind
    title: str
    about: list[str]
    href: str
    reference: str
    language: str
    is_demonstration: bool


@dataclass(frozen=True)
class Group:
    """What was found of one kind, or a part of it; `count` never says more than `MOST_FOUND`."""

    kind: SearchKind
    count: int
    hits: list[Hit]

    @property
    def is_cut(self) -> bool:
        """Tell whether there may be more than was looked at."""
        return self.count >= MOST_FOUND


@dataclass(frozen=True)
class Question:
    """What somebody wrote into the box."""

    text: str

    @property
    def words(self) -> list[str]:
        """Give the folded words to look for, the longest first; none when too little was written."""
        words = sorted(words_of(self.text), key=len, reverse=True)
        whole = [word for word in words if len(word) >= SHORTEST_WORD]
        is_long_enough = len(words) == 1 and sum(map(str.isalnum, self.text)) >= SHORTEST_WORD
        return whole or (words if is_long_enough else [])

    def names(self, reference: str) -> bool:
        """Tell whether this is just a reference: P-0147, p-0147, 0147 or 147."""
        asked, meant = folded(self.text), folded(reference)
        padded = f"p-{asked.zfill(DIGITS_OF_A_REFERENCE)}" if asked.isascii() and asked.isdecimal() else asked
        return bool(asked) and meant in {asked, padded}


def find(question: Question, standing: Standing, only: SearchKind | None = None, window: Window = SHOWN) -> list[Group]:
    """Give what was found by kinds, in their order, without empty ones; one statement, none for too short a question.

    With `only` it is the part of one kind that `window` says, else the first of each.
    """
    if not question.words or not _kinds(standing, only):
        return []
    groups: dict[SearchKind, Group] = {}
    for row in sorted(db.session.execute(statement(question, standing, window, only)), key=lambda row: row.place):
        kind = SearchKind(row.kind)
        groups.setdefault(kind, Group(kind, row.total, [])).hits.append(Hit(kind, **said_of(kind, row)))
    return [groups[kind] for kind in SearchKind if kind in groups]


def statement(
    question: Question, standing: Standing, window: Window, only: SearchKind | None = None
) -> CompoundSelect[*tuple[Any, ...]]:
    """Give the one statement that answers a question which has words."""
    parts = [_part(kind, question, standing, window).subquery() for kind in _kinds(standing, only)]
    return union_all(*(select(part) for part in parts))


def _kinds(standing: Standing, only: SearchKind | None) -> list[Kind]:
    return [kind for kind in KINDS if kind.is_for(standing) and only in {None, kind.kind}]


def the_one(question: Question, groups: Sequence[Group]) -> Hit | None:
    """Give the thing that is meant without doubt: the one whose reference was written, or the only one found."""
    hits = [hit for group in groups for hit in group.hits]
    named = [hit for hit in hits if hit.reference and question.names(hit.reference)]
    if len(named) == 1:
        return named[0]
    return hits[0] if sum(group.count for group in groups) == 1 else None


def _part(kind: Kind, question: Question, standing: Standing, window: Window) -> Query:
    """Select the shown part of one kind, in its order, each row with the count of all."""
    ids, table = found(kind, question, standing).subquery(), kind.table
    order = (*kind.order, table.id)
    query = select(
        literal(kind.kind.value).label("kind"),
        *kind.columns(),
        func.count().over().label("total"),
        func.row_number().over(order_by=order).label("place"),
    ).join_from(ids, table, table.id == ids.c.thing_id)
    if kind.is_in_partnership and table is not Partnership:
        query = query.join(Partnership, Partnership.id == table.partnership_id)
    return window.of(query.order_by(*order))


def found(kind: Kind, question: Question, standing: Standing) -> Query:
    """Select the ids of the things that hold every word, as far as the person may see them, `MOST_FOUND` at most."""
    first, *others = question.words
    rule = kind.rule(standing)
    query = select(SearchWord.thing_id).where(SearchWord.kind == kind.kind, _begins(SearchWord.word, first))
    for word in others:
        query = query.where(_holds(word))
    if kind.is_in_partnership:
        query = query.join(Partnership, Partnership.id == SearchWord.partnership_id)
    if kind.asks_table:
        query = query.join(kind.table, kind.table.id == SearchWord.thing_id)
    if rule is not None:
        query = query.where(rule)
    return query.distinct().limit(MOST_FOUND)


def _holds(word: str) -> ColumnElement[bool]:
    """Hold for things that hold one more word."""
    other = aliased(SearchWord)
    return exists().where(
        other.partnership_id == SearchWord.partnership_id,
        other.kind == SearchWord.kind,
        other.thing_id == SearchWord.thing_id,
        _begins(other.word, word),
    )


def _begins(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Hold for words that begin as this one may; a number begins the reference of a partnership as well."""
    ways = [*beginnings(word), *([f"p-{word}"] if word[0].isdecimal() else [])]
    cut = [way[:LONGEST_WORD] for way in ways]
    return or_(*(and_(column >= way, column < way + LAST) for way in cut))
