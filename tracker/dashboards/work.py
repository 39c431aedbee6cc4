"""What lies in the rooms of stages 4 to 6, as pages show it: work plan, instruments, results, ratings, times.

Each function makes a number of statements that does not depend on how much there is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from tracker.dashboards.missions import mission_name
from tracker.dashboards.rooms import kept
from tracker.dashboards.stages import elapsed_days
from tracker.db import db
from tracker.domain.missions import MissionState
from tracker.domain.stages import StageState
from tracker.domain.timetable import Timetable, timetable
from tracker.domain.work_plan import Planned, Slip, Slippage, slippages
from tracker.i18n import days
from tracker.models.cities import City
from tracker.models.missions import AgreedTask, Mission
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Rating
from tracker.models.stages import StageRun
from tracker.models.work import Activity, Cost, Dependency, Instrument, Responsible, Result
from tracker.sentences import gettext as _


@dataclass(frozen=True)
class CostRow:
    """What something costs and what was spent, in cents of `currency`; `bearer` is empty while that is open."""

    what: str
    amount_cents: int
    currency: str
    bearer: str
    spent_cents: int | None


@dataclass(frozen=True)
class ActivityRow:
    """One line of the work plan; `answering` holds who answers for it by the city's id.

    `waits_for` names the activities that must end first, `slips` says how it departs from the plan today.
    """

    id: int
    title: str
    starts_on: date | None
    ends_on: date | None
    result: str
    objective_id: int | None
    is_demonstration: bool
    began_on: date | None
    finished_on: date | None
    answering: Mapping[int, str]
    costs: Sequence[CostRow]
    waits_for: Sequence[str]
    slips: Sequence[str]


@dataclass(frozen=True)
class RatingRow:
    """How effective a city found an instrument, 1 to 5, and why."""

    score: int
    reason: str
    is_on_behalf: bool
    is_demonstration: bool


@dataclass(frozen=True)
class InstrumentRow:
    """One instrument or practice that passed from one city to another, with its ratings by the city's id."""

    id: int
    title: str
    from_city: str
    to_city: str
    edition: str
    legal_status: str
    adaptation: str
    piloted_in: str
    piloted_on: date | None
    mission_ref: str | None
    is_demonstration: bool
    ratings: Mapping[int, RatingRow]


@dataclass(frozen=True)
class ResultRow:
    """One result: what was expected, what was achieved, how that is known, and of which activity."""

    id: int
    expected: str
    achieved: str
    evidence: str
    activity: str | None
    is_demonstration: bool


@dataclass(frozen=True)
class StageTime:
    """How long a stage was planned to take, and took or has taken so far, in days; None before it starts.

    `usual_days` is the median in `cases` partnerships of the same programme, None while they are too few.
    """

    number: int
    state: StageState
    planned_days: int
    actual_days: int | None
    is_over: bool
    usual_days: float | None
    cases: int


@dataclass(frozen=True)
class Promises:
    """Of a city's agreed tasks that are done or whose day has come: how many there are, and how many are done."""

    city: str
    kept: int
    due: int


FEWEST_CASES = 5
"""A median of fewer cases is not shown."""


