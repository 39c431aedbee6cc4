"""What each kind of mission is asked besides what every mission is asked: the learning formats of the guide.

Answers are kept by the code of the field, so a field can be asked of several kinds, and a change of the kind hides
answers without losing them.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.missions import MissionKind


class FieldShape(StrEnum):
    """How a field is answered."""

    LINE = "line"
    TEXT = "text"
    COUNT = "count"
    LINK = "link"


@dataclass(frozen=True)
class OwnField:
    """A field by its stable code."""

    code: str
    shape: FieldShape


GOAL = OwnField("learning_goal", FieldShape.LINE)
TEACHERS = OwnField("teachers", FieldShape.TEXT)
SPEAKERS = OwnField("speakers", FieldShape.TEXT)
SERVICES = OwnField("services_visited", FieldShape.TEXT)
COUNTERPARTS = OwnField("counterparts_met", FieldShape.TEXT)
EXPECTED = OwnField("people_expected", FieldShape.COUNT)
REACHED = OwnField("people_reached", FieldShape.COUNT)
MATERIALS = OwnField("materials", FieldShape.LINK)
PLATFORM = OwnField("platform", FieldShape.LINE)
RECORDING = OwnField("recording", FieldShape.LINK)
UNIVERSITY = OwnField("university", FieldShape.LINE)
STUDY = OwnField("study", FieldShape.TEXT)
SESSIONS_PLANNED = OwnField("sessions_planned", FieldShape.COUNT)
DIMENSIONS = OwnField("dimensions_reviewed", FieldShape.TEXT)
REVIEWERS = OwnField("reviewers", FieldShape.TEXT)
RECOMMENDATIONS = OwnField("recommendations", FieldShape.TEXT)

OWN_FIELDS: dict[MissionKind, tuple[OwnField, ...]] = {
    MissionKind.TECHNICAL_VISIT: (SERVICES, COUNTERPARTS),
    MissionKind.BILATERAL_MEETING: (COUNTERPARTS,),
    MissionKind.SEMINAR: (SPEAKERS, EXPECTED, REACHED, MATERIALS),
    MissionKind.HALF_DAY_SEMINAR: (SPEAKERS, EXPECTED, REACHED, MATERIALS),
    MissionKind.TRAINING: (GOAL, TEACHERS, REACHED, MATERIALS),
    MissionKind.MASTER_CLASS: (GOAL, TEACHERS, REACHED, MATERIALS),
    MissionKind.LEARNING_EXCHANGE: (GOAL, SERVICES, REACHED),
    MissionKind.POLITICAL_VISIT: (COUNTERPARTS,),
    MissionKind.ONLINE_SESSION: (PLATFORM, REACHED, RECORDING),
    MissionKind.UNIVERSITY_COLLABORATION: (UNIVERSITY, STUDY, MATERIALS),
    MissionKind.MUNICIPAL_SUPPORT: (GOAL, TEACHERS, SESSIONS_PLANNED),
    MissionKind.PEER_REVIEW_VISIT: (DIMENSIONS, REVIEWERS, RECOMMENDATIONS),
}
"""The fields of each kind, in the order in which they are asked."""

IN_SESSIONS = frozenset({MissionKind.MUNICIPAL_SUPPORT, MissionKind.UNIVERSITY_COLLABORATION})
"""Kinds that are held in many sessions, each with its day, length and contents."""

USUAL_DAYS = {MissionKind.MASTER_CLASS: 3, MissionKind.HALF_DAY_SEMINAR: 1}
"""How many days a kind takes by its format; another length is told, not refused."""


def own_fields(kind: MissionKind) -> tuple[OwnField, ...]:
    """Give the fields of a kind."""
    return OWN_FIELDS[kind]


def unusual_days(kind: MissionKind, days: int | None) -> int | None:
    """Give how many days a kind usually takes when a mission of so many days differs from that; None otherwise."""
    usual = USUAL_DAYS.get(kind)
    return usual if usual is not None and days is not None and days != usual else None
