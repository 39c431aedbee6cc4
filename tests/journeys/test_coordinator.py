"""The coordinator: every number opens its list, gates are decided with reasons, and the first day is not a riddle."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.journeys.house import House
from tests.journeys.reader import DESKTOP, PHONE, Device, Reader

WAIVED = "The visit was reported by letter before this tracker was in use."


def test_every_number_opens_its_list(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator")
    coordinator.sign_in()
    assert coordinator.path == "/portfolio"
    tiles = coordinator.page.locator("a.tile")
    counted = [(tile.get_attribute("href"), int(tile.locator("strong").inner_text())) for tile in tiles.all()]
    for address, number in counted:
        assert address
        coordinator.open(address)
        assert coordinator.listed() == number, f"{address} lists {coordinator.listed()} and the tile says {number}"
    coordinator.open("/portfolio")
    cell = coordinator.page.locator("table.mx tbody td a").first
    number = int(cell.inner_text().split()[0])
    coordinator.open(str(cell.get_attribute("href")))
    assert coordinator.listed() == number


def test_charts_lead_from_a_number_to_its_list(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator", dark=True)
    coordinator.sign_in()
    for tab, column in (
        ("Durations", "Still open"),
        ("Goals", "Partnerships"),
        ("Reciprocity", "teaches"),
        ("Map", "Partnerships"),
    ):
        coordinator.open("/portfolio")
        coordinator.follow(str(coordinator.page.locator(".tabs a", has_text=tab).get_attribute("href")))
        number = coordinator.page.locator(f"td[data-th='{column}'] a").first
        count = int(number.inner_text())
        coordinator.open(str(number.get_attribute("href")))
        assert coordinator.listed() == count, f"{tab}: {coordinator.listed()} are listed and the table says {count}"
    colleague = arrive(house, "admin", language="pt", device=PHONE)
    colleague.sign_in()
    for address in ("time", "signed", "durations", "goals", "reciprocity?measure=missions&by=country", "map"):
        colleague.open(f"/portfolio/{address}")


def test_what_is_to_be_done_stands_in_one_place(house: House, arrive: Callable[..., Reader]) -> None:
    for language, device in (("en", DESKTOP), ("pt", PHONE)):
        coordinator = arrive(house, "coordinator", language=language, device=device, dark=device is PHONE)
        coordinator.sign_in()
        coordinator.follow("/portfolio/attention")
        links = coordinator.page.locator("nav[aria-labelledby=kinds] a")
        counted = [(str(one.get_attribute("href")), int(one.locator("b").inner_text())) for one in links.all()]
        assert len(counted) > 3
        for address, number in counted:
            coordinator.open(address)
            assert coordinator.listed() == number, address
        coordinator.open("/portfolio/attention?kind=tasks")
        coordinator.page.locator("tbody a.btn").first.click()
        coordinator.page.wait_for_url("**/missions/*")


def test_overdue_sign_offs_are_one_click_away_and_can_be_sent_on(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator", dark=True)
    coordinator.sign_in()
    coordinator.choose("Theme", "Climate")
    coordinator.tap("Apply")
    assert "theme=climate" in urlsplit(coordinator.page.url).query
    coordinator.taps = 0
    overdue = coordinator.page.locator("a.tile.overdue")
    number = int(overdue.locator("strong").inner_text())
    assert number
    coordinator.follow(str(overdue.get_attribute("href")))
    assert coordinator.taps == 1
    assert coordinator.listed() == number
    address = coordinator.page.url
    assert "theme=climate" in urlsplit(address).query
    colleague = arrive(house, "admin")
    colleague.sign_in()
    colleague.open(address)
    assert colleague.listed() == number


def test_a_condition_is_waived_with_a_reason_that_stays(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator")
    coordinator.sign_in()
    coordinator.open("/partnerships/P-0002/stages/5")
    coordinator.misses("Pass the gate")
    coordinator.page.locator("#gate").wait_for()
    coordinator.tap("Waive", about=coordinator.says("A mission report is signed by the office holders"))
    coordinator.tap("Waive this condition", answer=422)
    coordinator.write("Reason", WAIVED)
    coordinator.tap("Waive this condition")
    coordinator.sees(WAIVED)
    coordinator.tap("Pass the gate")
    coordinator.tap("Pass the gate")
    technician = arrive(house, "technician.matola", language="pt", device=PHONE)
    technician.sign_in()
    technician.open("/partnerships/P-0002/stages/5")
    technician.sees("Passed with a waiver", WAIVED)
    technician.open("/partnerships/P-0002")
    assert technician.page.locator(".track .here").count() >= 1
    technician.open("/partnerships/P-0002/journal")
    technician.sees(WAIVED)


@pytest.mark.parametrize(("device", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_a_partnership_is_a_few_letters_away(
    house: House, arrive: Callable[..., Reader], device: Device, scripts: bool
) -> None:
    coordinator = arrive(house, "coordinator", device=device, scripts=scripts)
    coordinator.sign_in()
    coordinator.taps = 0
    if scripts:
        coordinator.page.keyboard.press("/")
        coordinator.type_here("vitoria")
        coordinator.enter()
    else:
        coordinator.unfold("Menu", within="header")
        coordinator.type_into(coordinator.page.locator("#find-in-menu"), "vitoria")
        coordinator.enter()
    assert coordinator.path == "/search"
    assert coordinator.page.locator("main h2").count() > 1
    coordinator.page.locator("#everything").fill("p-0012")
    coordinator.page.locator("#everything").focus()
    coordinator.enter()
    assert coordinator.path == "/partnerships/P-0012"
    assert coordinator.taps == (0 if scripts else 1)


def test_all_overdue_are_reminded_by_two_clicks_from_their_list(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator")
    coordinator.sign_in()
    coordinator.taps = 0
    coordinator.follow(str(coordinator.page.locator("a.tile.overdue").get_attribute("href")))
    assert coordinator.taps == 1
    coordinator.taps = 0
    coordinator.tap("Remind all")
    coordinator.sees("Who gets a reminder")
    coordinator.page.locator("main form button").first.click()
    coordinator.taps += 1
    coordinator.page.wait_for_url("**/portfolio/sign-offs**")
    assert coordinator.taps == 2
    assert coordinator.page.locator(".flash, [role=status]").count()


def test_a_view_is_kept_and_the_list_opens_with_it(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator", dark=True)
    coordinator.sign_in()
    coordinator.open("/partnerships?country=MZ&columns=cities,days,waiting,overdue&group=stage")
    listed = coordinator.page.locator("main tbody tr").count()
    coordinator.tap("Save as a view")
    coordinator.write("Name of the view", "Mozambique")
    coordinator.pick("Open the list with it")
    coordinator.tap("Save")
    coordinator.open("/partnerships")
    assert coordinator.page.locator("main tbody tr").count() == listed
    coordinator.tap("Show as a board")
    coordinator.tap("Keep views in order")
    phone = arrive(house, "coordinator", language="pt", device=PHONE)
    phone.sign_in()
    phone.open("/partnerships")
    phone.unfold(phone.says("View: %(name)s", name="Mozambique"))
    phone.tap("Everything")
    phone.open("/partnerships?layout=board")
    phone.open("/views")
    phone.open("/partnerships/assign?country=MZ")


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_a_first_day_without_any_data(empty_house: House, arrive: Callable[..., Reader], role: str) -> None:
    made = empty_house.app.test_cli_runner().invoke(
        args=["account", "create", "--email", "first@demo.example", "--name", "First person", "--role", role]
    )
    assert made.exit_code == 0, made.output
    first = arrive(empty_house, "first", device=PHONE if role == "coordinator" else DESKTOP)
    first.open(made.output.split()[-1])
    first.tap("Sign in")
    pages = first.page.locator("header a[href^='/']").evaluate_all(
        "links => links.map(one => one.getAttribute('href'))"
    )
    for address in dict.fromkeys(pages):
        first.open(address)
    for address in ("/portfolio/sign-offs", "/portfolio/missions-without-report", "/portfolio/quiet"):
        first.open(address)
    first.open("/portfolio")
    first.sees("Nothing is here yet. Three steps fill this page:")