def activities_of(partnership: Partnership, cycle: int, today: date) -> list[ActivityRow]:
    """List the work plan of a cycle as of `today`, the earliest first and the undated last; four statements."""
    condition = kept(Activity, partnership, cycle)
    answering: dict[int, dict[int, str]] = defaultdict(dict)
    responsibles = select(Responsible.activity_id, Responsible.city_id, Responsible.name)
    for activity_id, city_id, name in db.session.execute(
        responsibles.join(Activity, and_(Activity.id == Responsible.activity_id, condition))
    ):
        answering[activity_id][city_id] = name
    spent: dict[int, list[CostRow]] = defaultdict(list)
    costs = select(Cost.activity_id, Cost.what, Cost.amount_cents, Cost.currency, Cost.bearer, Cost.spent_cents)
    for row in db.session.execute(
        costs.join(Activity, and_(Activity.id == Cost.activity_id, condition)).order_by(Cost.id)
    ):
        spent[row.activity_id].append(CostRow(*row[1:]))
    names = [
        name for name in ActivityRow.__dataclass_fields__ if name not in {"answering", "costs", "waits_for", "slips"}
    ]
    rows = select(*(getattr(Activity, name) for name in names)).where(condition)
    found = db.session.execute(rows.order_by(Activity.starts_on.asc().nulls_last(), Activity.id)).mappings().all()
    waits = _waits(condition)
    titles = {row["id"]: row["title"] for row in found}
    planned = {
        row["id"]: Planned(row["starts_on"], row["ends_on"], row["began_on"], row["finished_on"]) for row in found
    }
    return [
        ActivityRow(
            **row,
            answering=answering[row["id"]],
            costs=spent[row["id"]],
            waits_for=[titles[one] for one in before],
            slips=[
                slip_words(one, titles[before[one.place]] if one.place is not None else "")
                for one in slippages(planned[row["id"]], [planned[one] for one in before], today)
            ],
        )
        for row in found
        for before in [[one for one in waits[row["id"]] if one in titles]]
    ]


