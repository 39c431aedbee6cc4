"""Missions: listed, planned, logged, shown, changed, moved on, called off."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from tracker.blueprints.guard import find, may, me, my_standing, needs, now
from tracker.blueprints.limits import limiter
from tracker.dashboards import missions as views
from tracker.dashboards.delegations import known_people
from tracker.dashboards.missions import MissionFilters
from tracker.dashboards.notes import notes_of
from tracker.dashboards.overlaps import Overlap, Probe, fingerprint, overlaps
from tracker.dashboards.paging import Window, page
from tracker.dashboards.reports import TONES
from tracker.dashboards.sources import sources_of
from tracker.db import db, lock, transaction
from tracker.domain.mandates import local_day
from tracker.domain.mission_kinds import unusual_days
from tracker.domain.missions import is_locked, moved
from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.people import Role
from tracker.forms.accounts import EmptyForm
from tracker.forms.mission_filters import mission_filter_fields
from tracker.forms.missions import CancelForm, EditMissionForm, NewMissionForm
from tracker.media import ACCEPTED, PICTURES
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission, require
from tracker.sentences import gettext as _
from tracker.services import attachments, missions, tasks
from tracker.services.attachments import Received
from tracker.services.mission_formats import answers_of, sessions_of
from tracker.services.requests import once, request_hash

bp = Blueprint("missions", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/missions")
@needs(Permission.SIGNED_IN)
def index() -> str:
    """List the missions that the person may see; what is asked for stands in the address."""
    filters, window = MissionFilters.read(request.args), Window.read(request.args)
    sort = request.args.get("sort", "")
    sort = sort if sort in views.SORTS else views.USUAL_SORT
    query = filters.query | ({} if sort == views.USUAL_SORT else {"sort": sort})
    links = page(window, views.count_missions(my_standing(), filters), url_for(".index"), query)
    return render_template(
        "missions/index.html",
        rows=views.mission_rows(my_standing(), filters, window, sort),
        page=links,
        filters=mission_filter_fields(query),
        is_narrowed=bool(filters.query),
        may_log=my_standing().city_id is not None or my_standing().role is Role.COORDINATOR,
    )


@bp.route("/missions/new", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
@needs(Permission.SIGNED_IN)
def new() -> Answer:
    """Plan a mission, or log one that took place; without a partnership, choose one first."""
    if not request.args.get("partnership"):
        return _choose()
    partnership = find(Partnership, ref=request.args["partnership"])
    require(my_standing(), Permission.MISSION_EDIT, partnership)
    form = NewMissionForm(data={"theme": partnership.theme})
    form.offer(partnership.cities, partnership.theme, known_people(partnership), now())
    if request.method != "POST":
        form.add_all_rows()
        return _new_page(partnership, form)
    person = me().id
    db.session.rollback()  # nobody waits for a lock while pictures are made anew
    received = form.take(person)
    if "add" in request.form:
        form.add_rows(request.form["add"])
        return _new_page(partnership, form)
    if not form.validate():
        return _new_page(partnership, form), 422
    return _log(partnership, form, received)


def _choose() -> str:
    """Let the person choose among the live partnerships whose missions they may log."""
    query, window = views.places_to_log(my_standing()), Window.read(request.args)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    links = page(window, total, url_for(".new"), {})
    return render_template("missions/choose.html", rows=db.session.execute(window.of(query)).all(), page=links)


def _new_page(partnership: Partnership, form: NewMissionForm, warnings: Sequence[Overlap] = ()) -> str:
    form.overlaps_seen.data = fingerprint(warnings)
    return render_template(
        "missions/new.html", partnership=partnership, form=form, warnings=warnings, accepted=ACCEPTED
    )


def _log(partnership: Partnership, form: NewMissionForm, received: Sequence[Received]) -> Answer:
    sent = request_hash([*request.form.items(multi=True), *(("file", one.sha256) for one in received)])
    try:
        with transaction():
            target = once(form.key.data, sent, lambda: _keep(partnership, form, received), actor=me(), at=now())
    except OverlapUnseen as unseen:
        g.told = _("It overlaps with another mission. Open it, look at both, and save it all the same or change it.")
        return _new_page(partnership, form, unseen.warnings), 422
    flash(_("The mission is logged.") if form.took_place else _("The mission is planned."), "done")
    return redirect(target, 303)


class OverlapUnseen(Exception):
    """The mission overlaps with others, and its author has not been told so yet."""

    def __init__(self, warnings: Sequence[Overlap]) -> None:
        super().__init__()
        self.warnings = warnings


def _keep(partnership: Partnership, form: NewMissionForm, received: Sequence[Received]) -> str:
    draft = form.draft()
    warnings = overlaps(Probe.of_draft(draft), my_standing())
    if fingerprint(warnings) != (form.overlaps_seen.data or ""):
        raise OverlapUnseen(warnings)
    mission = missions.log_mission(partnership, draft, has_taken_place=form.took_place, actor=me(), at=now())
    attachments.attach(mission, received, actor=me(), at=now())
    return url_for(".show", ref=mission.ref)


@bp.get("/missions/<ref>")
@needs(Permission.MISSION_VIEW, Mission)
def show(mission: Mission) -> str:
    """Show everything about a mission, and what can be done with it now."""
    may_work = may(Permission.MISSION_EDIT, mission)
    is_live = mission.partnership.state in LIVE_STATES
    locked = is_locked(views.report_states(mission))
    is_ahead = moved(mission.state, "cancel") is not None
    return render_template(
        "missions/show.html",
        mission=mission,
        name=views.mission_name(mission.kind, mission.title, _place(mission)),
        tone=views.MARKS[mission.state],
        today=local_day(now(), me().timezone),
        report_due=views.report_due(mission),
        answers=answers_of(mission),
        sessions=sessions_of(mission),
        unusual_days=unusual_days(mission.kind, views.length_of(mission)),
        owed=views.owed_before(mission) if is_ahead else [],
        versions=views.report_versions(mission, my_standing()),
        tones=TONES,
        pictures=PICTURES,
        notes=notes_of(mission.partnership, my_standing(), mission=mission),
        sources=sources_of(mission.sources),
        warnings=overlaps(Probe.of(mission), my_standing()) if is_ahead else [],
        moves=_moves(mission) if may_work and is_live else [],
        may_cancel=may_work and is_ahead,
        may_change=may_work and is_live and not locked,
        is_locked=locked,
        form=EmptyForm(),
        **_parts(mission),
    )


def _parts(mission: Mission) -> dict[str, Sequence[Any]]:
    """Give the tasks and files of a mission, those that were taken away apart."""
    files = attachments.files_of(mission)
    return {
        "tasks": [task for task in mission.tasks if task.removed_at is None],
        "removed_tasks": [task for task in mission.tasks if task.removed_at is not None],
        "files": [file for file in files if file.removed_at is None],
        "removed_files": [file for file in files if file.removed_at is not None],
    }


def _place(mission: Mission) -> str:
    return mission.host_city.name if mission.host_city else mission.place


def _moves(mission: Mission) -> list[tuple[str, str]]:
    """List the acts that the mission's state allows, with the words of their buttons."""
    words = {
        "authorise": _("Authorise"),
        "start": _("It is under way"),
        "complete": _("It took place"),
        "restore": _("Take it up again"),
    }
    return [(act, said) for act, said in words.items() if moved(mission.state, act)]


