"""Missions as lists show them: named, with their newest report and open tasks, within the person's scope."""

from datetime import date

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tests.factories import AT
from tracker.dashboards.missions import (
    MissionFilters,
    mission_name,
    missions_of,
    owed_before,
    places_to_log,
    report_due,
    report_versions,
)
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.missions import CancelReason, MissionKind, MissionState
from tracker.domain.partnerships import PartnershipState
from tracker.domain.signing import DocumentState
from tracker.permissions import standing_of


@pytest.mark.parametrize(
    ("title", "place", "name"),
    [
        ("Seminar on cadastres", "Nampula", "Seminar on cadastres"),
        ("", "Nampula", "Technical visit, Nampula"),
        ("", "", "Technical visit"),
        ("First visit", "", "First visit"),
    ],
)
def test_a_mission_is_called_by_its_title_or_by_what_and_where(app: Flask, title: str, place: str, name: str) -> None:
    with app.test_request_context():
        assert mission_name(MissionKind.TECHNICAL_VISIT, title, place) == name


def test_a_partnership_lists_its_missions_with_their_newest_report_in_one_question(app: Flask) -> None:
    partnership = make.partnership()
    old = make.mission(partnership, starts=PartialDate(2013), ends=PartialDate(2013), title="Old")
    unknown = make.mission(partnership, starts=None, ends=None, title="Unknown")
    reported = make.completed_mission(partnership, title="Reported")
    make.returned_report(reported)
    draft = make.draft_report(reported)
    make.agreed_task(reported, partnership.cities[0], done_at=AT)
    make.agreed_task(reported, partnership.cities[0], removed_at=AT)
    standing = standing_of(make.technician(partnership.cities[1]), AT)
    db.session.refresh(partnership)
    assert len(partnership.members) == 2
    with app.test_request_context(), statements() as seen:
        rows = missions_of(partnership, standing)
    assert len(seen) == 1
    assert [row.ref for row in rows] == [reported.ref, old.ref, unknown.ref]
    assert (rows[0].report_ref, rows[0].report_state, rows[0].open_tasks) == (draft.ref, DocumentState.DRAFT, 2)
    assert (rows[1].report_ref, rows[1].status) == (None, ("not_started", "Proposed"))
    assert rows[0].href == f"/missions/{reported.ref}"
    with app.test_request_context():
        assert [row.ref for row in missions_of(partnership, standing, limit=1)] == [reported.ref]


def test_whoever_may_not_see_missions_gets_none(app: Flask) -> None:
    partnership = make.partnership()
    make.mission(partnership)
    for reader in (make.technician(make.city()), make.observer(), make.coordinator(make.programme())):
        standing = standing_of(reader, AT)
        seen = missions_of(partnership, standing)
        assert bool(seen) is (reader.role == "coordinator")


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ({"state": "completed", "kind": "seminar", "year": "2026", "partnership": "P-0001"}, None),
        ({"state": "none", "kind": "1", "year": "26"}, {}),
        ({"year": "9999"}, {}),
        ({"year": "²²²²"}, {}),
        ({"page": "2", "sort": "ref"}, {}),
        ({"partnership": "x" * 100}, {"partnership": "x" * 40}),
    ],
)
def test_filters_are_read_from_an_address_and_garbage_is_left_out(
    asked: dict[str, str], query: dict[str, str] | None
) -> None:
    assert MissionFilters.read(asked).query == (asked if query is None else query)


def test_missions_are_logged_in_live_partnerships_that_one_works_for(app: Flask) -> None:
    city, programme = make.city(), make.programme()
    own = make.partnership([city, make.city()], title="Own", programme=programme)
    make.partnership([city, make.city()], title="Ended", state=PartnershipState.ENDED)
    make.partnership(title="Foreign", programme=make.programme())

    def offered(reader: object) -> list[str]:
        return [ref for ref, _title in db.session.execute(places_to_log(standing_of(reader, AT)))]  # type: ignore[arg-type]

    assert offered(make.technician(city)) == [own.ref]
    assert offered(make.coordinator(programme)) == [own.ref]
    for reader in (make.mayor(city), make.observer(own), make.administrator(), make.technician(make.city())):
        assert offered(reader) == []


def test_a_draft_is_listed_for_those_who_may_read_it(app: Flask) -> None:
    mission = make.completed_mission()
    returned = make.returned_report(mission)
    draft = make.draft_report(mission)
    technician = standing_of(make.technician(mission.partnership.cities[0]), AT)
    observer = standing_of(make.observer(mission.partnership), AT)
    assert report_versions(mission, technician) == [draft, returned]
    assert report_versions(mission, observer) == [returned]


@pytest.mark.parametrize("state", list(MissionState))
def test_a_report_is_due_two_weeks_after_the_return(app: Flask, state: MissionState) -> None:
    cancelled = {"cancel_reason": "visa"} if state is MissionState.CANCELLED else {}
    mission = make.mission(state=state, starts=PartialDate(2026, 3, 2), ends=PartialDate(2026, 3, 6), **cancelled)
    assert report_due(mission) == (date(2026, 3, 20) if state is MissionState.COMPLETED else None)


def test_what_is_still_owed_comes_onto_the_agenda_of_the_next_mission(app: Flask) -> None:
    of, other = make.partnership([make.city(), make.city()]), make.partnership([make.city(), make.city()])
    first, second = of.cities
    visit, called_off = (
        make.completed_mission(of),
        make.mission(of, state=MissionState.CANCELLED, cancel_reason=CancelReason.OTHER),
    )
    coming = make.mission(of)
    make.agreed_task(visit, first, what="No day is set", due_on=None)
    make.agreed_task(visit, second, what="Later", due_on=date(2026, 9, 1))
    make.agreed_task(visit, first, what="Sooner", due_on=date(2026, 5, 1))
    make.agreed_task(visit, first, what="Done", done_at=AT)
    make.agreed_task(visit, first, what="Taken away", removed_at=AT)
    make.agreed_task(called_off, first, what="Called off")
    make.agreed_task(coming, first, what="Its own")
    make.agreed_task(make.completed_mission(other), other.cities[0], what="Elsewhere")
    agreed_there = {task.what for task in visit.tasks if task.what.startswith("Scan")}
    owed = [task.what for task in owed_before(coming)]
    assert agreed_there < set(owed)
    assert [what for what in owed if what not in agreed_there] == ["Sooner", "Later", "No day is set"]