def _waits(condition: ColumnElement[bool]) -> dict[int, list[int]]:
    """Give the ids of what each activity waits for, by its own id; one statement."""
    query = select(Dependency.activity_id, Dependency.before_id).join(
        Activity, and_(Activity.id == Dependency.activity_id, condition)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for activity_id, before_id in db.session.execute(query.order_by(Dependency.before_id)):
        found[activity_id].append(before_id)
    return found


def timetable_of(activities: Sequence[ActivityRow], today: date) -> Timetable | None:
    """Lay the work plan out as bars, one line for each activity; None while nothing has a day."""
    return timetable([Planned(it.starts_on, it.ends_on, it.began_on, it.finished_on) for it in activities], today)


def slip_words(of: Slippage, before: str) -> str:
    """Say how an activity departs from the plan; `before` is the title of what it waits for."""
    words = {
        Slip.BEGUN_LATE: _("begun %(days)s late", days=days(of.days)),
        Slip.NOT_BEGUN: _("should have begun %(days)s ago", days=days(of.days)),
        Slip.FINISHED_LATE: _("finished %(days)s late", days=days(of.days)),
        Slip.NOT_FINISHED: _("should have been finished %(days)s ago", days=days(of.days)),
        Slip.BEFORE_ITS_TURN: _("begins %(days)s before %(activity)s ends", days=days(of.days), activity=before),
    }
    return words[of.slip]


def instruments_of(partnership: Partnership, cycle: int) -> list[InstrumentRow]:
    """List the instruments exchanged in a cycle, with their ratings, the oldest first; two statements."""
    condition = kept(Instrument, partnership, cycle)
    rated: dict[int, dict[int, RatingRow]] = defaultdict(dict)
    ratings = select(
        Rating.instrument_id, Rating.city_id, Rating.score, Rating.reason, Rating.is_on_behalf, Rating.is_demonstration
    ).join(Instrument, and_(Instrument.id == Rating.instrument_id, condition))
    for row in db.session.execute(ratings):
        rated[row.instrument_id][row.city_id] = RatingRow(*row[2:])
    giver, taker = aliased(City), aliased(City)
    rows = (
        select(
            Instrument.id,
            Instrument.title,
            giver.name,
            taker.name,
            Instrument.edition,
            Instrument.legal_status,
            Instrument.adaptation,
            Instrument.piloted_in,
            Instrument.piloted_on,
            Mission.ref,
            Instrument.is_demonstration,
        )
        .join(giver, giver.id == Instrument.from_city_id)
        .join(taker, taker.id == Instrument.to_city_id)
        .outerjoin(Mission, Mission.id == Instrument.mission_id)
        .where(condition)
        .order_by(Instrument.id)
    )
    return [InstrumentRow(*row, rated[row.id]) for row in db.session.execute(rows)]


def activity_choices(partnership: Partnership) -> list[tuple[int, str]]:
    """List id and title of the activities of the present cycle, for a choice; one statement."""
    query = select(Activity.id, Activity.title).where(kept(Activity, partnership, partnership.cycle))
    return [(number, title) for number, title in db.session.execute(query.order_by(Activity.id))]


def mission_choices(partnership: Partnership) -> list[tuple[int, str]]:
    """List id and name of the missions that were not cancelled, for a choice; one statement."""
    query = select(Mission.id, Mission.ref, Mission.kind, Mission.title, Mission.place).where(
        Mission.partnership_id == partnership.id, Mission.state != MissionState.CANCELLED
    )
    return [
        (number, f"{ref}: {mission_name(kind, title, place)}")
        for number, ref, kind, title, place in db.session.execute(query.order_by(Mission.number))
    ]


def results_of(partnership: Partnership, cycle: int) -> list[ResultRow]:
    """List the results of a cycle, the oldest first; one statement."""
    rows = (
        select(
            Result.id,
            Result.expected,
            Result.achieved,
            Result.evidence,
            Activity.title,
            Result.is_demonstration,
        )
        .outerjoin(Activity, and_(Activity.id == Result.activity_id, Activity.removed_at.is_(None)))
        .where(kept(Result, partnership, cycle))
        .order_by(Result.id)
    )
    return [ResultRow(*row) for row in db.session.execute(rows)]


def usual_days(partnership: Partnership) -> dict[int, list[int]]:
    """Give how many days each stage took in the other partnerships of the programme whose gates are passed.

    By the number of the stage; empty outside a programme. One statement.
    """
    if partnership.programme_id is None:
        return {}
    query = (
        select(StageRun.number, StageRun.started_on, StageRun.decided_on)
        .join(Partnership, Partnership.id == StageRun.partnership_id)
        .where(
            Partnership.programme_id == partnership.programme_id,
            Partnership.id != partnership.id,
            Partnership.deleted_at.is_(None),
            StageRun.started_on.is_not(None),
            StageRun.decided_on.is_not(None),
        )
    )
    found: dict[int, list[int]] = defaultdict(list)
    for number, started_on, decided_on in db.session.execute(query):
        if started_on and decided_on:
            found[number].append((decided_on - started_on).days)
    return dict(found)


def times_of(runs: Sequence[StageRun], today: date, usual: Mapping[int, Sequence[int]]) -> list[StageTime]:
    """Give the planned and the actual length of each stage of a cycle, beside the usual one (`usual_days`)."""
    return [_time(run, today, usual.get(run.number, ())) for run in runs]


def _time(run: StageRun, today: date, usual: Sequence[int]) -> StageTime:
    actual = elapsed_days(run, today) if run.started_on else None
    is_over = actual is not None and actual > run.planned_days
    typical = median(usual) if len(usual) >= FEWEST_CASES else None
    return StageTime(run.number, run.state, run.planned_days, actual, is_over, typical, len(usual))


def promises_of(partnership: Partnership, today: date) -> list[Promises]:
    """Count for each city the agreed tasks that are done or due by `today`, and those done; one statement."""
    kept = AgreedTask.done_at.is_not(None)
    query = (
        select(City.name, func.count(AgreedTask.done_at), func.count(AgreedTask.id))
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .join(City, City.id == AgreedTask.city_id)
        .where(
            Mission.partnership_id == partnership.id,
            Mission.state != MissionState.CANCELLED,
            AgreedTask.removed_at.is_(None),
            or_(kept, AgreedTask.due_on <= today),
        )
        .group_by(City.name)
        .order_by(City.name)
    )
    return [Promises(*row) for row in db.session.execute(query)]
