"""Agreed tasks: done once, not done after all, put back."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.models.journal import JournalEntry
from tracker.services import tasks


def verbs() -> list[str]:
    """List what the journal says happened."""
    return list(db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)))


def test_a_task_is_done_once_and_can_be_opened_again(app: Flask) -> None:
    task = make.completed_mission().tasks[0]
    actor = make.technician(task.city)
    for _number in range(2):
        with transaction():
            tasks.settle_task(task, actor=actor, at=AT)
    assert (task.done_at, task.done_by_id) == (AT, actor.id)
    for _number in range(2):
        with transaction():
            tasks.reopen_task(task, actor=actor, at=AT)
    assert (task.done_at, task.done_by_id) == (None, None)
    assert verbs() == ["task.done", "task.reopened"]


def test_a_task_is_done_also_while_the_report_that_names_it_is_signed(app: Flask) -> None:
    report = make.signed_report()
    assert report.mission is not None
    task = report.mission.tasks[0]
    with transaction():
        tasks.settle_task(task, actor=make.technician(task.city), at=AT)
    assert task.done_at == AT


def test_a_task_that_was_taken_away_is_put_back(app: Flask) -> None:
    mission = make.completed_mission()
    task = make.agreed_task(mission, mission.partnership.cities[0], removed_at=AT)
    actor = make.technician(task.city)
    with transaction():
        tasks.restore_task(task, actor=actor, at=AT)
    assert task.removed_at is None
    with pytest.raises(RuleBroken, match=r"edit\.stale"), transaction():
        tasks.restore_task(task, actor=actor, at=AT)


def test_a_task_is_not_put_back_into_a_report_that_is_signed(app: Flask) -> None:
    mission = make.completed_mission()
    task = make.agreed_task(mission, mission.partnership.cities[0], removed_at=AT)
    make.signed_report(mission)
    with pytest.raises(RuleBroken, match=r"mission\.locked"), transaction():
        tasks.restore_task(task, actor=make.technician(task.city), at=AT)
