"""The word of each city that a stage is joint: given by its own people, taken back by them, lapsed by a change."""

from datetime import datetime

from sqlalchemy import select

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.stages import AGREEMENTS, OPEN_STATES, is_agreeable
from tracker.models.people import Person
from tracker.models.stages import Consent, StageRun
from tracker.permissions import Permission, require, standing_of
from tracker.services.facts import facts_of
from tracker.services.journal import record
from tracker.services.policies import followed
from tracker.services.rooms import CitySide, refuse_strangers
from tracker.services.stages import gated, refuse_resting, subject_of, waivers_of


def consents_of(run: StageRun) -> list[Consent]:
    """List the cities that agree to what stands in the room of a stage."""
    return list(db.session.scalars(select(Consent).where(Consent.stage_run_id == run.id).order_by(Consent.id)))


def is_asked(run: StageRun) -> bool:
    """Tell whether the gate of this stage asks for each city's own word; not while its policy is missing."""
    wanted = AGREEMENTS.get(run.number)
    policy = followed(run.partnership)
    return policy is not None and any(one.__name__ == wanted for one in policy.stage(run.number).gate)


def agree(run: StageRun, city_id: int, *, actor: Person, at: datetime) -> None:
    """Keep that a city agrees to what stands in the room; agreeing again does nothing.

    Nobody says it on a city's behalf: a coordinator waives the condition instead. Raises NotAllowed, and RuleBroken
    with "consent.not_asked", "consent.too_early" while other evidence of the stage is missing and not waived,
    "gate.not_current" when the stage is not open, "room.foreign", "gate.earlier_cycle" or "partnership.not_live".
    """
    present = _take(run, city_id, actor, at)
    if present is not None:
        return
    waived = {waiver.condition for waiver in waivers_of(run)}
    if not is_agreeable(gated(run), facts_of(run.partnership, at.date()), waived):
        raise RuleBroken("consent.too_early")
    consent = Consent(
        stage_run=run, city_id=city_id, given_by=actor, given_at=at, is_demonstration=actor.is_demonstration
    )
    db.session.add(consent)
    db.session.flush()
    _record("consent.given", run, consent, actor, at)


def take_back(run: StageRun, city_id: int, *, actor: Person, at: datetime) -> None:
    """Let a city agree no longer; does nothing when it does not agree. Raises as `agree` does."""
    present = _take(run, city_id, actor, at)
    if present is not None:
        _record("consent.taken_back", run, present, actor, at)
        db.session.delete(present)
        db.session.flush()


def _take(run: StageRun, city_id: int, actor: Person, at: datetime) -> Consent | None:
    """Lock the stage and find the city's consent; raises when the city cannot say anything here now."""
    refuse_strangers(run.partnership, {city_id})
    require(standing_of(actor, at), Permission.CONSENT_GIVE, CitySide(run.partnership, city_id))
    lock(run)
    refuse_resting(run.partnership)
    if run.cycle != run.partnership.cycle:
        raise RuleBroken("gate.earlier_cycle")
    if not is_asked(run):
        raise RuleBroken("consent.not_asked")
    if run.state not in OPEN_STATES:
        raise RuleBroken("gate.not_current")
    return db.session.scalar(select(Consent).where(Consent.stage_run_id == run.id, Consent.city_id == city_id))


def _record(verb: str, run: StageRun, consent: Consent, actor: Person, at: datetime) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        partnership=run.partnership,
        subject=subject_of(run),
        details={"cycle": run.cycle, "stage": run.number, "city": consent.city.code},
    )
