"""The actors of a programme as pages show them: who takes part in one partnership, and in how many each one does."""

from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.programmes import GovernanceRole
from tracker.models.actors import PartnershipActor
from tracker.models.partnerships import Partnership
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen


@dataclass(frozen=True)
class ActorRow:
    """An actor that takes part in a partnership; `contact` may be an address on the web."""

    name: str
    role: GovernanceRole
    contact: str
    contribution: str
    is_demonstration: bool


def actor_rows(partnership: Partnership) -> list[ActorRow]:
    """List the actors that take part in a partnership by role and name; one statement."""
    query = (
        select(
            ProgrammePartner.name,
            ProgrammePartner.role,
            ProgrammePartner.contact,
            PartnershipActor.contribution,
            PartnershipActor.is_demonstration,
        )
        .join(PartnershipActor, PartnershipActor.programme_partner_id == ProgrammePartner.id)
        .where(
            PartnershipActor.partnership_id == partnership.id,
            PartnershipActor.removed_at.is_(None),
            ProgrammePartner.programme_id == partnership.programme_id,
            ProgrammePartner.removed_at.is_(None),
        )
        .order_by(ProgrammePartner.name, ProgrammePartner.id)
    )
    rows = [ActorRow(*row) for row in db.session.execute(query)]
    return sorted(rows, key=lambda one: list(GovernanceRole).index(one.role))


def partnerships_by_actor(programme: Programme, standing: Standing) -> dict[int, int]:
    """Count, by the id of the actor, the partnerships of a programme in which it takes part, as far as they are seen.

    One statement.
    """
    query = (
        select(PartnershipActor.programme_partner_id, func.count())
        .join(Partnership, Partnership.id == PartnershipActor.partnership_id)
        .where(
            partnerships_seen(standing),
            Partnership.programme_id == programme.id,
            PartnershipActor.removed_at.is_(None),
        )
        .group_by(PartnershipActor.programme_partner_id)
    )
    return dict(db.session.execute(query).all())
