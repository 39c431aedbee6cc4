"""Ten missions of a synthetic partnership: past ones with and without a report, called off ones, and planned ones."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.demo.synthetic import MADE_UP, Draft, Place
from tracker.demo.synthetic_reports import write_report
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import CancelReason, MissionKind, MissionState
from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.search import folded
from tracker.models.missions import AgreedTask, Delegate, Mission

FATES = (
    "signed",
    "signed",
    "cancelled",
    "completed",
    "completed",
    "cancelled",
    "awaiting",
    "cancelled",
    "authorised",
    "proposed",
)
"""What became of each of the ten, in the order of their dates."""
LONG = timedelta(days=3)
FRESH_DAYS = 60
"""Only what happened so lately still waits for signatures."""
STATES = {
    "signed": MissionState.REPORTED,
    "awaiting": MissionState.REPORTED,
    "completed": MissionState.COMPLETED,
    "cancelled": MissionState.CANCELLED,
    "authorised": MissionState.AUTHORISED,
    "proposed": MissionState.PROPOSED,
}


@dataclass(frozen=True)
class Visit:
    """One mission: its number among the ten, what became of it, its last day, its host and its guests."""

    place: int
    ref: str
    fate: str
    last: date
    host: Place
    guests: tuple[Place, ...]
    kind: MissionKind


def write_missions(one: Draft) -> int:
    """Write all ten missions; returns the number of the first one, whose report is signed."""
    numbers = [_write(one, _visit(one, place, fate)) for place, fate in enumerate(FATES, start=1)]
    one.note(one.today, "mission.planned", one.cities[0].technician_id, f"{one.ref}-M{len(FATES):02d}")
    return numbers[0]


def _visit(one: Draft, place: int, fate: str) -> Visit:
    is_live = one.course.state in LIVE_STATES and one.course.quiet_days < FRESH_DAYS
    if fate in {"authorised", "proposed"}:
        last = one.frame.at.date() + timedelta(days=4 + one.chance(70, place))
        fate = fate if is_live else "cancelled"
    elif fate == "awaiting":
        last = one.today - timedelta(days=11 + one.chance(50, place))
        fate = fate if is_live and one.chance(6, "awaiting") == 0 else "completed"
    else:
        last = one.today - timedelta(days=35 * (9 - place) + one.chance(20, place))
    host = one.cities[place % len(one.cities)]
    guests = tuple(city for city in one.cities if city is not host)
    kind = tuple(MissionKind)[one.chance(len(MissionKind), place, "kind")]
    return Visit(place, f"{one.ref}-M{place:02d}", fate, last, host, guests, kind)


def _write(one: Draft, visit: Visit) -> int:
    first = visit.last - LONG
    logger = visit.guests[0].technician_id
    is_planned = visit.fate in {"authorised", "proposed", "cancelled"}
    logged_on = min(first - timedelta(days=20), one.today) if is_planned else visit.last + timedelta(days=1)
    is_cancelled = visit.fate == "cancelled"
    mission = one.rows.number(
        Mission,
        partnership_id=one.id,
        number=visit.place,
        ref=visit.ref,
        kind=visit.kind,
        state=STATES[visit.fate],
        date_precision=Precision.DAY,
        starts=_partial(first),
        ends=_partial(visit.last),
        first_day=first,
        last_day=visit.last,
        place=visit.host.name,
        host_city_id=visit.host.id,
        purpose=one.theme.instrument,
        theme=one.theme_code,
        findings="" if is_planned else MADE_UP,
        cancel_reason=CancelReason.FUNDING if is_cancelled else None,
        logged_by_id=logger,
        logged_at=one.moment(logged_on),
        is_demonstration=True,
    )
    one.note(logged_on, "mission.planned" if is_planned else "mission.logged", logger, visit.ref)
    if visit.fate in {"signed", "awaiting"}:
        delegation, tasks = _delegation(one, mission, visit), _tasks(one, mission, visit)
        write_report(
            one, mission, _content(one, visit, delegation, tasks), visit.last, is_signed=visit.fate == "signed"
        )
    return mission


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _delegation(one: Draft, mission: int, visit: Visit) -> list[dict[str, Any]]:
    """Write the delegation; returns it as a report says it."""
    said = []
    for guest in visit.guests:
        known = {"name": guest.technician, "organisation": "", "function": "Technician", "payer": guest.name}
        text = folded(guest.technician)
        one.rows.number(Delegate, mission_id=mission, city_id=guest.id, search_text=text, **known)
        said.append({**known, "city": guest.name})
    return said


def _tasks(one: Draft, mission: int, visit: Visit) -> list[dict[str, Any]]:
    """Write two agreed tasks, some of them done; returns them as a report says them."""
    said = []
    for position, city in enumerate((visit.host, visit.guests[0]), start=1):
        due_on = visit.last + timedelta(days=30 * position + one.chance(90, mission, position))
        what = one.theme.activities[position - 1][0]
        done_on = due_on - timedelta(days=5)
        is_done = done_on <= one.today and one.chance(3, mission, position, "done") > 0
        one.rows.number(
            AgreedTask,
            mission_id=mission,
            position=position,
            what=what,
            who="Technician",
            city_id=city.id,
            due_on=due_on,
            done_at=one.moment(done_on) if is_done else None,
            done_by_id=city.technician_id if is_done else None,
            is_demonstration=True,
        )
        said.append(
            {
                "position": position,
                "what": what,
                "who": "Technician",
                "city": city.name,
                "due_on": due_on.isoformat(),
                "amount_cents": None,
                "currency": "",
                "bearer": "",
            }
        )
    return said


def _content(one: Draft, visit: Visit, delegation: list[dict[str, Any]], tasks: list[dict[str, Any]]) -> dict[str, Any]:
    """Give everything that the mission's report says, as `content_of` gathers it from the rows."""
    author = visit.guests[0]
    return {
        "kind": "mission_report",
        "ref": f"{visit.ref}-v1",
        "version": 1,
        "language": "en",
        "is_demonstration": True,
        "replaces": None,
        "partnership": {"ref": one.ref, "title": one.title, "theme": one.theme_code},
        "cities": [{"name": city.name, "country": city.country} for city in one.cities],
        "mission": {
            "ref": visit.ref,
            "kind": visit.kind.value,
            "starts": (visit.last - LONG).isoformat(),
            "ends": visit.last.isoformat(),
            "date_precision": Precision.DAY.value,
            "place": visit.host.name,
            "host": visit.host.name,
            "purpose": one.theme.instrument,
            "theme": one.theme_code,
            "participants": "",
            "own": {},
            "sessions": [],
        },
        "summary": MADE_UP,
        "findings": MADE_UP,
        "decisions": "",
        "tasks": tasks,
        "delegation": delegation,
        "attachments": [],
        "author": {"name": author.technician, "city": author.name},
        "languages": [],
        "translations": {},
        "outdated": {},
    }
