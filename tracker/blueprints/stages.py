"""The rooms of the six stages, and what the coordinator decides there."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.blueprints.guard import may, me, my_standing, needs, now
from tracker.dashboards import rooms
from tracker.dashboards.notes import notes_of
from tracker.dashboards.policies import named_row, policy_rows
from tracker.dashboards.stage_rooms import Visit, room_of
from tracker.dashboards.stages import gate_of, room_address, track_of
from tracker.dashboards.timeline import happenings
from tracker.db import lock, transaction
from tracker.domain.mandates import local_day
from tracker.domain.stages import CLOSED_STATES, GATE_CONDITIONS, OPEN_STATES, STAGES, current_stage, stage
from tracker.forms.accounts import EmptyForm
from tracker.forms.stages import ConsentForm, PassForm, PlanForm, PolicyForm, ReasonForm
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import consents, policies, stages
from tracker.services.facts import facts_of
from tracker.services.rooms import CitySide
from tracker.words import CONDITIONS, STAGE_TITLES

bp = Blueprint("stages", __name__)
Answer = str | Response | tuple[str, int]
HISTORY = 20
TEMPLATES = {
    1: "stages/diagnosis.html",
    2: "stages/comparison.html",
    3: "stages/priorities.html",
    4: "stages/work_plan.html",
    5: "stages/exchange.html",
    6: "stages/assessment.html",
}


@bp.get("/partnerships/<ref>/stages/<int:number>")
@needs(Permission.ROOM_VIEW, Partnership)
def show(partnership: Partnership, number: int) -> str:
    """Show the room of a stage: what the cities put there, what keeps its gate shut, who decided what."""
    cycle = request.args.get("cycle", partnership.cycle, type=int)
    if not 1 <= cycle <= partnership.cycle:
        abort(404)
    runs = stages.stage_runs(partnership, cycle)
    run = _run(runs, number)
    facts = facts_of(partnership, local_day(now(), me().timezone), cycle)
    is_open = cycle == partnership.cycle and partnership.state not in stages.RESTING
    waivers = stages.waivers_of(run)
    current = current_stage({one.number: one.state for one in runs})
    waived_here = [one.condition for one in stages.waivers_of(runs[current - 1])]
    decides = is_open and may(Permission.GATE_DECIDE, partnership)
    return render_template(
        "stages/show.html",
        partnership=partnership,
        run=run,
        title=STAGE_TITLES[number],
        template=TEMPLATES[number],
        phase=stage(number).phase,
        runs=runs,
        track=track_of(partnership, runs, facts, local_day(now(), me().timezone), waived_here),
        gate=gate_of(partnership, run, facts, waivers, may_waive=decides, in_room=True),
        waivers=waivers,
        is_current=number == current,
        policy=named_row(policies.followed(partnership), partnership.policy),
        consents={one.city_id: one for one in consents.consents_of(run)} if consents.is_asked(run) else None,
        speaks_for=_spoken_for(partnership) if is_open and run.state in OPEN_STATES else [],
        is_open=is_open,
        may_decide=decides,
        may_write=is_open and may(Permission.ROOM_EDIT, partnership),
        own_cities=[city.id for city in rooms.writable_cities(partnership, my_standing())] if is_open else [],
        is_finished=all(one.state in CLOSED_STATES for one in runs),
        happenings=happenings(partnership, limit=HISTORY, subject=stages.subject_of(run)),
        notes=notes_of(partnership, my_standing(), stage=number, cycle=cycle),
        room=room_of(number, Visit(partnership, runs, my_standing(), local_day(now(), me().timezone))),
        form=EmptyForm(),
    )


def _spoken_for(partnership: Partnership) -> list[int]:
    """List the ids of the member cities for which the reader gives the city's own word."""
    sides = [CitySide(partnership, city.id) for city in partnership.cities]
    return [side.city_id for side in sides if may(Permission.CONSENT_GIVE, side)]


def _run(runs: list[StageRun], number: int) -> StageRun:
    """Find one stage of a cycle; not found when there is none of that number."""
    return next((run for run in runs if run.number == number), None) or abort(404)


@bp.route("/partnerships/<ref>/stages/<int:number>/pass", methods=["GET", "POST"])
@needs(Permission.GATE_DECIDE, Partnership)
def pass_gate(partnership: Partnership, number: int) -> Answer:
    """Decide that a stage is completed."""
    run = _run(stages.stage_runs(partnership), number)
    form = PassForm()
    if form.validate_on_submit():
        with transaction():
            stages.pass_gate(run, reason=form.reason.data, actor=me(), at=now())
            target = room_address(partnership, partnership.stage_number)
        flash(_("The gate of stage %(number)s is passed.", number=number), "done")
        return redirect(target, 303)
    facts = facts_of(partnership, local_day(now(), me().timezone))
    gate = gate_of(partnership, run, facts, stages.waivers_of(run), in_room=True)
    return _decision("stages/pass_gate.html", form, run, gate=gate, is_last=number == len(STAGES))


