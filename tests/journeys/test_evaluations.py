"""An evaluation: asked, answered in part, kept, answered to the end and handed in, on a phone without scripts."""

from collections.abc import Callable

from tests.journeys.house import House
from tests.journeys.reader import PHONE, Reader

LIVE = "P-0017"


def test_a_city_answers_bit_by_bit_and_hands_in(house: House, arrive: Callable[..., Reader]) -> None:
    technician = arrive(house, "technician.mzuzu", device=PHONE, scripts=False)
    technician.sign_in()
    technician.open(f"/partnerships/{LIVE}/stages/1")
    technician.tap("Open the evaluations")
    technician.page.get_by_role("link", name=technician.says("Begin an evaluation")).first.click()
    technician.tap("Ask the cities", answer=422)
    technician.pick("DAC evaluation criteria")
    technician.pick("Midterm")
    technician.tap("Ask the cities")
    technician.sees("0 of 6 answered")
    technician.page.get_by_role("link", name=technician.says("Answer")).first.click()
    for _criterion in range(5):
        technician.page.get_by_label(technician.says("Now")).select_option("4")
        technician.tap("Save and go on")
    technician.tap("Leave")
    technician.sees("5 of 6 answered")
    technician.page.get_by_role("link", name="Answer for Mzuzu Sustainability").click()
    technician.page.get_by_label("Does not apply").check()
    technician.tap("Save")
    technician.sees("6 of 6 answered")
    technician.tap("Hand in Mzuzu")
    technician.sees("Handed in", "now 4.0 of 5")
