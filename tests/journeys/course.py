"""The whole course of one pair of cities: who walks it, how time goes by, and what everybody is shown on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import force_locale
from sqlalchemy import select

from tests.journeys.house import House
from tests.journeys.reader import Device, Reader
from tests.journeys.scenes import inside
from tracker.db import db
from tracker.domain.stages import CLOSED_STATES, StageState
from tracker.i18n import catalogue_of
from tracker.models.stages import StageRun
from tracker.services.findings import Finding
from tracker.services.verification import one_moment, verify
from tracker.words import CONDITIONS, word

TITLE = "Registers for two towns"
MZUZU, MATOLA = "Mzuzu", "Matola"
SMALL = Device(360, 740)
"""As narrow as a phone, without its slow processor."""


@dataclass
class Course:
    """One pair on its way; the readers by their account, the partnership's page once it is founded."""

    house: House
    arrive: Callable[..., Reader]
    address: str = ""
    readers: dict[str, Reader] = field(default_factory=dict)

    # Who walks

    @property
    def coordinator(self) -> Reader:
        """Give the coordinator, whose pages run scripts, so that their accessibility can be asked for."""
        return self._reader("coordinator", scripts=True)

    @property
    def mzuzu(self) -> Reader:
        """Give the technician of the first city."""
        return self._reader("technician.mzuzu")

    @property
    def matola(self) -> Reader:
        """Give the technician of the second city, who reads Portuguese."""
        return self._reader("technician.matola", language="pt")

    @property
    def technicians(self) -> dict[str, Reader]:
        """Give the technicians by the names of their cities."""
        return {MZUZU: self.mzuzu, MATOLA: self.matola}

    @property
    def mayors(self) -> dict[str, Reader]:
        """Give the mayors by the names of their cities."""
        return {MZUZU: self._reader("mayor.mzuzu"), MATOLA: self._reader("mayor.matola", language="pt")}

    def _reader(self, account: str, *, scripts: bool = False, language: str = "en") -> Reader:
        if account not in self.readers:
            self.readers[account] = self.arrive(
                self.house, account, device=SMALL, scripts=scripts, language=language, dark=account.startswith("mayor")
            )
        return self.readers[account]

    def goes_to(self, reader: Reader, address: str) -> Reader:
        """Let somebody open an address, signing in anew where time has ended the session."""
        reader.open(address)
        if reader.path == "/sign-in":
            reader.sign_in()
        assert reader.path == address.partition("?")[0].partition("#")[0]
        return reader

    def goes_to_room(self, reader: Reader, number: int) -> Reader:
        """Let somebody open the room of a stage."""
        return self.goes_to(reader, f"{self.address}/stages/{number}")

    # How time goes by

    @property
    def today(self) -> date:
        """Give the day by the clock of the house."""
        return self.house.clock().date()

    def day(self, days: int) -> str:
        """Write the day that comes so many days from today."""
        return (self.today + timedelta(days=days)).isoformat()

    def later(self, days: int) -> None:
        """Let so many days go by."""
        self.house.clock.skip(days)

    # What everybody is shown

    def owes(self, reader: Reader, task: str, **values: object) -> None:
        """Let somebody find on the own start page what to do next in this partnership, and follow it."""
        self.goes_to(reader, "/tasks")
        text = reader.says(task, **values)
        duty = reader.page.locator(OWED).filter(has_text=TITLE).get_by_role("link", name=text, exact=True)
        assert duty.count() == 1, f"{reader.account} is told {duty.count()} times: {text}"
        with reader.page.expect_navigation():
            duty.click()

    def owes_no_more(self, reader: Reader, task: str, **values: object) -> None:
        """Let somebody find that what was to be done in this partnership is done; something else may wait."""
        self.goes_to(reader, "/tasks")
        duties = reader.page.locator(OWED).filter(has_text=TITLE)
        assert duties.get_by_role("link", name=reader.says(task, **values), exact=True).count() == 0

    def owes_nothing(self, reader: Reader) -> None:
        """Let somebody find nothing to do in this partnership."""
        self.goes_to(reader, "/tasks")
        assert reader.page.locator(OWED).filter(has_text=TITLE).count() == 0

    def room_says(self, reader: Reader, *open_conditions: str) -> None:
        """Compare the gate of the room that somebody is in: just these conditions keep it shut."""
        with self.house.app.app_context(), force_locale(catalogue_of(reader.language)):
            wanted = sorted(str(CONDITIONS[code]) for code in open_conditions)
        lines = reader.page.locator("ul.gate li").filter(has=reader.page.locator(".no"))
        assert sorted(line.locator("> span").nth(1).inner_text() for line in lines.all()) == wanted

    def track_says(self, reader: Reader, states: str, *, cycle: int = 1) -> None:
        """Compare what is stored of the six stages with what the track shows, and both with what was expected.

        `states` has one letter a stage: p(assed), w(aived), r(eturned), i(n progress), - (not started).
        """
        wanted = [LETTERS[letter] for letter in states]
        assert self.stored(cycle) == wanted
        marks = reader.page.locator(".track .stages li")
        shown = [" ".join(mark.locator(".dot .vh").text_content().split()) for mark in marks.all()]  # type: ignore[union-attr]
        with self.house.app.app_context(), force_locale(catalogue_of(reader.language)):
            words = [word(state) for state in wanted]
        heads = [
            reader.says("Stage %(number)s, %(state)s:", number=number, state=said)
            for number, said in enumerate(words, 1)
        ]
        assert shown == heads
        done = [one in CLOSED_STATES for one in wanted]
        assert [("done" in str(mark.get_attribute("class"))) for mark in marks.all()] == done

    def stored(self, cycle: int) -> list[StageState]:
        """Give the states of the six stages of a cycle as they are stored."""
        with inside(self.house):
            query = select(StageRun.state).where(StageRun.cycle == cycle, StageRun.partnership.has(ref=self.ref))
            return list(db.session.scalars(query.order_by(StageRun.number)))

    def journal(self) -> list[str]:
        """Read the whole timeline as the coordinator does: the sentences, oldest first."""
        told: list[str] = []
        address: str | None = f"{self.address}/journal"
        while address:
            self.goes_to(self.coordinator, address)
            told += [line.inner_text() for line in self.coordinator.page.locator(".tl li > p:not(.when)").all()]
            further = self.coordinator.page.locator("a[rel=next]")
            address = further.first.get_attribute("href") if further.count() else None
        marked = self.coordinator.says("%(text)s (demonstration)", text="")
        return [line.removesuffix(marked) for line in reversed(told)]

    def adds_up(self) -> list[Finding]:
        """Name whatever of journal, signatures, seals and files does not add up in the house."""
        with inside(self.house), one_moment():
            return list(verify(None, self.house.clock()))

    @property
    def ref(self) -> str:
        """Give the reference of the partnership."""
        return self.address.rpartition("/")[2]

    # What is done in every stage

    def agrees(self, *cities: str, number: int) -> None:
        """Let the technicians of these cities give their city's word on what stands in the room."""
        for city in cities or self.technicians:
            technician = self.goes_to_room(self.technicians[city], number)
            technician.tap("We agree to this", about=city)
            technician.sees("Your city agrees to what stands here. A later change asks for its word anew.")
            assert technician.named("Take it back", about=city).count() == 1

    def passes(self, number: int, remarks: str) -> None:
        """Let the coordinator see that nothing keeps the gate shut, and decide."""
        coordinator = self.goes_to_room(self.coordinator, number)
        self.room_says(coordinator)
        coordinator.sees("Awaiting decision", within=".track .now")
        coordinator.tap("Pass the gate")
        coordinator.write("Remarks on the decision", remarks)
        coordinator.tap("Pass the gate")
        coordinator.sees(coordinator.says("The gate of stage %(number)s is passed.", number=number))

    def waives(self, number: int, condition: str, reason: str) -> None:
        """Let the coordinator set a condition aside, with a reason that then stands in the room."""
        coordinator = self.goes_to_room(self.coordinator, number)
        coordinator.tap("Waive", about=str(CONDITIONS[condition]))
        coordinator.write("Reason", reason)
        coordinator.tap("Waive this condition")
        coordinator.sees(reason)

    def sends(self, author: Reader) -> None:
        """Let the author of a document send it to the office holders."""
        author.tap("Send for signature")
        author.sees("Who is asked by mail")
        author.tap("Send for signature")
        author.sees("Awaiting signature")

    def signs(self, city: str, duty: str, *confirmed: str, **values: object) -> None:
        """Let a mayor go from the start page to the signature, reading what it confirms."""
        mayor = self.mayors[city]
        self.owes(mayor, duty, **values)
        mayor.sees(*confirmed, within="ol.ask")
        mayor.tap("Sign", within=".dock")
        mayor.give_password()
        mayor.tap("Sign")
        assert mayor.path.endswith("/signed")
        self.owes_no_more(mayor, duty, **values)


OWED = "section:not([aria-labelledby=waiting]) ul.todo li"
"""What somebody owes, apart from what is waited for."""
LETTERS = {
    "p": StageState.PASSED,
    "w": StageState.WAIVED,
    "r": StageState.RETURNED,
    "i": StageState.IN_PROGRESS,
    "-": StageState.NOT_STARTED,
}
