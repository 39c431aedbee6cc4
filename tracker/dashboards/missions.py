"""Missions as lists show them, and what the page of one mission needs beside the mission itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, false, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.dashboards.paging import Window
from tracker.db import db
from tracker.domain import missions
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionKind, MissionState
from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.people import Role
from tracker.domain.signing import DocumentState
from tracker.models.cities import City
from tracker.models.missions import AgreedTask, Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission, Standing, allows
from tracker.scopes import partnerships_seen
from tracker.sentences import gettext as _
from tracker.words import word

MARKS = {
    MissionState.PROPOSED: "not_started",
    MissionState.AUTHORISED: "in_progress",
    MissionState.UNDER_WAY: "in_progress",
    MissionState.COMPLETED: "awaiting",
    MissionState.REPORTED: "done",
    MissionState.CANCELLED: "returned",
}
"""Which status mark a mission's state has; a completed one waits for its report."""
USUAL_SORT = "newest"
SORTS: dict[str, tuple[UnaryExpression[Any] | ColumnElement[Any], ...]] = {
    "newest": (Mission.first_day.desc().nulls_last(),),
    "oldest": (Mission.first_day.asc().nulls_last(),),
    "ref": (Mission.ref.asc(),),
}
"""Orders that an address may ask for; the id always decides last."""
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


@dataclass(frozen=True)
class MissionRow:
    """One mission of a list; `report_ref` and `report_state` are those of the newest version, None without any."""

    ref: str
    name: str
    kind: MissionKind
    state: MissionState
    starts: PartialDate | None
    ends: PartialDate | None
    precision: Precision
    place: str
    partnership_ref: str
    partnership_title: str
    open_tasks: int
    report_ref: str | None
    report_state: DocumentState | None
    is_demonstration: bool

    @property
    def href(self) -> str:
        """Give the address of the mission's page."""
        return f"/missions/{self.ref}"

    @property
    def status(self) -> tuple[str, str]:
        """Give the mark and the word of its state."""
        return MARKS[self.state], word(self.state)


@dataclass(frozen=True)
class MissionFilters:
    """What the list is narrowed to; an empty value leaves a filter out. Field names are those of the address."""

    state: str = ""
    kind: str = ""
    year: str = ""
    partnership: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "MissionFilters":
        """Read the filters from an address; what is no state, kind or year is left out."""
        found = cls(**{one.name: asked.get(one.name, "").strip() for one in fields(cls)})
        year = found.year if found.year.isascii() and found.year.isdecimal() and len(found.year) == 4 else ""
        return replace(
            found,
            state=found.state if found.state in set(MissionState) else "",
            kind=found.kind if found.kind in set(MissionKind) else "",
            year=year if year and EARLIEST_YEAR <= int(year) <= LATEST_YEAR else "",
            partnership=found.partnership[:40],
        )

    @property
    def query(self) -> dict[str, str]:
        """Give what is asked for as an address writes it, without what is left out."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name)}

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on `Mission` and `Partnership`."""
        found: list[ColumnElement[bool]] = []
        if self.state:
            found.append(Mission.state == self.state)
        if self.kind:
            found.append(Mission.kind == self.kind)
        if self.partnership:
            found.append(Partnership.ref == self.partnership)
        if self.year:
            year = int(self.year)
            found += [Mission.first_day <= date(year, 12, 31), Mission.last_day >= date(year, 1, 1)]
        return found


def mission_name(kind: MissionKind, title: str, place: str) -> str:
    """Give what a mission is called: its title, else kind and place."""
    if title or not place:
        return title or word(kind)
    return _("%(kind)s, %(place)s", kind=word(kind), place=place)


def reach(standing: Standing) -> ColumnElement[bool]:
    """Give the condition on `Partnership` for whose missions a person may see: having signed there is not enough."""
    return partnerships_seen(replace(standing, signed=frozenset()))


def places_to_log(standing: Standing) -> Select[Any]:
    """Give the query for reference and title of the live partnerships whose missions a person may log, by title."""
    at_work = replace(standing, offices=frozenset(), observed=frozenset(), signed=frozenset())
    scope = false() if standing.role is Role.ADMINISTRATOR else partnerships_seen(at_work)
    columns: tuple[Any, ...] = (Partnership.ref, Partnership.title)
    live = Partnership.state.in_(sorted(LIVE_STATES))
    return select(*columns).where(scope, live).order_by(Partnership.search_text, Partnership.id)


