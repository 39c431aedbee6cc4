"""Reminders of answers that cities owe: a week before their day and once it has passed, each mailed once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tracker.db import db, reading, transaction
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.domain.people import Role
from tracker.models.after_care import FollowUp
from tracker.models.evaluations import Evaluation, EvaluationSide, FrameworkVersion
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.notices.answers import evaluation_words, follow_up_words, remind_of_answer
from tracker.notices.outbox import address
from tracker.services.frameworks import framework_of

SOON = timedelta(days=7)
"""From how long before its day an answer is reminded of; and how long after it the second reminder can still leave."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Owed:
    """An answer that a city owes; `kind` and `id` name its row, `framework` is missing for a follow-up."""

    kind: str
    id: int
    page: int | str
    city_id: int
    partnership_id: int
    due_on: date
    framework_id: int | None = None
    months: int | None = None


def remind_of_answers(now: Callable[[], datetime]) -> int:
    """Mail the technicians of each city that owes an answer; returns how many mails were written.

    The Message-ID is made of the row, its day and whether that day has passed, so that nobody is mailed twice.
    """
    with reading():
        owed = [*_evaluations(now().date()), *_follow_ups(now().date())]
    written = 0
    for one in owed:
        try:
            with transaction():
                written += _remind(one, now())
        except Exception as error:  # one bad row must not keep the others from being reminded of
            db.session.rollback()
            log.warning("%s %s could not be reminded of", one.kind, one.id, exc_info=error)
    return written


def _evaluations(today: date) -> list[Owed]:
    query = (
        select(
            EvaluationSide.id,
            Evaluation.id,
            EvaluationSide.city_id,
            Partnership.id,
            Evaluation.due_on,
            Evaluation.framework_version_id,
        )
        .join(Evaluation, Evaluation.id == EvaluationSide.evaluation_id)
        .join(Partnership, Partnership.id == Evaluation.partnership_id)
        .where(
            Evaluation.due_on.between(today - SOON, today + SOON),
            Evaluation.removed_at.is_(None),
            EvaluationSide.handed_in_at.is_(None),
            Partnership.deleted_at.is_(None),
            Partnership.state.in_([*LIVE_STATES, PartnershipState.AFTER_CARE]),
        )
    )
    return [
        Owed("evaluation", side, evaluation, city, partnership, due_on, framework)
        for side, evaluation, city, partnership, due_on, framework in db.session.execute(query)
        if due_on is not None
    ]


def _follow_ups(today: date) -> list[Owed]:
    query = (
        select(
            FollowUp.id, Partnership.ref, FollowUp.city_id, FollowUp.partnership_id, FollowUp.due_on, FollowUp.months
        )
        .join(Partnership, Partnership.id == FollowUp.partnership_id)
        .where(
            FollowUp.due_on.between(today - SOON, today + SOON),
            FollowUp.answered_at.is_(None),
            FollowUp.dropped_at.is_(None),
            Partnership.deleted_at.is_(None),
            Partnership.state == PartnershipState.AFTER_CARE,
        )
    )
    return [Owed("follow-up", *row[:5], months=row[5]) for row in db.session.execute(query)]


def _remind(owed: Owed, at: datetime) -> int:
    partnership = db.session.get_one(Partnership, owed.partnership_id)
    about = f"{owed.kind}-{owed.id}-{owed.due_on}-{'late' if owed.due_on < at.date() else 'soon'}"
    asked = select(Person).where(Person.city_id == owed.city_id, Person.role == Role.TECHNICIAN, Person.is_active)
    people = db.session.scalars(asked.order_by(Person.id)).all()
    link = _link(owed)
    return sum(
        remind_of_answer(one, partnership, lambda: _name(owed), owed.due_on, link, about=about, at=at) for one in people
    )


def _link(owed: Owed) -> str:
    page: dict[str, Any] = {"id": owed.page} if owed.framework_id else {"ref": owed.page}
    return address("evaluations.show" if owed.framework_id else "after_care.show", **page)


def _name(owed: Owed) -> str:
    if owed.framework_id is None:
        return follow_up_words(owed.months)
    framework = framework_of(db.session.get_one(FrameworkVersion, owed.framework_id))
    return evaluation_words(framework)
