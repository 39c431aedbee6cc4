"""Loading the demonstration: the public facts first, then everything invented, each row of it marked."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from config import is_local
from tracker.db import Base, db
from tracker.demo import (
    actors,
    after_care,
    evaluations,
    logframe,
    missions,
    notes,
    offices,
    rooms,
    sdg,
    sharing,
    signoffs,
)
from tracker.demo.accounts import Cast, load_cast
from tracker.demo.archive import Archive, load_archive
from tracker.demo.courses import Span, course_of, is_waived, spans_of
from tracker.demo.scene import CYCLE, Diary, Scene
from tracker.demo.themes import theme_of
from tracker.domain.partnerships import PartnershipState, Post
from tracker.domain.stages import CLOSED_STATES, stage
from tracker.models.partnerships import Partnership, PostHolder
from tracker.models.stages import Consent, StageRun, Waiver
from tracker.services.journal import record
from tracker.services.reminders import pass_over

OBSERVED = ("mzbr-poa-inh", "mzbr-gru-nam", "kkp-wue-mwa")
REAL_VISIT = "ev10"
"""The visit of Nampula's technicians to Guarulhos, on which tasks are waiting to be confirmed."""
FUNCTIONS = {
    "cadastre": "Land surveyor",
    "climate": "Environmental engineer",
    "participatory_budgeting": "Budget officer",
    "territorial_planning": "Planner",
    "waste": "Engineer",
    "water_sanitation": "Engineer",
}
"""What the technical leads work as, by theme."""
WAIVED = "a_report_is_signed"
WAIVED_REASON = "Demonstration: this partnership ended before reports were kept here."
PASSED_REASON = "Demonstration: the evidence was there."
LAST_JOINT = 4
"""Partnerships up to this stage follow the newer policy, which asks for each city's own word."""


class Refused(Exception):
    """The demonstration was not loaded; the text says why and what to do."""


def refuse_elsewhere() -> None:
    """Return when this tracker is for this machine only; raises Refused otherwise."""
    if not is_local(current_app.config["BASE_URL"]):
        raise Refused(
            f"The demonstration is for this machine only, and BASE_URL is {current_app.config['BASE_URL']}. "
            "Unset BASE_URL, or set it to http://127.0.0.1:8000."
        )


def refuse_filled() -> None:
    """Return when the database is empty; raises Refused otherwise."""
    filled = first_filled_table()
    if filled:
        raise Refused(
            f"The database already holds something (table {filled}), and the demonstration is loaded into an empty one "
            "only. Nothing was changed. Give another DATABASE_URL, or another INSTANCE folder."
        )


def first_filled_table() -> str:
    """Name a table that holds rows; empty when none does."""
    for table in Base.metadata.sorted_tables:
        if db.session.scalar(select(func.count()).select_from(table.select().limit(1).subquery())):
            return table.name
    return ""


def load(password: str, at: datetime) -> None:
    """Load the whole demonstration as seen at the moment `at` (UTC); every account gets the password. Flushes.

    Raises Refused when the database is not empty or the tracker is not a local one.
    """
    refuse_elsewhere()
    refuse_filled()
    archive = load_archive(at)
    cast = load_cast(archive.cities.values(), archive.programmes.values(), password, at)
    diary = Diary()
    offices.change_offices(archive, cast, diary, at)
    for partnership in archive.partnerships.values():
        _play(partnership, archive, cast, diary, at)
    db.session.flush()
    diary.play()
    pass_over(at)  # nobody is mailed about the past
    record(
        "demonstration.loaded",
        actor=None,
        at=at,
        details={"partnerships": len(archive.partnerships), "cities": len(archive.cities)},
        is_demonstration=True,
    )


def _play(partnership: Partnership, archive: Archive, cast: Cast, diary: Diary, at: datetime) -> None:
    """Write one partnership's part of the demonstration."""
    course = course_of(partnership)
    spans = spans_of(partnership.code or partnership.ref, course, at)
    scene = Scene(partnership, course, spans, theme_of(partnership.theme), cast, diary, at)
    _found(scene)
    _appoint(scene)
    for span in spans:
        _stage(scene, span)
    real = archive.missions[REAL_VISIT]
    if real.partnership is partnership:
        missions.agree_on_real_visit(scene, real)
    ended_on = signoffs.mission_end(scene.code, at)
    past = missions.past_mission(scene, ended_on) if ended_on is not None else None
    logframe.write_logframe(scene, rooms.write_rooms(scene, past))
    notes.write_notes(scene, past)
    after_care.write_after_care(scene)
    sharing.write_sharing(scene)
    actors.write_actors(scene)
    sdg.choose_goals(scene)
    evaluations.write_evaluations(scene)
    if past is not None:
        signoffs.write_report(scene, past)
    missions.plan_mission(scene)


