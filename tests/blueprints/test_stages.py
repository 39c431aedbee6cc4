"""The rooms of the six stages: who sees and writes what, and the coordinator's decisions."""

import pytest

from tests import factories as make
from tests.client import PageClient
from tests.databases import statements
from tracker.db import db
from tracker.domain.partnerships import PartnershipState
from tracker.domain.stages import StageState
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.services.stages import stage_runs

EVERY_STAGE = range(1, 7)
ADD_BUTTONS = {
    1: "Add a need",
    2: "Add a dimension",
    3: "Add a priority",
    4: "Add an activity",
    5: "Add an instrument",
    6: "Add a result",
}


def room(of: Partnership, number: int) -> str:
    """Give the address of a stage's room."""
    return f"/partnerships/{of.ref}/stages/{number}"


def fill(of: Partnership, times: int = 1) -> None:
    """Put `times` rows into each room, and a mission with a signed report."""
    for _ in range(times):
        for one in of.cities:
            make.need(of, one)
        make.comparison(of)
        make.priority(of)
        make.activity(of)
        exchanged = make.instrument(of)
        for one in of.cities:
            make.rating(exchanged, one)
        make.result(of)
        make.note(of, make.technician(of.cities[0]))
        make.completed_mission(of)


@pytest.fixture
def cities(app: object) -> list[City]:
    """Make two cities."""
    return [make.city("Nampula"), make.city("Guarulhos", "BR")]


@pytest.mark.parametrize("number", EVERY_STAGE)
def test_an_empty_room_says_what_to_do(client: PageClient, cities: list[City], number: int) -> None:
    of = make.partnership(cities, stage=number)
    client.sign_in(make.technician(cities[0]))
    page = client.get(room(of, number)).page
    said = {
        1: "Nampula has recorded nothing yet.",
        2: "Nothing is compared yet.",
        3: "No priority is set yet.",
        4: "The work plan is empty.",
        5: "No instrument has passed between the cities yet.",
        6: "No result is recorded yet.",
    }
    assert said[number] in page.main
    assert page.h1.startswith(f"Stage {number}:")


@pytest.mark.parametrize("number", EVERY_STAGE)
@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_full_room_shows_every_city(client: PageClient, number: int, count: int) -> None:
    of = make.partnership([make.city() for _ in range(count)], stage=6)
    fill(of)
    client.sign_in(make.technician(of.cities[1]))
    page = client.get(room(of, number)).page
    assert ADD_BUTTONS[number] in page.main
    if number in {1, 2, 4, 6}:
        assert all(city.name in page.main for city in of.cities)


@pytest.mark.parametrize("number", EVERY_STAGE)
@pytest.mark.parametrize("who", ["mayor", "observer", "administrator"])
def test_whoever_does_not_write_reads(client: PageClient, cities: list[City], number: int, who: str) -> None:
    of = make.partnership(cities, stage=6)
    fill(of)
    readers = {"mayor": lambda: make.mayor(cities[0]), "observer": lambda: make.observer(of)}
    client.sign_in(readers.get(who, make.administrator)())
    page = client.get(room(of, number)).page
    assert not {"Edit", "Remove", "Rate", "Waive", "Pass the gate", ADD_BUTTONS[number]} & {
        text for text, _href in page.links
    } | {button.text for form in page.forms for button in form.buttons} & {"Edit", "Remove", "Restore"}


