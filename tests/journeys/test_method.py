"""The method's first half as its people walk it: founded, needs of both cities, both agree, the gate, the next room."""

from collections.abc import Callable

from tests.journeys.house import House
from tests.journeys.reader import PHONE, Reader


def test_two_cities_agree_on_their_needs_and_the_gate_opens(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator", scripts=False)
    address = founds(coordinator)
    first = arrive(house, "technician.mzuzu", device=PHONE, scripts=False)
    second = arrive(house, "technician.ethekwini", device=PHONE, scripts=False)
    records_a_need(first, address, "A land register")
    misses_enough_to_agree(first, address)
    records_a_need(second, address, "A plan for the port")
    for technician in (first, second):
        technician.open(f"{address}/stages/1")
        technician.page.get_by_role("button", name=technician.says("We agree to this")).click()
        technician.sees("Your city agrees to what stands here.")
    coordinator.open(f"{address}/stages/1")
    coordinator.sees("Awaiting decision")
    coordinator.tap("Pass the gate")
    coordinator.tap("Pass the gate")
    coordinator.open(address)
    coordinator.sees("Stage 2", within=".track")
    reads_the_principles(coordinator)
    chooses_a_goal(second, address)


def founds(coordinator: Reader) -> str:
    """The coordinator founds a partnership; gives the address of its page."""
    coordinator.sign_in()
    coordinator.open("/partnerships/new")
    for number, names in ((1, "Mzuzu"), (2, ("eThekwini", "Durban"))):
        place = coordinator.page.locator(f"#cities-{number}")
        offered = place.locator("option").all_inner_texts()
        place.select_option(label=next(one for one in offered if one.startswith(names)))
    coordinator.tap("Found the partnership")
    return coordinator.path


def records_a_need(technician: Reader, address: str, need: str) -> None:
    """A technician records what the own city needs."""
    technician.sign_in()
    technician.open(f"{address}/stages/1")
    technician.page.get_by_role("link", name=technician.says("Record the first need")).first.click()
    technician.write("What is needed?", need)
    technician.choose("Sector", "Cadastre")
    technician.pick("High")
    technician.tap("Save")
    technician.sees(need)


def misses_enough_to_agree(technician: Reader, address: str) -> None:
    """While the other city has recorded nothing, there is nothing to agree on."""
    technician.open(f"{address}/stages/1")
    with technician.page.expect_navigation() as answered:
        technician.page.get_by_role("button", name=technician.says("We agree to this")).click()
    assert answered.value.status == 409


def reads_the_principles(coordinator: Reader) -> None:
    """What is recorded about the principles, with what it is computed from."""
    coordinator.tap("Phases and principles")
    coordinator.sees("Mzuzu wrote 1 of its 1 entries itself", "Computed from:")


def chooses_a_goal(technician: Reader, address: str) -> None:
    """A technician says which goal the partnership serves."""
    technician.open(f"{address}/sdgs")
    technician.page.get_by_label("11. Sustainable cities and communities").check()
    technician.tap("Save the goals")
    technician.sees("11. Sustainable cities and communities")
