"""Missions taken over from earlier records: read, checked and written chunk by chunk, all or nothing.

A row passes the rules of the page and ends in the same tables: mission, words for searching, counts, journal. Nothing is
held of a row once its chunk is written but a number by which a repetition is found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, or_, select

from tracker.db import db
from tracker.domain.imports import Fault, Faults, Faulty, Line, Meanings, Row, heads_of, plain, rows_of
from tracker.domain.mission_rows import COLUMNS, NEEDED, Entry, Frame, MissionRow, Words, key_of, named, read_row
from tracker.domain.missions import MissionKind, MissionState, mission_ref
from tracker.domain.partnerships import LIVE_STATES
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.partnerships import Member, Partnership
from tracker.models.people import Person
from tracker.models.search import SearchWord, words_of_row
from tracker.services.counting import counted_together
from tracker.services.journal import Act, concern_all, record_many
from tracker.vocabulary import THEMES
from tracker.words import WORDS

CHUNK = 1000
"""Rows that are read, checked and written together."""


@dataclass
class Import:
    """An import under way: what is known of the partnerships by what rows call them, and what was found and written."""

    at: datetime
    actor_id: int | None
    allows_repeats: bool
    is_written: bool
    words: Words
    faults: Faults = field(default_factory=Faults)
    frames: dict[str, Frame] = field(default_factory=dict)
    known: dict[int, Frame] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    missions: int = 0


def import_missions(
    lines: Iterator[Line], *, actor: Person | None, at: datetime, allows_repeats: bool = False, is_written: bool = True
) -> dict[str, int]:
    """Take over missions from the lines of a table, of which the first names the columns; tells how many `missions` of
    how many `partnerships` they are.

    Nothing is written without `is_written`. Raises Faulty with what is wrong in every row; the transaction must then be
    undone.
    """
    one = Import(at, actor.id if actor else None, allows_repeats, is_written, meanings())
    first = next(lines, None)
    if first is None:
        raise Faulty([Fault("file.empty")])
    heads = heads_of(first[1], COLUMNS, NEEDED, one.faults)
    one.faults.refuse()
    rows = rows_of(lines, heads, one.faults)
    if is_written:
        with counted_together(one.touched):
            _take(rows, one)
    else:
        _take(rows, one)
    one.faults.refuse()
    if not one.missions:
        raise Faulty([Fault("file.empty")])
    return {"missions": one.missions, "partnerships": len(one.touched)}


def meanings() -> Words:
    """Give what the cells with choices may say: codes, and their words in the present language."""
    states = {one: str(WORDS[MissionState][one.value]) for one in Entry}
    kinds = {one: str(WORDS[MissionKind][one.value]) for one in MissionKind}
    return Words(Meanings(kinds), Meanings(states), Meanings({code: str(said) for code, said in THEMES.items()}))


def _take(rows: Iterator[Row], one: Import) -> None:
    """Take all rows; once there is a fault they are only checked."""
    first_id = _next_id() if one.is_written else 0
    while chunk := list(islice(rows, CHUNK)):
        _meet(named(chunk) - one.frames.keys(), one)
        sound = [found for row in chunk if (found := _read(row, one)) is not None]
        one.missions += len(sound)
        if one.is_written and not one.faults.count:
            _write(sound, one)
    if one.is_written and not one.faults.count and one.touched:
        concern_all(one.touched, one.at)
        record_many(lambda: _acts(first_id, one))


def _read(row: Row, one: Import) -> MissionRow | None:
    found = read_row(row, one.frames, one.words, one.at)
    if found is None:
        return None
    key = found.key
    if key in one.seen and not one.allows_repeats:
        row.fault("", "mission.repeats")
        return None
    one.seen.add(key)
    one.touched.add(found.frame.id)
    return found


def _meet(names: set[str], one: Import) -> None:
    """Look up partnerships by reference or by the id that they came with; they are kept from other writers."""
    query = (
        select(Partnership.id, Partnership.ref, Partnership.code, Partnership.state)
        .where(or_(Partnership.ref.in_(names), Partnership.code.in_(names)), Partnership.deleted_at.is_(None))
        .order_by(Partnership.id)
    )
    if one.is_written:
        query = query.with_for_update(key_share=True)
    found = db.session.execute(query).all()
    ids = [row.id for row in found if row.id not in one.known]
    if not one.allows_repeats:
        one.seen.update(_keys(ids))
    cities, numbers = _cities(ids), _numbers(ids)
    for row in found:
        hosts = {plain(name): city for code, name, city in cities.get(row.id, ()) for name in (code, name)}
        offered = ", ".join(name for _code, name, _city in cities.get(row.id, ()))
        frame = Frame(row.id, row.ref, row.state in LIVE_STATES, numbers.get(row.id, 0), hosts, offered)
        for name in {row.ref, row.code} & names:
            one.frames[name] = one.known.setdefault(frame.id, frame)


def _cities(ids: Sequence[int]) -> dict[int, list[tuple[str, str, int]]]:
    query = (
        select(Member.partnership_id, City.code, City.name, City.id)
        .join(City, City.id == Member.city_id)
        .where(Member.partnership_id.in_(ids))
        .order_by(Member.partnership_id, Member.position)
    )
    found: dict[int, list[tuple[str, str, int]]] = {}
    for partnership, code, name, city in db.session.execute(query):
        found.setdefault(partnership, []).append((code, name, city))
    return found


def _numbers(ids: Sequence[int]) -> dict[int, int]:
    query = select(Mission.partnership_id, func.max(Mission.number)).where(Mission.partnership_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Mission.partnership_id))}


def _keys(ids: Sequence[int]) -> Iterator[int]:
    columns = (Mission.kind, Mission.starts, Mission.ends, Mission.host_city_id, Mission.place, Mission.title)
    query = select(Mission.partnership_id, *columns).where(Mission.partnership_id.in_(ids))
    return (key_of(*row) for row in db.session.execute(query))


def _write(rows: Sequence[MissionRow], one: Import) -> None:
    """Write missions and the words by which they are found."""
    missions = [_values(row, number, one) for number, row in zip(_ids(len(rows)), rows, strict=True)]
    db.session.execute(insert(Mission.__table__), missions)
    words = [word for mission in missions for word in words_of_row(Mission, mission)]
    db.session.execute(insert(SearchWord.__table__), words)


def _values(row: MissionRow, number: int, one: Import) -> dict[str, Any]:
    row.frame.number += 1
    return {
        "id": number,
        "partnership_id": row.frame.id,
        "number": row.frame.number,
        "ref": mission_ref(row.frame.ref, row.frame.number),
        "kind": row.kind,
        "state": row.state,
        "title": row.title,
        "date_precision": row.precision,
        "starts": row.starts,
        "ends": row.ends,
        "first_day": row.starts.first_day if row.starts else None,
        "last_day": row.ends.last_day if row.ends else None,
        "place": row.place,
        "host_city_id": row.host_city_id,
        "theme": row.theme,
        "logged_by_id": one.actor_id,
        "logged_at": one.at,
        **row.blocks,
    }


def _next_id() -> int:
    return (db.session.scalar(select(func.max(Mission.id))) or 0) + 1


def _ids(count: int) -> Iterable[int]:
    """Take numbers for so many missions."""
    if db.session.get_bind().dialect.name == "postgresql":
        sequence = func.nextval(func.pg_get_serial_sequence("mission", "id"))
        return db.session.scalars(select(sequence).select_from(func.generate_series(1, count))).all()
    first = _next_id()
    return range(first, first + count)


def _acts(first_id: int, one: Import) -> Iterator[Act]:
    """Tell the journal of every mission, reading them back in their order."""
    last = first_id - 1
    columns = (Mission.id, Mission.partnership_id, Mission.ref, Mission.kind, Mission.state)
    while found := db.session.execute(
        select(*columns).where(Mission.id > last, Mission.logged_at == one.at).order_by(Mission.id).limit(CHUNK)
    ).all():
        for row in found:
            details: Mapping[str, object] = {"kind": row.kind.value, "state": row.state.value}
            yield Act("mission.taken_over", one.actor_id, one.at, row.partnership_id, row.ref, details)
        last = found[-1].id
