"""Missions that get in each other's way: the same city, theme or person on the same days anywhere in the portfolio.

A warning, never a refusal. What is out of the reader's scope is told without names: another partnership, and when.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select

from tracker.dashboards.missions import mission_name, reach
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision, overlap
from tracker.domain.missions import MissionState, whole_weeks
from tracker.domain.search import folded
from tracker.models.cities import City
from tracker.models.missions import Delegate, Mission
from tracker.models.partnerships import Partnership
from tracker.permissions import Standing
from tracker.services.mission_drafts import MissionDraft

EXACT_ENOUGH = (Precision.DAY, Precision.MONTH)
"""Dates known less exactly would meet everything."""
MOST = 20


class Reason(StrEnum):
    """In what two missions meet."""

    PERSON = "person"
    CITY = "city"
    THEME = "theme"


@dataclass(frozen=True)
class Probe:
    """What a mission is compared by; `names` are those of its delegation, `mission_id` its own once it is stored."""

    host_city_id: int | None
    theme: str
    precision: Precision
    first_day: date | None
    last_day: date | None
    names: tuple[str, ...] = ()
    mission_id: int | None = None

    @classmethod
    def of(cls, mission: Mission) -> "Probe":
        """Compare a stored mission."""
        return cls(
            mission.host_city_id,
            mission.theme,
            mission.date_precision,
            mission.first_day,
            mission.last_day,
            tuple(one.name for one in mission.delegates),
            mission.id,
        )

    @classmethod
    def of_draft(cls, draft: MissionDraft) -> "Probe":
        """Compare a mission that is not stored yet."""
        starts, ends = draft.starts, draft.ends or draft.starts
        return cls(
            draft.host_city_id,
            draft.theme,
            draft.precision,
            starts.first_day if starts else None,
            ends.last_day if ends else None,
            tuple(one.name for one in draft.delegates),
        )


@dataclass(frozen=True)
class Overlap:
    """Another mission on the same days; reference, name and people are empty when it is out of the reader's scope."""

    id: int
    reasons: tuple[Reason, ...]
    starts: PartialDate | None
    ends: PartialDate | None
    precision: Precision
    city: str
    ref: str = ""
    name: str = ""
    partnership_title: str = ""
    people: tuple[str, ...] = ()


@dataclass
class _Meeting:
    row: Any
    reasons: set[Reason] = field(default_factory=set)
    people: list[str] = field(default_factory=list)


def overlaps(probe: Probe, standing: Standing) -> list[Overlap]:
    """List the missions that meet this one, those that the person may open first; two statements at most."""
    if probe.precision not in EXACT_ENOUGH or probe.first_day is None or probe.last_day is None:
        return []
    days = (probe.first_day, probe.last_day)
    found: dict[int, _Meeting] = {}
    names = {folded(name): name for name in probe.names}
    if names:
        _meet_people(found, probe, days, names, standing)
    if probe.host_city_id is not None:
        _meet_places(found, probe, days, standing)
    meetings = sorted(found.values(), key=lambda one: (not one.row.is_seen, one.row.first_day, one.row.id))
    return [_overlap(one) for one in meetings[:MOST]]


def fingerprint(found: Iterable[Overlap]) -> str:
    """Give a short mark of these overlaps that tells nothing about them; it changes when others are found."""
    text = ";".join(sorted(f"{one.id}:{','.join(one.reasons)}" for one in found))
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def _meet_people(
    found: dict[int, _Meeting],
    probe: Probe,
    days: tuple[date, date],
    names: Mapping[str, str],
    standing: Standing,
) -> None:
    query = _others(probe, days, standing).add_columns(Delegate.search_text)
    query = query.join(Delegate, Delegate.mission_id == Mission.id).where(Delegate.search_text.in_(sorted(names)))
    for row in db.session.execute(query):
        meeting = found.setdefault(row.id, _Meeting(row))
        meeting.reasons.add(Reason.PERSON)
        meeting.people.append(names[row.search_text])


def _meet_places(found: dict[int, _Meeting], probe: Probe, days: tuple[date, date], standing: Standing) -> None:
    query = _others(probe, whole_weeks(*days), standing).where(Mission.host_city_id == probe.host_city_id)
    for row in db.session.execute(query):
        reasons = set()
        if overlap(days, (row.first_day, row.last_day)):
            reasons.add(Reason.CITY)
        if probe.theme and row.theme == probe.theme:
            reasons.add(Reason.THEME)
        if reasons:
            found.setdefault(row.id, _Meeting(row)).reasons.update(reasons)


def _others(probe: Probe, days: tuple[date, date], standing: Standing) -> Select[Any]:
    is_other: list[ColumnElement[bool]] = [Mission.id != probe.mission_id] if probe.mission_id else []
    columns: tuple[Any, ...] = (
        Mission.id,
        Mission.ref,
        Mission.kind,
        Mission.title,
        Mission.theme,
        Mission.place,
        Mission.starts,
        Mission.ends,
        Mission.date_precision,
        Mission.first_day,
        Mission.last_day,
        City.name.label("city"),
        Partnership.title.label("partnership_title"),
        case((reach(standing), 1), else_=0).label("is_seen"),
    )
    return (
        select(*columns)
        .select_from(Mission)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .outerjoin(City, City.id == Mission.host_city_id)
        .where(
            Mission.state != MissionState.CANCELLED,
            Mission.date_precision.in_(EXACT_ENOUGH),
            Mission.first_day <= days[1],
            Mission.last_day >= days[0],
            Partnership.deleted_at.is_(None),
            *is_other,
        )
        .order_by(Mission.first_day, Mission.id)
        .limit(5 * MOST)
    )


def _overlap(meeting: _Meeting) -> Overlap:
    row = meeting.row
    reasons = tuple(reason for reason in Reason if reason in meeting.reasons)
    seen = {}
    if row.is_seen:
        seen = {
            "ref": row.ref,
            "name": mission_name(row.kind, row.title, row.city or row.place),
            "partnership_title": row.partnership_title,
            "people": tuple(dict.fromkeys(meeting.people)),
        }
    meets_in_city = Reason.CITY in meeting.reasons or Reason.THEME in meeting.reasons
    city = row.city or "" if row.is_seen or meets_in_city else ""
    return Overlap(row.id, reasons, row.starts, row.ends, row.date_precision, city, **seen)
