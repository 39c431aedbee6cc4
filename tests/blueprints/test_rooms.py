"""Writing into the rooms through their forms: what is kept, refused, removed, restored, and never lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tests.databases import database_hash
from tracker.clock import utc_now
from tracker.db import db
from tracker.domain.evaluation import Part, Severity, Verdict
from tracker.models.cities import City
from tracker.models.journal import JournalEntry
from tracker.models.logframe import Indicator, Objective
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Comparison, Need, Priority
from tracker.models.work import Activity, Instrument, Result
from tracker.services.instruments import rating_of

LONG = "x" * 10_001


@dataclass(frozen=True)
class Noun:
    """A kind of row: its name in addresses, room, model, factory, the texts that make one, and its text to change."""

    name: str
    stage: int
    model: type[Any]
    make: Callable[[Partnership], Any]
    text: str
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def room(self) -> str:
        """Give the end of the room's address."""
        return f"stages/{self.stage}"


NOUNS = [
    Noun("needs", 1, Need, make.need, "title", {"title": "Water", "sector": "governance", "severity": "high"}),
    Noun("comparisons", 2, Comparison, make.comparison, "dimension", {"dimension": "Legal frame"}),
    Noun("priorities", 3, Priority, make.priority, "title", {"rank": "1", "title": "Survey the plots"}),
    Noun("activities", 4, Activity, make.activity, "title", {"title": "Scan the maps"}),
    Noun("objectives", 4, Objective, make.objective, "title", {"level": "output", "title": "All is scanned"}),
    Noun("indicators", 4, Indicator, make.indicator, "title", {"title": "Maps scanned"}),
    Noun("instruments", 5, Instrument, make.instrument, "title", {"title": "Manual of survey"}),
    Noun("results", 6, Result, make.result, "expected", {"expected": "Every plot is on a map"}),
]
every_noun = pytest.mark.parametrize("noun", NOUNS, ids=[noun.name for noun in NOUNS])


@pytest.fixture
def cities(app: object) -> list[City]:
    """Make two cities."""
    return [make.city("Nampula"), make.city("Guarulhos", "BR")]


@pytest.fixture
def of(cities: list[City]) -> Partnership:
    """Make a partnership of the two."""
    return make.partnership(cities)


def told(noun: Noun, of: Partnership) -> dict[str, Any]:
    """Give what makes a row of this kind; an instrument passes from the first city to the second."""
    if noun.name == "indicators":
        return {**noun.told, "objective_id": _objective_id(of), "aggregate": "sum"}
    if noun.name == "instruments":
        return {**noun.told, "from_city_id": of.cities[0].id, "to_city_id": of.cities[1].id}
    return noun.told


def _objective_id(of: Partnership) -> int:
    found = db.session.scalar(select(Objective.id).where(Objective.partnership_id == of.id))
    return found if found is not None else make.objective(of).id


def new(of: Partnership, noun: str) -> str:
    """Give the address of an empty form; an indicator needs an objective that it measures."""
    if noun == "indicators":
        _objective_id(of)
    return f"/partnerships/{of.ref}/{noun}/new"


@every_noun
def test_a_technician_writes_with_the_least_that_is_needed(client: PageClient, of: Partnership, noun: Noun) -> None:
    client.sign_in(make.technician(of.cities[0]))
    answer = client.submit(new(of, noun.name), told(noun, of))
    assert answer.headers["Location"] == f"/partnerships/{of.ref}/{noun.room}"
    assert noun.told[noun.text] in client.follow(answer).page.main


@every_noun
def test_a_form_sent_twice_makes_one_row(client: PageClient, of: Partnership, noun: Noun) -> None:
    client.sign_in(make.technician(of.cities[0]))
    opened = client.get(new(of, noun.name))
    first = client.send(opened, told(noun, of))
    second = client.send(opened, told(noun, of))
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert len(db.session.scalars(select(noun.model)).all()) == 1
    assert client.send(opened, {**told(noun, of), noun.text: "Something else"}).status_code == 409


