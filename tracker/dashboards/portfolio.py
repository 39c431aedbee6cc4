"""The coordinator's portfolio: what needs attention in a selection of partnerships, and what is planned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, func, literal_column, or_, select

from tracker.dashboards.decisions import Awaited, awaited
from tracker.dashboards.filters import CURRENT_STATES, Selection
from tracker.dashboards.leadership import OfficeChanges, office_changes
from tracker.dashboards.options import ProgrammeOption
from tracker.dashboards.paging import Query, Window
from tracker.dashboards.pipeline import Pipeline, pipeline, quiet_before, quiet_ones
from tracker.dashboards.sign_offs import SignOff, Waiting, sign_offs, waiting
from tracker.db import built_once, db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import REPORT_DUE_DAYS, MissionKind, MissionState, report_due
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.models.cities import City
from tracker.models.counts import CountedPartnership, PartnershipCount
from tracker.models.missions import Mission
from tracker.models.partnerships import Member, Partnership

SHOWN = Window(size=6)
"""How much of each list the dashboard shows; the whole list is one link away."""
PLANNED_DAYS = 30
PLANNED_STATES = (MissionState.PROPOSED, MissionState.AUTHORISED, MissionState.UNDER_WAY)
ENDED_BEFORE = bindparam("ended_before", type_=Date)
LOGGED_BEFORE = bindparam("logged_before", type_=Mission.logged_at.type)
IS_LIVE = Partnership.state.in_(sorted(LIVE_STATES))
IS_COMPLETED: ColumnElement[bool] = literal_column("mission.state = 'completed'")
"""The condition of an index in its own words: databases do not look for it behind a parameter."""


@dataclass(frozen=True)
class MissionRow:
    """One mission of a list; `days_over` counts from the day its report was due, 0 before it."""

    ref: str
    title: str
    kind: MissionKind
    state: MissionState
    starts: PartialDate | None
    ends: PartialDate | None
    precision: Precision
    first_day: date | None
    place: str
    host: str
    partnership_ref: str
    partnership_title: str
    days_over: int
    is_demonstration: bool


@dataclass(frozen=True)
class QuietRow:
    """A live partnership in which nothing happened for a long time; `days` since its last event."""

    ref: str
    title: str
    state: PartnershipState
    stage_number: int
    last_event_at: datetime
    days: int


@dataclass(frozen=True)
class Portfolio:
    """Everything on the dashboard, over one selection and as of one moment."""

    pipeline: Pipeline
    cities: int
    decisions: Awaited
    waiting: Waiting
    sign_offs: list[SignOff]
    unreported: int
    unreported_rows: list[MissionRow]
    changes: OfficeChanges
    planned_rows: list[MissionRow]


def portfolio(selection: Selection, programmes: Sequence[ProgrammeOption], now: datetime) -> Portfolio:
    """Gather the dashboard; a fixed number of statements, whatever the number of rows."""
    today = now.date()
    open_sign_offs = waiting(selection, today)
    return Portfolio(
        pipeline=pipeline(selection, programmes, open_sign_offs.overdue_by_place, now),
        cities=count_cities(selection),
        decisions=awaited(selection, now),
        waiting=open_sign_offs,
        sign_offs=sign_offs(selection, "", SHOWN, today),
        unreported=count_unreported(selection, today),
        unreported_rows=rows_of(_shown(unreported, selection), today),
        changes=office_changes(selection, SHOWN, today),
        planned_rows=rows_of(_shown(planned, selection), today),
    )


def count_cities(selection: Selection) -> int:
    """Count the member cities of the selection's partnerships that live or are in after-care."""
    return db.session.scalar(_cities(selection)) or 0


