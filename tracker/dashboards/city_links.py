"""Which cities work with each other: pairs of member cities, drawn on a map and written as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.dashboards.pipeline import quiet_before
from tracker.db import db
from tracker.domain.maps import Frame, Point, bent, frame_of, named, place_of
from tracker.domain.partnerships import LIVE_STATES
from tracker.models.cities import City
from tracker.models.partnerships import Member, Partnership

DRAWN = 100
"""The most links that are drawn; all are in the list."""
WIDE, NARROW = 760, 320
"""Pixels across the map in a wide and in a narrow window, for which names are placed."""
THICKEST = 4
"""More partnerships than this are drawn no thicker."""


@dataclass(frozen=True)
class End:
    """A city at the end of a link; `point` is None where its place is not known."""

    code: str
    name: str
    point: Point | None


@dataclass(frozen=True)
class Link:
    """Two cities with their partnerships; quiet are those that live and in which nothing happened for a long time."""

    one: End
    other: End
    partnerships: int
    quiet: int

    @property
    def is_quiet(self) -> bool:
        """Tell whether all of them have gone quiet."""
        return self.quiet == self.partnerships


@dataclass(frozen=True)
class Line:
    """A link as it is drawn: the path of an SVG, and how thick, from 1 to `THICKEST`."""

    path: str
    weight: int
    is_quiet: bool


@dataclass(frozen=True)
class Dot:
    """A city as it is drawn, in percent of the map; its name has room in a wide window, in a narrow one, or in none."""

    at: Point
    name: str
    is_named: bool
    is_named_when_narrow: bool


@dataclass(frozen=True)
class Map:
    """What is drawn; `missing` are the names of cities in it whose place is not known."""

    frame: Frame
    lines: Sequence[Line]
    dots: Sequence[Dot]
    missing: Sequence[str]


def _pairs(selection: Selection, *columns: Any) -> Query:
    """Select from the pairs of cities of the partnerships that the portfolio shows, each pair in one order."""
    first, second = aliased(Member), aliased(Member)
    return (
        select(first.city_id.label("one"), second.city_id.label("other"), *columns)
        .select_from(first)
        .join(second, and_(second.partnership_id == first.partnership_id, second.city_id > first.city_id))
        .join(Partnership, Partnership.id == first.partnership_id)
        .where(*selection.shown)
        .group_by(first.city_id, second.city_id)
    )


def count_links(selection: Selection) -> int:
    """Count the pairs of cities that share a partnership."""
    return db.session.scalar(select(func.count()).select_from(_pairs(selection).subquery())) or 0


def links(selection: Selection, window: Window, now: datetime) -> list[Link]:
    """List the pairs of cities, those with most partnerships first; one statement."""
    counts = (func.count().label("partnerships"), func.sum(case((is_quiet(now), 1), else_=0)).label("quiet"))
    pairs = _pairs(selection, *counts).subquery()
    one, other = aliased(City), aliased(City)
    ends = (city for end in (one, other) for city in (end.code, end.name, end.latitude, end.longitude))
    query = (
        select(*ends, pairs.c.partnerships, pairs.c.quiet)
        .select_from(pairs)
        .join(one, one.id == pairs.c.one)
        .join(other, other.id == pairs.c.other)
        .order_by(pairs.c.partnerships.desc(), one.search_text, other.search_text, one.id, other.id)
    )
    return [
        Link(_end(*row[:4]), _end(*row[4:8]), row.partnerships, row.quiet)
        for row in db.session.execute(window.of(query))
    ]


def _end(code: str, name: str, latitude: float | None, longitude: float | None) -> End:
    return End(code, name, None if latitude is None or longitude is None else place_of(latitude, longitude))


def is_quiet(now: datetime) -> ColumnElement[bool]:
    """Give the condition on `Partnership` that holds when it lives and has gone quiet."""
    return and_(Partnership.state.in_(sorted(LIVE_STATES)), Partnership.last_event_at < quiet_before(now))


def of_both(one: str, other: str, quiet_at: datetime | None = None) -> ColumnElement[bool]:
    """Give the condition on `Partnership` that holds when two cities, by their codes, are members.

    With `quiet_at` only those that have gone quiet by then.
    """
    members = select(Member.partnership_id).join(City, City.id == Member.city_id)
    of_both = [Partnership.id.in_(members.where(City.code == code)) for code in (one, other)]
    return and_(*of_both, *([is_quiet(quiet_at)] if quiet_at else []))


def map_of(found: Sequence[Link]) -> Map:
    """Draw links, the strongest on top; no statement."""
    ends = {end.code: end for link in found for end in (link.one, link.other)}
    places = [(end.name, end.point) for end in ends.values() if end.point is not None]
    frame = frame_of([point for _name, point in places])
    shares = [(frame.share(point), name) for name, point in places]
    slope = frame.height / frame.width
    rooms = zip(*(named(shares, width, width * slope) for width in (WIDE, NARROW)), strict=True)
    dots = [Dot(at, name, *room) for (at, name), room in zip(shares, rooms, strict=True)]
    lines = [
        Line(bent(link.one.point, link.other.point), min(link.partnerships, THICKEST), link.is_quiet)
        for link in reversed(found)
        if link.one.point is not None and link.other.point is not None
    ]
    return Map(frame, lines, dots, [end.name for end in ends.values() if end.point is None])
