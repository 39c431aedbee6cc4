"""The indicators on which cities agree in an evaluation: named with their units, carried over to the next occasion."""

import secrets
from datetime import datetime

from sqlalchemy import select

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.models.evaluations import BenchmarkIndicator, Evaluation, FrameworkVersion
from tracker.models.people import Person
from tracker.permissions import Permission, require, standing_of
from tracker.services.frameworks import framework_of
from tracker.services.journal import record
from tracker.services.stages import refuse_resting

MOST_INDICATORS = 24


def name_indicator(evaluation: Evaluation, title: str, unit: str, *, actor: Person, at: datetime) -> BenchmarkIndicator:
    """Ask every city for the value of an indicator besides what the framework asks.

    Raises RuleBroken with "partnership.not_live", "room.removed", "evaluation.no_indicators" when its framework takes
    none, "evaluation.many_indicators", or "evaluation.agreed" when a city has handed in what was asked until now.
    """
    _enter(evaluation, actor, at)
    place = framework_of(evaluation.framework).indicators_in
    if place is None:
        raise RuleBroken("evaluation.no_indicators")
    if len(evaluation.indicators) >= MOST_INDICATORS:
        raise RuleBroken("evaluation.many_indicators", most=MOST_INDICATORS)
    code = f"{place.code}.{secrets.token_hex(4)}"
    row = _added(evaluation, code, title, unit, actor, at)
    _note("named", row, actor, at, title=title, unit=unit)
    return row


def change_indicator(row: BenchmarkIndicator, title: str, unit: str, *, actor: Person, at: datetime) -> None:
    """Keep another name or unit; values in the former unit stay and are asked for again. Raises as `name_indicator`."""
    _enter(row.evaluation, actor, at)
    if row.removed_at is not None:
        raise RuleBroken("room.removed")
    before = {"title": row.title, "unit": row.unit}
    row.title, row.unit = title, unit
    _note("changed", row, actor, at, before=before, after={"title": title, "unit": unit})


def remove_indicator(row: BenchmarkIndicator, *, actor: Person, at: datetime) -> None:
    """Ask for an indicator no longer; it can be restored with its values. Raises as `name_indicator` does."""
    _enter(row.evaluation, actor, at)
    if row.removed_at is None:
        row.removed_at = at
        _note("removed", row, actor, at)


def restore_indicator(row: BenchmarkIndicator, *, actor: Person, at: datetime) -> None:
    """Ask for an indicator again. Raises as `name_indicator` does."""
    _enter(row.evaluation, actor, at)
    if row.removed_at is not None:
        row.removed_at = None
        _note("restored", row, actor, at)


def carry_indicators(evaluation: Evaluation, *, actor: Person, at: datetime) -> None:
    """Ask in a new evaluation for the indicators of the one before it with the same framework."""
    if framework_of(evaluation.framework).indicators_in is None:
        return
    db.session.flush()
    query = (
        select(Evaluation)
        .join(FrameworkVersion)
        .where(
            Evaluation.partnership_id == evaluation.partnership.id,
            Evaluation.id != evaluation.id,
            Evaluation.removed_at.is_(None),
            FrameworkVersion.code == evaluation.framework.code,
        )
        .order_by(Evaluation.created_at.desc(), Evaluation.id.desc())
    )
    before = db.session.scalars(query.limit(1)).first()
    for one in before.indicators if before is not None else ():
        if one.removed_at is None:
            _added(evaluation, one.code, one.title, one.unit, actor, at)


def _added(evaluation: Evaluation, code: str, title: str, unit: str, actor: Person, at: datetime) -> BenchmarkIndicator:
    row = BenchmarkIndicator(
        evaluation=evaluation,
        code=code,
        title=title,
        unit=unit,
        created_by_id=actor.id,
        created_at=at,
        is_demonstration=actor.is_demonstration,
    )
    db.session.add(row)
    return row


def _enter(evaluation: Evaluation, actor: Person, at: datetime) -> None:
    require(standing_of(actor, at), Permission.ROOM_EDIT, evaluation)
    refuse_resting(evaluation.partnership)
    lock(evaluation)
    if evaluation.removed_at is not None:
        raise RuleBroken("room.removed")
    for side in evaluation.sides:
        lock(side)
    if any(side.handed_in_at for side in evaluation.sides):
        raise RuleBroken("evaluation.agreed")


def _note(verb: str, row: BenchmarkIndicator, actor: Person, at: datetime, **details: object) -> None:
    db.session.flush()
    record(
        f"benchmark_indicator.{verb}",
        actor=actor,
        at=at,
        partnership=row.partnership,
        subject=f"{row.partnership.ref}-evaluation-{row.evaluation_id}",
        details={"indicator": row.id, "cycle": row.evaluation.cycle, **details},
    )
