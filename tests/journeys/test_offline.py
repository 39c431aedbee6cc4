"""Work without a network: kept on the phone, sent once and whole, whatever happens on the way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from tests.journeys.house import House
from tests.journeys.reader import Device, Reader
from tracker.clock import utc_now
from tracker.db import db
from tracker.models.attachments import Attachment
from tracker.models.missions import AgreedTask, Mission
from tracker.models.notes import EvaluationNote

SMALL = Device(360, 740)
TECHNICIAN = "technician.nampula"
PARTNERSHIP = "P-0004"
FORM = f"/missions/new?partnership={PARTNERSHIP}"
FULL = (
    "This phone has no room left, so nothing was saved. What you wrote stands on this page: free some room, then save"
    " again."
)
LOST = "%(count)s entry is only on this phone. Signing out deletes it. Sign out all the same?"
SENT_WITHIN = 60_000
"""Milliseconds after which whatever waits must have been sent once the network is back."""


def rows(house: House, model: type[Any]) -> int:
    """Count what the server holds."""
    with house.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def technician(arrive: Callable[..., Reader], house: House, account: str = TECHNICIAN) -> Reader:
    """Let a technician sign in, and wait until the phone keeps its pages."""
    reader = arrive(house, account, device=SMALL)
    reader.context.add_init_script(
        "delete ServiceWorkerRegistration.prototype.sync"
    )  # the worker's calls pass no route
    reader.sign_in()
    reader.page.locator("body[data-ready]").wait_for(state="attached")
    reader.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return reader


def go(reader: Reader, address: str) -> None:
    """Go to an address, whoever answers."""
    reader.page.goto(address)
    reader.page.wait_for_load_state()


def come_back(reader: Reader) -> None:
    """Let there be a network again; what the browser said of its absence is forgotten."""
    reader.context.set_offline(False)
    reader.trouble[:] = [one for one in reader.trouble if "ERR_INTERNET_DISCONNECTED" not in one]


def fill_in(reader: Reader, decided: str, day: str = "20190311") -> None:
    """Answer the questions of the form of a mission; missions of one city on one day overlap, and are asked about."""
    reader.pick("Technical visit")
    reader.write("From", day, within="fieldset:has(> #when)")
    reader.pick("Nampula", within="#host")
    reader.write("What was decided?", decided)


def save(reader: Reader) -> None:
    """Tap the button that keeps the form, whatever it is called now, and wait for where it leads."""
    with reader.page.expect_navigation():
        reader.page.locator(".dock button").click()
    reader.page.wait_for_load_state()


def log(reader: Reader, decided: str, day: str = "20190311") -> None:
    """Log a mission."""
    go(reader, FORM)
    fill_in(reader, decided, day)
    save(reader)


def entries(page: Page) -> dict[str, list[str]]:
    """Give what the page of the phone lists: titles by state."""
    page.wait_for_function("document.querySelector('[data-nothing]')")
    page.wait_for_timeout(500)
    return {
        str(one.get_attribute("data-list")): one.locator("[data-part=title]").all_inner_texts()
        for one in page.locator("[data-list]").all()
        if one.locator("li").count()
    }


def test_missions_are_logged_without_a_network_and_sent_once(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    before = rows(house, Mission)
    phone.context.set_offline(True)
    go(phone, "/tasks")
    phone.sees("No network.", within="#strip")
    go(phone, FORM)
    phone.sees("Save on this phone", within=".dock")
    fill_in(phone, "Half of it")
    phone.page.wait_for_timeout(600)
    phone.page.reload()
    expect(phone.field("What was decided?")).to_have_value("Half of it")
    fill_in(phone, "The first mission")
    save(phone)
    assert phone.path == "/offline"
    log(phone, "The second mission", "20190412")
    assert len(entries(phone.page)["waiting"]) == 2
    expect(phone.page.locator("#strip")).to_contain_text("2")
    assert rows(house, Mission) == before
    come_back(phone)
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(2, timeout=SENT_WITHIN)
    assert rows(house, Mission) == before + 2
    with house.app.app_context():
        newest = db.session.scalars(select(Mission.decisions).order_by(Mission.id.desc()).limit(2)).all()
    assert newest == ["The second mission", "The first mission"]
    assert not phone.trouble


def test_an_answer_that_is_lost_makes_no_second_mission(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    before, calls = rows(house, Mission), []

    def lose(route: Route) -> None:
        calls.append(route.request.method)
        if len(calls) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.context.route(
        "**/missions/new*", lambda route: lose(route) if route.request.method == "POST" else route.continue_()
    )
    log(phone, "Sent twice, kept once")
    assert phone.path == "/offline"
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(1, timeout=SENT_WITHIN)
    assert (rows(house, Mission), len(calls)) == (before + 1, 2)


@pytest.mark.parametrize("status", [503, 401, 429])
def test_what_the_server_cannot_take_now_is_sent_later(
    house: House, arrive: Callable[..., Reader], status: int
) -> None:
    phone = technician(arrive, house)
    before, calls = rows(house, Mission), []

    def refuse(route: Route) -> None:
        calls.append(route.request.method)
        route.fulfill(status=status, body="") if len(calls) < 3 else route.continue_()

    phone.context.route(
        "**/missions/new*", lambda route: refuse(route) if route.request.method == "POST" else route.continue_()
    )
    log(phone, "Later")
    assert entries(phone.page)["waiting"]
    phone.sees(
        {401: "Sign in again to send them."}.get(
            status, "The server did not take them; they are tried again by themselves."
        ),
        within="#strip",
    )
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(1, timeout=SENT_WITHIN)
    assert rows(house, Mission) == before + 1


def test_what_the_server_refuses_is_opened_corrected_and_sent(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    before = rows(house, Mission)
    phone.context.set_offline(True)
    log(phone, "In a year that nobody lives to see", "29990101")
    come_back(phone)
    refused = phone.page.locator("[data-list=refused] li")
    expect(refused).to_have_count(1, timeout=SENT_WITHIN)
    assert rows(house, Mission) == before
    with phone.page.expect_navigation():
        refused.locator("[data-part=open]").click()
    expect(phone.field("What was decided?")).to_have_value("In a year that nobody lives to see")
    phone.page.locator(".dock button").click()
    expect(phone.page.locator("main [aria-invalid]").first).to_be_visible()
    phone.write("From", "20190311", within="fieldset:has(> #when)")
    save(phone)
    assert phone.path.startswith("/missions/P-")
    assert rows(house, Mission) == before + 1
    go(phone, "/offline")
    assert set(entries(phone.page)) == {"sent"}


def test_three_windows_send_twenty_entries_once(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    before = rows(house, EvaluationNote)
    go(phone, "/offline")
    others = [phone.context.new_page() for _number in range(2)]
    for page in others:
        page.goto("/offline")
    phone.page.evaluate(
        """async (url) => { for (let n = 10; n < 30; n++) await Queue.put({
            key: `one-of-twenty-entries-${n}`, person: Number(document.body.dataset.person), url, title: `${n}`, at: 0,
            state: 'waiting', cause: '', fields: [['key', `one-of-twenty-entries-${n}`], ['kind', 'recommendation'],
              ['text', `note ${n}`], ['visibility', 'partners'], ['language', 'pt']]}) }""",
        f"/notes/new?partnership={PARTNERSHIP}",
    )
    for page in [phone.page, *others]:
        page.evaluate("Queue.sendAll(Number(document.body.dataset.person)), null")
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(20, timeout=SENT_WITHIN)
    assert rows(house, EvaluationNote) == before + 20


def test_photos_are_made_small_and_follow_their_mission(
    house: House, arrive: Callable[..., Reader], tmp_path: Path
) -> None:
    phone = technician(arrive, house)
    before = rows(house, Attachment)
    file = tmp_path / "square.jpg"
    exif = Image.Exif()
    exif[0x8825] = {1: "S", 2: (25.0, 58.0, 0.0)}
    Image.effect_noise((3200, 2400), 90).convert("RGB").save(file, quality=95, exif=exif)
    phone.context.set_offline(True)
    go(phone, FORM)
    fill_in(phone, "With a photo")
    phone.page.locator("#files").set_input_files(file)
    expect(phone.page.locator("[data-photo]")).to_have_count(1, timeout=SENT_WITHIN)
    phone.page.reload()
    expect(phone.page.locator("[data-photo]")).to_have_count(1)
    found = phone.page.evaluate(
        """Queue.all(Number(document.body.dataset.person)).then((all) => all.find((one) => one.blob)).then((one) =>
            createImageBitmap(one.blob).then((picture) => [one.blob.size, picture.width, one.blob.type]))"""
    )
    assert found[0] <= 300_000
    assert found[1] <= 1600
    assert found[2] == "image/jpeg"
    save(phone)
    cuts = []

    def cut(route: Route) -> None:
        cuts.append(1)
        route.abort("connectionreset") if len(cuts) == 1 else route.continue_()

    phone.context.route("**/attachments", cut)
    come_back(phone)
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(2, timeout=SENT_WITHIN)
    assert (rows(house, Attachment), len(cuts)) == (before + 1, 2)
    with house.app.app_context():
        kept = db.session.scalars(select(Attachment).order_by(Attachment.id.desc()).limit(1)).one()
        assert kept.mission is not None
        assert kept.mission.decisions == "With a photo"


def test_a_task_is_ticked_off_without_a_network(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    with house.app.app_context():
        open_before = db.session.scalar(select(func.count()).where(AgreedTask.done_at.is_(None)))
    phone.context.set_offline(True)
    go(phone, "/offline")
    phone.page.locator("form[data-later] button").first.click()
    expect(phone.page.locator("[data-list=waiting] li")).to_have_count(1)
    come_back(phone)
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(1, timeout=SENT_WITHIN)
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).where(AgreedTask.done_at.is_(None))) == open_before - 1


def test_signing_out_asks_first_and_leaves_nothing(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    phone.context.set_offline(True)
    log(phone, "Only here")
    phone.context.route("**/missions/new*", lambda route: route.abort())
    come_back(phone)
    phone.page.locator("details.menu summary").click()
    sign_out = phone.page.locator("details.menu form[action='/sign-out'] button")
    phone.page.evaluate("(() => { window.confirm = (question) => { window.asked = question; return false } })()")
    sign_out.click()
    phone.page.wait_for_function("window.asked")
    assert phone.page.evaluate("window.asked") == phone.house.says(phone.language, LOST, count=1)
    assert rows_on_phone(phone.page) == 1
    phone.page.evaluate("(() => { window.confirm = () => true })()")
    with phone.page.expect_navigation():
        sign_out.click()
    assert phone.page.evaluate("caches.has('pages')") is False
    assert rows_on_phone(phone.page) == 0


def rows_on_phone(page: Page) -> int:
    """Count what the browser's database holds, whoever wrote it."""
    return int(
        page.evaluate(
            """new Promise((done) => { const asked = indexedDB.open('queue', 1); asked.onsuccess = () => {
                if (!asked.result.objectStoreNames.length) return done(0)
                const all = asked.result.transaction('entries').objectStore('entries').count()
                all.onsuccess = () => done(all.result) } })"""
        )
    )


