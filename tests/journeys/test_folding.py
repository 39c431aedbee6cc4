"""What stands above a list is folded away on phones, without a script, and lies open on a desk."""

from collections.abc import Callable

import pytest

from tests.journeys.house import House
from tests.journeys.reader import DESKTOP, PHONE, Reader

FIRST = "main .folds ~ :not(.folds)"
PAGES = ("/portfolio", "/portfolio/sign-offs?theme=climate&stage=5&country=MZ", "/portfolio/goals", "/partnerships")


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_phone_shows_the_heading_and_what_it_is_about_without_scrolling(
    house: House, arrive: Callable[..., Reader], language: str
) -> None:
    coordinator = arrive(house, "coordinator", language=language, device=PHONE, dark=True, scripts=language == "en")
    coordinator.sign_in()
    for address in PAGES:
        coordinator.open(address)
        coordinator.shows_at_once("h1", "main details.fold summary", FIRST)
        assert not coordinator.page.locator("main .tabs").first.is_visible()
        assert not coordinator.page.locator("main .filt").is_visible()
    coordinator.album.note(f"{language}: {address} begins {coordinator.top_of(FIRST):.0f} px down")


def test_what_is_folded_is_one_tap_away_and_says_what_is_chosen(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator", device=PHONE, scripts=False)
    coordinator.sign_in()
    coordinator.taps = 0
    coordinator.unfold("No filter")
    coordinator.choose("Theme", "Climate")
    coordinator.tap("Apply")
    assert coordinator.taps == 3
    coordinator.sees("1 filter: Climate", "View: not saved")
    coordinator.unfold("Portfolio: Overview")
    coordinator.page.locator(".tabs a", has_text="Sign-offs").click()
    coordinator.page.wait_for_url("**/portfolio/sign-offs?theme=climate")
    coordinator.sees("Portfolio: Sign-offs", "1 filter: Climate")


def test_the_keyboard_leads_from_the_fold_to_what_it_hides(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator", device=PHONE)
    coordinator.sign_in()
    coordinator.go_by_tab(coordinator.page.locator("main details.fold summary").first)
    coordinator.press("Enter")
    coordinator.go_by_tab(coordinator.page.locator(".tabs a", has_text="Sign-offs"))
    coordinator.enter()
    assert coordinator.path == "/portfolio/sign-offs"


def test_on_a_desk_nothing_is_folded_and_paper_says_the_filters(house: House, arrive: Callable[..., Reader]) -> None:
    coordinator = arrive(house, "coordinator", device=DESKTOP)
    coordinator.sign_in()
    coordinator.open("/portfolio?theme=climate")
    folds = coordinator.page.locator("main details.fold")
    assert folds.count() == 3
    assert not any(fold.is_visible() for fold in folds.all())
    assert all(link.is_visible() for link in coordinator.page.locator("main .tabs a").all())
    assert coordinator.page.locator("main .filt").is_visible()
    coordinator.page.emulate_media(media="print")
    coordinator.sees("1 filter: Climate")
    assert not coordinator.page.locator("main .filt, main .tabs, main .views").first.is_visible()
