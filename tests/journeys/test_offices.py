"""An election: the office changes hands, and with it what waits for a signature."""

import re
from collections.abc import Callable
from datetime import timedelta

from tests.journeys.house import PASSWORD, House, words_of
from tests.journeys.reader import PHONE, Reader
from tests.journeys.scenes import REPORT, send_report
from tracker.clock import utc_now

SUCCESSOR = "successor.nampula"
NAME = "Presidente do conselho municipal, Nampula (new)"


def test_the_successor_signs_and_the_predecessor_cannot(house: House, arrive: Callable[..., Reader]) -> None:
    send_report(house)
    records_the_mandate(arrive(house, "coordinator"))
    confirms_it(arrive(house, "admin"))
    cannot_sign_any_more(arrive(house, "mayor.nampula", device=PHONE, language="pt"))
    successor = arrive(house, SUCCESSOR, device=PHONE, language="pt")
    gets_in(successor)
    renews_the_commitment(successor)
    successor.open(f"/reports/{REPORT}")
    successor.tap("Sign", within=".dock")
    successor.give_password()
    successor.tap("Sign")
    successor.sees("Report signed")


def records_the_mandate(coordinator: Reader) -> None:
    """One form."""
    coordinator.sign_in()
    coordinator.open("/cities/nampula")
    coordinator.taps = 0
    coordinator.tap("Record a new mandate")
    coordinator.write("Name of the office holder", NAME)
    coordinator.write("E-mail address of the office holder", f"{SUCCESSOR}@demo.example")
    coordinator.write("First day of the mandate", (utc_now().date() - timedelta(days=1)).isoformat())
    coordinator.write("Basis", "Minutes of the inauguration")
    coordinator.tap("Record the mandate")
    coordinator.sees(NAME, "Waiting for a second person")
    assert coordinator.taps == 2


def confirms_it(admin: Reader) -> None:
    """A second person says so too, led there by a mail."""
    link = re.findall(r"http\S+", words_of(admin.house.mail_to("admin", "Nampula")))[0]
    admin.open(link)
    admin.sign_in()
    admin.tap("Confirm", about=NAME)
    admin.sees("The mandate counts from its first day on. Open sign-offs went to the successor.")


def cannot_sign_any_more(predecessor: Reader) -> None:
    """Whoever left the office finds no button, and the address of the form refuses."""
    predecessor.sign_in()
    predecessor.misses(f"/reports/{REPORT}")
    answer = predecessor.page.goto(f"/reports/{REPORT}/sign")
    assert answer
    assert answer.status in {403, 404, 409}


def gets_in(successor: Reader) -> None:
    """The successor is told by mail, asks for a link, and sets a password."""
    mail = words_of(successor.house.mail_to(SUCCESSOR, "Nampula"))
    assert REPORT in mail or "P-0004-M01" in mail
    successor.open("/sign-in")
    successor.type_into(successor.page.locator("[autocomplete=username]"), f"{SUCCESSOR}@demo.example")
    successor.tap("Mail me a link to sign in")
    link = re.findall(r"http\S+/sign-in/link/\S+", words_of(successor.house.mail_to(SUCCESSOR, "/sign-in/link/")))[0]
    successor.open(link)
    successor.tap("Sign in")
    successor.open("/account")
    for field in successor.page.locator("[autocomplete=new-password]").all():
        successor.type_into(field, PASSWORD)
    successor.tap("Set the password")


def renews_the_commitment(successor: Reader) -> None:
    """The successor signs that the city goes on."""
    successor.open("/tasks")
    successor.tap("Renew the commitment of the city")
    successor.tap("Sign", within=".dock")
    successor.give_password()
    successor.tap("Sign")
    kind = successor.says("Renewal of commitment")
    successor.sees(successor.says("Signed: %(kind)s", kind=kind))