@bp.route("/partnerships/<ref>/stages/<int:number>/waive/<condition>", methods=["GET", "POST"])
@needs(Permission.GATE_WAIVE, Partnership)
def waive(partnership: Partnership, number: int, condition: str) -> Answer:
    """Set one condition of a gate aside, with a reason that stays visible."""
    run = _run(stages.stage_runs(partnership), number)
    if condition not in GATE_CONDITIONS:
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            stages.waive_condition(run, condition, reason=form.reason.data, actor=me(), at=now())
        flash(_("The condition is waived. Your reason stays visible."), "done")
        return redirect(room_address(partnership, number), 303)
    return _decision("stages/waive.html", form, run, condition=CONDITIONS[condition])


@bp.route("/partnerships/<ref>/stages/<int:number>/reopen", methods=["GET", "POST"])
@needs(Permission.GATE_DECIDE, Partnership)
def reopen(partnership: Partnership, number: int) -> Answer:
    """Return to a stage whose gate was passed, with a reason."""
    run = _run(stages.stage_runs(partnership), number)
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            stages.reopen_stage(run, reason=form.reason.data, actor=me(), at=now())
        flash(_("Stage %(number)s is open again.", number=number), "done")
        return redirect(room_address(partnership, number), 303)
    return _decision("stages/reopen.html", form, run)


@bp.route("/partnerships/<ref>/stages/<int:number>/plan", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def plan(partnership: Partnership, number: int) -> Answer:
    """Say how many days a stage is planned to take."""
    run = _run(stages.stage_runs(partnership), number)
    form = PlanForm(obj=run)
    if form.validate_on_submit():
        with transaction():
            lock(run)
            form.refuse_lost_update(run, PlanForm(formdata=None, obj=run))
            stages.plan_stage(run, form.planned_days.data, actor=me(), at=now())
        flash(_("The planned days are saved."), "done")
        return redirect(room_address(partnership, number), 303)
    return _decision("stages/plan.html", form, run)


@bp.post("/partnerships/<ref>/stages/<int:number>/agree")
@needs(Permission.CONSENT_GIVE, Partnership)
def agree(partnership: Partnership, number: int) -> Answer:
    """Keep that a city agrees to what stands in the room."""
    run = _run(stages.stage_runs(partnership), number)
    form = ConsentForm()
    if not form.validate_on_submit() or form.city_id.data is None:
        abort(422)
    with transaction():
        consents.agree(run, form.city_id.data, actor=me(), at=now())
    flash(_("Your city agrees to what stands here. A later change asks for its word anew."), "done")
    return redirect(room_address(partnership, number), 303)


@bp.post("/partnerships/<ref>/stages/<int:number>/take-back")
@needs(Permission.CONSENT_GIVE, Partnership)
def take_back(partnership: Partnership, number: int) -> Answer:
    """Take back that a city agrees."""
    run = _run(stages.stage_runs(partnership), number)
    form = ConsentForm()
    if not form.validate_on_submit() or form.city_id.data is None:
        abort(422)
    with transaction():
        consents.take_back(run, form.city_id.data, actor=me(), at=now())
    flash(_("The agreement of your city is taken back."), "done")
    return redirect(room_address(partnership, number), 303)


@bp.route("/partnerships/<ref>/policy", methods=["GET", "POST"])
@needs(Permission.GATE_DECIDE, Partnership)
def move_policy(partnership: Partnership) -> Answer:
    """Let the gates of a running partnership follow another policy."""
    rows = policy_rows(policies.offered())
    form = PolicyForm.offering(rows, partnership.policy)
    if form.validate_on_submit():
        with transaction():
            policies.move_to_policy(partnership, form.policy.data, reason=form.reason.data, actor=me(), at=now())
        flash(_("The gates follow the other policy now."), "done")
        return redirect(room_address(partnership, partnership.stage_number), 303)
    page = render_template(
        "stages/move_policy.html",
        form=form,
        partnership=partnership,
        policy=named_row(policies.followed(partnership), partnership.policy),
        offered=rows,
        back=room_address(partnership, partnership.stage_number),
    )
    return page, 422 if form.errors else 200


@bp.post("/partnerships/<ref>/cycles")
@needs(Permission.GATE_DECIDE, Partnership)
def begin_cycle(partnership: Partnership) -> Response:
    """Begin the next cycle after the sixth gate."""
    with transaction():
        stages.begin_next_cycle(partnership, actor=me(), at=now())
        target = room_address(partnership, 1)
    flash(_("A new cycle has begun. It starts with what the last one learned."), "done")
    return redirect(target, 303)


def _decision(template: str, form: Any, run: StageRun, **more: Any) -> Answer:
    page = render_template(
        template,
        form=form,
        run=run,
        partnership=run.partnership,
        title=STAGE_TITLES[run.number],
        back=room_address(run.partnership, run.number),
        **more,
    )
    return page, 422 if form.errors else 200
