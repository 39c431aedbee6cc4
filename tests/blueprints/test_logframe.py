"""The logframe through its pages: milestones, measurements, and what the rooms say of them."""

import pytest

from tests import factories as make
from tests.client import PageClient
from tracker.db import db
from tracker.domain.logframe import ObjectiveLevel
from tracker.models.logframe import Indicator, Measurement, Milestone, Objective
from tracker.models.partnerships import Partnership


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of two cities."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


def test_an_indicator_without_an_objective_leads_to_writing_one(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    answer = client.get(f"/partnerships/{of.ref}/indicators/new")
    assert answer.headers["Location"] == f"/partnerships/{of.ref}/objectives/new"
    assert "Write the objective first" in client.follow(answer).page.main


def test_an_objective_serves_a_higher_one_only(client: PageClient, of: Partnership) -> None:
    outcome = make.objective(of, level=ObjectiveLevel.OUTCOME, title="Maps are used")
    client.sign_in(make.technician(of.cities[0]))
    new = f"/partnerships/{of.ref}/objectives/new"
    wrong = {"level": "impact", "title": "People own plots", "serves_id": outcome.id}
    refused = client.submit(new, wrong)
    assert refused.status_code == 422
    assert "Choose one of a higher level" in refused.page.main
    assert client.submit(new, {**wrong, "level": "output"}).status_code == 303
    assert "serves: Maps are used" in client.get(f"/partnerships/{of.ref}/stages/4").page.main
    assert db.session.query(Objective).count() == 2


def test_milestones_are_kept_in_the_order_of_their_days(client: PageClient, of: Partnership) -> None:
    objective = make.objective(of)
    client.sign_in(make.technician(of.cities[0]))
    new = f"/partnerships/{of.ref}/indicators/new?objective={objective.id}"
    told = {
        "title": "Maps",
        "unit": "maps",
        "baseline": "0",
        "target": "20,5",
        "target_on": "2026-12-31",
        "milestones-0-due_on": "2026-09-30",
        "milestones-0-value": "15",
        "milestones-1-due_on": "2026-06-30",
        "milestones-1-value": "10",
    }
    assert client.submit(new, told).status_code == 303
    row = db.session.query(Indicator).one()
    assert [(str(one.due_on), one.value) for one in row.milestones] == [("2026-06-30", 10), ("2026-09-30", 15)]
    assert row.target == 20.5
    room = client.get(f"/partnerships/{of.ref}/stages/4").page.main
    assert "baseline 0; 10 by 30 June 2026; 15 by 30 September 2026; target 20.5 by 31 December 2026" in room
    for missing in ("milestones-0-value", "milestones-0-due_on"):
        half = client.submit(new, {**told, missing: ""})
        assert half.status_code == 422
        assert "Write the day and the value" in half.page.main
    assert client.submit(new, {**told, "milestones-0-due_on": "tomorrow"}).status_code == 422
    assert db.session.query(Milestone).count() == 2


@pytest.mark.parametrize("written", ["1,234", "1.234.567", "twelve", "1e5", "--3", "9" * 16])
def test_a_number_that_can_be_read_in_two_ways_or_none_is_refused(
    client: PageClient, of: Partnership, written: str
) -> None:
    row = make.indicator(of)
    client.sign_in(make.technician(of.cities[0]))
    opened = client.get(f"/indicators/{row.id}")
    answer = client.send(
        opened, {"measured_on": "2026-03-01", "value": written}, form=f"/indicators/{row.id}/measurements"
    )
    assert answer.status_code == 422
    assert db.session.query(Measurement).count() == 0


def test_a_measurement_is_recorded_removed_and_restored(client: PageClient, of: Partnership) -> None:
    row = make.indicator(of)
    client.sign_in(make.technician(of.cities[0]))
    page = f"/indicators/{row.id}"
    opened = client.get(page)
    assert "Not measured yet" in opened.page.main
    told = {"measured_on": "2026-03-01", "value": "1 0", "evidence": "Count of March"}
    for _time in range(2):
        assert client.send(opened, told, form=f"{page}/measurements").headers["Location"] == page
    found = db.session.query(Measurement).one()
    shown = client.get(page).page.main
    assert "50 % of the way" in shown
    assert "Count of March" in shown
    assert "50 % of the way" in client.get(f"/partnerships/{of.ref}/stages/6").page.main
    client.submit(page, {}, form=f"/measurements/{found.id}/remove")
    assert "Removed (1)" in client.get(page).page.main
    assert "Nothing is measured yet." in client.get(page).page.main
    client.submit(page, {}, form=f"/measurements/{found.id}/restore")
    assert "50 % of the way" in client.get(page).page.main
    ahead = client.send(client.get(page), {"measured_on": "2030-01-01", "value": "1"}, form=f"{page}/measurements")
    assert ahead.status_code == 422
    assert db.session.query(Measurement).count() == 1


def test_an_indicator_of_a_removed_objective_says_so(client: PageClient, of: Partnership) -> None:
    row = make.indicator(of)
    client.sign_in(make.technician(of.cities[0]))
    client.submit(f"/partnerships/{of.ref}/stages/4", {}, form=f"/objectives/{row.objective_id}/remove")
    assert client.get(f"/indicators/{row.id}").status_code == 409
    assert "Maps scanned" not in client.get(f"/partnerships/{of.ref}/stages/6").page.main
    client.submit(f"/partnerships/{of.ref}/stages/4", {}, form=f"/objectives/{row.objective_id}/restore")
    assert client.get(f"/indicators/{row.id}").status_code == 200