@every_noun
@pytest.mark.parametrize("wrong", ["", "   ", LONG, "\x07 \n"], ids=["empty", "blank", "too long", "control"])
def test_what_cannot_be_kept_is_told_and_changes_nothing(
    client: PageClient, of: Partnership, noun: Noun, wrong: str
) -> None:
    client.sign_in(make.technician(of.cities[0]))
    opened = client.get(new(of, noun.name))
    before = database_hash()
    answer = client.send(opened, {**told(noun, of), noun.text: wrong})
    assert answer.status_code == 422
    assert "Something needs your attention" in answer.page.main
    assert database_hash() == before


@every_noun
def test_a_form_sent_with_nothing_at_all_is_told(client: PageClient, of: Partnership, noun: Noun) -> None:
    client.sign_in(make.technician(of.cities[0]))
    page = client.get(new(of, noun.name)).page
    token = page.forms[-1].defaults["csrf_token"]
    answer = client.post(new(of, noun.name), data={"csrf_token": token})
    assert answer.status_code == 422


@every_noun
def test_an_edit_over_somebody_elses_edit_shows_both_texts(client: PageClient, of: Partnership, noun: Noun) -> None:
    row = noun.make(of)
    client.sign_in(make.technician(of.cities[0]))
    other = client.application.test_client()
    assert isinstance(other, PageClient)
    other.sign_in(make.technician(of.cities[0]))
    address = f"/{noun.name}/{row.id}/edit"
    mine, theirs = client.get(address), other.get(address)
    assert client.send(mine, {noun.text: "My own words"}).status_code == 303
    answer = other.send(theirs, {noun.text: "Their words"})
    assert answer.status_code == 409
    assert "My own words" in answer.page.main
    assert "Their words" in answer.page.main
    db.session.expire_all()
    assert getattr(row, noun.text) == "My own words"


@every_noun
def test_what_is_removed_is_restored_from_its_room(client: PageClient, of: Partnership, noun: Noun) -> None:
    row = noun.make(of)
    client.sign_in(make.technician(of.cities[0]))
    room = f"/partnerships/{of.ref}/{noun.room}"
    text = getattr(row, noun.text)
    answer = client.submit(room, form=f"/{noun.name}/{row.id}/remove")
    assert answer.headers["Location"] == room
    assert client.get(f"/{noun.name}/{row.id}/edit").status_code == 409
    page = client.get(room).page
    assert "Removed (1)" in page.main
    client.submit(room, form=f"/{noun.name}/{row.id}/restore")
    page = client.get(room).page
    assert "Removed (1)" not in page.main
    assert text in page.main


@every_noun
def test_a_row_that_is_not_there_is_not_found(client: PageClient, of: Partnership, noun: Noun) -> None:
    client.sign_in(make.technician(of.cities[0]))
    foreign = noun.make(make.partnership())
    for number in (foreign.id, 0, 4711, 2**31, 2**64):
        assert client.get(f"/{noun.name}/{number}/edit").status_code == 404


@every_noun
def test_what_was_written_stands_in_the_form_again(client: PageClient, of: Partnership, noun: Noun) -> None:
    row = noun.make(of)
    client.sign_in(make.coordinator())
    version = row.version
    answer = client.submit(f"/{noun.name}/{row.id}/edit")
    assert answer.status_code == 303
    before = {column.name: getattr(row, column.name) for column in noun.model.__table__.columns}
    db.session.refresh(row)
    after = {column.name: getattr(row, column.name) for column in noun.model.__table__.columns}
    ignored = {"version", "is_on_behalf"}
    assert {name: after[name] for name in after if name not in ignored} == {
        name: before[name] for name in before if name not in ignored
    }
    assert row.version in {version, version + 1}