def test_nobody_else_on_the_phone_sees_or_sends_it(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    before = rows(house, Mission)
    phone.context.set_offline(True)
    log(phone, "Nampula's own")
    phone.context.clear_cookies()
    come_back(phone)
    phone.account = "technician.guarulhos"
    phone.trouble.clear()
    phone.sign_in()
    go(phone, "/offline")
    assert entries(phone.page) == {}
    phone.page.wait_for_timeout(1500)
    assert rows(house, Mission) == before
    phone.page.locator("details.menu summary").click()
    with phone.page.expect_navigation():
        phone.page.locator("details.menu form[action='/sign-out'] button").click()
    phone.account = TECHNICIAN
    phone.trouble.clear()
    phone.sign_in()
    go(phone, "/offline")
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(1, timeout=SENT_WITHIN)
    assert rows(house, Mission) == before + 1


def test_a_full_phone_says_so_and_loses_nothing(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    go(phone, FORM)
    phone.page.evaluate(
        "(() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') } })()"
    )
    fill_in(phone, "What is written stays on the page")
    phone.page.locator(".dock button").click()
    phone.sees(FULL)
    expect(phone.field("What was decided?")).to_have_value("What is written stays on the page")


def test_a_click_twice_keeps_one(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    before = rows(house, Mission)
    go(phone, FORM)
    fill_in(phone, "Clicked twice")
    with phone.page.expect_navigation():
        phone.page.evaluate("(() => { for (let n = 0; n < 10; n++) document.querySelector('.dock button').click() })()")
    go(phone, "/offline")
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(1, timeout=SENT_WITHIN)
    assert rows(house, Mission) == before + 1


def test_a_form_opened_days_ago_on_a_wrong_clock_is_still_taken(house: House, arrive: Callable[..., Reader]) -> None:
    phone = technician(arrive, house)
    before = rows(house, Mission)
    phone.page.clock.install(time=utc_now().timestamp() - 86_400)
    phone.context.set_offline(True)
    log(phone, "Written a week ago")
    house.clock.skip(7)
    come_back(phone)
    phone.page.clock.run_for(30_000)
    phone.sees("Sign in again to send them.", within="#strip")
    assert rows(house, Mission) == before
    phone.trouble.clear()
    phone.sign_in()
    go(phone, "/offline")
    expect(phone.page.locator("[data-list=sent] li")).to_have_count(1, timeout=SENT_WITHIN)
    assert rows(house, Mission) == before + 1
