"""Who owes what next: each kind of duty, for its own city, on its own day."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.databases import statements
from tests.factories import AT
from tracker.dashboards.duties import duties
from tracker.dashboards.duty import Duty, is_mine, status_of
from tracker.db import db, transaction
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import PartnershipState
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.permissions import standing_of
from tracker.services import offices
from tracker.services.renewals import ask_for_renewal

pytestmark = pytest.mark.usefixtures("app")
TODAY = AT.date()


@pytest.fixture(autouse=True)
def language(app: object) -> object:
    """Let addresses be made."""
    with app.test_request_context("http://127.0.0.1:8000/"):  # type: ignore[attr-defined]
        yield


@pytest.fixture
def cities() -> list[City]:
    """Give Nampula and Guarulhos."""
    return [make.city("Nampula"), make.city("Guarulhos", "BR")]


def owed(of: Partnership, kind: str = "") -> list[Duty]:
    """List a partnership's duties of a kind."""
    return [duty for duty in duties(Partnership.id == of.id, TODAY) if not kind or duty.kind == kind]


def test_an_agreed_task_is_owed_by_its_city_until_it_is_done(cities: list[City]) -> None:
    visit = make.mission(make.partnership(cities, stage=5), state=MissionState.REPORTED)
    task = make.agreed_task(visit, cities[1], due_on=TODAY - timedelta(days=3))
    (duty,) = owed(visit.partnership, "task")
    assert (duty.city_id, duty.due_on) == (cities[1].id, TODAY - timedelta(days=3))
    assert duty.status == ("overdue", "3 days late")
    task.done_at = AT
    db.session.commit()
    assert owed(visit.partnership, "task") == []


def test_a_signature_is_owed_by_each_city_that_has_not_signed(cities: list[City]) -> None:
    for city in cities:
        make.mayor(city)
    document = make.submitted_report(make.completed_mission(make.partnership(cities, stage=5)))
    assert {duty.city_id for duty in owed(document.partnership, "sign")} == {city.id for city in cities}
    make.sign(document, make.holder_of(cities[0]))
    assert [duty.city_id for duty in owed(document.partnership, "sign")] == [cities[1].id]


def test_a_report_is_owed_by_the_guests_until_a_version_is_under_way(cities: list[City]) -> None:
    visit = make.completed_mission(make.partnership(cities, stage=5))
    (duty,) = owed(visit.partnership, "report")
    assert duty.city_id == cities[1].id
    make.draft_report(visit, author=make.technician(cities[0]))
    assert owed(visit.partnership, "report") == []
    (draft,) = owed(visit.partnership, "draft")
    assert draft.city_id == cities[0].id


def test_a_returned_report_goes_back_to_its_author(cities: list[City]) -> None:
    make.mayor(cities[0])
    document = make.returned_report(make.completed_mission(make.partnership(cities, stage=5)))
    (duty,) = owed(document.partnership, "draft")
    assert duty.status[0] == "returned"
    make.draft_report(document.of_mission, author=document.author)
    (newer,) = owed(document.partnership, "draft")
    assert newer.text.startswith("Finish and send")


def test_a_commitment_is_owed_by_the_office(cities: list[City]) -> None:
    partnership = make.partnership(cities, stage=5)
    mayor = make.mayor(cities[0])
    held = offices.holder(cities[0].id, AT)
    assert held is not None
    with transaction():
        renewal = ask_for_renewal(held, partnership, actor=make.administrator(), at=AT)
    (duty,) = owed(partnership, "renew")
    assert is_mine(duty, standing_of(mayor, AT))
    assert not is_mine(duty, standing_of(make.technician(cities[0]), AT))
    make.sign(renewal, mayor)
    assert owed(partnership, "renew") == []


def test_the_first_two_rooms_are_owed_by_each_city(cities: list[City]) -> None:
    first = make.partnership(cities, stage=1)
    assert len(owed(first, "evidence")) == 2
    make.need(first, cities[0])
    assert [duty.city_id for duty in owed(first, "evidence")] == [cities[1].id]
    second = make.partnership(cities, stage=2)
    assert len(owed(second, "evidence")) == 2
    make.comparison(second)
    assert owed(second, "evidence") == []


@pytest.mark.parametrize("state", [PartnershipState.ENDED, PartnershipState.ON_HOLD, PartnershipState.AFTER_CARE])
def test_a_partnership_at_rest_owes_nothing(cities: list[City], state: PartnershipState) -> None:
    assert owed(make.partnership(cities, stage=1, state=state)) == []


@pytest.mark.parametrize(
    ("due_on", "status"),
    [
        (None, ("not_started", "No day set")),
        (date(2026, 3, 11), ("overdue", "1 day late")),
        (date(2026, 3, 12), ("awaiting", "Due today")),
        (date(2026, 3, 13), ("in_progress", "Due in 1 day")),
        (date(2026, 3, 19), ("in_progress", "Due in 7 days")),
        (date(2026, 3, 20), ("not_started", "Due 20 March 2026")),
    ],
)
def test_how_urgent_a_day_is(due_on: date | None, status: tuple[str, str]) -> None:
    assert status_of(due_on, TODAY) == status


def test_the_number_of_statements_does_not_grow(cities: list[City]) -> None:
    def count() -> int:
        with statements() as seen, transaction():
            duties(Partnership.deleted_at.is_(None), TODAY)
        return len(seen)

    make.completed_mission(make.partnership(cities, stage=5))
    before = count()
    for _ in range(5):
        make.submitted_report(make.completed_mission(make.partnership(cities, stage=5)))
    assert count() == before == 8