def _found(scene: Scene) -> None:
    """Set the partnership to its course, and note when it was entered."""
    partnership, course = scene.partnership, scene.course
    founded_at = scene.hour(scene.day(1, 0), "founded")
    moved_at = founded_at if course.state is PartnershipState.EXPLORING else scene.moment(min(course.stage, 6), 0)
    partnership.created_at = partnership.last_event_at = founded_at
    partnership.state, partnership.state_reason, partnership.state_since = course.state, course.reason, moved_at
    partnership.stage_number = min(course.stage, 6)
    partnership.has_demonstration = True
    partnership.policy = "guide-2" if course.stage <= LAST_JOINT else "guide-1"
    coordinator = scene.cast.coordinator
    scene.note(founded_at, "partnership.founded", coordinator, cities=[city.code for city in scene.cities])
    scene.note(founded_at, "cycle.begun", coordinator, f"{partnership.ref}-C{CYCLE}", cycle=CYCLE)
    if course.state is not PartnershipState.EXPLORING:
        steps = {"before": PartnershipState.EXPLORING.value, "after": course.state.value, "reason": course.reason}
        scene.note(moved_at, "partnership.steered", coordinator, **steps)


def _appoint(scene: Scene) -> None:
    """Name every city's technical lead; one that is only explored has one yet. Let the observer in."""
    is_new = scene.course.state is PartnershipState.EXPLORING and not scene.has_passed(1)
    for city in scene.cities[:1] if is_new else scene.cities:
        _post(scene, Post.TECHNICAL_LEAD, scene.technician(city).id, city.id)
    if scene.code in OBSERVED:
        _post(scene, Post.OBSERVER, scene.cast.observer.id, None)


def _post(scene: Scene, post: Post, person_id: int, city_id: int | None) -> None:
    function = FUNCTIONS.get(scene.partnership.theme, "") if post is Post.TECHNICAL_LEAD else ""
    holder = PostHolder(
        partnership_id=scene.partnership.id, person_id=person_id, city_id=city_id, post=post, function=function
    )
    db.session.add(holder)


def _stage(scene: Scene, span: Span) -> None:
    """Make the run of a stage, and note how its gate was passed."""
    coordinator = scene.cast.coordinator
    run = StageRun(
        partnership=scene.partnership,
        cycle=CYCLE,
        number=span.number,
        state=span.state,
        started_on=span.starts_on,
        planned_days=stage(span.number).planned_days,
        is_demonstration=True,
    )
    db.session.add(run)
    if span.state not in CLOSED_STATES or span.ends_on is None:
        return
    waived = is_waived(scene.course, span.number)
    run.decided_on, run.decided_by, run.reason = span.ends_on, coordinator, PASSED_REASON
    at = scene.hour(span.ends_on, f"gate {span.number}")
    if waived:
        db.session.add(_waiver(scene, run, at))
    if scene.course.stage <= LAST_JOINT:
        _agree(scene, run, at)
    waivers = [WAIVED] if waived else []
    scene.note_room(at, "gate.passed", coordinator, span.number, reason=PASSED_REASON, waived=waivers)


def _agree(scene: Scene, run: StageRun, at: datetime) -> None:
    """Let every city agree to what stood in the room before its gate was passed."""
    for hours, city in enumerate(reversed(scene.cities), start=1):
        given_at, who = at - timedelta(hours=hours), scene.technician(city)
        db.session.add(Consent(stage_run=run, city=city, given_by=who, given_at=given_at, is_demonstration=True))
        scene.note_room(given_at, "consent.given", who, run.number, city=city.code)


def _waiver(scene: Scene, run: StageRun, at: datetime) -> Waiver:
    """Set aside that a report must be signed, where none is kept."""
    moment = at - timedelta(hours=1)
    coordinator = scene.cast.coordinator
    scene.note_room(moment, "condition.waived", coordinator, run.number, condition=WAIVED, reason=WAIVED_REASON)
    return Waiver(
        stage_run=run,
        condition=WAIVED,
        reason=WAIVED_REASON,
        waived_by=coordinator,
        waived_at=moment,
        is_demonstration=True,
    )
