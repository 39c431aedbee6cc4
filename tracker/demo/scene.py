"""What one partnership's part of the demonstration is written with, and the diary that keeps its acts in order."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from tracker.demo.accounts import Cast
from tracker.demo.chance import number
from tracker.demo.courses import Course, Span
from tracker.demo.themes import Theme
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services.journal import record

CYCLE = 1


@dataclass
class Diary:
    """Acts of the demonstration, put down in any order and carried out in the order of their moments."""

    _acts: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _places: Iterator[int] = field(default_factory=count)

    def add(self, at: datetime, act: Callable[[], object]) -> None:
        """Put an act down for a moment; an act may put down later ones."""
        heapq.heappush(self._acts, (at, next(self._places), act))

    def play(self) -> None:
        """Carry out all acts, the earliest first."""
        while self._acts:
            _at, _place, act = heapq.heappop(self._acts)
            act()


@dataclass(frozen=True)
class Scene:
    """One partnership in the demonstration; `at` is the moment of loading."""

    partnership: Partnership
    course: Course
    spans: tuple[Span, ...]
    theme: Theme
    cast: Cast
    diary: Diary
    at: datetime

    @property
    def code(self) -> str:
        """Give the partnership's code in the data files."""
        return self.partnership.code or self.partnership.ref

    @property
    def cities(self) -> list[City]:
        """List the member cities in their order."""
        return self.partnership.cities

    def technician(self, city: City) -> Person:
        """Give a city's technician."""
        return self.cast.technicians[city.code]

    def has_passed(self, stage: int) -> bool:
        """Tell whether the gate of a stage is passed."""
        return stage < self.course.stage

    def has_begun(self, stage: int) -> bool:
        """Tell whether a stage is worked on or passed."""
        return stage <= self.course.stage

    def day(self, stage: int, percent: int) -> date:
        """Give a day within a stage that has begun, counted from its first to its last or present day."""
        span = self.spans[stage - 1]
        last = span.ends_on or (self.at - timedelta(days=self.course.quiet_days)).date()
        first = span.starts_on or last
        return first + (last - first) * percent / 100

    def moment(self, stage: int, percent: int, what: str = "") -> datetime:
        """Give a moment in working hours on such a day; never later than the loading."""
        return self.hour(self.day(stage, percent), what)

    def hour(self, day: date, what: str = "") -> datetime:
        """Give a moment in the working hours of a day; never later than the loading."""
        minute = 8 * 60 + number(9 * 60, self.code, what)
        moment = datetime.combine(day, time(minute // 60, minute % 60), UTC)
        return min(moment, self.at)

    def note(self, at: datetime, verb: str, actor: Person, subject: str = "", **details: object) -> None:
        """Put a row of the journal into the diary, marked as demonstration."""

        def write() -> None:
            record(
                verb,
                actor=actor,
                at=at,
                partnership=self.partnership,
                subject=subject or self.partnership.ref,
                details=details,
                is_demonstration=True,
            )

        self.diary.add(at, write)

    def note_room(self, at: datetime, verb: str, actor: Person, stage: int, **details: object) -> None:
        """Put a row about a stage into the diary."""
        subject = f"{self.partnership.ref}-C{CYCLE}-S{stage}"
        self.note(at, verb, actor, subject, cycle=CYCLE, stage=stage, **details)
