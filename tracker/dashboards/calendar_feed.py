"""What a person's own calendar holds: the missions of their partnerships, and the due days of what they owe.

No times are kept of missions or due days, so every entry lasts whole days, wherever it is read. Nobody is named: no
delegation, no office holder, no colleague. Source of the format: RFC 5545.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vText
from sqlalchemy import func, select

from tracker.dashboards.duties import duties
from tracker.dashboards.duty import Duty, is_mine
from tracker.dashboards.missions import mission_name, reach
from tracker.db import db
from tracker.domain.dates import Precision
from tracker.domain.mandates import local_day
from tracker.domain.missions import MissionState
from tracker.domain.people import Role
from tracker.models.cities import City
from tracker.models.journal import JournalEntry
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import CalendarFeed
from tracker.permissions import Standing, standing_of
from tracker.scopes import partnerships_seen
from tracker.sentences import gettext as _
from tracker.settings import setting
from tracker.version import VERSION
from tracker.words import word

DAYS_BEFORE = 365
"""Missions that ended longer ago are left out."""
MOST_MISSIONS = 1000
"""Of more missions the latest are given."""
STATUS = {
    MissionState.PROPOSED: "TENTATIVE",
    MissionState.CANCELLED: "CANCELLED",
}
"""How a calendar shows a mission; any other one is confirmed."""


def calendar(feed: CalendarFeed, at: datetime) -> bytes:
    """Give a person's calendar in their present language; the same bytes as long as nothing in it changes."""
    standing = standing_of(feed.person, at)
    found = Calendar()
    found.add("prodid", f"-//Partnership Tracker//{VERSION}//{feed.person.language.upper()}")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("name", _("Partnership Tracker"))
    found.add("x-wr-calname", _("Partnership Tracker"))
    found.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for event in [*_missions(standing, at), *_duties(feed, standing, at)]:
        found.add_component(event)
    return found.to_ical()


def etag(content: bytes) -> str:
    """Give a mark of a calendar's content."""
    return hashlib.sha256(content).hexdigest()[:32]


def _missions(standing: Standing, at: datetime) -> list[Event]:
    """Give the missions whose days are known; an administrator has none of their own. Two statements at most."""
    if standing.role is Role.ADMINISTRATOR:
        return []
    columns: tuple[Any, ...] = (
        Mission.ref,
        Mission.kind,
        Mission.title,
        Mission.state,
        Mission.first_day,
        Mission.last_day,
        Mission.place,
        Mission.version,
        Mission.logged_at,
        Mission.partnership_id,
        City.name.label("city"),
        Partnership.title.label("partnership"),
    )
    query = (
        select(*columns)
        .select_from(Mission)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .outerjoin(City, City.id == Mission.host_city_id)
        .where(
            reach(standing),
            Mission.date_precision == Precision.DAY,
            Mission.last_day >= at.date() - timedelta(days=DAYS_BEFORE),
        )
        .order_by(Mission.first_day.desc(), Mission.id.desc())
        .limit(MOST_MISSIONS)
    )
    rows = db.session.execute(query).all()
    changed = _changed(rows)
    return [_mission(row, changed.get(row.ref, row.logged_at)) for row in rows]


def _changed(rows: Sequence[Any]) -> dict[str, datetime]:
    """Tell when something last happened to some missions."""
    if not rows:
        return {}
    query = (
        select(JournalEntry.subject, func.max(JournalEntry.at))
        .where(
            JournalEntry.partnership_id.in_({row.partnership_id for row in rows}),
            JournalEntry.subject.in_({row.ref for row in rows}),
        )
        .group_by(JournalEntry.subject)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _mission(row: Any, changed_at: datetime) -> Event:
    where = row.city or row.place
    event = _event(f"mission-{row.ref}", row.first_day, row.last_day, changed_at)
    event.add("summary", mission_name(row.kind, row.title, where))
    if where:
        event.add("location", where)
    event.add("description", _("%(partnership)s, %(state)s", partnership=row.partnership, state=word(row.state)))
    event.add("url", f"{setting('BASE_URL')}/missions/{row.ref}")
    event.add("status", STATUS.get(row.state, "CONFIRMED"))
    event.add("sequence", row.version - 1)
    return event


def _duties(feed: CalendarFeed, standing: Standing, at: datetime) -> list[Event]:
    """Give what the person owes on a day, one entry for each."""
    if not (standing.city_id or standing.offices):
        return []
    today = local_day(at, feed.person.timezone)
    owed = [one for one in duties(partnerships_seen(standing), today) if one.due_on and is_mine(one, standing)]
    events = [_duty(one, one.due_on, feed.created_at) for one in owed if one.due_on]
    return list({str(one["uid"]): one for one in events}.values())


def _duty(duty: Duty, due_on: date, made_at: datetime) -> Event:
    told = f"{duty.kind}\n{duty.href}\n{duty.city_id}\n{duty.partnership_ref}"
    if duty.kind == "task":
        told += f"\n{duty.text}"
    event = _event(f"duty-{hashlib.sha256(told.encode()).hexdigest()[:32]}", due_on, due_on, made_at)
    event.add("summary", _("Due: %(what)s", what=duty.text))
    event.add("description", duty.partnership_title)
    event.add("url", f"{setting('BASE_URL')}{urlsplit(duty.href).path}")
    event.add("sequence", 0)
    return event


def _event(name: str, first: date, last: date, changed_at: datetime) -> Event:
    """Begin an entry of whole days; its name stays with the thing, whatever becomes of it."""
    event = Event()
    host = urlsplit(setting("BASE_URL")).hostname
    event.add("uid", vText(f"{name}@{host}"))
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
