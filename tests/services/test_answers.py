"""Reminders of answers: a week before their day, once more when it has passed, to the city's own technicians."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.db import db
from tracker.domain.partnerships import PartnershipState
from tracker.models.outbox import OutboxItem
from tracker.models.partnerships import Partnership
from tracker.services.answers import remind_of_answers

DUE = date(2026, 6, 30)
NOON = datetime(2026, 6, 30, 12, 0, tzinfo=make.UTC)


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos, each with a technician."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.technician(city)
    return make.partnership(cities)


def written(days: int) -> int:
    """Let the worker look so many days after the day; gives how many mails it wrote."""
    return remind_of_answers(lambda: NOON + timedelta(days=days))


def test_an_evaluation_is_reminded_of_twice_and_no_more(of: Partnership) -> None:
    evaluation = make.evaluation(of, due_on=DUE)
    assert [written(days) for days in (-8, -7, -7, 0, 1, 1, 7, 8)] == [0, 2, 0, 0, 2, 0, 0, 0]
    mails = db.session.scalars(select(OutboxItem).order_by(OutboxItem.id)).all()
    assert len({item.message_id for item in mails}) == 4
    assert all(f"/evaluations/{evaluation.id}" in item.body_text for item in mails)
    assert "was to answer until 30 June 2026" in mails[-1].body_text


def test_who_has_answered_or_is_not_asked_any_more_is_left_alone(of: Partnership) -> None:
    evaluation = make.evaluation(of, due_on=DUE)
    make.evaluated(evaluation.sides[0])
    assert written(0) == 1
    make.evaluation(of, "dac_criteria", due_on=DUE, removed_at=make.AT)
    of.state = PartnershipState.ON_HOLD
    make.keep(of)
    assert written(1) == 0


def test_a_follow_up_is_reminded_of_while_the_partnership_is_in_after_care(of: Partnership) -> None:
    make.follow_up(of, due_on=DUE)
    make.follow_up(of, of.cities[1], due_on=DUE, lasted="The maps")
    assert written(0) == 0
    of.state = PartnershipState.AFTER_CARE
    make.keep(of)
    assert written(0) == 1
    (item,) = db.session.scalars(select(OutboxItem))
    assert f"/partnerships/{of.ref}/after-care" in item.body_text
