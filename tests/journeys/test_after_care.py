"""After the project: a technician answers what has lasted, and a protocol is recorded."""

from collections.abc import Callable

import pytest

from tests.journeys.house import House
from tests.journeys.reader import DESKTOP, PHONE, Device, Reader

CLOSED = "P-0016"


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_city_says_what_has_lasted_and_a_protocol_is_kept(
    house: House, arrive: Callable[..., Reader], device: Device
) -> None:
    technician = arrive(house, "technician.lilongwe", device=device, scripts=False)
    technician.sign_in()
    technician.open(f"/partnerships/{CLOSED}")
    technician.tap("Open the follow-ups")
    technician.page.get_by_role("link", name=technician.says("Answer")).first.click()
    technician.write("What has lasted?", "Two of the three forms.")
    technician.tap("Save")
    technician.sees("Two of the three forms.")
    technician.tap("Record a protocol")
    technician.pick("Friendship agreement")
    technician.write("Title", "Friendship of the two cities")
    technician.write("Signed on", "2026-05")
    technician.tap("Save", answer=422)
    technician.write("Months between reviews", "12")
    technician.tap("Save")
    technician.sees("Friendship of the two cities", "In force")
