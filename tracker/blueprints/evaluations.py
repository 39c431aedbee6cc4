"""Evaluations: frameworks that each city answers for itself, side by side once they are handed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import may, me, my_standing, needs, now, once
from tracker.dashboards import evaluations as pages
from tracker.dashboards.rooms import writable_cities
from tracker.db import lock, transaction
from tracker.domain.mandates import local_day
from tracker.forms.evaluations import NewEvaluationForm, PlanEvaluationForm, SectionForm
from tracker.models.evaluations import Evaluation, EvaluationSection, EvaluationSide
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import evaluations, stages
from tracker.services.frameworks import asked_in

bp = Blueprint("evaluations", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/partnerships/<ref>/evaluations")
@needs(Permission.ROOM_VIEW, Partnership)
def index(partnership: Partnership) -> str:
    """List the evaluations of a partnership, and how far each city is."""
    today = local_day(now(), me().timezone)
    found = pages.evaluations_of(partnership, today)
    may_write = may(Permission.ROOM_EDIT, partnership) and partnership.state not in stages.RESTING
    return render_template("evaluations/index.html", partnership=partnership, found=found, may_write=may_write)


@bp.route("/partnerships/<ref>/evaluations/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> Answer:
    """Ask the cities to answer a framework."""
    form = NewEvaluationForm(framework=request.args.get("framework"), occasion=request.args.get("occasion"))
    form.offer()

    def make() -> str:
        begun = evaluations.begin_evaluation(
            partnership, form.framework.data, form.occasion.data, form.due_on.data, actor=me(), at=now()
        )
        return url_for(".show", id=begun.id)

    if form.validate_on_submit():
        with transaction():
            target = once(form, make)
        flash(_("The cities are asked. Each answers for itself."), "done")
        return redirect(target, 303)
    return render_template("evaluations/new.html", form=form, partnership=partnership), 422 if form.errors else 200


@bp.get("/evaluations/<int:id>")
@needs(Permission.ROOM_VIEW, Evaluation)
def show(evaluation: Evaluation) -> str:
    """Show what each city answered, the gap between their views, and the trend since earlier occasions."""
    own = {city.id for city in writable_cities(evaluation.partnership, my_standing())}
    return render_template(
        "evaluations/show.html",
        partnership=evaluation.partnership,
        evaluation=evaluation,
        view=pages.view_of(evaluation, own),
        own_cities=own,
        may_write=may(Permission.ROOM_EDIT, evaluation),
        is_open=evaluation.partnership.state not in stages.RESTING and evaluation.removed_at is None,
    )


@bp.route("/evaluations/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Evaluation)
def edit(evaluation: Evaluation) -> Answer:
    """Change until when the cities are to answer."""
    form = PlanEvaluationForm(obj=evaluation)
    if form.validate_on_submit():
        with transaction():
            lock(evaluation)
            form.refuse_lost_update(evaluation, PlanEvaluationForm(formdata=None, obj=evaluation))
            evaluations.plan_evaluation(evaluation, form.due_on.data, actor=me(), at=now())
            target = url_for(".show", id=evaluation.id)
        flash(_("The day is saved."), "done")
        return redirect(target, 303)
    page = render_template(
        "evaluations/edit.html", form=form, partnership=evaluation.partnership, row=pages.name_of(evaluation)
    )
    return page, 422 if form.errors else 200


@bp.post("/evaluations/<int:id>/remove")
@needs(Permission.ROOM_EDIT, Evaluation)
def remove(evaluation: Evaluation) -> Response:
    """Take an evaluation off the page; it can be put back from there."""
    with transaction():
        lock(evaluation)
        evaluations.remove_evaluation(evaluation, actor=me(), at=now())
        target = url_for(".index", ref=evaluation.partnership.ref)
    flash(_("Removed. You find it under “Removed” and can restore it."), "done")
    return redirect(target, 303)


@bp.post("/evaluations/<int:id>/restore")
@needs(Permission.ROOM_EDIT, Evaluation)
def restore(evaluation: Evaluation) -> Response:
    """Put an evaluation back."""
    with transaction():
        lock(evaluation)
        evaluations.restore_evaluation(evaluation, actor=me(), at=now())
        target = url_for(".index", ref=evaluation.partnership.ref)
    flash(_("Restored."), "done")
    return redirect(target, 303)


@bp.route("/evaluation-sections/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.CITY_ROOM_EDIT, EvaluationSection)
def fill(section: EvaluationSection) -> Answer:
    """Answer one dimension for one's own city, as far as one gets."""
    evaluation = section.side.evaluation
    framework = asked_in(evaluation)
    form = SectionForm.over(section, framework)
    if form.validate_on_submit():
        with transaction():
            lock(section)
            form.refuse_lost_update(section, SectionForm.over(section, framework, as_stored=True))
            answers = form.given(framework.dimension(section.dimension))
            evaluations.fill_section(section, answers, form.action_text(), actor=me(), at=now())
            following = pages.next_section(section)
            target = url_for(".fill", id=following.id) if following else url_for(".show", id=evaluation.id)
        flash(_("Kept. You can go on at any time."), "done")
        return redirect(target, 303)
    page = render_template(
        "evaluations/fill.html",
        form=form,
        partnership=evaluation.partnership,
        evaluation=evaluation,
        section=section,
        view=pages.page_of(section),
    )
    return page, 422 if form.errors else 200


@bp.post("/evaluation-sides/<int:id>/hand-in")
@needs(Permission.CITY_ROOM_EDIT, EvaluationSide)
def hand_in(side: EvaluationSide) -> Response:
    """Let the other cities read what this one answered."""
    with transaction():
        lock(side)
        evaluations.hand_in(side, actor=me(), at=now())
        target = url_for(".show", id=side.evaluation_id)
    flash(_("Handed in. The other cities can read it now."), "done")
    return redirect(target, 303)


@bp.post("/evaluation-sides/<int:id>/take-up")
@needs(Permission.CITY_ROOM_EDIT, EvaluationSide)
def take_up(side: EvaluationSide) -> Response:
    """Open a handed-in part again."""
    with transaction():
        lock(side)
        evaluations.take_up(side, actor=me(), at=now())
        target = url_for(".show", id=side.evaluation_id)
    flash(_("Open again. Hand it in when it is right."), "done")
    return redirect(target, 303)
