"""Sharing results: activities of one or several partnerships, and the organisations that take part."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.errors import RuleBroken
from tracker.domain.sharing import PartnerKind, ShareKind
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.sharing import PartnerOrganisation, ShareActivity
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import record

Row = ShareActivity | PartnerOrganisation
Kind = TypeVar("Kind", ShareActivity, PartnerOrganisation)


@dataclass(frozen=True)
class ShareFields:
    """What is said about an activity; `reach` is a number of people, `languages` are codes between spaces."""

    kind: ShareKind
    title: str
    held: PartialDate | None = None
    place: str = ""
    audience: str = ""
    message: str = ""
    responsible: str = ""
    reach: int | None = None
    languages: str = ""
    address: str = ""


@dataclass(frozen=True)
class PartnerFields:
    """What is said about an organisation."""

    kind: PartnerKind
    name: str
    contribution: str = ""
    contact: str = ""
    address: str = ""


def plan_or_log(
    partnership: Partnership,
    values: ShareFields,
    others: Sequence[Partnership] = (),
    *,
    actor: Person,
    at: datetime,
) -> ShareActivity:
    """Keep an activity that is planned or took place, for this partnership and others in which the actor works too."""
    _require(partnership, others, actor, at)
    row = ShareActivity(partnership=partnership, others=_without(partnership, others), **_columns(values))
    return _add(row, actor, at)


def change_activity(
    activity: ShareActivity, values: ShareFields, others: Sequence[Partnership], *, actor: Person, at: datetime
) -> None:
    """Keep an activity's new text and the partnerships that share in it. Raises RuleBroken("room.removed")."""
    _require(activity.partnership, [one for one in others if one not in activity.others], actor, at)
    activity.others = _without(activity.partnership, others)
    _change(activity, values, actor, at)


def name_partner(
    partnership: Partnership, values: PartnerFields, *, actor: Person, at: datetime
) -> PartnerOrganisation:
    """Name an organisation that takes part in a partnership."""
    _require(partnership, (), actor, at)
    return _add(PartnerOrganisation(partnership=partnership, **_columns(values)), actor, at)


def change_partner(partner: PartnerOrganisation, values: PartnerFields, *, actor: Person, at: datetime) -> None:
    """Keep what is now said about an organisation. Raises RuleBroken("room.removed")."""
    _require(partner.partnership, (), actor, at)
    _change(partner, values, actor, at)


def set_aside(row: Row, *, actor: Person, at: datetime) -> None:
    """Take an activity or an organisation off the page; it can be put back. Doing it again does nothing."""
    _require(row.partnership, (), actor, at)
    if row.removed_at is None:
        row.removed_at = at
        _note("removed", row, actor, at)


def put_back(row: Row, *, actor: Person, at: datetime) -> None:
    """Put an activity or an organisation back. Doing it again does nothing."""
    _require(row.partnership, (), actor, at)
    if row.removed_at is not None:
        row.removed_at = None
        _note("restored", row, actor, at)


def _require(partnership: Partnership, others: Sequence[Partnership], actor: Person, at: datetime) -> None:
    standing = standing_of(actor, at)
    for one in (partnership, *others):
        require(standing, Permission.ROOM_EDIT, one)


def _without(partnership: Partnership, others: Sequence[Partnership]) -> list[Partnership]:
    return [one for one in others if one.id != partnership.id]


def _columns(values: ShareFields | PartnerFields) -> dict[str, Any]:
    return {one.name: getattr(values, one.name) for one in fields(values)}


def _add(row: Kind, actor: Person, at: datetime) -> Kind:
    row.created_by_id, row.created_at, row.is_demonstration = actor.id, at, actor.is_demonstration
    db.session.add(row)
    db.session.flush()
    _note("recorded", row, actor, at)
    return row


def _change(row: Row, values: ShareFields | PartnerFields, actor: Person, at: datetime) -> None:
    if row.removed_at is not None:
        raise RuleBroken("room.removed")
    changed = [name for name, value in asdict(values).items() if getattr(row, name) != getattr(values, name)]
    for name in changed:
        setattr(row, name, getattr(values, name))
    db.session.flush()
    _note("changed", row, actor, at, changed=changed)


def _note(verb: str, row: Row, actor: Person, at: datetime, **details: object) -> None:
    db.session.flush()
    noun = row.__tablename__
    if isinstance(row, ShareActivity) and row.others:
        details["others"] = [one.ref for one in row.others]
    record(
        f"{noun}.{verb}",
        actor=actor,
        at=at,
        partnership=row.partnership,
        subject=f"{row.partnership.ref}-{noun}-{row.id}",
        details=details,
    )
