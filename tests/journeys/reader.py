"""A person at a browser: taps and types as people do, counts it, and has every page looked at on the way."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Response, expect

from tests.journeys.album import Album
from tests.journeys.house import PASSWORD, House
from tests.journeys.inspection import inspect
from tracker.demo.accounts import HOST
from tracker.i18n import OWN_NAMES

IN_PAGE = "main, .dock"
SLOW_DOWN = 4
MOST_STOPS = 40
WAIT_MILLISECONDS = 20_000
SHOWS_FOCUS = """() => { const here = document.activeElement, look = getComputedStyle(here)
    return look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2 || look.boxShadow !== 'none'
        || here.matches('[type=date]:not(:focus)') }"""
"""The last case is the calendar button inside of a date field: the browser's own ring is around it, hidden from us."""


@dataclass(frozen=True)
class Device:
    """What somebody holds in the hand: its window in CSS pixels, and whether it is a phone."""

    width: int
    height: int
    is_phone: bool = False


DESKTOP = Device(1280, 900)
PHONE = Device(360, 740, is_phone=True)


def whole(label: str) -> re.Pattern[str]:
    """Give what matches just this label, with or without a remark in brackets."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(\([^)]*\))?\s*$")


class Reader:
    """Somebody with a browser of their own that has never been here; `taps`, `keys` and `transferred` (bytes) count."""

    def __init__(
        self,
        house: House,
        browser: Browser,
        album: Album,
        account: str = "",
        *,
        device: Device = DESKTOP,
        dark: bool = False,
        language: str = "",
        scripts: bool = True,
    ) -> None:
        self.house, self.account, self.album, self.device = house, account, album, device
        self.taps = self.keys = self.transferred = 0
        self.trouble: list[str] = []
        self.scripts, self.own_language = scripts, language
        self.scheme = "dark" if dark else "light"
        self.context = browser.new_context(
            viewport={"width": device.width, "height": device.height},
            is_mobile=device.is_phone,
            has_touch=device.is_phone,
            color_scheme=self.scheme,
            reduced_motion="reduce",
            locale="pt-PT" if language == "pt" else "en-GB",
            java_script_enabled=scripts,
            base_url=house.address,
        )
        self.context.set_default_timeout(WAIT_MILLISECONDS)
        self.page = self.context.new_page()
        self._wire = self.context.new_cdp_session(self.page)
        self._watch()

    def _watch(self) -> None:
        """Count what comes over the wire, and note what browsers complain about."""
        self._wire.send("Network.enable")
        self._wire.on("Network.loadingFinished", lambda event: self._count(event["encodedDataLength"]))
        self._wire.on("Network.requestWillBeSent", self._count_redirect)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))

    def _count(self, size: float) -> None:
        self.transferred += round(size)

    def _count_redirect(self, event: dict[str, dict[str, float]]) -> None:
        if "redirectResponse" in event:
            self._count(event["redirectResponse"]["encodedDataLength"])

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "server responded with a status of" not in message.text:
            self.trouble.append(message.text)

    def enlarge_text(self) -> None:
        """Read with letters twice as large, as set in the browser."""
        self._wire.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})

    def slow_down(self) -> None:
        """Read with the processor of an old phone from here on, for what is measured in seconds."""
        self._wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})

    def says(self, sentence: str, **values: object) -> str:
        """Give a sentence of the tracker in the language of the page."""
        return self.house.says(self.language, sentence, **values)

    @property
    def language(self) -> str:
        """Give the language of the page."""
        return str(self.page.locator("html").get_attribute("lang"))

    # What people do

    def open(self, address: str, *, answer: int = 200) -> None:
        """Go to an address, as from a mail or the list of favourites."""
        self._arrived(self.page.goto(address), answer)

    def follow(self, address: str) -> None:
        """Tap a link that stands outside of the page: in a mail, or where no words name it."""
        self.taps += 1
        self.open(address)

    def sign_in(self) -> None:
        """Sign in with address and password; read in the language that was asked for, whatever the account says."""
        if urlsplit(self.page.url).path != "/sign-in":
            self.open("/sign-in")
        self.type_into(self.page.locator("[autocomplete=username]"), f"{self.account}@{HOST}")
        self.give_password()
        self.tap("Sign in")
        if self.language.partition("-")[0] != (self.own_language or self.language).partition("-")[0]:
            self.change_language()

    def change_language(self) -> None:
        """Have the pages in one's own language; on a phone that stands in the menu."""
        if self.page.locator("details.menu > summary").is_visible():
            self.page.locator("details.menu > summary").click()
        self.tap(self.own_language.upper(), about=OWN_NAMES[self.own_language], within=".lang")

    def give_password(self) -> None:
        """Type the password where the page asks for it."""
        self.type_into(self.page.locator("[autocomplete=current-password]"), PASSWORD)

    def tap(self, words: str, *, within: str = IN_PAGE, about: str = "", answer: int = 200) -> None:
        """Tap the one button or link of this name and wait for the page it leads to."""
        with self.page.expect_navigation() as navigation:
            self._tap(self.named(words, within=within, about=about))
        self._arrived(navigation.value, answer)

    def named(self, words: str, *, within: str = IN_PAGE, about: str = "") -> Locator:
        """Find the one button or link of this name; `about` are the words that tell equal ones apart."""
        name = f"{self.says(words)} {about}".strip()
        place = self.page.locator(within)
        return place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))

    def unfold(self, words: str, *, within: str = IN_PAGE, about: str = "") -> None:
        """Open a part of the page that is folded away."""
        name = f"{self.says(words)} {about}".strip()
        self._tap(self.page.locator(within).locator("summary").filter(has_text=name))

    def pick(self, words: str, *, within: str = IN_PAGE) -> None:
        """Tap a tile: one of several, or a tick."""
        place = self.page.locator(within)
        self._tap(place.locator("label.opt").filter(has_text=whole(self.says(words))))

    def choose(self, label: str, option: str, *, within: str = IN_PAGE) -> None:
        """Choose an option of a list."""
        self.field(label, within=within).select_option(label=self.says(option))
        self.taps += 1

    def write(self, label: str, text: str, *, within: str = IN_PAGE) -> None:
        """Fill in the field of this label."""
        self.type_into(self.field(label, within=within), text)

    def field(self, label: str, *, within: str = IN_PAGE) -> Locator:
        """Find the one field of this label, whether or not it says that it is optional."""
        return self.page.locator(within).get_by_label(whole(self.says(label)))

    def type_into(self, field: Locator, text: str) -> None:
        """Type a text into a field, in place of what stands there."""
        field.fill(text)
        self.keys += len(text)

    def attach(self, label: str, *files: Path) -> None:
        """Choose files to send."""
        self.field(label).set_input_files(list(files))
        self.taps += 1

    def download(self, words: str, *, within: str = IN_PAGE) -> bytes:
        """Tap what downloads a file, and give what came."""
        with self.page.expect_download() as coming:
            self._tap(self.named(words, within=within))
        return Path(coming.value.path()).read_bytes()

    # What people do who have no mouse

    def go_by_tab(self, target: Locator) -> None:
        """Press the tabulator until the focus is there; fails when it never is, or cannot be seen on its way."""
        for _step in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(SHOWS_FOCUS), f"{self.page.url}: nothing shows where the focus is"
            if target.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"{self.page.url}: the tabulator does not lead to {target}")

    def type_here(self, text: str) -> None:
        """Type where the focus is."""
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press a key that stays on the page; fails when nothing shows where the focus is then."""
        self.page.keyboard.press(key)
        assert self.page.evaluate(SHOWS_FOCUS), f"{self.page.url}: nothing shows where the focus is"

    def enter(self) -> None:
        """Press the enter key and wait for the page it leads to."""
        with self.page.expect_navigation() as navigation:
            self.page.keyboard.press("Enter")
        self._arrived(navigation.value, 200)

    def _tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    # What people see

    @property
    def path(self) -> str:
        """Give where the reader is: the path of the page."""
        return urlsplit(self.page.url).path

    def sees(self, *sentences: str, within: str = IN_PAGE) -> None:
        """Fail unless all this can be read."""
        for sentence in sentences:
            seen = self.page.locator(within).get_by_text(self.says(sentence)).first
            expect(seen, f"{self.page.url} says {sentence!r}").to_be_visible()

    def misses(self, *sentences: str, within: str = IN_PAGE) -> None:
        """Fail if any of this can be read."""
        for sentence in sentences:
            expect(self.page.locator(within).get_by_text(self.says(sentence))).to_have_count(0)

    def shows_at_once(self, *places: str) -> None:
        """Fail unless the beginning of all this is on the screen without scrolling."""
        for place in places:
            assert self.top_of(place) < self.device.height, f"{self.page.url}: {place} is further down"

    def top_of(self, place: str) -> float:
        """Give how many pixels down the first of such things begins."""
        box = self.page.locator(place).locator("visible=true").first.bounding_box()
        assert box is not None, f"{self.page.url}: {place} is nowhere"
        return box["y"]

    def text(self, within: str = "main") -> str:
        """Give what stands in a part of the page."""
        return " ".join(self.page.locator(within).inner_text().split())

    def listed(self) -> int:
        """Count the rows of the list on this page and the pages after it."""
        rows = self.page.locator("main tbody tr").count()
        further = self.page.locator("a[rel=next]")
        if not further.count():
            return rows
        self.open(str(further.first.get_attribute("href")))
        return rows + self.listed()

    def _arrived(self, response: Response | None, answer: int) -> None:
        assert response is None or response.status == answer, f"{self.page.url} answers {response and response.status}"
        if inspect(self.page, self.scheme, self.trouble, scripts=self.scripts):
            self.album.take(self.page, self.account or "nobody")

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()
