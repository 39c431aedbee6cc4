"""Evaluations: begun for all cities at once, filled dimension by dimension, handed in by each city for itself."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.frameworks import Given, Occasion, answered_count
from tracker.models.evaluations import (
    Evaluation,
    EvaluationAnswer,
    EvaluationSection,
    EvaluationSide,
    FrameworkVersion,
)
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.permissions import Permission, require, standing_of
from tracker.services import rooms
from tracker.services.benchmarks import carry_indicators
from tracker.services.frameworks import asked_in, framework_of, kept
from tracker.services.journal import record
from tracker.services.stages import refuse_resting


def begin_evaluation(
    partnership: Partnership, code: str, occasion: Occasion, due_on: date | None, *, actor: Person, at: datetime
) -> Evaluation:
    """Ask every city to answer a framework, in the version that is offered now.

    Raises RuleBroken with "framework.unknown", "partnership.not_live", or "evaluation.begun" when the cities were asked
    for this framework on this occasion of the cycle already.
    """
    require(standing_of(actor, at), Permission.ROOM_EDIT, partnership)
    refuse_resting(partnership)
    lock(partnership)
    framework = kept(code)
    _refuse_second(partnership, framework.code, occasion, partnership.cycle)
    evaluation = Evaluation(
        partnership=partnership,
        cycle=partnership.cycle,
        framework=framework,
        occasion=occasion,
        due_on=due_on,
        created_by_id=actor.id,
        created_at=at,
        is_demonstration=actor.is_demonstration,
        sides=[
            EvaluationSide(city=city, sections=_sections(framework), is_demonstration=actor.is_demonstration)
            for city in partnership.cities
        ],
    )
    db.session.add(evaluation)
    carry_indicators(evaluation, actor=actor, at=at)
    _note("begun", evaluation, actor, at, framework=code, version=framework.version, occasion=occasion.value)
    return evaluation


def _sections(framework: FrameworkVersion) -> list[EvaluationSection]:
    return [EvaluationSection(dimension=dimension.code) for dimension in framework_of(framework).dimensions]


def _refuse_second(partnership: Partnership, code: str, occasion: Occasion, cycle: int) -> None:
    query = (
        select(Evaluation.id)
        .join(FrameworkVersion)
        .where(
            Evaluation.partnership_id == partnership.id,
            Evaluation.cycle == cycle,
            Evaluation.occasion == occasion,
            Evaluation.removed_at.is_(None),
            FrameworkVersion.code == code,
        )
    )
    if db.session.scalar(query) is not None:
        raise RuleBroken("evaluation.begun")


def plan_evaluation(evaluation: Evaluation, due_on: date | None, *, actor: Person, at: datetime) -> None:
    """Keep until when the cities are to answer. Raises as `remove_evaluation` does, and RuleBroken("room.removed")."""
    _enter(evaluation, actor, at)
    _refuse_removed(evaluation)
    before, evaluation.due_on = evaluation.due_on, due_on
    _note("planned", evaluation, actor, at, before=str(before or ""), after=str(due_on or ""))


def remove_evaluation(evaluation: Evaluation, *, actor: Person, at: datetime) -> None:
    """Take an evaluation off the page with what was answered; it can be restored. Raises "partnership.not_live"."""
    _enter(evaluation, actor, at)
    if evaluation.removed_at is None:
        evaluation.removed_at = at
        _note("removed", evaluation, actor, at)


def restore_evaluation(evaluation: Evaluation, *, actor: Person, at: datetime) -> None:
    """Put an evaluation back. Raises RuleBroken with "partnership.not_live" or "evaluation.begun"."""
    _enter(evaluation, actor, at)
    lock(evaluation.partnership)
    if evaluation.removed_at is not None:
        _refuse_second(evaluation.partnership, evaluation.framework.code, evaluation.occasion, evaluation.cycle)
        evaluation.removed_at = None
        _note("restored", evaluation, actor, at)


def fill_section(
    section: EvaluationSection, answers: Mapping[str, Given], action: str, *, actor: Person, at: datetime
) -> None:
    """Keep what a city says in one dimension, as far as it got; it may be unfinished.

    Raises NotAllowed for another city's technician, RuleBroken with "partnership.not_live", "room.removed" or
    "evaluation.handed_in".
    """
    _answer(section.side, actor, at)
    lock(section.side)
    if section.side.handed_in_at is not None:
        raise RuleBroken("evaluation.handed_in")
    section.action = action
    flag_modified(section, "action")
    present = {answer.question: answer for answer in section.answers}
    for code, given in answers.items():
        row = present.get(code)
        if row is None:
            section.answers.append(EvaluationAnswer(question=code, **asdict(given)))
            continue
        for name, value in asdict(given).items():
            setattr(row, name, value)
    section.side.is_demonstration = actor.is_demonstration
    _note("filled", section.side.evaluation, actor, at, city=section.side.city.code, dimension=section.dimension)


def answers_of(side: EvaluationSide) -> dict[str, Given]:
    """Give what a city says so far, by the code of the question."""
    return {
        answer.question: Given(**{name: getattr(answer, name) for name in Given.__dataclass_fields__})
        for section in side.sections
        for answer in section.answers
    }


def hand_in(side: EvaluationSide, *, actor: Person, at: datetime) -> None:
    """Let the other cities read what this one answered. Handing in again does nothing.

    Raises RuleBroken("evaluation.incomplete") while a question is not answered, and as `fill_section` does.
    """
    _answer(side, actor, at)
    if side.handed_in_at is not None:
        return
    framework = asked_in(side.evaluation)
    if answered_count(framework, answers_of(side)) < framework.question_count:
        raise RuleBroken("evaluation.incomplete")
    side.handed_in_at, side.handed_in_by_id = at, actor.id
    side.is_on_behalf = rooms.is_on_behalf(actor, side.city_id)
    _note("handed_in", side.evaluation, actor, at, city=side.city.code)


def take_up(side: EvaluationSide, *, actor: Person, at: datetime) -> None:
    """Open a city's handed-in part again for its own people; doing it again does nothing. Raises as `fill_section`."""
    _answer(side, actor, at)
    if side.handed_in_at is not None:
        side.handed_in_at = side.handed_in_by_id = None
        _note("taken_up", side.evaluation, actor, at, city=side.city.code)


def _answer(side: EvaluationSide, actor: Person, at: datetime) -> None:
    require(standing_of(actor, at), Permission.CITY_ROOM_EDIT, side)
    refuse_resting(side.partnership)
    _refuse_removed(side.evaluation)


def _enter(evaluation: Evaluation, actor: Person, at: datetime) -> None:
    require(standing_of(actor, at), Permission.ROOM_EDIT, evaluation)
    refuse_resting(evaluation.partnership)


def _refuse_removed(evaluation: Evaluation) -> None:
    if evaluation.removed_at is not None:
        raise RuleBroken("room.removed")


def _note(verb: str, evaluation: Evaluation, actor: Person, at: datetime, **details: object) -> None:
    db.session.flush()
    record(
        f"evaluation.{verb}",
        actor=actor,
        at=at,
        partnership=evaluation.partnership,
        subject=f"{evaluation.partnership.ref}-evaluation-{evaluation.id}",
        details={"cycle": evaluation.cycle, **details},
    )
