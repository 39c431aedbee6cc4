"""Naming deputies, and how a city signs."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.client import PageClient
from tracker.clock import utc_now
from tracker.domain.signing import DocumentKind, Profile
from tracker.models.cities import City
from tracker.services import offices, profiles

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def city() -> City:
    made = make.city("Nampula", timezone="Africa/Maputo")
    make.mayor(made)
    return made


def form(**more: str) -> dict[str, str]:
    today = utc_now().date()
    return {
        "name": "Deputy of Nampula",
        "email": "deputy@nampula.example",
        "function": "Vereador, by delegation",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=9)).isoformat(),
        "basis": "Order 7/2026",
        **more,
    }


def test_an_office_holder_names_a_deputy_and_takes_it_back(client: PageClient, city: City) -> None:
    mandate = offices.holder(city.id, utc_now())
    assert mandate is not None
    client.sign_in(mandate.person)
    address = f"/mandates/{mandate.id}/deputies"
    assert address in client.get(f"/cities/{city.code}").text
    page = client.follow(client.submit(address, form())).page.text
    assert "Vereador, by delegation" in page
    assert "In force" in page
    (given,) = offices.deputies(mandate, utc_now())
    page = client.follow(client.submit(address, form=f"/delegations/{given.id}/revoke")).page.text
    assert "Taken back" in page
    assert offices.deputies(mandate, utc_now()) == []


def test_what_is_missing_is_named_on_top_of_the_page(client: PageClient, city: City) -> None:
    mandate = offices.holder(city.id, utc_now())
    assert mandate is not None
    client.sign_in(mandate.person)
    answer = client.submit(f"/mandates/{mandate.id}/deputies", form(name="", basis=""))
    assert answer.status_code == 422
    assert "Name of the deputy: This is needed." in answer.page.main
    assert "Basis: This is needed." in answer.page.main


def test_days_beyond_a_year_are_refused_with_what_to_do(client: PageClient, city: City) -> None:
    mandate = offices.holder(city.id, utc_now())
    assert mandate is not None
    client.sign_in(mandate.person)
    late = (utc_now().date() + timedelta(days=500)).isoformat()
    answer = client.submit(f"/mandates/{mandate.id}/deputies", form(ends_on=late))
    assert answer.status_code == 409
    assert "at most a year" in answer.page.text


def test_an_administrator_sets_how_strongly_a_city_signs(client: PageClient, city: City) -> None:
    client.sign_in(make.administrator())
    answer = client.submit(f"/cities/{city.code}/signing", {"work_plan": "B", "scope": "C"})
    assert "What is sent from now on" in client.follow(answer).page.text
    assert profiles.profiles_of(city) == {
        DocumentKind.MISSION_REPORT: Profile.A,
        DocumentKind.SCOPE: Profile.C,
        DocumentKind.WORK_PLAN: Profile.B,
        DocumentKind.RENEWAL: Profile.A,
    }


def test_a_document_keeps_the_profile_that_it_was_sent_with(client: PageClient, city: City) -> None:
    partnership = make.partnership([city, make.city("Guarulhos", "BR")], stage=5)
    early = make.submitted_report(make.completed_mission(partnership))
    client.sign_in(make.administrator())
    client.submit(f"/cities/{city.code}/signing", {"mission_report": "B"})
    later = make.submitted_report(make.completed_mission(partnership))
    assert [slot.profile for slot in early.slots] == [Profile.A, Profile.A]
    assert [slot.profile for slot in later.slots] == [Profile.B, Profile.A]
