"""How far each partnership is in the demonstration, and when each of its stages began and ended.

The public sources say when a partnership began and what it did; the stages that it is shown in are invented.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.demo.chance import number
from tracker.domain.partnerships import PartnershipState
from tracker.domain.stages import STAGES, StageState
from tracker.models.partnerships import Partnership

ALL_PASSED = len(STAGES) + 1
REPLAYED = "Replayed for the demonstration: according to its sources the project ended in June 2015."
CLOSED = "According to its sources this partnership has ended."
ON_HOLD = "Demonstration: work rests until the new council has met."
DORMANT = "Demonstration: neither city has answered for half a year."


@dataclass(frozen=True)
class Course:
    """The state of a partnership, the stage it works on (7: all are passed), and the days since anything happened."""

    state: PartnershipState
    stage: int
    quiet_days: int
    reason: str = ""


@dataclass(frozen=True)
class Span:
    """One stage in the demonstration; `ends_on` is empty while it is worked on, both are before it has begun."""

    number: int
    state: StageState
    starts_on: date | None = None
    ends_on: date | None = None


ACTIVE = PartnershipState.ACTIVE
COURSES = {
    "mzbr-poa-inh": Course(ACTIVE, 6, 9, REPLAYED),
    "mzbr-can-mat": Course(ACTIVE, 5, 3, REPLAYED),
    "mzbr-gru-don": Course(ACTIVE, 5, 2, REPLAYED),
    "mzbr-gru-nam": Course(ACTIVE, 5, 1, REPLAYED),
    "mzbr-gru-man": Course(ACTIVE, 5, 4, REPLAYED),
    "mzbr-bh-map": Course(ACTIVE, 5, 6, REPLAYED),
    "mzbr-vit-xai": Course(ACTIVE, 4, 12, REPLAYED),
    "mzbr-mga-cad": Course(ACTIVE, 5, 5, REPLAYED),
    "gru-map": Course(ACTIVE, 5, 8),
    "bcn-med": Course(ACTIVE, 6, 14),
    "bcn-hav": Course(ACTIVE, 5, 214),
    "bcn-map": Course(ACTIVE, 5, 7),
    "jnb-llw": Course(PartnershipState.AFTER_CARE, ALL_PASSED, 120, CLOSED),
    "dur-mzu": Course(ACTIVE, 5, 30),
    "kkp-koe-cor": Course(ACTIVE, 5, 260),
    "kkp-koe-rio": Course(ACTIVE, 5, 11),
    "kkp-dor-kum": Course(ACTIVE, 5, 8),
    "kkp-wue-mwa": Course(ACTIVE, 6, 20),
    "kkp-bon-lap": Course(ACTIVE, 5, 16),
    "fi-tre-mwa": Course(ACTIVE, 3, 241),
    "fi-kem-tan": Course(PartnershipState.DORMANT, 2, 230, DORMANT),
    "se-vax-jbm": Course(ACTIVE, 5, 2),
    "se-mal-swa": Course(PartnershipState.EXPLORING, 1, 330),
    "se-gbg-nmb": Course(ACTIVE, 5, 7),
    "se-ale-bud-gha": Course(ACTIVE, 4, 21),
    "se-lyc-hom": Course(PartnershipState.ON_HOLD, 3, 40, ON_HOLD),
    "fr-cham-bcha": Course(ACTIVE, 2, 198),
    "fr-gren-ouag": Course(ACTIVE, 6, 18),
    "fr-lyon-ouag": Course(ACTIVE, 5, 10),
}
"""Partnerships with a story of their own; what happens in them stands in the other modules of the demonstration."""


def course_of(partnership: Partnership) -> Course:
    """Give the course of a partnership: its own, or one that fits what its source says of it."""
    code = partnership.code or partnership.ref
    if code in COURSES:
        return COURSES[code]
    quiet_days = 6 + number(110, code, "quiet")
    if partnership.status_in_source == "closed":
        state = PartnershipState.AFTER_CARE if number(2, code, "closed") else PartnershipState.ENDED
        return Course(state, ALL_PASSED if number(3, code, "closed") else 6, 200 + 3 * quiet_days, CLOSED)
    if partnership.status_in_source == "active" or number(2, code, "state"):
        return Course(ACTIVE, 2 + number(4, code, "stage"), quiet_days)
    return Course(PartnershipState.EXPLORING, 1 + number(2, code, "stage"), quiet_days)


def spans_of(code: str, course: Course, at: datetime) -> tuple[Span, ...]:
    """Give all six stages of a partnership: counted back from its last act, each as long as is usual, more or less."""
    end = (at - timedelta(days=course.quiet_days)).date()
    spans = []
    for stage in reversed(STAGES):
        if stage.number > course.stage:
            spans.append(Span(stage.number, StageState.NOT_STARTED))
            continue
        start = end - timedelta(days=_days(stage.planned_days, stage.number, course, code))
        if stage.number == course.stage:
            spans.append(Span(stage.number, StageState.IN_PROGRESS, start))
        else:
            state = StageState.WAIVED if is_waived(course, stage.number) else StageState.PASSED
            spans.append(Span(stage.number, state, start, end))
        end = start
    return tuple(reversed(spans))


def _days(planned: int, stage: int, course: Course, code: str) -> int:
    if stage == course.stage:
        return 150 + number(90, code, stage) if stage == 5 else 15 + number(45, code, stage)
    return planned * (70 + number(70, code, stage)) // 100


def is_waived(course: Course, stage: int) -> bool:
    """Tell whether the gate of the exchange was passed with a waiver: the source says closed, and no report is kept."""
    return stage == 5 and course.reason == CLOSED
