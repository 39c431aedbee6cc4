"""The list of partnerships: filtered, sorted, in pages, as a file, and what to do when nothing matches."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.dashboards.filters import Selection
from tracker.dashboards.layouts import GROUP_KEYS, GROUP_ORDERS, Layout, present_run
from tracker.dashboards.options import short_name
from tracker.dashboards.paging import Query, Window
from tracker.dashboards.partnership_facts import BASE, Facts, complete
from tracker.db import built_once, db
from tracker.domain.partnerships import PartnershipState
from tracker.domain.stages import STAGES
from tracker.i18n import day
from tracker.models.counts import PartnershipCount
from tracker.models.partnerships import Partnership
from tracker.models.programmes import Programme
from tracker.models.stages import StageRun
from tracker.sentences import gettext as _
from tracker.words import STAGE_NAMES, word

CARDS = 12
"""Cards that a column of a board shows; the whole list is one link away."""


@dataclass(frozen=True)
class PartnershipRow:
    """One partnership of the list, in words; the programme's short name and code are empty when it is in none."""

    ref: str
    title: str
    programme: str
    programme_code: str
    stage: str
    state: str
    last_event: str
    has_demonstration: bool


@dataclass(frozen=True)
class Widening:
    """A filter that could be left out, and how many partnerships would then be found."""

    name: str
    count: int


def count_partnerships(selection: Selection) -> int:
    """Count the selection."""
    return db.session.scalar(_count(selection)) or 0


@built_once
def _count(selection: Selection) -> Query:
    if selection.is_counted:
        sums = func.coalesce(func.sum(PartnershipCount.partnerships), 0)
        return select(sums).where(*selection.counted(PartnershipCount))
    return select(func.count()).select_from(Partnership).where(*selection.conditions)


def partnership_rows(selection: Selection, window: Window) -> list[PartnershipRow]:
    """List a part of the selection by title; one statement."""
    stages = {one.number: stage_of_six(one.number) for one in STAGES}
    states = {state: word(state) for state in PartnershipState}
    return [
        PartnershipRow(
            ref, title, short_name(programme), code, stages[number], states[state], day(last), has_demonstration
        )
        for ref, title, programme, code, number, state, last, has_demonstration in db.session.execute(
            _rows(selection, window)
        )
    ]


@built_once
def _rows(selection: Selection, window: Window) -> Query:
    query = _from(selection).with_only_columns(
        Partnership.ref,
        Partnership.title,
        func.coalesce(Programme.name, ""),
        func.coalesce(Programme.code, ""),
        Partnership.stage_number,
        Partnership.state,
        Partnership.last_event_at,
        Partnership.has_demonstration,
    )
    return window.of(query.order_by(Partnership.search_text, Partnership.id))


def stage_of_six(number: int) -> str:
    """Say which stage it is."""
    return _("%(number)s of 6: %(name)s", number=number, name=STAGE_NAMES[number])


def _from(selection: Selection) -> Query:
    """Select from the selection, with programme and present stage at hand."""
    return (
        select(Partnership.id)
        .outerjoin(Programme, Programme.id == Partnership.programme_id)
        .outerjoin(StageRun, present_run())
        .where(*selection.conditions)
    )


def listed(selection: Selection, layout: Layout, today: date, window: Window | None = None) -> list[Facts]:
    """List the selection, or a part of it, as it is laid out; a statement, and some for each column that asks more."""
    query = _from(selection)
    ordered = query.order_by(*layout.order(today))
    rows = _facts(ordered if window is None else window.of(ordered), today)
    needed = (*layout.columns, *(["countries"] if layout.grouping == "country" else []))
    complete(rows, needed, query if window is None else None, today)
    return list(rows.values())


def board(selection: Selection, layout: Layout, today: date) -> dict[str | int | None, list[Facts]]:
    """Give the first `CARDS` partnerships of each group, in the order of the layout, by the key of the group."""
    order = layout.order(today)
    place = func.row_number().over(partition_by=GROUP_KEYS[layout.grouping](), order_by=order)
    first = _from(selection).add_columns(place.label("place"), func.row_number().over(order_by=order).label("all"))
    numbered = first.subquery()
    query = _from(Selection(selection.standing)).join(numbered, numbered.c.id == Partnership.id)
    rows = _facts(query.where(numbered.c.place <= CARDS).order_by(numbered.c.all), today)
    complete(rows, ("waiting",), None, today)
    found: dict[str | int | None, list[Facts]] = {}
    for row in rows.values():
        found.setdefault(key_of(row, layout.grouping), []).append(row)
    return found


def _facts(query: Query, today: date) -> dict[int, Facts]:
    """Read the rows that a query selects, in its order, by their ids."""
    columns = (
        *BASE,
        func.coalesce(Programme.name, "").label("programme"),
        func.coalesce(Programme.code, "").label("programme_code"),
        StageRun.planned_days,
        StageRun.started_on,
    )
    rows = {}
    for row in db.session.execute(query.with_only_columns(*columns)).mappings():
        told = dict(row)
        started_on = told.pop("started_on")
        rows[told["id"]] = Facts(**told, days=(today - started_on).days if started_on else None)
    return rows


def group_counts(selection: Selection, layout: Layout, today: date) -> dict[str | int | None, int]:
    """Count the selection by the key of what it is gathered by, in the order of the groups; one statement."""
    key = GROUP_KEYS[layout.grouping]()
    order = GROUP_ORDERS[layout.grouping](today)
    keyed = _from(selection).with_only_columns(key.label("key"), order.label("place")).subquery()
    query = select(keyed.c.key, func.count()).group_by(keyed.c.key, keyed.c.place)
    rows = db.session.execute(query.order_by(keyed.c.place.nulls_last(), keyed.c.key))
    return {row[0]: row[1] for row in rows}


def key_of(row: Facts, group: str) -> str | int | None:
    """Give the key of the group to which a row belongs."""
    keys: dict[str, Callable[[], str | int | None]] = {
        "stage": lambda: row.stage_number,
        "programme": lambda: row.programme_code or None,
        "country": lambda: row.cities[0].country if row.cities else None,
        "theme": lambda: row.theme,
        "state": lambda: row.state.value,
    }
    return keys[group]()


def widenings(selection: Selection) -> list[Widening]:
    """Tell for each filter how many partnerships leaving it out would give; one statement, made when none is found."""
    filters = selection.filters
    counts = [
        select(func.count())
        .select_from(Partnership)
        .where(*Selection(selection.standing, filters.without(name)).conditions)
        .scalar_subquery()
        for name in filters.query
    ]
    if not counts:
        return []
    row = db.session.execute(select(*counts)).one()
    return [Widening(name, count) for name, count in zip(filters.query, row, strict=True)]
