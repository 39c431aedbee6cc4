"""Three cities, six cities, a city in seven partnerships, counties and regions: the same pages carry them all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.journeys.house import House
from tests.journeys.reader import DESKTOP, PHONE, Reader
from tests.journeys.scenes import report_of


def signatures(reader: Reader) -> Locator:
    """Find the places for signatures on a report's page."""
    return reader.page.locator("[aria-labelledby=signatures] li")


def test_three_cities_sign_one_report(house: House, arrive: Callable[..., Reader]) -> None:
    report = report_of(house, "P-0082")
    mayor = arrive(house, "mayor.ouaga", device=PHONE)
    mayor.sign_in()
    mayor.open("/partnerships/P-0082")
    mayor.open(f"/reports/{report}")
    assert signatures(mayor).count() == 3
    signs(mayor)
    technician = arrive(house, "technician.ouaga")
    technician.sign_in()
    technician.open(f"/reports/{report}")
    technician.sees("Signed")
    technician.open("/partnerships/P-0082")
    assert technician.page.locator("[id^=owes-]").count() == 3


def test_six_cities_sign_one_report_though_one_has_nobody_in_office(
    house: House, arrive: Callable[..., Reader]
) -> None:
    report = report_of(house, "P-0008")
    mayor = arrive(house, "mayor.maxixe", device=PHONE, dark=True, language="pt")
    mayor.sign_in()
    mayor.open(f"/reports/{report}")
    assert signatures(mayor).count() == 6
    signs(mayor)
    coordinator = arrive(house, "coordinator")
    coordinator.sign_in()
    coordinator.open("/partnerships/P-0008")
    assert coordinator.page.locator("[id^=owes-]").count() == 6
    coordinator.open(f"/reports/{report}")
    coordinator.sees("Partly signed")
    coordinator.tap("Name the new office holder")
    assert coordinator.path == "/cities/xaixai"
    coordinator.sees(
        "Nobody holds the office of this city now; sign-offs wait until a mandate is recorded and confirmed."
    )


def signs(mayor: Reader) -> None:
    """Sign the report on the page."""
    mayor.tap("Sign", within=".dock")
    mayor.give_password()
    mayor.tap("Sign")
    mayor.sees("Report signed")


def test_a_city_keeps_seven_partnerships_apart(house: House, arrive: Callable[..., Reader]) -> None:
    technician = arrive(house, "technician.barcelona")
    technician.sign_in()
    technician.tap("Partnerships", within="header")
    assert technician.listed() == 7
    technician.open("/cities/barcelona")
    technician.open("/missions/new")
    technician.sees("Barcelona – Medellín", "Barcelona – Maputo")


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_regions_and_counties_are_members_like_any_other(
    house: House, arrive: Callable[..., Reader], device: object
) -> None:
    coordinator = arrive(house, "coordinator", device=device)
    coordinator.sign_in()
    coordinator.open("/partnerships/P-0045")
    coordinator.sees("Region Östergötland – Uasin Gishu")
    coordinator.open("/partnerships/P-0076")
    coordinator.sees("Département de la Seine-Maritime – Zahlé")
