"""What the system can see of a cycle: each fact counts what it says, and all of them come from one statement."""

from dataclasses import asdict
from datetime import date, timedelta

from flask import Flask

from tests import factories as make
from tests.databases import statements
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.evaluation import Part, Visibility
from tracker.domain.partnerships import Post
from tracker.domain.signing import DocumentKind, DocumentState
from tracker.domain.stages import AGREEMENTS, Facts
from tracker.models.archive import Event
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.rooms import ComparisonCell, PriorityPart
from tracker.models.work import Cost, Responsible
from tracker.services.facts import facts_of
from tracker.services.stages import stage_runs

TODAY = make.AT.date()


def full_partnership(cities: list[City]) -> Partnership:
    """Make a partnership with one complete row in every room."""
    of = make.partnership(cities, stage=6)
    for one in cities:
        make.mayor(one)
        make.post_holder(of, make.technician(one), Post.TECHNICAL_LEAD)
        make.follow_up(of, one)
        make.need(of, one)
    make.comparison(of)
    make.priority(of)
    make.activity(of)
    exchanged = make.instrument(of)
    for one in cities:
        make.rating(exchanged, one)
    make.result(of)
    make.note(of, make.technician(of.cities[0]))
    make.signed_report(make.completed_mission(of))
    make.signed_agreement(of, DocumentKind.SCOPE)
    make.signed_agreement(of, DocumentKind.WORK_PLAN)
    for run in stage_runs(of):
        for one in cities if run.number in AGREEMENTS else ():
            make.consent(run, one)
    return of


def event(of: list[Partnership], stage: str) -> Event:
    """Record something that partnerships did together, with the stage as its source gives it."""
    number = db.session.query(Event).count()
    return make.keep(
        Event(
            code=f"e{number}",
            kind="seminar",
            title="Seminar",
            date_precision=Precision.UNKNOWN,
            stage_in_source=stage,
            partnerships=of,
        )
    )


def test_a_complete_triangular_partnership_has_every_fact(app: Flask) -> None:
    of = full_partnership([make.city("Maputo"), make.city("Guarulhos", "BR"), make.city("Barcelona", "ES")])
    event([of], "share")
    assert facts_of(of, TODAY) == Facts(
        members=3,
        cities_with_needs=3,
        dimensions=1,
        dimensions_complete=1,
        priorities=1,
        priorities_with_roles=1,
        activities=1,
        activities_dated=1,
        activities_responsible=1,
        activities_with_result=1,
        costs=1,
        costs_with_bearer=1,
        signed_reports=1,
        instruments=1,
        results=1,
        results_assessed=1,
        ratings=3,
        lessons=1,
        leaders_named=3,
        share_activities=1,
        agreed_diagnosis=3,
        agreed_comparison=3,
        agreed_priorities=3,
        agreed_work_plan=3,
        agreed_assessment=3,
        plans_confirmed=1,
        scopes_endorsed=1,
        missions_held=1,
        cities_in_after_care=3,
    )


def test_what_the_same_cities_did_in_another_partnership_does_not_count(app: Flask) -> None:
    cities = [make.city(), make.city()]
    event([full_partnership(cities)], "share")
    assert facts_of(make.partnership(cities), TODAY) == Facts(members=2)


def test_all_facts_come_from_one_statement_whatever_there_is(app: Flask) -> None:
    of = full_partnership([make.city(), make.city()])
    empty = make.partnership()
    for one in (of, empty):
        db.session.refresh(one)
        with statements() as seen:
            facts_of(one, TODAY)
        assert len(seen) == 1


def test_removed_rows_do_not_count(app: Flask) -> None:
    of = make.partnership()
    gone = {"removed_at": make.AT}
    for maker in (make.need, make.comparison, make.priority, make.activity, make.result):
        maker(of, **gone)
    make.rating(make.instrument(of, **gone), of.cities[0])
    make.note(of, make.technician(of.cities[0]), **gone)
    assert facts_of(of, TODAY) == Facts(members=2)


def test_an_earlier_cycle_counts_for_itself(app: Flask) -> None:
    of = make.partnership(cycle=2)
    make.need(of, cycle=1)
    make.priority(of, cycle=1)
    assert facts_of(of, TODAY) == Facts(members=2)
    assert facts_of(of, TODAY, cycle=1) == Facts(members=2, cities_with_needs=1, priorities=1, priorities_with_roles=1)


