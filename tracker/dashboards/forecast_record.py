"""How the forecast did: tried on stages that have ended, knowing no more than could be known then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, or_, select

from tracker.dashboards.filters import Selection
from tracker.db import db
from tracker.domain.forecast import Record, Run, Trial, record, tried
from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.stages import STAGES
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun
from tracker.scopes import partnerships_seen

MOST_RUNS, MOST_TRIALS = 6000, 300
"""The record looks at so many stages that began last, and tries the forecast on so many that ended last."""


@dataclass(frozen=True)
class RecordRow:
    """How the forecasts of one stage did that were made at its beginning and after half of the days it took."""

    number: int
    at_start: Record
    at_half: Record


@dataclass(frozen=True)
class ForecastRecord:
    """The record by stage and of all; `runs` stages were looked at, and `is_cut` tells whether there are more."""

    rows: list[RecordRow]
    all: RecordRow
    runs: int
    is_cut: bool


def forecast_record(selection: Selection) -> ForecastRecord:
    """Try the forecast on the finished stages of a selection, knowing no more than was known then; one statement."""
    is_mine = case((and_(*selection.conditions), 1), else_=0)
    query = (
        select(StageRun.number, StageRun.started_on, StageRun.decided_on, is_mine)
        .join(Partnership, Partnership.id == StageRun.partnership_id)
        .where(
            partnerships_seen(selection.standing),
            StageRun.started_on.is_not(None),
            or_(StageRun.decided_on.is_not(None), Partnership.state.in_(sorted(LIVE_STATES))),
        )
        .order_by(StageRun.started_on.desc(), StageRun.id.desc())
        .limit(MOST_RUNS + 1)
    )
    found = db.session.execute(query).all()
    runs: dict[int, list[Run]] = {one.number: [] for one in STAGES}
    mine: list[tuple[int, int, Run]] = []
    for number, started_on, decided_on, mine_too in found[:MOST_RUNS]:
        run = Run(started_on.toordinal(), decided_on.toordinal() if decided_on else None)
        runs[number].append(run)
        if run.ended is not None and mine_too:
            mine.append((run.ended, number, run))
    return _record(runs, sorted(mine, key=lambda one: one[0], reverse=True)[:MOST_TRIALS], len(found))


def _record(runs: Mapping[int, list[Run]], mine: Sequence[tuple[int, int, Run]], found: int) -> ForecastRecord:
    trials: dict[int, tuple[list[Trial], list[Trial]]] = {number: ([], []) for number in runs}
    for ended, number, run in mine:
        at_start, at_half = trials[number]
        at_start.append(tried(runs[number], run, 0))
        at_half.append(tried(runs[number], run, (ended - run.began) // 2))
    rows = [RecordRow(number, record(start), record(half)) for number, (start, half) in trials.items()]
    every = RecordRow(0, *(record([one for pair in trials.values() for one in pair[place]]) for place in (0, 1)))
    return ForecastRecord(rows, every, min(found, MOST_RUNS), found > MOST_RUNS)
