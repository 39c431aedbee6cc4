"""The list of partnerships: filtered, sorted, in pages, as a file, and what to do when nothing matches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, UnaryExpression, func, select

from tracker.dashboards.filters import Selection
from tracker.dashboards.options import short_name
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.partnerships import Modality, PartnershipState
from tracker.domain.stages import STAGES
from tracker.i18n import day
from tracker.models.cities import City
from tracker.models.partnerships import Member, Partnership
from tracker.models.programmes import Programme
from tracker.words import STAGE_NAMES, word

USUAL_SORT = "title"
SORTS: dict[str, tuple[ColumnElement[Any] | UnaryExpression[Any], ...]] = {
    "title": (Partnership.search_text.asc(),),
    "stage": (Partnership.stage_number.asc(), Partnership.search_text.asc()),
    "last_event": (Partnership.last_event_at.desc(),),
    "programme": (Programme.name.asc().nulls_last(), Partnership.search_text.asc()),
}
"""Orders that an address may ask for; the id always decides last."""


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
    return db.session.scalar(select(func.count()).select_from(Partnership).where(*selection.conditions)) or 0


def partnership_rows(selection: Selection, window: Window, sort: str = USUAL_SORT) -> list[PartnershipRow]:
    """List a part of the selection in one of `SORTS`; one statement."""
    query = _sorted(
        selection,
        sort,
        Partnership.ref,
        Partnership.title,
        func.coalesce(Programme.name, ""),
        func.coalesce(Programme.code, ""),
        Partnership.stage_number,
        Partnership.state,
        Partnership.last_event_at,
        Partnership.has_demonstration,
    )
    stages = {one.number: stage_of_six(one.number) for one in STAGES}
    states = {state: word(state) for state in PartnershipState}
    return [
        PartnershipRow(
            ref, title, short_name(programme), code, stages[number], states[state], day(last), has_demonstration
        )
        for ref, title, programme, code, number, state, last, has_demonstration in db.session.execute(window.of(query))
    ]


def stage_of_six(number: int) -> str:
    """Say which stage it is."""
    return _("%(number)s of 6: %(name)s", number=number, name=STAGE_NAMES[number])


def _sorted(selection: Selection, sort: str, *columns: Any) -> Query:
    return (
        select(*columns)
        .select_from(Partnership)
        .outerjoin(Programme, Programme.id == Partnership.programme_id)
        .where(*selection.conditions)
        .order_by(*SORTS[sort], Partnership.id)
    )


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


@dataclass(frozen=True)
class ExportRow:
    """One partnership as the file has it: everything that its list can be narrowed by."""

    ref: str
    title: str
    programme: str
    cities: str
    modality: Modality
    theme: str
    stage_number: int
    state: PartnershipState
    starts: PartialDate | None
    ends: PartialDate | None
    last_event_at: datetime


def export_rows(selection: Selection, sort: str) -> Iterator[ExportRow]:
    """Give the whole selection in order, row by row; two statements."""
    cities = _city_names(selection)
    query = _sorted(
        selection,
        sort,
        Partnership.id,
        Partnership.ref,
        Partnership.title,
        func.coalesce(Programme.name, "").label("programme"),
        Partnership.modality,
        Partnership.theme,
        Partnership.stage_number,
        Partnership.state,
        Partnership.starts,
        Partnership.ends,
        Partnership.last_event_at,
    )
    for row in db.session.execute(query):
        number, ref, title, programme, *others = row
        yield ExportRow(ref, title, programme, "; ".join(cities.get(number, ())), *others)


def _city_names(selection: Selection) -> dict[int, list[str]]:
    query = (
        select(Member.partnership_id, City.name)
        .join(City, City.id == Member.city_id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(*selection.conditions)
        .order_by(Member.partnership_id, Member.position)
    )
    names: dict[int, list[str]] = {}
    for partnership, name in db.session.execute(query):
        names.setdefault(partnership, []).append(name)
    return names