@bp.route("/missions/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.MISSION_EDIT, Mission)
def edit(mission: Mission) -> Answer:
    """Change what is known of a mission, its delegation and its tasks."""
    missions.refuse_locked(mission)
    known = known_people(mission.partnership)
    form = EditMissionForm.over(mission, known, now())
    if request.method != "POST":
        form.add_all_rows()
    elif "add" in request.form:
        form.add_rows(request.form["add"])
    elif form.validate():
        with transaction():
            lock(mission)
            form.refuse_lost_update(mission, EditMissionForm.over(mission, known, now(), as_stored=True))
            missions.change_mission(mission, form.draft(), actor=me(), at=now())
        flash(_("The mission is saved."), "done")
        return redirect(url_for(".show", ref=mission.ref), 303)
    page_of_form = render_template(
        "missions/edit.html", mission=mission, partnership=mission.partnership, form=form, warnings=[]
    )
    return page_of_form, 422 if form.errors else 200


def _move(mission: Mission, act: Callable[..., None], said: str) -> Response:
    with transaction():
        act(mission, actor=me(), at=now())
    flash(said, "done")
    return redirect(url_for(".show", ref=mission.ref), 303)


@bp.post("/missions/<ref>/authorise")
@needs(Permission.MISSION_EDIT, Mission)
def authorise(mission: Mission) -> Response:
    """Let a proposed mission go ahead."""
    return _move(mission, missions.authorise, _("The mission is authorised."))


@bp.post("/missions/<ref>/start")
@needs(Permission.MISSION_EDIT, Mission)
def start(mission: Mission) -> Response:
    """Note that an authorised mission is under way."""
    return _move(mission, missions.start, _("The mission is under way."))


@bp.post("/missions/<ref>/complete")
@needs(Permission.MISSION_EDIT, Mission)
def complete(mission: Mission) -> Response:
    """Note that a mission took place."""
    return _move(mission, missions.complete, _("The mission took place. Write its report next."))


@bp.post("/missions/<ref>/restore")
@needs(Permission.MISSION_EDIT, Mission)
def restore(mission: Mission) -> Response:
    """Take a cancelled mission up again."""
    return _move(mission, missions.restore, _("The mission is proposed again."))


@bp.route("/missions/<ref>/cancel", methods=["GET", "POST"])
@needs(Permission.MISSION_EDIT, Mission)
def cancel(mission: Mission) -> Answer:
    """Call a mission off, with a reason that stays."""
    form = CancelForm()
    if form.validate_on_submit():
        with transaction():
            missions.cancel(mission, form.reason.data, form.remarks.data, actor=me(), at=now())
        flash(_("The mission is cancelled. You can take it up again on this page."), "done")
        return redirect(url_for(".show", ref=mission.ref), 303)
    page_of_form = render_template("missions/cancel.html", mission=mission, form=form)
    return page_of_form, 422 if form.errors else 200


@bp.post("/missions/<ref>/tasks/<int:task_id>/restore")
@needs(Permission.MISSION_EDIT, Mission)
def restore_task(mission: Mission, task_id: int) -> Response:
    """Put an agreed task back that was taken away."""
    task = next((one for one in mission.tasks if one.id == task_id), None)
    if task is None:
        abort(404)
    with transaction():
        tasks.restore_task(task, actor=me(), at=now())
    flash(_("The task is there again."), "done")
    return redirect(url_for(".show", ref=mission.ref, _anchor="tasks"), 303)
