"""How long the stages take, over a selection of partnerships, those that are still open counted as what they are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, case, func, literal, select

from tracker.dashboards.elapsed import day_of, days_elapsed
from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.durations import Scale, Spread, quantile, scale_to, spread, survival_median
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.domain.stages import CLOSED_STATES, OPEN_STATES, STAGES, StageState
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun

FINISHED, OPEN, OVER = "finished", "open", "over"
KINDS = (FINISHED, OPEN, OVER)
"""What the runs of a stage can be narrowed to; those over took or have lasted longer than planned."""
USUAL_SORT = "longest"
SORTS = (USUAL_SORT, "shortest", "title")


@dataclass(frozen=True)
class StageTime:
    """How long one stage took: its finished and its open runs by days, the median of what was planned for all of them.

    `spread` is None below five finished runs, `median` (with the open ones) also when over half are open still.
    """

    number: int
    finished: Counter[int]
    still_open: Counter[int]
    planned: float | None
    over: int

    @property
    def spread(self) -> Spread | None:
        """Tell how the finished runs are spread."""
        return spread(self.finished)

    @property
    def median(self) -> int | None:
        """Give the median that counts the open runs too."""
        return survival_median(self.finished, self.still_open)

    @property
    def longest(self) -> int | None:
        """Give the days of the longest finished run."""
        return max(self.finished, default=None)


@dataclass(frozen=True)
class RunRow:
    """One run of a stage: since when, for how many days, and whether that is the end of it.

    `is_open` runs were seen for `days`: until today, or until their partnership came to rest in `partnership_state`.
    """

    partnership_ref: str
    partnership_title: str
    partnership_state: PartnershipState
    cycle: int
    number: int
    state: StageState
    started_on: date
    decided_on: date | None
    planned_days: int
    is_open: bool
    days: int
    is_demonstration: bool

    @property
    def over(self) -> int:
        """Count the days beyond what was planned; 0 within it."""
        return max(0, self.days - self.planned_days)

    @property
    def rests(self) -> bool:
        """Tell whether the run stays open because its partnership rests."""
        return self.is_open and self.partnership_state not in LIVE_STATES


def stage_times(selection: Selection, today: date) -> list[StageTime]:
    """Tell of every stage how long it took, in all cycles; one statement, which counts the runs by their days."""
    is_open = StageRun.state.in_(sorted(OPEN_STATES))
    each = _runs(
        selection,
        StageRun.number.label("number"),
        is_open.label("is_open"),
        StageRun.planned_days.label("planned"),
        _lasted(today).label("days"),
    ).subquery()
    key = (each.c.number, each.c.is_open, each.c.planned, each.c.days)
    counted = db.session.execute(select(*key, func.count()).group_by(*key)).all()
    return [_time(one.number, [row for row in counted if row.number == one.number]) for one in STAGES]


def _time(number: int, counted: Sequence[Any]) -> StageTime:
    days: dict[bool, Counter[int]] = {False: Counter(), True: Counter()}
    planned: Counter[int] = Counter()
    over = 0
    for _number, is_open, meant, took, count in counted:
        days[bool(is_open)][took] += count
        planned[meant] += count
        over += count if took > meant else 0
    return StageTime(number, days[False], days[True], quantile(planned, 0.5) if planned else None, over)


def _lasted(today: date) -> ColumnElement[int]:
    """Give the days of a run: to its decision, else to today, else to the day on which its partnership came to rest."""
    seen_until = case(
        (StageRun.decided_on.is_not(None), StageRun.decided_on),
        (Partnership.state.in_(sorted(LIVE_STATES)), literal(today, Date)),
        else_=day_of(Partnership.state_since),
    )
    return days_elapsed(StageRun.started_on, seen_until)


def _runs(selection: Selection, *columns: Any) -> Query:
    return (
        select(*columns)
        .select_from(StageRun)
        .join(Partnership, Partnership.id == StageRun.partnership_id)
        .where(
            StageRun.started_on.is_not(None),
            StageRun.state.in_(sorted(OPEN_STATES | CLOSED_STATES)),
            *selection.conditions,
        )
    )


def _of_kind(kind: str, today: date) -> list[ColumnElement[bool]]:
    conditions: dict[str, list[ColumnElement[bool]]] = {
        FINISHED: [StageRun.state.in_(sorted(CLOSED_STATES))],
        OPEN: [StageRun.state.in_(sorted(OPEN_STATES))],
        OVER: [_lasted(today) > StageRun.planned_days],
    }
    return conditions.get(kind, [])


def _asked(selection: Selection, number: int | None, kind: str, today: date, *columns: Any) -> Query:
    of_stage = [StageRun.number == number] if number else []
    return _runs(selection, *columns).where(*of_stage, *_of_kind(kind, today))


def count_runs(selection: Selection, number: int | None, kind: str, today: date) -> int:
    """Count the runs of a stage (None: of all) of a kind of `KINDS`, or of any."""
    return db.session.scalar(_asked(selection, number, kind, today, func.count())) or 0


def run_rows(
    selection: Selection, number: int | None, kind: str, sort: str, window: Window, today: date
) -> list[RunRow]:
    """List the runs of a stage in one of `SORTS`; one statement."""
    lasted = _lasted(today).label("days")
    orders: dict[str, Sequence[ColumnElement[Any]]] = {
        "longest": (lasted.desc(),),
        "shortest": (lasted.asc(),),
        "title": (Partnership.search_text.asc(),),
    }
    query = _asked(
        selection,
        number,
        kind,
        today,
        Partnership.ref,
        Partnership.title,
        Partnership.state.label("partnership_state"),
        StageRun.cycle,
        StageRun.number,
        StageRun.state,
        StageRun.started_on,
        StageRun.decided_on,
        StageRun.planned_days,
        StageRun.state.in_(sorted(OPEN_STATES)).label("is_open"),
        lasted,
        StageRun.is_demonstration,
    ).order_by(*orders[sort], StageRun.id)
    return [RunRow(*row) for row in db.session.execute(window.of(query))]


def scale_of(times: Sequence[StageTime]) -> Scale:
    """Make the scale on which all stages can be drawn together, with room for a number behind the longest."""
    longest = max((max(one.longest or 0, one.planned or 0) for one in times), default=0)
    return scale_to(longest * 1.1)
