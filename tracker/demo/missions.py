"""Missions of the demonstration: past ones with agreed tasks, planned ones, and tasks agreed on a real visit."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from tracker.db import db
from tracker.demo.chance import choice, number
from tracker.demo.scene import Scene
from tracker.demo.titles import short
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import CancelReason, MissionKind, MissionState
from tracker.models.cities import City
from tracker.models.missions import AgreedTask, Delegate, Mission

LONG_DAYS = 4
"""A visit of the demonstration takes this many days, the first and the last included."""
KINDS = (
    MissionKind.TECHNICAL_VISIT,
    MissionKind.TRAINING,
    MissionKind.LEARNING_EXCHANGE,
    MissionKind.MASTER_CLASS,
    MissionKind.BILATERAL_MEETING,
)


@dataclass(frozen=True)
class Plan:
    """A mission that lies ahead, was called off or goes on now: `first` is the place of the host among the cities."""

    in_days: int
    state: MissionState
    host: int = 1
    kind: MissionKind = MissionKind.TECHNICAL_VISIT
    cancel_reason: CancelReason | None = None


PLANS = {
    "mzbr-gru-nam": Plan(20, MissionState.PROPOSED),
    "mzbr-gru-man": Plan(18, MissionState.AUTHORISED),
    "mzbr-vit-xai": Plan(26, MissionState.PROPOSED, kind=MissionKind.BILATERAL_MEETING),
    "gru-map": Plan(12, MissionState.AUTHORISED, host=0),
    "bcn-map": Plan(13, MissionState.PROPOSED, host=1, kind=MissionKind.SEMINAR),
    "kkp-koe-rio": Plan(-1, MissionState.UNDER_WAY),
    "kkp-wue-mwa": Plan(9, MissionState.AUTHORISED),
    "kkp-dor-kum": Plan(5, MissionState.PROPOSED, kind=MissionKind.ONLINE_SESSION),
    "se-gbg-nmb": Plan(28, MissionState.PROPOSED, kind=MissionKind.LEARNING_EXCHANGE),
    "se-ume-kaj": Plan(15, MissionState.CANCELLED, cancel_reason=CancelReason.VISA),
    "fr-lyon-ouag": Plan(8, MissionState.CANCELLED, host=2, cancel_reason=CancelReason.HEALTH_OR_SAFETY),
    "fr-gren-ouag": Plan(24, MissionState.AUTHORISED, kind=MissionKind.POLITICAL_VISIT),
}
"""By partnership; two of them are planned in the same city and week, so that the warning of an overlap can be seen."""


def plan_mission(scene: Scene) -> None:
    """Make the planned mission of a partnership that has one."""
    plan = PLANS.get(scene.code)
    if plan is None:
        return
    host = scene.cities[plan.host]
    first = scene.at.date() + timedelta(days=plan.in_days)
    mission = _mission(scene, host, plan.kind, plan.state, first)
    mission.cancel_reason = plan.cancel_reason
    logged_at = scene.hour((scene.at - timedelta(days=scene.course.quiet_days + 1)).date(), "plan")
    mission.logged_at = logged_at
    planner = scene.technician(scene.cities[0])
    mission.logged_by = planner
    db.session.flush()
    scene.note(logged_at, "mission.planned", planner, mission.ref)
    moves = {
        MissionState.AUTHORISED: "mission.authorised",
        MissionState.UNDER_WAY: "mission.started",
        MissionState.CANCELLED: "mission.cancelled",
    }
    if plan.state in moves:
        details = {"reason": plan.cancel_reason.value} if plan.cancel_reason else {}
        at = min(scene.at, logged_at + timedelta(hours=3))
        scene.note(at, moves[plan.state], planner, mission.ref, **details)


def past_mission(scene: Scene, ended_on: date) -> Mission:
    """Make a mission of the exchange that took place, with its delegation, findings and three agreed tasks; flushes."""
    guest, host = scene.cities[1], scene.cities[0]
    first = ended_on - timedelta(days=LONG_DAYS - 1)
    mission = _mission(scene, host, choice(KINDS, scene.code, "kind"), MissionState.COMPLETED, first)
    mission.findings = (
        f"The delegation saw how {short(host.name)} works with: {scene.theme.instrument}. "
        "What depends on the national law cannot be taken over; the working method can."
    )
    mission.decisions = f"{short(guest.name)} tries the method out in one neighbourhood and reports what happened."
    mission.agenda = "Day 1: welcome and office visit\nDay 2: visit to a neighbourhood\nDays 3 and 4: joint work"
    logger = scene.technician(guest)
    mission.logged_by = logger
    mission.logged_at = scene.hour(ended_on + timedelta(days=1), "logged")
    db.session.flush()
    scene.note(mission.logged_at, "mission.logged", logger, mission.ref)
    _agree(scene, mission, ended_on)
    return mission


def _mission(scene: Scene, host: City, kind: MissionKind, state: MissionState, first: date) -> Mission:
    """Make a mission's row, with one technician of every other city as guest."""
    latest = select(func.max(Mission.number)).where(Mission.partnership_id == scene.partnership.id)
    place = (db.session.scalar(latest) or 0) + 1
    last = first + timedelta(days=LONG_DAYS - 1)
    mission = Mission(
        partnership=scene.partnership,
        number=place,
        ref=f"{scene.partnership.ref}-M{place:02d}",
        kind=kind,
        state=state,
        date_precision=Precision.DAY,
        starts=PartialDate.parse(first.isoformat()),
        ends=PartialDate.parse(last.isoformat()),
        first_day=first,
        last_day=last,
        place=host.name,
        host_city=host,
        purpose=f"See how {short(host.name)} works with: {scene.theme.instrument}",
        theme=scene.partnership.theme,
        delegates=[_guest(scene, city) for city in scene.cities if city is not host],
        is_demonstration=True,
    )
    db.session.add(mission)
    return mission


