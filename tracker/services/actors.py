"""Which actors of its programme take part in a partnership, and what each contributes there."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.actors import TakingPart
from tracker.models.actors import PartnershipActor
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import ProgrammePartner
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import record


def actors_to_choose(partnership: Partnership) -> list[ProgrammePartner]:
    """List the actors of the partnership's programme by role and name; none for a partnership without a programme."""
    query = select(ProgrammePartner).where(
        ProgrammePartner.programme_id == partnership.programme_id, ProgrammePartner.removed_at.is_(None)
    )
    rows = db.session.scalars(query.order_by(ProgrammePartner.name, ProgrammePartner.id)).all()
    order = list(type(rows[0].role)) if rows else []
    return sorted(rows, key=lambda one: order.index(one.role))


def taking_part(partnership: Partnership) -> TakingPart:
    """Give what each actor contributes to a partnership; one statement."""
    query = (
        select(PartnershipActor.programme_partner_id, PartnershipActor.contribution)
        .join(ProgrammePartner, ProgrammePartner.id == PartnershipActor.programme_partner_id)
        .where(
            PartnershipActor.partnership_id == partnership.id,
            PartnershipActor.removed_at.is_(None),
            ProgrammePartner.programme_id == partnership.programme_id,
            ProgrammePartner.removed_at.is_(None),
        )
    )
    return TakingPart(dict(db.session.execute(query).all()))


def choose_actors(partnership: Partnership, contributions: Mapping[int, str], *, actor: Person, at: datetime) -> None:
    """Let these actors of the programme take part in a partnership, each with its contribution, and no others.

    Ids that name no actor of the programme are left out. One that leaves keeps what it contributed, and joins again
    with it when nothing else is said. Raises NotAllowed.
    """
    require(standing_of(actor, at), Permission.ROOM_EDIT, partnership)
    offered = {one.id for one in actors_to_choose(partnership)}
    stored = {row.programme_partner_id: row for row in _rows(partnership) if row.programme_partner_id in offered}
    wanted = {number: text for number, text in contributions.items() if number in offered}
    there = {number for number, row in stored.items() if row.removed_at is None}
    told = {
        "joined": sorted(wanted.keys() - there),
        "left": sorted(there - wanted.keys()),
        "changed": sorted(one for one in wanted.keys() & there if stored[one].contribution != wanted[one]),
    }
    for number in told["left"]:
        stored[number].removed_at = at
    for number in (*told["joined"], *told["changed"]):
        row = stored.get(number) or _join(partnership, number, actor, at)
        is_back = row.removed_at is not None
        row.contribution = wanted[number] or (row.contribution if is_back else "")
        row.removed_at = None
    db.session.flush()
    details = {what: numbers for what, numbers in told.items() if numbers}
    if details:
        record("actors.chosen", actor=actor, at=at, partnership=partnership, subject=partnership.ref, details=details)


def _rows(partnership: Partnership) -> list[PartnershipActor]:
    query = select(PartnershipActor).where(PartnershipActor.partnership_id == partnership.id)
    return list(db.session.scalars(query))


def _join(partnership: Partnership, number: int, actor: Person, at: datetime) -> PartnershipActor:
    row = PartnershipActor(
        partnership=partnership,
        programme_partner_id=number,
        created_by_id=actor.id,
        created_at=at,
        is_demonstration=actor.is_demonstration,
    )
    db.session.add(row)
    return row
