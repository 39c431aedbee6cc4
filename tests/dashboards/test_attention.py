"""What is to be done: each kind counted by hand, in and out of scope, before and after its day."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.dashboards.samples import Sample, day_of, sample, visit
from tests.databases import statements
from tracker.dashboards.attention import Matter, attention
from tracker.dashboards.attention_lists import LISTINGS, Item, items
from tracker.dashboards.crowded_weeks import Meeting, crowded_weeks
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionState
from tracker.models.logframe import Milestone
from tracker.models.people import Person
from tracker.permissions import standing_of

NOW = make.AT
TODAY = NOW.date()
ALL = Window(size=200)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def portfolio(app: Flask) -> Iterator[Sample]:
    """Give the sample, seen at `NOW`."""
    with app.test_request_context("http://127.0.0.1:8000/"):
        yield sample(NOW)


def selection_of(person: Person, **asked: str) -> Selection:
    """Give what a person sees and asks for."""
    return Selection(standing_of(person, NOW), Filters.read(asked))


def listed(code: str, person: Person, **asked: str) -> list[Item]:
    """Give the whole list of a kind."""
    rows, total = items(code, selection_of(person, **asked), ALL, TODAY)
    assert len(rows) == total
    return rows


def matters(person: Person, **asked: str) -> dict[str, Matter]:
    """Give all kinds by their codes, in their order."""
    return {one.code: one for one in attention(selection_of(person, **asked), NOW)}


def test_a_sample_counted_by_hand(portfolio: Sample) -> None:
    found = matters(portfolio.coordinator)
    assert {code: one.total for code, one in found.items()} == {"sign-offs": 3, "reports": 1, "quiet": 1, "offices": 1}
    assert found["sign-offs"].since == TODAY - timedelta(days=26)
    assert found["reports"].since == TODAY - timedelta(days=16)
    assert found["quiet"].since == TODAY - timedelta(days=20)
    assert list(found) == ["sign-offs", "quiet", "reports", "offices"]


def test_nothing_is_to_be_done_in_an_empty_scope(portfolio: Sample) -> None:
    nobody = make.coordinator(make.programme("Empty"))
    assert matters(nobody, programme="empty") == {}


def test_tasks_count_from_the_day_after_their_own_until_they_are_done(portfolio: Sample) -> None:
    there = visit(portfolio.planning, NOW, 60)
    city = portfolio.planning.cities[0]
    make.agreed_task(there, city, due_on=TODAY)
    make.agreed_task(there, city, due_on=YESTERDAY, done_at=NOW)
    make.agreed_task(there, city, due_on=YESTERDAY, removed_at=NOW)
    make.agreed_task(there, city, due_on=None)
    late = make.agreed_task(there, city, due_on=YESTERDAY, what="Scan it", who="The surveyor")
    make.agreed_task(visit(portfolio.foreign, NOW, 60), portfolio.foreign.cities[0], due_on=YESTERDAY)
    make.agreed_task(visit(portfolio.ended, NOW, 60), portfolio.ended.cities[0], due_on=YESTERDAY)
    (one,) = listed("tasks", portfolio.coordinator)
    assert (one.text, one.who, one.day) == ("Scan it", f"The surveyor, {city.name}", late.due_on)
    assert one.status == ("overdue", "1 day late")
    assert one.href == f"/missions/{there.ref}#tasks"
    assert len(listed("tasks", portfolio.administrator)) == 2


def test_follow_ups_of_after_care(portfolio: Sample) -> None:
    of = portfolio.cared_for
    days = iter(range(1, 9))
    for told in ({"due_on": TODAY}, {"due_on": YESTERDAY, "lasted": "All"}, {"due_on": YESTERDAY, "dropped_at": NOW}):
        make.follow_up(of, since_on=TODAY - timedelta(days=next(days)), **told)
    owed = make.follow_up(of, due_on=YESTERDAY, since_on=TODAY - timedelta(days=next(days)))
    make.follow_up(portfolio.planning, due_on=YESTERDAY)
    (one,) = listed("follow-ups", portfolio.coordinator)
    assert (one.who, one.href) == (of.cities[0].name, f"/follow-ups/{owed.id}/edit")
    (seen,) = listed("follow-ups", portfolio.administrator)
    assert seen.href == f"/partnerships/{of.ref}/after-care"


def test_evaluations_by_city(portfolio: Sample) -> None:
    asked = make.evaluation(portfolio.planning, due_on=YESTERDAY)
    make.evaluated(asked.sides[0])
    make.evaluation(portfolio.planning, due_on=TODAY)
    make.evaluation(portfolio.planning, due_on=YESTERDAY, removed_at=NOW)
    make.evaluation(portfolio.planning)
    (one,) = listed("evaluations", portfolio.coordinator)
    assert (one.who, one.href) == (portfolio.planning.cities[1].name, f"/evaluations/{asked.id}")


def test_protocols_that_expired_expire_soon_or_wait_for_their_review(portfolio: Sample) -> None:
    of = portfolio.planning
    make.protocol(of, title="In force", ends=day_of(NOW, 91), next_review_on=TODAY + timedelta(days=1))
    make.protocol(of, title="Soon", ends=day_of(NOW, 90))
    make.protocol(of, title="Until the month", ends=PartialDate(2026, 2))
    make.protocol(of, title="Review", next_review_on=TODAY)
    make.protocol(of, title="Ended", ends=day_of(NOW, -5), ended_on=YESTERDAY, ended_reason="Done")
    old = make.protocol(of, title="Renewed", ends=day_of(NOW, -5))
    make.protocol(of, title="Renewal", replaces=old)
    rows = listed("protocols", portfolio.coordinator)
    assert [(row.text.rpartition(": ")[2], row.status[1], row.act) for row in rows] == [
        ("Until the month", "Expired", "Renew"),
        ("Review", "Review due", "Review"),
        ("Soon", "Expires soon", "Renew"),
    ]
    assert rows[0].day == PartialDate(2026, 2)


@pytest.mark.parametrize(
    ("why", "days", "is_owed"),
    [
        ("never measured", None, True),
        ("measured thirty-one days before", 31, True),
        ("measured thirty days before counts", 30, False),
        ("measured on the day", 0, False),
        ("measured later", -1, False),
    ],
)
def test_indicators_whose_day_has_passed(portfolio: Sample, why: str, days: int | None, is_owed: bool) -> None:
    day = TODAY - timedelta(days=10)
    milestones = [Milestone(due_on=day, value=3), Milestone(due_on=TODAY - timedelta(days=99), value=1)]
    one = make.indicator(portfolio.planning, milestones=milestones, target_on=None)
    if days is not None:
        make.measurement(one, measured_on=day - timedelta(days=days))
    found = listed("indicators", portfolio.coordinator)
    assert [row.day for row in found] == ([day] if is_owed else []), why


def test_indicators_that_owe_nothing(portfolio: Sample) -> None:
    past = [Milestone(due_on=YESTERDAY, value=3)]
    make.indicator(portfolio.planning, milestones=[Milestone(due_on=TODAY, value=3)], target_on=TODAY)
    make.indicator(portfolio.planning, milestones=past, removed_at=NOW)
    make.indicator(portfolio.ended, milestones=[Milestone(due_on=YESTERDAY, value=3)])
    assert listed("indicators", portfolio.coordinator) == []
    owed = make.indicator(portfolio.planning, milestones=[], target=5, target_on=YESTERDAY)
    make.measurement(owed, measured_on=YESTERDAY, removed_at=NOW)
    assert [row.text for row in listed("indicators", portfolio.coordinator)] == [owed.title]


def crowded(person: Person, **asked: str) -> list[tuple[str, int, str, int, int]]:
    """Give the crowded weeks: city, missions, how they meet, how many are named, how many are elsewhere."""
    rows, total = crowded_weeks(selection_of(person, **asked), ALL, TODAY)
    assert len(rows) == total
    return [(row.city, row.missions, row.meeting.value, len(row.visits), row.elsewhere) for row in rows]


@pytest.mark.parametrize(
    ("why", "ends", "more", "meeting"),
    [
        ("one day in common", -20, {}, Meeting.DAYS),
        ("the same theme in the same week", -23, {"theme": "cadastre"}, Meeting.THEME),
        ("another theme in the same week", -23, {"theme": "waste"}, Meeting.WEEK),
        ("the week after", -27, {}, None),
        ("called off", -20, {"state": MissionState.CANCELLED, "cancel_reason": "other"}, None),
        ("known to the month", -20, {"date_precision": Precision.MONTH}, None),
    ],
)
def test_weeks_with_missions_of_two_partnerships(
    app: Flask, why: str, ends: int, more: dict[str, object], meeting: Meeting | None
) -> None:
    nampula, programme = make.city("Nampula"), make.programme()
    first = make.partnership([nampula, make.city()], programme=programme)
    second = make.partnership([nampula, make.city()], programme=programme)
    monday = 18  # make.AT is a Thursday: the Monday after next is in 18 days
    visit(first, NOW, -monday - 2, state="proposed", theme="cadastre")
    assert crowded(make.coordinator(programme)) == [], "one mission is no crowd"
    starts = {"starts": day_of(NOW, -ends - 1), "ends": day_of(NOW, -ends)}
    dates = {"first_day": starts["starts"].first_day, "last_day": starts["ends"].last_day}
    make.mission(second, **{"state": MissionState.PROPOSED, "host_city": nampula, **starts, **dates, **more})
    expected = [("Nampula", 2, meeting.value, 2, 0)] if meeting else []
    assert crowded(make.coordinator(programme)) == expected, why


def test_a_partnership_does_not_meet_itself_and_strangers_are_not_named(app: Flask) -> None:
    nampula, programme = make.city("Nampula"), make.programme()
    mine = make.partnership([nampula, make.city()], programme=programme)
    for _turn in range(2):
        visit(mine, NOW, -20, state="proposed")
    coordinator = make.coordinator(programme)
    assert crowded(coordinator) == []
    foreign = make.partnership([nampula, make.city()], programme=make.programme("Elsewhere"), title="Not to be named")
    hidden = visit(foreign, NOW, -20, state="proposed")
    assert crowded(coordinator) == [("Nampula", 3, "days", 2, 1)]
    rows, _total = crowded_weeks(selection_of(coordinator), ALL, TODAY)
    assert hidden.ref not in {one.ref for one in rows[0].visits}
    assert crowded(make.coordinator(make.programme("A third"))) == []
    foreign.deleted_at, foreign.deleted_reason = NOW, "Made twice"
    db.session.commit()
    assert crowded(coordinator) == []


def test_the_number_of_statements_is_fixed(portfolio: Sample) -> None:
    selection = selection_of(portfolio.coordinator)

    def count() -> int:
        with statements() as made:
            attention(selection, NOW)
        return len(made)

    few = count()
    for _turn in range(5):
        make.agreed_task(visit(portfolio.planning, NOW, 60), portfolio.planning.cities[0], due_on=YESTERDAY)
        make.evaluation(portfolio.planning, due_on=YESTERDAY)
    assert count() == few
    assert len(LISTINGS) == 5
