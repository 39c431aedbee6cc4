"""Missions: kinds, states and the moves between them; dates; when a mission may no longer be changed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.domain.dates import YEARS, PartialDate, Precision
from tracker.domain.signing import OPEN_FOR_SIGNATURE, DocumentState


class MissionKind(StrEnum):
    """What a mission was or will be."""

    TECHNICAL_VISIT = "technical_visit"
    BILATERAL_MEETING = "bilateral_meeting"
    SEMINAR = "seminar"
    HALF_DAY_SEMINAR = "half_day_seminar"
    TRAINING = "training"
    MASTER_CLASS = "master_class"
    LEARNING_EXCHANGE = "learning_exchange"
    POLITICAL_VISIT = "political_visit"
    ONLINE_SESSION = "online_session"
    UNIVERSITY_COLLABORATION = "university_collaboration"
    MUNICIPAL_SUPPORT = "municipal_support"
    PEER_REVIEW_VISIT = "peer_review_visit"


class MissionState(StrEnum):
    """How far a mission is."""

    PROPOSED = "proposed"
    AUTHORISED = "authorised"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    REPORTED = "reported"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why a mission did not take place."""

    FUNDING = "funding"
    VISA = "visa"
    HEALTH_OR_SAFETY = "health_or_safety"
    ELECTION = "election"
    HOST_UNAVAILABLE = "host_unavailable"
    GUEST_UNAVAILABLE = "guest_unavailable"
    MERGED = "merged"
    OTHER = "other"


MOVES = {
    ("proposed", "authorise"): MissionState.AUTHORISED,
    ("proposed", "complete"): MissionState.COMPLETED,
    ("proposed", "cancel"): MissionState.CANCELLED,
    ("authorised", "start"): MissionState.UNDER_WAY,
    ("authorised", "complete"): MissionState.COMPLETED,
    ("authorised", "cancel"): MissionState.CANCELLED,
    ("under_way", "complete"): MissionState.COMPLETED,
    ("under_way", "cancel"): MissionState.CANCELLED,
    ("completed", "report"): MissionState.REPORTED,
    ("reported", "unreport"): MissionState.COMPLETED,
    ("cancelled", "restore"): MissionState.PROPOSED,
}
"""What an act makes of a state; a pair that is not here is refused."""

REPORT_DUE_DAYS = 14
"""Days after the return within which the report is due."""


def mission_ref(partnership_ref: str, number: int) -> str:
    """Give the reference of a partnership's mission: P-0147-M03."""
    return f"{partnership_ref}-M{number:02d}"


def report_due(last_day: date, logged_on: date) -> date:
    """Give the day until which a mission is to be reported: fourteen days after the return.

    A mission that is logged long after it took place gets the fourteen days from its logging.
    """
    return max(last_day, logged_on) + timedelta(days=REPORT_DUE_DAYS)


def moved(state: MissionState, act: str) -> MissionState | None:
    """Give the state that an act leads to, or None when the act is refused in this state."""
    return MOVES.get((state.value, act))


def precision_of(starts: PartialDate | None, ends: PartialDate | None, *, is_range: bool = False) -> Precision:
    """Tell how much is known of a mission's dates: the coarser of the two, or that it lay somewhere in between."""
    if starts is None:
        return Precision.UNKNOWN
    if is_range:
        return Precision.RANGE
    coarsest_first = [Precision.YEAR, Precision.MONTH, Precision.DAY]
    return min((one.precision for one in (starts, ends or starts)), key=coarsest_first.index)


def lies_ahead(starts: PartialDate | None, at: datetime) -> bool:
    """Tell whether dates begin after a moment (UTC); in the easternmost time zone the next day has begun already."""
    return starts is not None and starts.first_day > (at + timedelta(hours=14)).date()


def trouble_with_dates(
    starts: PartialDate | None,
    ends: PartialDate | None,
    *,
    is_range: bool,
    has_taken_place: bool,
    are_needed: bool,
    at: datetime,
) -> tuple[str, str] | None:
    """Give what is wrong with a mission's dates, as the field and the code of a sentence; None when nothing is."""
    if starts is None and ends is not None:
        return "starts", "dates.no_start"
    if starts is None:
        return ("starts", "dates.no_year") if are_needed else None
    for field, written in (("starts", starts), ("ends", ends)):
        if written is not None and written.year not in YEARS:
            return field, "dates.far_year"
    if ends is not None and ends.last_day < starts.first_day:
        return "ends", "dates.disorder"
    if is_range and ends is None:
        return "ends", "dates.no_end"
    if has_taken_place and lies_ahead(starts, at):
        return "starts", "dates.ahead"
    return None


def needs_a_place(kind: MissionKind | None, *, is_elsewhere: bool) -> bool:
    """Tell whether the place of a mission must be written: when none of the cities is host and it is not on line."""
    return is_elsewhere and kind is not MissionKind.ONLINE_SESSION


def whole_weeks(first: date, last: date) -> tuple[date, date]:
    """Give the Monday before the first day and the Sunday after the last, or those days themselves."""
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def is_locked(report_states: Collection[DocumentState]) -> bool:
    """Tell whether a mission stands as its report says it, given the states of all versions.

    So it does while a version is in review or with the office holders, and once one is signed; the draft of the next
    version opens it again.
    """
    if (OPEN_FOR_SIGNATURE | {DocumentState.IN_REVIEW}) & set(report_states):
        return True
    return DocumentState.SIGNED in report_states and DocumentState.DRAFT not in report_states
