"""Where partnerships stand: counted by programme and stage, each count with the address of the list that it counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from tracker.dashboards.filters import CURRENT_STATES, NO_PROGRAMME, Filters, Selection
from tracker.dashboards.options import ProgrammeOption, short_name
from tracker.dashboards.paging import Query
from tracker.db import built_once, db
from tracker.domain.partnerships import DORMANT_AFTER_DAYS, LIVE_STATES, PartnershipState
from tracker.domain.stages import STAGES, Phase
from tracker.models.counts import PartnershipCount
from tracker.models.partnerships import Partnership
from tracker.sentences import gettext as _
from tracker.words import STAGE_NAMES, word

AFTER_CARE = "after_care"
COLUMNS: tuple[int | str, ...] = (*(one.number for one in STAGES), AFTER_CARE)
"""What the matrix has a column for: the six stages, and after-care whatever the stage."""
LIST = "/partnerships"

Place = tuple[int | None, int | str]
"""A programme's id (None: no programme) and a column."""


@dataclass(frozen=True)
class Cell:
    """A count with the list that it counts, and how many overdue sign-offs these partnerships wait for."""

    count: int
    href: str | None
    overdue: int = 0


@dataclass(frozen=True)
class Row:
    """One programme's counts."""

    text: str
    href: str | None
    cells: list[Cell]
    total: int
    total_href: str | None


@dataclass(frozen=True)
class Pipeline:
    """All that the component `matrix` takes, and the counts that the head and the tiles of a page repeat.

    `programmes` are those with a partnership in the selection; `quiet` live partnerships have gone quiet.
    """

    head: Mapping[str, Any]
    rows: list[Row]
    foot: Mapping[str, Any]
    total: int
    programmes: int
    quiet: int


def column_of(state: PartnershipState, stage_number: int) -> int | str:
    """Give the column in which a partnership is counted."""
    return AFTER_CARE if state is PartnershipState.AFTER_CARE else stage_number


def quiet_before(now: datetime) -> datetime:
    """Give the moment since when something must have happened in a live partnership."""
    return now - timedelta(days=DORMANT_AFTER_DAYS)


def pipeline(
    selection: Selection, programmes: Sequence[ProgrammeOption], overdue: Mapping[Place, int], now: datetime
) -> Pipeline:
    """Count a selection by programme and column; `overdue` are its overdue sign-offs, counted the same way.

    Partnerships that live or are in after-care are counted, or those in the state that is asked for; `programmes` are
    all in which the reader sees partnerships, in the order of the rows. One statement.
    """
    counts: Counter[Place] = Counter()
    quiet = 0
    for programme, state, stage_number, count, silent in db.session.execute(
        _counts(selection), {"quiet_before": quiet_before(now)}
    ):
        counts[programme or None, column_of(state, stage_number)] += count
        quiet = silent
    counted = {programme for programme, _column in counts}
    shown = [one for one in programmes if one.id in counted]
    filters = selection.filters
    rows = [
        _row(filters, counts, overdue, one.id, one.code, short_name(one.name), f"/programmes/{one.code}")
        for one in shown
    ]
    if None in counted:
        rows.append(_row(filters, counts, overdue, None, NO_PROGRAMME, _("Bilateral, outside a programme"), None))
    total = counts.total()
    return Pipeline(_head(), rows, _foot(filters, rows, total), total, len(shown), quiet)


@built_once
def _counts(selection: Selection) -> Query:
    """Count by programme, state and stage; each row repeats how many of the whole have gone quiet."""
    states = sorted(selection.filters.states or CURRENT_STATES)
    quiet = quiet_ones(selection, func.count()).scalar_subquery()
    if selection.is_counted:
        kind = PartnershipCount
        place = (kind.programme_id, kind.state, kind.stage_number)
        counted = (*selection.counted(kind), kind.state.in_(states), kind.partnerships > 0)
        return select(*place, kind.partnerships, quiet).where(*counted)
    key = (Partnership.programme_id, Partnership.state, Partnership.stage_number)
    query = select(*key, func.count(), quiet).where(*selection.conditions, Partnership.state.in_(states))
    return query.group_by(*key)


def quiet_ones(selection: Selection, *columns: Any) -> Query:
    """Select from the live partnerships of the selection in which nothing happened since the moment `quiet_before`."""
    return select(*columns).where(
        Partnership.state.in_(sorted(LIVE_STATES)),
        Partnership.last_event_at < bindparam("quiet_before", type_=Partnership.last_event_at.type),
        *selection.conditions,
    )


def _row(
    filters: Filters,
    counts: Counter[Place],
    overdue: Mapping[Place, int],
    programme: int | None,
    code: str,
    text: str,
    href: str | None,
) -> Row:
    cells = [
        Cell(
            counts[programme, column],
            column_address(filters, column, programme=code) if counts[programme, column] else None,
            overdue.get((programme, column), 0),
        )
        for column in COLUMNS
    ]
    total = sum(cell.count for cell in cells)
    everything = filters.address(LIST, programme=code, state=filters.state or "current")
    return Row(text, href or everything, cells, total, everything)


def column_address(filters: Filters, column: int | str, **more: str) -> str:
    """Give the list of the partnerships that a column counts, under these filters."""
    if column == AFTER_CARE:
        return filters.address(LIST, **more, state=AFTER_CARE)
    state = "live" if filters.state in {"", "current"} else filters.state
    return filters.address(LIST, **more, stage=column, state=state)


def _head() -> dict[str, Any]:
    share = sum(one.phase is Phase.SHARE for one in STAGES) + 1
    spans = [(phase, share if phase is Phase.SHARE else _stages_of(phase)) for phase in Phase]
    stages = [{"number": one.number, "name": str(STAGE_NAMES[one.number])} for one in STAGES]
    return {
        "label": _("Partnerships by programme and stage"),
        "corner": _("Programme"),
        "bands": [{"code": phase.value, "name": word(phase), "span": span} for phase, span in spans],
        "columns": [*stages, {"number": None, "name": word(PartnershipState.AFTER_CARE)}],
        "total": _("All"),
    }


def _stages_of(phase: Phase) -> int:
    return sum(one.phase is phase for one in STAGES)


def _foot(filters: Filters, rows: Sequence[Row], total: int) -> dict[str, Any]:
    sums = [sum(row.cells[place].count for row in rows) for place in range(len(COLUMNS))]
    cells = [
        Cell(count, column_address(filters, column) if count else None)
        for column, count in zip(COLUMNS, sums, strict=True)
    ]
    everything = filters.address(LIST, state=filters.state or "current")
    return {"text": _("All"), "cells": cells, "total": total, "total_href": everything if total else None}