def test_what_is_half_filled_is_counted_but_not_complete(app: Flask) -> None:
    of = make.partnership()
    first, second = of.cities
    make.comparison(of, cells=[ComparisonCell(city=first, description="On paper.")])
    make.priority(of, parts=[PriorityPart(city=first, part=Part.LEARNS), PriorityPart(city=second, part=Part.LEARNS)])
    make.activity(
        of,
        ends_on=None,
        result="",
        responsibles=[Responsible(city=first, name="Surveyor")],
        costs=[Cost(amount_cents=100, currency="MZN", bearer=first.name), Cost(amount_cents=200, currency="MZN")],
    )
    make.result(of, achieved="")
    assert facts_of(of, TODAY) == Facts(
        members=2, dimensions=1, priorities=1, activities=1, costs=2, costs_with_bearer=1, results=1
    )


def test_a_city_that_is_no_member_does_not_count(app: Flask) -> None:
    of = make.partnership()
    stranger = make.city("Elsewhere")
    make.need(of, stranger)
    make.rating(make.instrument(of), stranger)
    make.comparison(
        of,
        cells=[ComparisonCell(city=one, description="On paper.") for one in (of.cities[0], stranger)],
    )
    seen = facts_of(of, TODAY)
    assert (seen.cities_with_needs, seen.ratings, seen.dimensions_complete) == (0, 0, 0)


def test_leaders_count_when_a_city_has_both_and_the_mandate_is_in_force(app: Flask) -> None:
    led, ending, unled, unconfirmed = (make.city(name) for name in ("Led", "Ending", "Unled", "Unconfirmed"))
    of = make.partnership([led, ending, unled, unconfirmed])
    for one in (led, ending, unconfirmed):
        make.post_holder(of, make.technician(one), Post.TECHNICAL_LEAD)
    make.mayor(led)
    make.mayor(ending, ends_on=TODAY)
    make.mayor(unled)
    holder = make.person("Mayor-elect", make.Role.MAYOR)
    make.mandate(holder, unconfirmed, starts_on=TODAY, confirmed_at=None, confirmed_by_id=None)
    assert facts_of(of, TODAY).leaders_named == 2
    assert facts_of(of, TODAY + timedelta(days=1)).leaders_named == 1
    assert facts_of(of, date(2024, 2, 6)).leaders_named == 0


def test_a_private_note_is_no_evidence(app: Flask) -> None:
    of = make.partnership()
    make.note(of, make.technician(of.cities[0]), visibility=Visibility.PRIVATE)
    assert facts_of(of, TODAY).lessons == 0


def test_a_report_counts_once_whatever_its_versions(app: Flask) -> None:
    of = make.partnership(stage=5)
    mission = make.completed_mission(of)
    first = make.signed_report(mission)
    assert facts_of(of, TODAY).signed_reports == 1
    mission.findings = "The cadastre is kept on paper, and half of it is lost."
    second = make.signed_report(mission)
    db.session.refresh(first)
    assert (first.state, second.state) == (DocumentState.SUPERSEDED, DocumentState.SIGNED)
    assert facts_of(of, TODAY).signed_reports == 1


def test_reports_under_way_or_returned_are_no_evidence(app: Flask) -> None:
    of = make.partnership(stage=5)
    make.returned_report(make.completed_mission(of))
    make.submitted_report(make.completed_mission(of))
    make.draft_report(make.completed_mission(of))
    assert facts_of(of, TODAY).signed_reports == 0


def test_events_count_as_sharing_exactly_when_the_event_says_so(app: Flask) -> None:
    of, other = make.partnership(), make.partnership()
    stages = ["", "seek", "share", "stage1-3", "stage5", "stage5-6", "stage6"]
    events = [event([of], stage) for stage in stages]
    event([other], "share")
    assert facts_of(of, TODAY).share_activities == sum(one.is_sharing for one in events) == 3


def test_every_field_of_the_facts_is_read(app: Flask) -> None:
    of = full_partnership([make.city(), make.city()])
    event([of], "stage6")
    assert all(asdict(facts_of(of, TODAY)).values())


def test_an_activity_that_stands_for_an_event_on_record_counts_once(app: Flask) -> None:
    of = make.partnership()
    told = event([of], "share")
    make.share_activity(of, held=PartialDate(2015), record_code=told.code)
    assert facts_of(of, TODAY).share_activities == 1
    make.share_activity(of, held=PartialDate(2015), record_code="d13")
    assert facts_of(of, TODAY).share_activities == 2