def missions_of(partnership: Partnership, standing: Standing, limit: int | None = None) -> list[MissionRow]:
    """List a partnership's missions, the newest first; empty when the person may not see them. One statement."""
    if not allows(standing, Permission.MISSION_VIEW, partnership):
        return []
    query = _rows().where(Mission.partnership_id == partnership.id).order_by(*SORTS[USUAL_SORT], Mission.id.desc())
    return _read(query.limit(limit))


def count_missions(standing: Standing, filters: MissionFilters) -> int:
    """Count the missions that a person may see and asks for."""
    query = select(func.count()).select_from(Mission).join(Partnership, Partnership.id == Mission.partnership_id)
    return db.session.scalar(query.where(reach(standing), *filters.conditions())) or 0


def mission_rows(standing: Standing, filters: MissionFilters, window: Window, sort: str) -> list[MissionRow]:
    """List a part of the missions that a person may see and asks for, in one of `SORTS`; one statement."""
    query = _rows().where(reach(standing), *filters.conditions()).order_by(*SORTS[sort], Mission.id.desc())
    return _read(window.of(query))


def _rows() -> Select[Any]:
    newest = (
        select(func.max(OfficialDocument.number))
        .where(OfficialDocument.mission_id == Mission.id)
        .correlate(Mission)
        .scalar_subquery()
    )
    open_tasks = (
        select(func.count(AgreedTask.id))
        .where(AgreedTask.mission_id == Mission.id, AgreedTask.done_at.is_(None), AgreedTask.removed_at.is_(None))
        .correlate(Mission)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (
        Mission.ref,
        Mission.title,
        Mission.kind,
        Mission.state,
        Mission.starts,
        Mission.ends,
        Mission.date_precision,
        Mission.place,
        func.coalesce(City.name, ""),
        Partnership.ref,
        Partnership.title,
        open_tasks,
        OfficialDocument.ref,
        OfficialDocument.state,
        Mission.is_demonstration,
    )
    return (
        select(*columns)
        .select_from(Mission)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .outerjoin(City, City.id == Mission.host_city_id)
        .outerjoin(OfficialDocument, and_(OfficialDocument.mission_id == Mission.id, OfficialDocument.number == newest))
    )


def _read(query: Select[Any]) -> list[MissionRow]:
    found = []
    for ref, title, kind, state, starts, ends, precision, place, host, *others in db.session.execute(query):
        where = host or place
        found.append(
            MissionRow(ref, mission_name(kind, title, where), kind, state, starts, ends, precision, where, *others)
        )
    return found


def report_versions(mission: Mission, standing: Standing) -> list[OfficialDocument]:
    """List the versions of a mission's report that a person may read, the newest first; two statements."""
    query = (
        select(OfficialDocument)
        .where(OfficialDocument.mission_id == mission.id)
        .options(selectinload(OfficialDocument.slots))
        .order_by(OfficialDocument.number.desc())
    )
    found = db.session.scalars(query).unique()
    return [one for one in found if allows(standing, Permission.REPORT_VIEW, one)]


def report_states(mission: Mission) -> set[DocumentState]:
    """Give the states of all versions of a mission's report, whoever may read them."""
    return set(db.session.scalars(select(OfficialDocument.state).where(OfficialDocument.mission_id == mission.id)))


def report_due(mission: Mission) -> date | None:
    """Give the day until which a mission that took place is to be reported; None for any other."""
    if mission.state is not MissionState.COMPLETED or mission.last_day is None:
        return None
    return missions.report_due(mission.last_day, mission.logged_at.date())


def owed_before(mission: Mission) -> list[AgreedTask]:
    """List what the cities still owe from other missions, for the agenda of this one; one statement.

    What is due first comes first; a cancelled mission leaves nothing owed.
    """
    query = (
        select(AgreedTask)
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .where(
            Mission.partnership_id == mission.partnership_id,
            Mission.id != mission.id,
            Mission.state != MissionState.CANCELLED,
            AgreedTask.done_at.is_(None),
            AgreedTask.removed_at.is_(None),
        )
        .options(contains_eager(AgreedTask.mission), joinedload(AgreedTask.city))
        .order_by(AgreedTask.due_on.asc().nulls_last(), AgreedTask.id)
    )
    return list(db.session.scalars(query))


def length_of(mission: Mission) -> int | None:
    """Count the days of a mission whose days are known exactly, its first and last included; None otherwise."""
    if mission.date_precision is not Precision.DAY or mission.first_day is None or mission.last_day is None:
        return None
    return (mission.last_day - mission.first_day).days + 1
