"""Stages and gates: beginning a cycle, passing and waiving with reasons, going back, planning how long."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.partnerships import PartnershipState
from tracker.domain.stages import (
    CLOSED_STATES,
    OPEN_STATES,
    Stage,
    StageState,
    conditions,
    current_stage,
)
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Need
from tracker.models.stages import Consent, StageRun, Waiver
from tracker.permissions import Permission, require, standing_of
from tracker.services.facts import facts_of
from tracker.services.journal import record
from tracker.services.policies import policy_of

RESTING = frozenset({PartnershipState.ON_HOLD, PartnershipState.ENDED})
"""In these states a partnership's rooms are read only."""


def stage_runs(partnership: Partnership, cycle: int | None = None) -> list[StageRun]:
    """List the six stages of a cycle in order; of the present cycle unless another is named."""
    of_cycle = partnership.cycle if cycle is None else cycle
    return list(
        db.session.scalars(
            select(StageRun)
            .where(StageRun.partnership_id == partnership.id, StageRun.cycle == of_cycle)
            .order_by(StageRun.number)
        )
    )


def waivers_of(run: StageRun) -> list[Waiver]:
    """List the conditions of a stage's gate that were waived, oldest first."""
    return list(
        db.session.scalars(select(Waiver).where(Waiver.stage_run_id == run.id).order_by(Waiver.waived_at, Waiver.id))
    )


def subject_of(run: StageRun) -> str:
    """Give the reference under which the journal names a stage: P-0147-C1-S4."""
    return f"{run.partnership.ref}-C{run.cycle}-S{run.number}"


def gated(run: StageRun) -> Stage:
    """Give the stage with the gate that the partnership's policy asks for."""
    return policy_of(run.partnership).stage(run.number)


def refuse_resting(partnership: Partnership) -> None:
    """Return when work may go on; raises RuleBroken("partnership.not_live") when it is on hold or has ended."""
    if partnership.state in RESTING:
        raise RuleBroken("partnership.not_live")


def begin_cycle(partnership: Partnership, *, actor: Person, at: datetime) -> list[StageRun]:
    """Make the six stages of the partnership's present cycle; the first one is in progress from the day of `at` on."""
    runs = [
        StageRun(
            partnership=partnership,
            cycle=partnership.cycle,
            number=one.number,
            state=StageState.IN_PROGRESS if one.number == 1 else StageState.NOT_STARTED,
            started_on=at.date() if one.number == 1 else None,
            planned_days=one.planned_days,
        )
        for one in policy_of(partnership).stages
    ]
    db.session.add_all(runs)
    record(
        "cycle.begun",
        actor=actor,
        at=at,
        partnership=partnership,
        subject=f"{partnership.ref}-C{partnership.cycle}",
        details={"cycle": partnership.cycle},
    )
    partnership.stage_number = 1
    db.session.flush()
    return runs


def pass_gate(run: StageRun, *, reason: str, actor: Person, at: datetime) -> None:
    """Decide that a stage is completed: its gate is passed and the next stage is in progress.

    The stage is `waived` instead of `passed` when a condition of its gate was waived. Raises
    RuleBroken("gate.not_current") unless it is the stage that is worked on, RuleBroken("gate.shut") while evidence
    is missing, RuleBroken("partnership.not_live").
    """
    require(standing_of(actor, at), Permission.GATE_DECIDE, run)
    runs = _take(run)
    if run.number != _current(runs) or run.state not in OPEN_STATES:
        raise RuleBroken("gate.not_current")
    waived = [waiver.condition for waiver in waivers_of(run)]
    found = conditions(gated(run), facts_of(run.partnership, at.date()), waived)
    if not all(line.is_settled for line in found):
        raise RuleBroken("gate.shut")
    run.state = StageState.WAIVED if waived else StageState.PASSED
    run.decided_on, run.decided_by, run.reason = at.date(), actor, reason
    evidence = {line.code: [line.progress.done, line.progress.total] for line in found}
    _open_next(runs, at)
    _record("gate.passed", run, actor, at, reason=reason, evidence=evidence, waived=waived)
    run.partnership.stage_number = _current(runs)
    db.session.flush()


def waive_condition(run: StageRun, condition: str, *, reason: str, actor: Person, at: datetime) -> Waiver:
    """Set one condition of an open stage's gate aside, for a reason that stays visible for ever.

    Raises RuleBroken with "gate.needs_reason", "gate.unknown_condition", "gate.not_current" when the stage is not open,
    "gate.already_waived", "gate.condition_met" or "partnership.not_live".
    """
    require(standing_of(actor, at), Permission.GATE_WAIVE, run)
    if not reason.strip():
        raise RuleBroken("gate.needs_reason")
    _take(run)
    if run.state not in OPEN_STATES:
        raise RuleBroken("gate.not_current")
    _refuse_waiver(run, condition, at)
    waiver = Waiver(
        stage_run=run,
        condition=condition,
        reason=reason,
        waived_by=actor,
        waived_at=at,
        is_demonstration=actor.is_demonstration,
    )
    db.session.add(waiver)
    _record("condition.waived", run, actor, at, condition=condition, reason=reason)
    return waiver