def test_the_other_citys_needs_can_be_read_and_not_edited(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    own, other = make.need(of, cities[0], title="Own need"), make.need(of, cities[1], title="Need of the others")
    client.sign_in(make.technician(cities[0]))
    page = client.get(room(of, 1)).page
    links = {href for _text, href in page.links}
    assert "Need of the others" in page.main
    assert f"/needs/{own.id}/edit" in links
    assert f"/needs/{other.id}/edit" not in links
    assert client.get(f"/needs/{other.id}/edit").status_code == 403
    assert client.post(f"/needs/{other.id}/remove", data={"csrf_token": page.token}).status_code == 403


@pytest.mark.parametrize("number", EVERY_STAGE)
def test_a_room_takes_the_same_number_of_statements_however_full(
    client: PageClient, cities: list[City], number: int
) -> None:
    of = make.partnership(cities, stage=6)
    fill(of)
    client.sign_in(make.technician(cities[0]))
    client.get(room(of, number))
    with statements() as before:
        client.get(room(of, number))
    fill(of, times=3)
    with statements() as after:
        client.get(room(of, number))
    assert len(after) == len(before) <= 30


@pytest.mark.parametrize(
    "address", ["stages/0", "stages/7", "stages/1?cycle=2", "stages/1?cycle=0", "stages/99999999999"]
)
def test_a_room_that_does_not_exist_is_not_found(client: PageClient, cities: list[City], address: str) -> None:
    of = make.partnership(cities)
    client.sign_in(make.technician(cities[0]))
    assert client.get(f"/partnerships/{of.ref}/{address}").status_code == 404


def test_a_cycle_that_is_no_number_means_the_present_one(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    client.sign_in(make.technician(cities[0]))
    assert client.get(f"{room(of, 1)}?cycle=one").status_code == 200


def test_the_coordinator_passes_a_gate_that_has_its_evidence(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    coordinator = make.coordinator()
    client.sign_in(coordinator)
    assert "The gate can be passed once each condition is met or waived." in client.get(room(of, 1)).page.main
    for one in cities:
        make.need(of, one)
    page = client.get(room(of, 1)).page
    answer = client.submit(page.link("Pass the gate"), {"reason": "Seen in both cities."})
    assert answer.headers["Location"] == room(of, 2)
    assert of.stage_number == 2
    page = client.get(room(of, 1)).page
    assert f"{coordinator.name} passed this gate" in page.main
    assert page.main.count("Seen in both cities.") == 2


def test_a_decision_sent_twice_is_made_once(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    for one in cities:
        make.need(of, one)
    client.sign_in(make.coordinator())
    opened = client.get(f"{room(of, 1)}/pass")
    assert client.send(opened).status_code == 303
    assert client.send(opened).status_code == 409
    assert of.stage_number == 2


def test_a_waiver_needs_a_reason_that_everybody_reads_afterwards(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    client.sign_in(make.coordinator())
    waive = client.get(room(of, 1)).page.link("Waive Every city has recorded its needs")
    assert client.submit(waive, {"reason": " "}).status_code == 422
    client.submit(waive, {"reason": "The needs are in the protocol of 2013."})
    client.sign_in(make.observer(of))
    assert "The needs are in the protocol of 2013." in client.get(room(of, 1)).page.main


def test_a_condition_of_another_gate_cannot_be_waived(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    client.sign_in(make.coordinator())
    assert client.get(f"{room(of, 1)}/waive/nonsense").status_code == 404
    answer = client.submit(f"{room(of, 1)}/waive/a_report_is_signed", {"reason": "x"})
    assert answer.status_code == 409


def test_a_reopened_stage_says_why(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities, stage=3)
    client.sign_in(make.coordinator())
    link = client.get(room(of, 1)).page.link("Reopen this stage")
    assert client.submit(link, {"reason": ""}).status_code == 422
    client.submit(link, {"reason": "New needs after the floods."})
    assert stage_runs(of)[0].state is StageState.RETURNED
    assert "This stage was opened again: New needs after the floods." in client.get(room(of, 1)).page.main


def test_both_cities_plan_the_days_and_no_plan_is_lost(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    client.sign_in(make.technician(cities[0]))
    link = client.get(room(of, 1)).page.link("Change the planned days")
    opened = client.get(link)
    for wrong in ("0", "3651", "ten", "", "99999999999999999999"):
        assert client.send(opened, {"planned_days": wrong}).status_code == 422
    assert client.send(opened, {"planned_days": "120"}).status_code == 303
    answer = client.send(opened, {"planned_days": "60"})
    assert answer.status_code == 409
    assert "120" in answer.page.main
    assert "60" in answer.page.main
    assert stage_runs(of)[0].planned_days == 120


def test_the_next_cycle_begins_and_the_last_one_stays_readable(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities, stage=6)
    make.need(of, cities[0], title="Need of the first cycle")
    last = stage_runs(of)[5]
    last.state, last.decided_on = StageState.PASSED, make.AT.date()
    db.session.commit()
    client.sign_in(make.coordinator())
    answer = client.submit(room(of, 6), button="Begin cycle 2")
    assert answer.headers["Location"] == room(of, 1)
    assert "Carried over" in client.get(room(of, 1)).page.main
    earlier = client.get(f"{room(of, 1)}?cycle=1").page
    assert "Need of the first cycle" in earlier.main
    assert "This is cycle 1, kept as it was." in earlier.main
    assert "Edit" not in {text for text, _href in earlier.links}
    assert client.get(f"{room(of, 6)}?cycle=1").page.link("1. Diagnostics and needs") == f"{room(of, 1)}?cycle=1"


@pytest.mark.parametrize("state", [PartnershipState.ON_HOLD, PartnershipState.ENDED])
@pytest.mark.parametrize("number", EVERY_STAGE)
def test_a_room_of_a_resting_partnership_is_read_only(
    client: PageClient, cities: list[City], number: int, state: PartnershipState
) -> None:
    of = make.partnership(cities, stage=6, state=state)
    fill(of)
    client.sign_in(make.coordinator())
    page = client.get(room(of, number)).page
    assert "nothing can be changed here" in page.main
    begins = {text.split(" ")[0] for text, _href in page.links if text != "Add a note"}
    assert not begins & {"Edit", "Add", "Waive", "Reopen", "Rate"}
    nouns = ["needs", "comparisons", "priorities", "activities", "instruments", "results"]
    assert client.get(f"/partnerships/{of.ref}/{nouns[number - 1]}/new").status_code == 409


def test_what_is_a_demonstration_says_so(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    make.need(of, cities[0], is_demonstration=True)
    client.sign_in(make.technician(cities[0]))
    assert client.get(room(of, 1)).page.main.count("Demonstration") == 1


def joint(cities: list[City]) -> Partnership:
    """Make a partnership whose gates ask for every city's word, with needs of both cities."""
    of = make.partnership(cities, policy="guide-2")
    for city in cities:
        make.need(of, city)
    return of


def test_the_cities_agree_in_the_room_and_the_coordinator_is_told(client: PageClient, cities: list[City]) -> None:
    of = joint(cities)
    for reader in (make.technician(cities[0]), make.mayor(cities[1])):
        client.sign_in(reader)
        assert client.submit(room(of, 1), form=f"{room(of, 1)}/agree").status_code == 303
    client.sign_in(make.coordinator())
    page = client.get(room(of, 1)).page
    assert "Awaiting decision" in page.main
    assert "We agree to this" not in page.main
    client.sign_in(make.technician(cities[1]))
    assert client.submit(room(of, 1), form=f"{room(of, 1)}/take-back").status_code == 303
    assert "Awaiting decision" not in client.get(room(of, 1)).page.main


def test_nobody_agrees_for_the_partner_or_for_no_city(client: PageClient, cities: list[City]) -> None:
    of = joint(cities)
    client.sign_in(make.technician(cities[0]))
    form = f"{room(of, 1)}/agree"
    for city, status in ((cities[1].id, 403), ("x", 422), ("", 422), (10**9, 409)):
        assert client.submit(room(of, 1), form=form, extra={"city_id": city}).status_code == status, city
    token = {"csrf_token": client.get(room(of, 1)).page.token}
    assert client.post(f"/partnerships/{of.ref}/stages/9/agree", data=token).status_code == 404
    assert client.submit(room(of, 1), form=form).status_code == 303
    back = f"{room(of, 1)}/take-back"
    assert client.submit(room(of, 1), form=back, extra={"city_id": "x"}).status_code == 422


def test_a_coordinator_moves_a_partnership_to_another_policy(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    client.sign_in(make.coordinator())
    move = client.get(room(of, 1)).page.link("The guide's method, version 1")
    assert client.submit(move, {"policy": "guide-2", "reason": ""}).status_code == 422
    answer = client.submit(move, {"policy": "guide-2", "reason": "Both mayors want it."})
    assert "Every city says that the diagnostic is joint" in client.follow(answer).page.main


def test_a_later_gate_with_its_evidence_waits_for_those_before_it(client: PageClient, cities: list[City]) -> None:
    of = make.partnership(cities)
    make.comparison(of)
    run = stage_runs(of)[1]
    run.state, run.started_on = StageState.IN_PROGRESS, make.AT.date()
    db.session.commit()
    client.sign_in(make.coordinator())
    page = client.get(room(of, 2)).page
    assert "This gate is decided when the stages before it are passed." in page.main
    assert "Pass the gate" not in page.main