def _guest(scene: Scene, city: City) -> Delegate:
    return Delegate(
        city=city,
        name=scene.technician(city).name,
        organisation="Municipal administration",
        function="Technician",
        payer=city.name,
    )


def _agree(scene: Scene, mission: Mission, ended_on: date) -> None:
    """Agree on three tasks: one done, one open, and one that is due at any time around the loading."""
    host, guest = scene.cities[:2]
    method = scene.theme.instrument[:1].lower() + scene.theme.instrument[1:]
    agreed = (
        (f"Send the documents on the {method}", host, 14),
        ("Choose the neighbourhood for the trial", guest, 25 + number(40, scene.code, "task")),
        ("Report on the trial to the partner city", guest, 180),
    )
    for position, (what, city, days) in enumerate(agreed, start=1):
        task = _task(mission, position, what, city, ended_on + timedelta(days=days))
        db.session.flush()
        scene.note(mission.logged_at, "task.agreed", scene.technician(guest), mission.ref, task=task.id)
        done_at = scene.hour(ended_on + timedelta(days=10), "done")
        if position == 1 and done_at < scene.at and number(4, scene.code, "done"):
            task.done_at, task.done_by_id = done_at, scene.technician(city).id
            scene.note(done_at, "task.done", scene.technician(city), mission.ref, task=task.id)


def _task(mission: Mission, position: int, what: str, city: City, due_on: date) -> AgreedTask:
    """Make the row of an agreed task for a city's technician."""
    task = AgreedTask(
        mission=mission,
        position=position,
        what=what,
        who="Technician",
        city=city,
        due_on=due_on,
        is_demonstration=True,
    )
    db.session.add(task)
    return task


def agree_on_real_visit(scene: Scene, mission: Mission) -> None:
    """Add tasks to the visit of Nampula's technicians to Guarulhos, which is real; the tasks are invented."""
    guarulhos, nampula = scene.cities
    agreed = (
        ("Send the rules and forms of the inclusive cadastre", guarulhos, 14),
        ("Choose two pilot neighbourhoods for the cadastre", nampula, 30),
        ("Map the first pilot neighbourhood together with residents", nampula, 75),
    )
    at = scene.moment(5, 60, "real visit")
    for position, (what, city, days) in enumerate(agreed, start=1):
        task = _task(mission, position, what, city, scene.at.date() + timedelta(days=days))
        db.session.flush()
        scene.note(at, "task.agreed", scene.technician(nampula), mission.ref, task=task.id)
