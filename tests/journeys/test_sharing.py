"""The Share phase: a technician plans an activity, says later how many it reached, and names a university."""

from collections.abc import Callable

import pytest

from tests.journeys.house import House
from tests.journeys.reader import DESKTOP, PHONE, Device, Reader

LIVE = "P-0001"


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_activity_is_planned_held_and_counted(house: House, arrive: Callable[..., Reader], device: Device) -> None:
    technician = arrive(house, "technician.inhambane", device=device, scripts=False)
    technician.sign_in()
    technician.open(f"/partnerships/{LIVE}/share")
    technician.page.get_by_role("link", name=technician.says("Plan or log an activity")).first.click()
    technician.pick("Congress")
    technician.tap("Save", answer=422)
    technician.write("Title", "Talk at the congress")
    technician.tap("Save")
    technician.sees("Talk at the congress")
    technician.page.get_by_role("link", name=technician.says("Name a partner")).first.click()
    technician.pick("University")
    technician.write("Name", "A university of the region")
    technician.tap("Save")
    technician.sees("A university of the region")