@built_once
def _cities(selection: Selection) -> Query:
    states = selection.filters.states or CURRENT_STATES
    of_city = (
        select(Member.city_id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(Member.city_id == City.id, Partnership.state.in_(sorted(states)), *selection.conditions)
    )
    return select(func.count()).select_from(City).where(of_city.exists())


def days(today: date) -> dict[str, Any]:
    """Give the days that the statements about missions name."""
    return {
        "today": today,
        "planned_until": today + timedelta(days=PLANNED_DAYS),
        "ended_before": today - timedelta(days=REPORT_DUE_DAYS),
        "logged_before": datetime.combine(today, time(), UTC) - timedelta(days=REPORT_DUE_DAYS),
    }


@built_once
def unreported(selection: Selection) -> Query:
    """Select the missions of live partnerships whose report was due before today and is not written."""
    missions = _completed(selection).where(Mission.last_day < ENDED_BEFORE, Mission.logged_at < LOGGED_BEFORE)
    return missions.order_by(Mission.last_day, Mission.id)


def count_unreported(selection: Selection, today: date) -> int:
    """Count what `unreported` selects."""
    return db.session.scalar(_count_of_unreported(selection), days(today)) or 0


@built_once
def _count_of_unreported(selection: Selection) -> Query:
    """Count all missions without a report, from the counts that are kept, less the few whose report is not due yet."""
    without = _without_report(selection).scalar_subquery()
    logged_lately = _missions(selection).where(IS_COMPLETED, Mission.logged_at >= LOGGED_BEFORE, IS_LIVE)
    is_recent = or_(Mission.last_day >= ENDED_BEFORE, Mission.last_day.is_(None))
    ended_lately = _completed(selection).where(is_recent, Mission.logged_at < LOGGED_BEFORE)
    return select(without - _count_of(logged_lately).scalar_subquery() - _count_of(ended_lately).scalar_subquery())


def _without_report(selection: Selection) -> Query:
    if selection.is_counted:
        kind = PartnershipCount
        live = (*selection.counted(kind), kind.state.in_(sorted(LIVE_STATES)))
        return select(func.coalesce(func.sum(kind.unreported), 0)).where(*live)
    total = select(func.coalesce(func.sum(CountedPartnership.unreported), 0))
    of = total.join(Partnership, Partnership.id == CountedPartnership.partnership_id)
    return of.where(IS_LIVE, *selection.conditions)


@built_once
def planned(selection: Selection) -> Query:
    """Select the missions that begin from today on, within `PLANNED_DAYS`."""
    first_day = Mission.first_day.between(bindparam("today", type_=Date), bindparam("planned_until", type_=Date))
    missions = _missions(selection).where(first_day, Mission.state.in_(PLANNED_STATES))
    return missions.order_by(Mission.first_day, Mission.id)


def _completed(selection: Selection) -> Query:
    return _missions(selection).where(Mission.state == MissionState.COMPLETED, IS_LIVE)


def _missions(selection: Selection) -> Query:
    return select(Mission.id).join(Partnership, Partnership.id == Mission.partnership_id).where(*selection.conditions)


def count_missions(missions: Query, today: date) -> int:
    """Count the missions that a query selects."""
    return db.session.scalar(_count_of(missions), days(today)) or 0


def _count_of(missions: Query) -> Query:
    return missions.order_by(None).with_only_columns(func.count())


@built_once
def _shown(which: Callable[[Selection], Query], selection: Selection, window: Window = SHOWN) -> Query:
    return listed(which(selection), window)


def mission_rows(missions: Query, window: Window, today: date) -> list[MissionRow]:
    """List the missions that a query selects, in its order; one statement."""
    return rows_of(listed(missions, window), today)


def rows_of(statement: Query, today: date) -> list[MissionRow]:
    """Run a statement of `listed`."""
    return [_mission_row(row, today) for row in db.session.execute(statement, days(today))]


def listed(missions: Query, window: Window) -> Query:
    """Select what a list shows of a part of the missions."""
    query = missions.with_only_columns(
        Mission.ref,
        Mission.title,
        Mission.kind,
        Mission.state,
        Mission.starts,
        Mission.ends,
        Mission.date_precision,
        Mission.first_day,
        Mission.last_day,
        Mission.logged_at,
        Mission.place,
        City.name.label("host"),
        Partnership.ref.label("partnership_ref"),
        Partnership.title.label("partnership_title"),
        Mission.is_demonstration,
    ).outerjoin(City, City.id == Mission.host_city_id)
    return window.of(query)


def _mission_row(row: Any, today: date) -> MissionRow:
    over = (today - report_due(row.last_day, row.logged_at.date())).days if row.last_day else 0
    return MissionRow(
        ref=row.ref,
        title=row.title,
        kind=row.kind,
        state=row.state,
        starts=row.starts,
        ends=row.ends,
        precision=row.date_precision,
        first_day=row.first_day,
        place=row.place,
        host=row.host or "",
        partnership_ref=row.partnership_ref,
        partnership_title=row.partnership_title,
        days_over=max(0, over),
        is_demonstration=row.is_demonstration,
    )


def count_quiet(selection: Selection, now: datetime) -> int:
    """Count the live partnerships of the selection that have gone quiet."""
    return db.session.scalar(quiet_ones(selection, func.count()), {"quiet_before": quiet_before(now)}) or 0


def quiet(selection: Selection, window: Window, now: datetime) -> list[QuietRow]:
    """List the live partnerships that have gone quiet, the quietest first; one statement."""
    query = quiet_ones(
        selection,
        Partnership.ref,
        Partnership.title,
        Partnership.state,
        Partnership.stage_number,
        Partnership.last_event_at,
    ).order_by(Partnership.last_event_at, Partnership.id)
    return [
        QuietRow(ref, title, state, stage_number, last, (now - last).days)
        for ref, title, state, stage_number, last in db.session.execute(
            window.of(query), {"quiet_before": quiet_before(now)}
        )
    ]
