"""What the columns of a list say of partnerships: read for a part of the list or for a whole file, column by column.

Each column makes a number of statements of its own, whatever the number of partnerships.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from tracker.dashboards.layouts import PLANNED
from tracker.dashboards.paging import Query
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import Modality, PartnershipState
from tracker.domain.signing import OPEN_FOR_SIGNATURE
from tracker.domain.stages import STAGES, Phase
from tracker.models.cities import City
from tracker.models.missions import AgreedTask, Mission
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.partnerships import Member, Partnership
from tracker.models.sdg import PartnershipSdg


@dataclass(frozen=True)
class Place:
    """A member city."""

    code: str
    name: str
    country: str


@dataclass
class Facts:
    """One partnership of a list; what no column asks for stays empty.

    `days` since its stage began, None before; `waiting` and `overdue` count sign-offs, `kept` of `due` agreed tasks.
    """

    id: int
    ref: str
    title: str
    has_demonstration: bool
    programme: str
    programme_code: str
    modality: Modality
    theme: str
    stage_number: int
    state: PartnershipState
    starts: PartialDate | None
    ends: PartialDate | None
    last_event_at: datetime
    planned_days: int | None
    days: int | None
    cities: list[Place] = field(default_factory=list)
    goals: list[int] = field(default_factory=list)
    next_mission: tuple[str, date] | None = None
    waiting: int = 0
    overdue: int = 0
    kept: int = 0
    due: int = 0

    @property
    def is_over(self) -> bool:
        """Tell whether the stage takes longer than was planned."""
        return self.days is not None and self.planned_days is not None and self.days > self.planned_days

    @property
    def phase(self) -> Phase:
        """Give the phase to which the stage belongs."""
        return STAGES[self.stage_number - 1].phase

    @property
    def countries(self) -> list[str]:
        """Give the codes of the cities' countries, each once."""
        return list(dict.fromkeys(city.country for city in self.cities))


Rows = Mapping[int, Facts]


def complete(rows: Rows, columns: Iterable[str], ids: Query | None, today: date) -> None:
    """Read what the columns ask for into the rows; `ids` selects their ids, None when there are few: then by number."""
    among: Any = sorted(rows) if ids is None else ids
    for read in dict.fromkeys(READERS[code] for code in columns if code in READERS) if rows else ():
        read(rows, among, today)


def _read_cities(rows: Rows, among: Any, _today: date) -> None:
    query = (
        select(Member.partnership_id, City.code, City.name, City.country)
        .join(City, City.id == Member.city_id)
        .where(Member.partnership_id.in_(among))
        .order_by(Member.partnership_id, Member.position)
    )
    for number, *named in db.session.execute(query):
        rows[number].cities.append(Place(*named))


def _read_goals(rows: Rows, among: Any, _today: date) -> None:
    query = select(PartnershipSdg.partnership_id, PartnershipSdg.code).where(PartnershipSdg.partnership_id.in_(among))
    for number, code in db.session.execute(query):
        if code.isdecimal():
            rows[number].goals.append(int(code))
    for row in rows.values():
        row.goals.sort()


def _read_next_mission(rows: Rows, among: Any, today: date) -> None:
    query = (
        select(Mission.partnership_id, Mission.ref, Mission.first_day)
        .where(Mission.partnership_id.in_(among), Mission.first_day >= today, Mission.state.in_(PLANNED))
        .order_by(Mission.first_day.desc(), Mission.id.desc())
    )
    for number, ref, day in db.session.execute(query):
        rows[number].next_mission = (ref, day) if day else None


def _read_sign_offs(rows: Rows, among: Any, today: date) -> None:
    is_late: ColumnElement[bool] = Slot.due_on < today
    query = (
        select(OfficialDocument.partnership_id, is_late, func.count())
        .select_from(Slot)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .where(
            Slot.closed_at.is_(None),
            OfficialDocument.state.in_(sorted(OPEN_FOR_SIGNATURE)),
            OfficialDocument.partnership_id.in_(among),
        )
        .group_by(OfficialDocument.partnership_id, is_late)
    )
    for number, late, count in db.session.execute(query):
        rows[number].waiting += count
        rows[number].overdue += count if late else 0


def _read_promises(rows: Rows, among: Any, today: date) -> None:
    query = (
        select(Mission.partnership_id, func.count(AgreedTask.done_at), func.count(AgreedTask.id))
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .where(
            Mission.partnership_id.in_(among),
            Mission.state != MissionState.CANCELLED,
            AgreedTask.removed_at.is_(None),
            or_(AgreedTask.done_at.is_not(None), AgreedTask.due_on <= today),
        )
        .group_by(Mission.partnership_id)
    )
    for number, kept, due in db.session.execute(query):
        rows[number].kept, rows[number].due = kept, due


READERS: dict[str, Callable[[Rows, Any, date], None]] = {
    "cities": _read_cities,
    "countries": _read_cities,
    "goals": _read_goals,
    "next_mission": _read_next_mission,
    "waiting": _read_sign_offs,
    "overdue": _read_sign_offs,
    "promises": _read_promises,
}
"""What has to be read beside the partnership itself, by the column that asks for it."""
BASE = (
    Partnership.id,
    Partnership.ref,
    Partnership.title,
    Partnership.has_demonstration,
    Partnership.modality,
    Partnership.theme,
    Partnership.stage_number,
    Partnership.state,
    Partnership.starts,
    Partnership.ends,
    Partnership.last_event_at,
)