def _refuse_waiver(run: StageRun, condition: str, at: datetime) -> None:
    """Return when the condition keeps this gate shut; raises RuleBroken otherwise."""
    waived = {waiver.condition for waiver in waivers_of(run)}
    found = {line.code: line for line in conditions(gated(run), facts_of(run.partnership, at.date()), waived)}
    if condition not in found:
        raise RuleBroken("gate.unknown_condition")
    if found[condition].is_waived:
        raise RuleBroken("gate.already_waived")
    if found[condition].progress.is_met:
        raise RuleBroken("gate.condition_met")


def reopen_stage(run: StageRun, *, reason: str, actor: Person, at: datetime) -> None:
    """Return to a stage whose gate was passed; the reason is kept, and later stages stay as they are.

    Its cities are asked for their word anew.

    Raises RuleBroken with "gate.needs_reason", "gate.not_passed", "gate.earlier_cycle" or "partnership.not_live".
    """
    require(standing_of(actor, at), Permission.GATE_DECIDE, run)
    if not reason.strip():
        raise RuleBroken("gate.needs_reason")
    runs = _take(run)
    if run.state not in CLOSED_STATES:
        raise RuleBroken("gate.not_passed")
    run.state, run.reason = StageState.RETURNED, reason
    run.decided_on, run.decided_by = None, actor
    db.session.execute(delete(Consent).where(Consent.stage_run_id == run.id))
    _record("stage.reopened", run, actor, at, reason=reason)
    run.partnership.stage_number = _current(runs)
    db.session.flush()


def plan_stage(run: StageRun, planned_days: int, *, actor: Person, at: datetime) -> None:
    """Keep how many days a stage is planned to take, which the cities may set until its gate is passed.

    Raises RuleBroken("gate.not_current") afterwards, and RuleBroken("partnership.not_live").
    """
    require(standing_of(actor, at), Permission.ROOM_EDIT, run)
    _take(run)
    if run.state in CLOSED_STATES:
        raise RuleBroken("gate.not_current")
    before, run.planned_days = run.planned_days, planned_days
    _record("stage.planned", run, actor, at, before=before, after=planned_days)


def work_in(run: StageRun, *, actor: Person, at: datetime) -> None:
    """Note that something was put into or changed in the room of a stage.

    One that had not begun is in progress from now on, though gates before it are still open; and what the cities had
    agreed to is not what stands there any more, so an open stage loses their consents.
    """
    if run.state is StageState.NOT_STARTED:
        run.state, run.started_on = StageState.IN_PROGRESS, at.date()
        _record("stage.begun", run, actor, at)
    if run.state not in OPEN_STATES:
        return
    agreed = list(db.session.scalars(select(Consent).where(Consent.stage_run_id == run.id).order_by(Consent.city_id)))
    if agreed:
        _record("consent.lapsed", run, actor, at, cities=[one.city.code for one in agreed])
        for one in agreed:
            db.session.delete(one)
    db.session.flush()


def begin_next_cycle(partnership: Partnership, *, actor: Person, at: datetime) -> list[StageRun]:
    """Begin the next cycle with its own six stages; what the cycle before recorded stays as it is.

    Needs that are still open are carried over.

    Raises RuleBroken("cycle.unfinished") while a gate of the present cycle is not passed, and
    RuleBroken("partnership.not_live").
    """
    require(standing_of(actor, at), Permission.GATE_DECIDE, partnership)
    last = stage_runs(partnership)[-1]
    runs = _take(last)
    if any(run.state not in CLOSED_STATES for run in runs):
        raise RuleBroken("cycle.unfinished")
    partnership.cycle += 1
    begun = begin_cycle(partnership, actor=actor, at=at)
    _carry_needs(partnership, at)
    return begun


def _carry_needs(partnership: Partnership, at: datetime) -> None:
    """Copy the needs of the cycle before that are still open into the present one."""
    open_needs = select(Need).where(
        Need.partnership_id == partnership.id,
        Need.cycle == partnership.cycle - 1,
        Need.met_on.is_(None),
        Need.removed_at.is_(None),
    )
    own = {"id", "version", "cycle", "created_at", "carried_from_id"}
    kept = [column.key for column in Need.__mapper__.column_attrs if column.key not in own]
    for need in db.session.scalars(open_needs.order_by(Need.id)).all():
        told = {name: getattr(need, name) for name in kept}
        db.session.add(Need(**told, cycle=partnership.cycle, created_at=at, carried_from_id=need.id))
    db.session.flush()


def _take(run: StageRun) -> Sequence[StageRun]:
    """Lock the stages of a run's cycle, read them and their partnership anew, and give them in order.

    Of two decisions at once the second one waits here, and then finds what the first one decided.
    """
    runs = db.session.scalars(
        select(StageRun)
        .where(StageRun.partnership_id == run.partnership_id, StageRun.cycle == run.cycle)
        .order_by(StageRun.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    db.session.refresh(run.partnership)
    refuse_resting(run.partnership)
    if run.cycle != run.partnership.cycle:
        raise RuleBroken("gate.earlier_cycle")
    return runs


def _current(runs: Sequence[StageRun]) -> int:
    return current_stage({run.number: run.state for run in runs})


def _open_next(runs: Sequence[StageRun], at: datetime) -> None:
    """Let the stage that is worked on now be in progress."""
    following = runs[_current(runs) - 1]
    if following.state is StageState.NOT_STARTED:
        following.state, following.started_on = StageState.IN_PROGRESS, at.date()


def _record(verb: str, run: StageRun, actor: Person, at: datetime, **details: object) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        partnership=run.partnership,
        subject=subject_of(run),
        details={"cycle": run.cycle, "stage": run.number, **details},
    )
