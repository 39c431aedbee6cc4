"""Programmes: in which languages their official documents are wanted, and which institutions carry them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from tracker.db import db, lock
from tracker.domain.dates import PartialDate
from tracker.domain.errors import RuleBroken
from tracker.domain.programmes import GovernanceRole
from tracker.domain.translations import in_order
from tracker.models.people import Person
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import record


@dataclass(frozen=True)
class ActorFields:
    """What is said about an institution; `country` is an ISO code or empty."""

    role: GovernanceRole
    name: str
    country: str = ""
    contact: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None


def ask_for_languages(programme: Programme, languages: Collection[str], *, actor: Person, at: datetime) -> None:
    """Keep in which languages official documents are wanted from now on; what was sent already stays as it is.

    Codes that no document can be wanted in are left out. Raises NotAllowed.
    """
    lock(programme)
    require(standing_of(actor, at), Permission.PROGRAMME_EDIT, programme)
    wanted = in_order(languages)
    if in_order(programme.languages.split()) == wanted:
        return
    programme.languages = " ".join(wanted)
    db.session.flush()
    record("programme.languages_set", actor=actor, at=at, subject=programme.code, details={"languages": list(wanted)})


def name_actor(programme: Programme, values: ActorFields, *, actor: Person, at: datetime) -> ProgrammePartner:
    """Name an institution that carries a programme. Raises NotAllowed."""
    require(standing_of(actor, at), Permission.PROGRAMME_EDIT, programme)
    row = ProgrammePartner(programme=programme, created_by_id=actor.id, created_at=at)
    _write(row, values)
    db.session.add(row)
    _note("recorded", row, actor, at)
    return row


def change_actor(row: ProgrammePartner, values: ActorFields, *, actor: Person, at: datetime) -> None:
    """Keep what is now said about an institution. Raises NotAllowed or RuleBroken("room.removed")."""
    require(standing_of(actor, at), Permission.PROGRAMME_EDIT, row)
    if row.removed_at is not None:
        raise RuleBroken("room.removed")
    changed = _write(row, values)
    if changed:
        _note("changed", row, actor, at, changed=changed)


def set_actor_aside(row: ProgrammePartner, *, actor: Person, at: datetime) -> None:
    """Take an institution off the page; it can be put back. Doing it again does nothing. Raises NotAllowed."""
    require(standing_of(actor, at), Permission.PROGRAMME_EDIT, row)
    if row.removed_at is None:
        row.removed_at = at
        _note("removed", row, actor, at)


def put_actor_back(row: ProgrammePartner, *, actor: Person, at: datetime) -> None:
    """Put an institution back. Doing it again does nothing. Raises NotAllowed."""
    require(standing_of(actor, at), Permission.PROGRAMME_EDIT, row)
    if row.removed_at is not None:
        row.removed_at = None
        _note("restored", row, actor, at)


def _write(row: ProgrammePartner, values: ActorFields) -> list[str]:
    """Write the values into the row; gives the names of those that were others."""
    names = [one.name for one in fields(values) if getattr(row, one.name) != getattr(values, one.name)]
    for name in names:
        setattr(row, name, getattr(values, name))
    return names


def _note(verb: str, row: ProgrammePartner, actor: Person, at: datetime, **details: object) -> None:
    db.session.flush()
    told = {"actor": row.id, "role": row.role.value, **details}
    record(f"programme_partner.{verb}", actor=actor, at=at, subject=row.programme.code, details=told)
