"""What the rooms of the six stages share: who writes there and when, removing and restoring, and the journal."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.stages import CLOSED_STATES, missing
from tracker.models.logframe import Indicator, Objective
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Comparison, Need, Priority
from tracker.models.stages import StageRun
from tracker.models.work import Activity, Instrument, Result
from tracker.permissions import Permission, require, standing_of
from tracker.services.facts import facts_of
from tracker.services.journal import record
from tracker.services.stages import gated, refuse_resting, stage_runs, waivers_of, work_in

Row = Need | Comparison | Priority | Activity | Objective | Indicator | Instrument | Result

STAGE_OF: dict[type[Row], int] = {
    Need: 1,
    Comparison: 2,
    Priority: 3,
    Activity: 4,
    Objective: 4,
    Indicator: 4,
    Instrument: 5,
    Result: 6,
}
"""The stage in whose room a kind of row lies."""


@dataclass(frozen=True)
class Fields:
    """What a form writes into a row; each noun names its own."""


@dataclass(frozen=True)
class CitySide:
    """One city's side of a partnership's rooms, to ask the table of permissions who writes there."""

    partnership: Partnership
    city_id: int


def refuse_strangers(partnership: Partnership, city_ids: Collection[int]) -> None:
    """Return when all cities are members; raises RuleBroken("room.foreign") otherwise."""
    if not set(city_ids) <= {member.city_id for member in partnership.members}:
        raise RuleBroken("room.foreign")


def require_side(partnership: Partnership, city_id: int, *, actor: Person, at: datetime) -> None:
    """Return when the actor writes for this city: its own technician, or the coordinator on its behalf."""
    refuse_strangers(partnership, {city_id})
    require(standing_of(actor, at), Permission.CITY_ROOM_EDIT, CitySide(partnership, city_id))


def is_on_behalf(actor: Person, city_id: int) -> bool:
    """Tell whether somebody from elsewhere writes for the city."""
    return actor.city_id != city_id


def add(row: Row, *, actor: Person, at: datetime) -> None:
    """Put a new row into its room; raises as `change` does."""
    row.created_by_id, row.created_at, row.is_demonstration = actor.id, at, actor.is_demonstration
    enter(row, actor, at)
    with _keeping_evidence(row, actor, at):
        db.session.add(row)
        db.session.flush()
    note("recorded", row, actor, at)


@contextmanager
def changing(row: Row, values: Fields, *, actor: Person, at: datetime) -> Iterator[None]:
    """Write the values into the row; the block may change what hangs on it. It is one act, with one journal row.

    Raises RuleBroken with "partnership.not_live", "gate.earlier_cycle", "room.removed", or "gate.evidence_needed"
    when a gate that was passed would lose its evidence.
    """
    enter(row, actor, at)
    refuse_removed(row)
    changed = [one.name for one in fields(values) if getattr(row, one.name) != getattr(values, one.name)]
    with _keeping_evidence(row, actor, at):
        for name in changed:
            setattr(row, name, getattr(values, name))
        yield
        db.session.flush()
    note("changed", row, actor, at, changed=changed)


def refuse_removed(row: Row) -> None:
    """Return when the row is in its room; raises RuleBroken("room.removed") otherwise."""
    if row.removed_at is not None:
        raise RuleBroken("room.removed")


def touch(row: Row) -> None:
    """Give the row a new version though only what hangs on it changes, so that no save overwrites another."""
    flag_modified(row, "cycle")


def remove(row: Row, *, actor: Person, at: datetime) -> None:
    """Take a row out of its room; it can be restored. Removing it again does nothing. Raises as `changing` does."""
    enter(row, actor, at)
    if row.removed_at is None:
        _set_aside(row, at, "removed", actor, at)


def restore(row: Row, *, actor: Person, at: datetime) -> None:
    """Put a removed row back into its room. Restoring it again does nothing. Raises as `changing` does."""
    enter(row, actor, at)
    if row.removed_at is not None:
        _set_aside(row, None, "restored", actor, at)


def _set_aside(row: Row, since: datetime | None, verb: str, actor: Person, at: datetime) -> None:
    with _keeping_evidence(row, actor, at):
        row.removed_at = since
        db.session.flush()
    note(verb, row, actor, at)


def enter(row: Row, actor: Person, at: datetime) -> None:
    """Return when the actor may write this row now; a need is its own city's.

    Raises NotAllowed, RuleBroken("partnership.not_live") or ("gate.earlier_cycle").
    """
    permission = Permission.CITY_ROOM_EDIT if isinstance(row, Need) else Permission.ROOM_EDIT
    require(standing_of(actor, at), permission, row)
    refuse_resting(row.partnership)
    if row.cycle != row.partnership.cycle:
        raise RuleBroken("gate.earlier_cycle")


@contextmanager
def _keeping_evidence(row: Row, actor: Person, at: datetime) -> Iterator[None]:
    """Refuse what the block does when it takes its evidence from a gate that was passed on it.

    The row's stage learns that work goes on there.
    """
    runs = stage_runs(row.partnership)
    run = next((run for run in runs if run.number == STAGE_OF[type(row)]), None)
    was_complete = run is not None and run.state in CLOSED_STATES and not _missing(run, at)
    yield
    if run is None:
        return
    if was_complete and _missing(run, at):
        raise RuleBroken("gate.evidence_needed")
    work_in(run, actor=actor, at=at)


def _missing(run: StageRun, at: datetime) -> list[str]:
    waived = {waiver.condition for waiver in waivers_of(run)}
    return missing(gated(run), facts_of(run.partnership, at.date()), waived)


def note(verb: str, row: Row, actor: Person, at: datetime, **details: object) -> None:
    """Write into the journal what was done to a row (`need.recorded`)."""
    noun = row.__tablename__
    record(
        f"{noun}.{verb}",
        actor=actor,
        at=at,
        partnership=row.partnership,
        subject=f"{row.partnership.ref}-{noun}-{row.id}",
        details={"stage": STAGE_OF[type(row)], "cycle": row.cycle, **details},
    )
