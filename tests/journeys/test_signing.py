"""The official act on a phone: reading, signing, returning, with few taps and few bytes, by whatever means."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.album import Album
from tests.journeys.house import PASSWORD, House, words_of
from tests.journeys.reader import PHONE, Reader
from tests.journeys.scenes import REPORT, VISIT, send_report
from tracker.demo.accounts import HOST

MOST_TAPS = 3
MOST_BYTES = 40 * 1024
MOST_BYTES_TO_VERIFY = 15 * 1024
REMARKS = "Say who pays for the mapping.\n\nNames are missing in task 2: <who> & until when?"


@pytest.fixture
def asked(house: House) -> House:
    """Give a house in which the report of the visit waits for both mayors."""
    assert send_report(house) == REPORT
    return house


def link_of(house: House, account: str, about: str) -> str:
    """Give the link in a mail."""
    return str(re.findall(r"http\S+", words_of(house.mail_to(account, about)))[0])


def test_a_mayor_signs_with_three_taps_and_few_bytes(asked: House, arrive: Callable[..., Reader], album: Album) -> None:
    mayor = arrive(asked, "mayor.nampula", device=PHONE, dark=True, language="pt")
    link = link_of(asked, "mayor.nampula", REPORT)
    mayor.follow(link)
    mayor.sign_in()
    signing_in = mayor.taps - 1
    everything_is_in_sight(mayor, album)
    mayor.tap("Sign", within=".dock")
    mayor.give_password()
    mayor.tap("Sign")
    mayor.sees("Report signed")
    taps = mayor.taps - signing_in
    album.note(f"from the mail to the signature: {taps} taps, {signing_in} more to sign in, {mayor.transferred} bytes")
    assert mayor.says("Sign") == "Assinar"
    assert taps <= MOST_TAPS
    assert mayor.transferred <= MOST_BYTES
    mayor.follow(link)
    assert mayor.page.locator(".dock").count() == 0


def everything_is_in_sight(mayor: Reader, album: Album) -> None:
    """The three tasks stand first, whole, and above both buttons, without scrolling."""
    bar = mayor.page.locator(".dock").bounding_box()
    last = mayor.page.locator("ol.ask > li").nth(2).bounding_box()
    assert bar
    assert last
    album.note(f"the last task ends at {last['y'] + last['height']:.0f} px, the buttons begin at {bar['y']:.0f} px")
    assert last["y"] + last["height"] <= bar["y"]
    assert bar["y"] + bar["height"] <= PHONE.height
    assert mayor.text(".dock").split() == [mayor.says("Return"), mayor.says("Sign")]


def test_what_was_returned_comes_back_as_a_second_version(asked: House, arrive: Callable[..., Reader]) -> None:
    mayor = arrive(asked, "mayor.nampula", device=PHONE, language="pt")
    mayor.sign_in()
    mayor.open(f"/reports/{REPORT}")
    mayor.taps = 0
    mayor.tap("Return", within=".dock")
    mayor.tap("Return with remarks", answer=422)
    mayor.write("Remarks", REMARKS)
    mayor.give_password()
    mayor.tap("Return with remarks")
    mayor.sees("Report returned")
    assert mayor.taps - 1 == 2

    technician = arrive(asked, "technician.nampula", language="pt")
    assert REMARKS in words_of(asked.mail_to("technician.nampula", REPORT)).replace("\r\n", "\n")
    technician.sign_in()
    technician.tap(technician.says("Answer the remarks on the report of %(mission)s", mission=VISIT))
    assert technician.page.locator("blockquote").inner_text().replace("\n\n\n", "\n\n").startswith(REMARKS)
    technician.tap("Answer the remarks in a new version")
    technician.write("Summary", "As before. The municipality of Nampula pays for the mapping.")
    technician.tap("Save the draft")
    technician.tap("Send for signature")
    technician.tap("Send for signature")
    second = technician.path.rpartition("/")[2]
    assert second == f"{VISIT}-v2"

    for account in ("mayor.nampula", "mayor.guarulhos"):
        mayor = arrive(asked, account, device=PHONE, language="pt")
        mayor.follow(link_of(asked, account, second))
        mayor.sign_in()
        mayor.tap("Sign", within=".dock")
        mayor.give_password()
        mayor.tap("Sign")
        mayor.sees("Report signed")
    technician.open(f"/reports/{second}")
    technician.sees("Signed")
    technician.open(f"/reports/{REPORT}")
    technician.sees("A newer version replaces this one.", "Say who pays for the mapping.")


def test_all_of_it_works_without_scripts(asked: House, arrive: Callable[..., Reader]) -> None:
    mayor = arrive(asked, "mayor.nampula", device=PHONE, language="pt", scripts=False)
    mayor.follow(link_of(asked, "mayor.nampula", REPORT))
    mayor.sign_in()
    mayor.tap("Sign", within=".dock")
    mayor.give_password()
    mayor.tap("Sign")
    mayor.sees("Report signed")
    partner = arrive(asked, "mayor.guarulhos", device=PHONE, language="pt", scripts=False)
    partner.follow(link_of(asked, "mayor.guarulhos", REPORT))
    partner.sign_in()
    partner.tap("Return", within=".dock")
    partner.write("Remarks", REMARKS)
    partner.give_password()
    partner.tap("Return with remarks")
    partner.sees("Report returned")


def test_all_of_it_works_by_keyboard(asked: House, arrive: Callable[..., Reader]) -> None:
    mayor = arrive(asked, "mayor.nampula", language="pt")
    mayor.open(f"/reports/{REPORT}")
    assert mayor.path == "/sign-in"
    mayor.go_by_tab(mayor.page.locator("a.skip"))
    mayor.go_by_tab(mayor.page.locator("[autocomplete=username]"))
    mayor.type_here(f"mayor.nampula@{HOST}")
    mayor.go_by_tab(mayor.page.locator("[autocomplete=current-password]"))
    mayor.type_here(PASSWORD)
    mayor.enter()
    mayor.go_by_tab(mayor.named("Sign", within=".dock"))
    mayor.enter()
    mayor.go_by_tab(mayor.page.locator("[autocomplete=current-password]"))
    mayor.type_here(PASSWORD)
    mayor.go_by_tab(mayor.named("Sign", within="main"))
    mayor.enter()
    mayor.sees("Report signed")


def test_a_wrong_password_signs_nothing_and_two_open_pages_sign_once(
    asked: House, arrive: Callable[..., Reader]
) -> None:
    mayor = arrive(asked, "mayor.nampula", device=PHONE, language="pt")
    mayor.sign_in()
    mayor.open(f"/reports/{REPORT}/sign")
    other = mayor.context.new_page()
    other.goto(f"/reports/{REPORT}/sign")
    mayor.type_into(mayor.page.locator("[autocomplete=current-password]"), "not my password")
    mayor.tap("Sign", answer=422)
    mayor.give_password()
    mayor.tap("Sign")
    first = mayor.text(".panel")
    other.locator("[autocomplete=current-password]").fill(PASSWORD)
    other.locator("main button").first.click()
    other.wait_for_url(f"**/reports/{REPORT}/signed")
    assert " ".join(other.locator(".panel").inner_text().split()) == first
