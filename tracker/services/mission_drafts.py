"""What people say about a mission, as the services take it: plain records, not stored yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionKind


@dataclass(frozen=True)
class DelegateDraft:
    """Somebody of the delegation; `city_id` is the side, None for those who belong to none of the cities."""

    city_id: int | None
    name: str
    organisation: str = ""
    function: str = ""
    payer: str = ""


@dataclass(frozen=True)
class TaskDraft:
    """An agreed task; `id` is None for a new one, and a stored one whose `what` is empty is taken away."""

    id: int | None
    what: str
    who: str
    city_id: int
    due_on: date | None = None
    amount_cents: int | None = None
    currency: str = ""
    bearer: str = ""


@dataclass(frozen=True)
class MissionDraft:
    """All that people say about a mission; tasks that are not named here stay as they are."""

    kind: MissionKind
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    precision: Precision = Precision.UNKNOWN
    title: str = ""
    place: str = ""
    host_city_id: int | None = None
    purpose: str = ""
    theme: str = ""
    agenda: str = ""
    decisions: str = ""
    findings: str = ""
    participants: str = ""
    delegates: Sequence[DelegateDraft] = ()
    tasks: Sequence[TaskDraft] = ()
