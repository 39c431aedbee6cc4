"""The portfolio by days and to come, on a desk and on a phone; and a calendar address made on a phone."""

from collections.abc import Callable

import pytest

from tests.journeys.house import House
from tests.journeys.reader import DESKTOP, PHONE, Reader

MONTH = "/portfolio/calendar?month=2026-11"


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("pt", True)])
def test_a_month_is_a_table_on_a_desk_and_a_list_on_a_phone(
    house: House, arrive: Callable[..., Reader], language: str, *, dark: bool
) -> None:
    for device, shows in ((DESKTOP, True), (PHONE, False)):
        coordinator = arrive(house, "coordinator", language=language, device=device, dark=dark)
        coordinator.sign_in()
        coordinator.open("/portfolio/calendar")
        coordinator.open(MONTH)
        assert coordinator.page.locator("table.cal thead").is_visible() is shows
        empty = coordinator.page.locator("table.cal td.none:not(.now)").first
        assert empty.is_visible() is shows
        coordinator.page.locator("a[rel=next]").first.click()
        coordinator.page.wait_for_url("**month=2026-12*")


@pytest.mark.parametrize("language", ["en", "pt"])
def test_the_year_and_what_is_to_come(house: House, arrive: Callable[..., Reader], language: str) -> None:
    for device, shows in ((DESKTOP, True), (PHONE, False)):
        coordinator = arrive(house, "coordinator", language=language, device=device)
        coordinator.sign_in()
        coordinator.open("/portfolio/timeline")
        assert coordinator.page.locator(".gantt > li > svg").first.is_visible() is shows
        assert coordinator.page.locator(".gantt .dated").first.is_visible()
        coordinator.open("/portfolio/forecast")
        assert coordinator.page.locator("main tbody tr").count()
        coordinator.open("/portfolio/forecast/record")
        assert coordinator.page.locator("main tbody tr").count() == 7


def test_a_technician_makes_a_calendar_address_on_a_phone(house: House, arrive: Callable[..., Reader]) -> None:
    technician = arrive(house, "technician.nampula", language="pt", device=PHONE)
    technician.sign_in()
    technician.open("/account")
    technician.tap("Make the address")
    address = str(technician.page.locator("main a[href$='.ics']").get_attribute("href"))
    path = address[address.index("/calendar/") :]
    found = technician.page.request.get(f"{technician.page.url.split('/account')[0]}{path}")
    assert found.status == 200
    assert "BEGIN:VEVENT" in found.text()
