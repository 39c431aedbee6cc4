"""The goals on file, and choosing which of them a partnership serves."""

import json

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed
from tracker.domain.sdg import LANGUAGES
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import sdg


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


@pytest.fixture
def technician(of: Partnership) -> Person:
    """Make a technician of Nampula."""
    return make.technician(of.cities[0])


def told() -> list[dict[str, list[str]]]:
    query = select(JournalEntry.details).where(JournalEntry.verb == "sdg.chosen").order_by(JournalEntry.id)
    return [json.loads(details) for details in db.session.scalars(query)]


def test_all_goals_and_targets_are_there_in_every_language() -> None:
    goals = sdg.goals()
    assert list(goals) == list(range(1, 18))
    assert sum(len(goal.targets) for goal in goals.values()) == 169
    texts = [text for goal in goals.values() for text in (goal.short, goal.title, *(one.title for one in goal.targets))]
    assert all(set(text) == set(LANGUAGES) for text in texts)


def test_goals_are_chosen_then_targets_with_reasons_and_taken_away(of: Partnership, technician: Person) -> None:
    eleven = sdg.goals()[11]
    with transaction():
        sdg.choose_goals(of, [1, 11, 99], actor=technician, at=AT)
        sdg.choose_targets(of, eleven, "Land", {"11.3": "Plans", "11.1": "", "1.4": "no"}, actor=technician, at=AT)
    assert sdg.served_by(of).why == {"1": "", "11": "Land", "11.3": "Plans", "11.1": ""}
    with transaction():
        sdg.choose_targets(of, eleven, "Land", {"11.3": "Planning"}, actor=technician, at=AT)
        sdg.choose_goals(of, [11, 5], actor=technician, at=AT)
    assert sdg.served_by(of).why == {"11": "Land", "11.3": "Planning", "5": ""}
    with transaction():
        sdg.choose_goals(of, [5], actor=technician, at=AT)
        sdg.choose_goals(of, [5], actor=technician, at=AT)
    assert sdg.served_by(of).why == {"5": ""}
    assert told() == [
        {"added": ["1", "11"]},
        {"added": ["11.1", "11.3"], "explained": ["11"]},
        {"removed": ["11.1"], "explained": ["11.3"]},
        {"added": ["5"], "removed": ["1"]},
        {"removed": ["11", "11.3"]},
    ]


def test_a_target_brings_its_goal(of: Partnership, technician: Person) -> None:
    with transaction():
        sdg.choose_targets(of, sdg.goals()[6], "", {"6.b": ""}, actor=technician, at=AT)
    assert sdg.served_by(of).why == {"6": "", "6.b": ""}


def test_nobody_chooses_for_a_partnership_of_others(of: Partnership) -> None:
    stranger = make.technician(make.city())
    for act in (
        lambda: sdg.choose_goals(of, [11], actor=stranger, at=AT),
        lambda: sdg.choose_targets(of, sdg.goals()[11], "", {}, actor=stranger, at=AT),
    ):
        with pytest.raises(NotAllowed), transaction():
            act()
    assert sdg.served_by(of).why == {}
