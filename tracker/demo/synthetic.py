"""The frame of a synthetic partnership: cities, theme, state and stages, as plain rows that depend on numbers only."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from tracker.db import Base
from tracker.demo.chance import choice, number
from tracker.demo.courses import Course, Span, spans_of
from tracker.demo.scene import CYCLE
from tracker.demo.themes import THEMES, Theme
from tracker.domain.partnerships import Modality, PartnershipState, Post
from tracker.domain.search import folded
from tracker.domain.stages import CLOSED_STATES, STAGES
from tracker.models.partnerships import Member, Partnership, PostHolder
from tracker.models.stages import StageRun

STATES = (
    *[PartnershipState.ACTIVE] * 11,
    *[PartnershipState.EXPLORING] * 3,
    PartnershipState.DORMANT,
    PartnershipState.ON_HOLD,
    *[PartnershipState.AFTER_CARE] * 2,
    *[PartnershipState.ENDED] * 2,
)
"""How often each state comes, of twenty."""
NOON = time(12, tzinfo=UTC)
LATEST_QUIET_DAYS = 120
LONG_QUIET = range(190, 600)
"""One partnership in twelve has been quiet for so many days."""
MADE_UP = "Synthetic, for measuring."


@dataclass(frozen=True)
class Place:
    """A city and the people who act for it."""

    id: int
    code: str
    name: str
    country: str
    timezone: str
    technician_id: int
    technician: str
    mayor_id: int
    mayor: str
    office: str
    mandate_id: int
    mandate_from: date


@dataclass(frozen=True)
class Frame:
    """What all synthetic partnerships are made from; `at` is the moment that they look back from."""

    places: tuple[Place, ...]
    programmes: tuple[int, ...]
    coordinator_id: int
    seed: int
    at: datetime


class Rows(Protocol):
    """Where rows go to."""

    def add(self, table: type[Base], **row: Any) -> int:
        """Take a row."""

    def number(self, table: type[Base], **row: Any) -> int:
        """Take a row, number it, and return its number."""

    def note(self, at: datetime, verb: str, actor_id: int, partnership: int, subject: str, **details: object) -> None:
        """Take a row of the journal."""


@dataclass(frozen=True)
class Draft:
    """One synthetic partnership while it is written."""

    frame: Frame
    rows: Rows
    id: int
    ref: str
    title: str
    cities: tuple[Place, ...]
    theme_code: str
    theme: Theme
    course: Course
    spans: tuple[Span, ...]

    @property
    def today(self) -> date:
        """Give the day of the partnership's last act."""
        return self.frame.at.date() - timedelta(days=self.course.quiet_days)

    def chance(self, below: int, *words: object) -> int:
        """Give a number below another, the same for the same seed, partnership and words."""
        return number(below, self.frame.seed, self.id, *words)

    def moment(self, day: date) -> datetime:
        """Give the middle of a day (UTC), but no moment that lies ahead."""
        return min(datetime.combine(day, NOON), self.frame.at)

    def note(self, on: date, verb: str, actor_id: int, subject: str = "", **details: object) -> None:
        """Write a row of the journal for a day."""
        self.rows.note(self.moment(on), verb, actor_id, self.id, subject or self.ref, **details)


def draft(frame: Frame, rows: Rows, place: int) -> Draft:
    """Choose cities, theme, state and stages of the partnership with a number."""
    key = (frame.seed, place)
    first = number(len(frame.places), *key, "first")
    step = 1 + number(len(frame.places) // 2 - 1, *key, "step")
    size = 3 if number(20, *key, "size") == 0 else 2
    cities = tuple(frame.places[(first + turn * step) % len(frame.places)] for turn in range(size))
    theme = choice(tuple(THEMES), *key, "theme")
    course = _course(key)
    return Draft(
        frame=frame,
        rows=rows,
        id=place,
        ref=f"P-{place:04d}",
        title=f"{' – '.join(city.name for city in cities)} ({place})",
        cities=cities,
        theme_code=theme,
        theme=THEMES[theme],
        course=course,
        spans=spans_of(f"{frame.seed}/{place}", course, frame.at),
    )


def _course(key: tuple[int, int]) -> Course:
    state = choice(STATES, *key, "state")
    if state is PartnershipState.EXPLORING:
        stage = 1 + number(2, *key, "stage")
    elif state in {PartnershipState.AFTER_CARE, PartnershipState.ENDED}:
        stage = 6 + number(2, *key, "stage")
    else:
        stage = 2 + number(5, *key, "stage")
    quiet_days = number(LATEST_QUIET_DAYS, *key, "quiet")
    if number(12, *key, "long quiet") == 0 or state is PartnershipState.DORMANT:
        quiet_days = choice(tuple(LONG_QUIET), *key, "quiet")
    reason = "" if state in {PartnershipState.ACTIVE, PartnershipState.EXPLORING} else MADE_UP
    return Course(state, stage, quiet_days, reason)


def write_frame(one: Draft) -> None:
    """Write the partnership, its members, their technical leads, and the runs of its six stages."""
    course, programmes = one.course, one.frame.programmes
    programme = one.chance(len(programmes) + 1, "programme")
    founded_on = one.spans[0].starts_on or one.today
    one.rows.number(
        Partnership,
        ref=one.ref,
        programme_id=programmes[programme] if programme < len(programmes) else None,
        title=one.title,
        search_text=folded(f"{one.title} {one.ref}"),
        modality=Modality.TRILATERAL if len(one.cities) > 2 else Modality.BILATERAL,
        theme=one.theme_code,
        theme_text=MADE_UP,
        state=course.state,
        state_reason=course.reason,
        state_since=one.moment(founded_on),
        is_public=one.chance(2, "public") == 0,
        has_demonstration=True,
        stage_number=min(course.stage, len(STAGES)),
        last_event_at=one.moment(one.today),
        created_at=one.moment(founded_on),
    )
    for position, city in enumerate(one.cities):
        one.rows.add(Member, partnership_id=one.id, city_id=city.id, position=position)
        lead = {"person_id": city.technician_id, "city_id": city.id, "post": Post.TECHNICAL_LEAD}
        one.rows.number(PostHolder, partnership_id=one.id, **lead)
    one.note(founded_on, "partnership.founded", one.frame.coordinator_id, cities=[city.code for city in one.cities])
    for span in one.spans:
        _write_run(one, span)


def _write_run(one: Draft, span: Span) -> None:
    is_passed = span.state in CLOSED_STATES and span.ends_on is not None
    one.rows.number(
        StageRun,
        partnership_id=one.id,
        cycle=CYCLE,
        number=span.number,
        state=span.state,
        started_on=span.starts_on,
        planned_days=STAGES[span.number - 1].planned_days,
        decided_on=span.ends_on,
        decided_by_id=one.frame.coordinator_id if is_passed else None,
        reason=MADE_UP if is_passed else "",
        is_demonstration=True,
    )
    if span.ends_on is not None:
        subject = f"{one.ref}-C{CYCLE}-S{span.number}"
        one.note(span.ends_on, "gate.passed", one.frame.coordinator_id, subject, cycle=CYCLE, stage=span.number)