def test_a_need_keeps_all_that_is_said(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    said = {
        "title": "Floods",
        "sector": "climate",
        "severity": "critical",
        "affected": "Two wards",
        "evidence": "Count of 2025",
        "baseline_value": "40",
        "baseline_unit": "houses",
        "baseline_year": "2025",
        "baseline_source": "Civil protection",
    }
    client.submit(new(of, "needs"), said)
    need = db.session.scalars(select(Need)).one()
    assert {name: str(getattr(need, name)) for name in said} == said
    assert (need.city, need.severity, need.is_on_behalf) == (of.cities[0], Severity.CRITICAL, False)
    assert "40 houses, 2025, Civil protection" in client.get(f"/partnerships/{of.ref}/stages/1").page.main


def test_a_need_is_met_by_the_clock_that_the_tracker_was_given(app: Flask, client: PageClient, of: Partnership) -> None:
    need, later = make.need(of), utc_now() + timedelta(days=300)
    client.sign_in(make.technician(of.cities[0]))
    address, told = f"/needs/{need.id}/edit", {"met_on": later.date().isoformat()}
    assert client.submit(address, told).status_code == 422
    app.config["CLOCK"] = lambda: later
    client.sign_in(make.technician(of.cities[0]))
    client.submit(address, told)
    db.session.refresh(need)
    assert need.met_on == later.date()
    assert db.session.scalars(select(JournalEntry.at).order_by(JournalEntry.id.desc())).first() == later


def test_a_technician_records_no_need_of_the_other_city(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    address = new(of, "needs")
    assert client.get(address).page.forms[-1].offered("city_id") == {str(of.cities[0].id)}
    said = {"title": "Water", "sector": "governance", "severity": "low"}
    assert client.submit(address, said, extra={"city_id": str(of.cities[1].id)}).status_code == 422


def test_the_coordinator_writes_on_a_citys_behalf_and_it_shows(client: PageClient, of: Partnership) -> None:
    coordinator = make.coordinator()
    client.sign_in(coordinator)
    address = f"{new(of, 'needs')}?city={of.cities[1].id}"
    client.submit(address, {"title": "Water", "sector": "governance", "severity": "low"})
    need = db.session.scalars(select(Need)).one()
    assert (need.city, need.is_on_behalf) == (of.cities[1], True)
    page = client.get(f"/partnerships/{of.ref}/stages/1").page
    assert "On the city's behalf" in page.main
    assert coordinator.name in page.main


@pytest.mark.parametrize("year", ["1899", "2101", "last year", "9" * 40])
def test_a_year_that_is_none_is_told(client: PageClient, of: Partnership, year: str) -> None:
    client.sign_in(make.technician(of.cities[0]))
    said = {"title": "Water", "sector": "governance", "severity": "low", "baseline_year": year}
    assert client.submit(new(of, "needs"), said).status_code == 422


def test_each_city_describes_itself(client: PageClient, of: Partnership) -> None:
    first, second = of.cities
    client.sign_in(make.technician(first))
    client.submit(new(of, "comparisons"), {"dimension": "Land register", f"city_{first.id}": "On paper"})
    row = db.session.scalars(select(Comparison)).one()
    client.sign_in(make.technician(second))
    page = client.get(f"/comparisons/{row.id}/edit").page
    assert "On paper" in page.main
    assert f"city_{first.id}" not in page.forms[-1].names
    client.submit(
        f"/comparisons/{row.id}/edit",
        {f"city_{second.id}": "Digital", "verdict": "different", "requires": "Scanners", "transfer": "Two wards first"},
        extra={f"city_{first.id}": "Overwritten"},
    )
    db.session.expire_all()
    assert {cell.city_id: cell.description for cell in row.cells} == {first.id: "On paper", second.id: "Digital"}
    assert (row.verdict, row.requires, row.transfer) == (Verdict.DIFFERENT, "Scanners", "Two wards first")


def test_two_cities_describe_themselves_at_the_same_time(client: PageClient, of: Partnership) -> None:
    row = make.comparison(of)
    other = client.application.test_client()
    assert isinstance(other, PageClient)
    client.sign_in(make.technician(of.cities[0]))
    other.sign_in(make.technician(of.cities[1]))
    address = f"/comparisons/{row.id}/edit"
    mine, theirs = client.get(address), other.get(address)
    assert client.send(mine, {f"city_{of.cities[0].id}": "First"}).status_code == 303
    assert other.send(theirs, {f"city_{of.cities[1].id}": "Second"}).status_code == 303
    db.session.expire_all()
    assert {cell.description for cell in row.cells} == {"First", "Second"}


def test_two_people_of_one_city_do_not_overwrite_each_other(client: PageClient, of: Partnership) -> None:
    row = make.comparison(of, cells=[])
    other = client.application.test_client()
    assert isinstance(other, PageClient)
    client.sign_in(make.technician(of.cities[0]))
    other.sign_in(make.technician(of.cities[0]))
    name = f"city_{of.cities[0].id}"
    mine, theirs = client.get(f"/comparisons/{row.id}/edit"), other.get(f"/comparisons/{row.id}/edit")
    assert client.send(mine, {name: "Written first"}).status_code == 303
    answer = other.send(theirs, {name: "Written second"})
    assert answer.status_code == 409
    assert "Written first" in answer.page.main
    assert "Written second" in answer.page.main


def test_a_priority_needs_another_learner_than_its_only_teacher(client: PageClient, of: Partnership) -> None:
    first, second = of.cities
    need = make.need(of, second, title="Fewer floods")
    client.sign_in(make.technician(first))
    said = {"rank": "1", "title": "Drains", "need_id": need.id, "instrument": "By-law", "teaches": [first.id]}
    assert client.submit(new(of, "priorities"), {**said, "learns": [first.id]}).status_code == 422
    client.submit(new(of, "priorities"), {**said, "learns": [first.id, second.id]})
    row = db.session.scalars(select(Priority)).one()
    assert sorted((part.part, part.city_id) for part in row.parts) == [
        (Part.LEARNS, first.id),
        (Part.LEARNS, second.id),
        (Part.TEACHES, first.id),
    ]
    page = client.get(f"/partnerships/{of.ref}/stages/3").page
    assert "Fewer floods" in page.main
    assert "teaches in 1 priority" in page.main


def test_a_new_priority_comes_after_the_last(client: PageClient, of: Partnership) -> None:
    make.priority(of, rank=7)
    client.sign_in(make.technician(of.cities[0]))
    assert client.get(new(of, "priorities")).page.forms[-1].defaults["rank"] == ["8"]


@pytest.mark.parametrize("wrong", ["", " ", "one", "4711", "9" * 40])
@pytest.mark.parametrize("name", ["teaches", "learns", "need_id"])
def test_a_choice_that_was_not_offered_is_told(client: PageClient, of: Partnership, name: str, wrong: str) -> None:
    client.sign_in(make.technician(of.cities[0]))
    answer = client.submit(new(of, "priorities"), {"title": "Drains"}, extra={name: wrong})
    assert answer.status_code == (303 if (name, wrong) == ("need_id", "") else 422)


@pytest.mark.parametrize("rank", ["0", "-1", "100", "first", ""])
def test_a_rank_that_is_none_is_told(client: PageClient, of: Partnership, rank: str) -> None:
    client.sign_in(make.technician(of.cities[0]))
    assert client.submit(new(of, "priorities"), {"title": "x", "rank": rank}).status_code == 422


def test_an_activity_keeps_people_and_costs(client: PageClient, of: Partnership) -> None:
    first, second = of.cities
    client.sign_in(make.technician(first))
    client.submit(
        new(of, "activities"),
        {
            "title": "Scan the maps",
            "starts_on": "2026-04-01",
            "ends_on": "2026-06-30",
            f"city_{first.id}": "Surveyor",
            f"city_{second.id}": "Planner",
            "result": "All scanned",
            "costs-0-what": "Scanner",
            "costs-0-amount": "48 000,50",
            "costs-0-currency": "mzn",
            "costs-1-amount": "900",
            "costs-1-currency": "BRL",
            "costs-1-bearer": "Guarulhos",
        },
    )
    row = db.session.scalars(select(Activity)).one()
    assert [(cost.what, cost.amount_cents, cost.currency, cost.bearer) for cost in row.costs] == [
        ("Scanner", 4_800_050, "MZN", ""),
        ("", 90_000, "BRL", "Guarulhos"),
    ]
    assert {one.city_id: one.name for one in row.responsibles} == {first.id: "Surveyor", second.id: "Planner"}
    page = client.get(f"/partnerships/{of.ref}/stages/4").page
    assert "bearer not known yet" in page.main
    assert "borne by Guarulhos" in page.main


def test_the_button_for_more_lines_saves_nothing_and_loses_nothing(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    before = database_hash()
    answer = client.submit(
        new(of, "activities"), {"title": "Scan the maps", "costs-1-amount": "900"}, button="Add lines"
    )
    assert answer.status_code == 200
    assert database_hash() == before
    values = answer.page.forms[-1].defaults
    assert (values["title"], values["costs-1-amount"]) == (["Scan the maps"], ["900"])
    assert {f"costs-{number}-amount" for number in range(4)} <= answer.page.forms[-1].names
    assert (
        client.send(answer, {"costs-3-amount": "100", "costs-3-currency": "EUR", "costs-1-currency": "EUR"}).status_code
        == 303
    )
    assert len(db.session.scalars(select(Activity)).one().costs) == 2


def test_an_emptied_line_takes_its_cost_away(client: PageClient, of: Partnership) -> None:
    row = make.activity(of)
    client.sign_in(make.technician(of.cities[0]))
    emptied = {f"costs-0-{name}": "" for name in ("what", "amount", "currency", "bearer")}
    assert client.submit(f"/activities/{row.id}/edit", emptied).status_code == 303
    db.session.expire_all()
    assert row.costs == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": "2026-02-30"},
        {"starts_on": "2026-04-02", "ends_on": "2026-04-01"},
        {"costs-0-amount": "900"},
        {"costs-0-currency": "MZN"},
        {"costs-0-what": "Scanner"},
        {"costs-0-amount": "-1", "costs-0-currency": "MZN"},
        {"costs-0-amount": "1e400", "costs-0-currency": "MZN"},
        {"costs-0-amount": "NaN", "costs-0-currency": "MZN"},
        {"costs-0-amount": "900", "costs-0-currency": "M2N"},
        {"costs-0-amount": "9.005", "costs-0-currency": "MZN"},
    ],
    ids=str,
)
def test_an_activity_that_does_not_add_up_is_told(client: PageClient, of: Partnership, wrong: dict[str, str]) -> None:
    client.sign_in(make.technician(of.cities[0]))
    answer = client.submit(new(of, "activities"), {"title": "Scan the maps", **wrong})
    assert answer.status_code == 422
    assert db.session.scalars(select(Activity)).all() == []


def test_an_instrument_passes_between_two_members(client: PageClient, of: Partnership) -> None:
    first, second = of.cities
    mission = make.completed_mission(of)
    make.mission(make.partnership())
    client.sign_in(make.technician(first))
    page = client.get(new(of, "instruments")).page
    assert page.forms[-1].offered("mission_id") == {"", str(mission.id)}
    said = {"title": "Manual", "from_city_id": first.id, "mission_id": mission.id, "adaptation": "Shortened"}
    assert client.submit(new(of, "instruments"), {**said, "to_city_id": first.id}).status_code == 422
    client.submit(new(of, "instruments"), {**said, "to_city_id": second.id})
    page = client.get(f"/partnerships/{of.ref}/stages/5").page
    assert "Nampula to Guarulhos" in page.main
    assert mission.ref in {text for text, _href in page.links}


def test_each_city_rates_for_itself(client: PageClient, of: Partnership) -> None:
    first, second = of.cities
    row = make.instrument(of)
    client.sign_in(make.technician(second))
    address = f"/instruments/{row.id}/rating"
    assert client.submit(address, {"score": "4", "reason": ""}).status_code == 422
    assert client.submit(address, {"reason": "In use"}, extra={"score": "6"}).status_code == 422
    assert client.submit(address, {"score": "4", "reason": "In use in two wards"}).status_code == 303
    rating = rating_of(row, second.id)
    assert rating is not None
    assert (rating.score, rating.is_on_behalf) == (4, False)
    assert client.get(f"{address}?city={first.id}").status_code == 404
    page = client.get(f"/partnerships/{of.ref}/stages/6").page
    assert "4 of 5" in page.main
    assert "Not rated yet" in page.main


def test_the_coordinator_rates_for_a_city_that_is_named(client: PageClient, of: Partnership) -> None:
    row = make.instrument(of)
    client.sign_in(make.coordinator())
    client.submit(f"/instruments/{row.id}/rating?city={of.cities[1].id}", {"score": "2", "reason": "By telephone"})
    rating = rating_of(row, of.cities[1].id)
    assert rating is not None
    assert rating.is_on_behalf
    assert rating_of(row, of.cities[0].id) is None


def test_of_two_first_ratings_of_a_city_the_second_shows_both(client: PageClient, of: Partnership) -> None:
    row = make.instrument(of)
    other = client.application.test_client()
    assert isinstance(other, PageClient)
    client.sign_in(make.technician(of.cities[0]))
    other.sign_in(make.technician(of.cities[0]))
    address = f"/instruments/{row.id}/rating"
    mine, theirs = client.get(address), other.get(address)
    assert client.send(mine, {"score": "4", "reason": "In use"}).status_code == 303
    answer = other.send(theirs, {"score": "1", "reason": "Too long"})
    assert answer.status_code == 409
    assert "In use" in answer.page.main
    assert "Too long" in answer.page.main
    assert "4, well" in answer.page.main


def test_a_result_of_an_activity_is_assessed(client: PageClient, of: Partnership) -> None:
    activity = make.activity(of, title="Scan the maps")
    client.sign_in(make.technician(of.cities[0]))
    said = {"expected": "Every plot is on a map", "activity_id": activity.id, "achieved": "None is"}
    client.submit(new(of, "results"), said)
    page = client.get(f"/partnerships/{of.ref}/stages/6").page
    assert "None is" in page.main
    assert "Scan the maps" in page.main


def test_nothing_is_typed_twice_between_the_rooms(client: PageClient, of: Partnership) -> None:
    need = make.need(of, title="A land register")
    activity = make.activity(of, result="Every plot is on a map")
    client.sign_in(make.technician(of.cities[0]))
    client.submit(new(of, "priorities"), {"rank": "1", "need_id": need.id})
    client.submit(new(of, "results"), {"activity_id": activity.id, "achieved": "Half of them"})
    assert db.session.scalars(select(Priority.title)).one() == "A land register"
    assert db.session.scalars(select(Result.expected)).one() == "Every plot is on a map"


def test_what_people_write_stays_text(client: PageClient, of: Partnership) -> None:
    sharp = "<script>alert(1)</script>{{ 7*7 }}"
    make.need(of, title=sharp, evidence=sharp)
    make.comparison(of, dimension=sharp)
    make.activity(of, title=sharp)
    client.sign_in(make.technician(of.cities[0]))
    for number in (1, 2, 4):
        answer = client.get(f"/partnerships/{of.ref}/stages/{number}")
        assert sharp in answer.page.main
        assert "<script>alert" not in answer.text


def test_the_plan_says_what_waits_and_what_slipped(client: PageClient) -> None:
    of = make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")], stage=4)
    survey = make.activity(of, title="Survey", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))
    draw = make.activity(of, title="Draw", starts_on=date(2026, 1, 21), ends_on=date(2099, 1, 31))
    client.sign_in(make.technician(of.cities[0]))
    told = {"before": [survey.id], "began_on": "2026-01-25"}
    page = client.follow(client.submit(f"/activities/{draw.id}/edit", told)).page
    for words in (
        "after: Survey",
        "begun 4 days late",
        "begins 6 days before Survey ends",
        "should have been finished",
    ):
        assert words in page.main, words
    answer = client.submit(f"/activities/{survey.id}/edit", {"before": [draw.id]})
    assert answer.status_code == 409
    client.submit(f"/activities/{survey.id}/edit", {"began_on": "2026-01-01", "finished_on": "2026-01-20"})
    page = client.get(f"/partnerships/{of.ref}/stages/4").page
    assert "finished on 20 January 2026" in page.main
    assert "before Survey ends" not in page.main
    assert client.submit(f"/activities/{draw.id}/edit", {"finished_on": "2026-01-02"}).status_code == 422
