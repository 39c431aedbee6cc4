"""Missions as rows of an import: the columns, and what a row says by the same rules as the page."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.dates import PartialDate, Precision
from tracker.domain.imports import Meanings, Row, plain
from tracker.domain.missions import MissionKind, MissionState, needs_a_place, precision_of, trouble_with_dates

COLUMNS = (
    *("partnership", "kind", "state", "starts", "ends", "between", "host", "place", "title", "theme", "purpose"),
    *("agenda", "decisions", "findings", "participants"),
)
NEEDED = frozenset({"partnership", "kind"})
BLOCKS = ("purpose", "agenda", "decisions", "findings", "participants")


class Entry(StrEnum):
    """What a mission can come in as; its report, and with it the state `reported`, is written in the tracker."""

    COMPLETED = MissionState.COMPLETED.value
    PROPOSED = MissionState.PROPOSED.value


@dataclass
class Frame:
    """What a row must know of its partnership; `hosts` are its cities by code and by name, `number` its last mission's.

    `offered` names the cities for people.
    """

    id: int
    ref: str
    is_live: bool
    number: int
    hosts: Mapping[str, int]
    offered: str


@dataclass(frozen=True)
class Words:
    """What the cells with choices may say."""

    kinds: Meanings[MissionKind]
    states: Meanings[Entry]
    themes: Meanings[str]


@dataclass(frozen=True)
class MissionRow:
    """What a sound row says."""

    frame: Frame
    kind: MissionKind
    state: MissionState
    starts: PartialDate | None
    ends: PartialDate | None
    precision: Precision
    host_city_id: int | None
    place: str
    title: str
    theme: str
    blocks: Mapping[str, str]

    @property
    def key(self) -> Hashable:
        """Give what makes two rows the same mission."""
        return key_of(self.frame.id, self.kind, self.starts, self.ends, self.host_city_id, self.place, self.title)


def key_of(
    partnership: int,
    kind: str,
    starts: PartialDate | None,
    ends: PartialDate | None,
    host: int | None,
    place: str,
    title: str,
) -> int:
    """Give a number that is the same for the same mission; 64 bits, so that a hundred thousand never meet by chance."""
    return hash((partnership, str(kind), starts, ends, host, place, title))


def read_row(row: Row, frames: Mapping[str, Frame], words: Words, at: datetime) -> MissionRow | None:
    """Give what a row says; None when it has faults, which it then holds."""
    kind, state = row.choice("kind", words.kinds), row.choice("state", words.states) or Entry.COMPLETED
    if kind is None and row.is_sound:
        row.fault("kind", "cell.missing")
    frame = _frame(row, frames)
    starts, ends, between = row.date("starts"), row.date("ends"), row.is_yes("between")
    if row.is_sound:
        _check_dates(row, starts, ends, state, at, is_range=between)
    host, place = _host(row, frame), row.line("place")
    if row.is_sound and needs_a_place(kind, is_elsewhere=host is None) and not place:
        row.fault("place", "mission.no_place")
    title, theme = row.line("title"), row.choice("theme", words.themes) or ""
    blocks = {name: row.block(name) for name in BLOCKS}
    if not row.is_sound or frame is None or kind is None:
        return None
    precision = precision_of(starts, ends, is_range=between)
    return MissionRow(
        frame, kind, MissionState(state), starts, ends or starts, precision, host, place, title, theme, blocks
    )


def _check_dates(
    row: Row, starts: PartialDate | None, ends: PartialDate | None, state: Entry, at: datetime, *, is_range: bool
) -> None:
    is_past = state is Entry.COMPLETED
    trouble = trouble_with_dates(
        starts, ends, is_range=is_range, has_taken_place=is_past, are_needed=is_past, at=at
    )
    if trouble is not None:
        row.fault(*trouble)


def _frame(row: Row, frames: Mapping[str, Frame]) -> Frame | None:
    written = row.needed("partnership")
    if not written:
        return None
    frame = frames.get(written)
    if frame is None:
        row.fault("partnership", "mission.partnership_unknown", value=written)
    elif not frame.is_live:
        row.fault("partnership", "mission.at_rest", ref=frame.ref)
    return frame


def _host(row: Row, frame: Frame | None) -> int | None:
    written = row.line("host")
    if not written or frame is None:
        return None
    found = frame.hosts.get(plain(written))
    if found is None:
        row.fault("host", "mission.host_unknown", value=written, offered=frame.offered)
    return found


def named(rows: Collection[Row]) -> set[str]:
    """Give how rows name their partnerships."""
    return {row.line("partnership") for row in rows}
