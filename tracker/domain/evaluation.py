"""Words of assessing and evaluating: notes, verdicts, severities."""

from enum import StrEnum


class NoteKind(StrEnum):
    """What an evaluation note says."""

    WORKED = "worked"
    FAILED = "failed"
    LESSON = "lesson"
    RECOMMENDATION = "recommendation"
    OBSERVATION = "observation"


class Visibility(StrEnum):
    """Who may read an evaluation note: its author, the partnership, or everyone."""

    PRIVATE = "private"
    PARTNERS = "partners"
    PUBLIC = "public"


class Verdict(StrEnum):
    """How two or more cities compare in one dimension."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"


class Severity(StrEnum):
    """How badly a need presses."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Part(StrEnum):
    """What a city does in a priority."""

    TEACHES = "teaches"
    LEARNS = "learns"


HIGHEST_RATING = 5
"""Effectiveness is rated from 1 (not at all) to this."""
