"""Indicators on which the cities agree in an evaluation, before each gives its values."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now, once
from tracker.dashboards.evaluations import name_of
from tracker.db import lock, transaction
from tracker.forms.benchmarks import BenchmarkForm, NewBenchmarkForm
from tracker.models.evaluations import BenchmarkIndicator, Evaluation
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import benchmarks

bp = Blueprint("benchmarks", __name__)
Answer = str | Response | tuple[str, int]


@bp.route("/evaluations/<int:id>/indicators/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Evaluation)
def new(evaluation: Evaluation) -> Answer:
    """Name an indicator that the cities compare."""
    form = NewBenchmarkForm()

    def make() -> str:
        benchmarks.name_indicator(evaluation, form.title.data, form.unit.data, actor=me(), at=now())
        return url_for("evaluations.show", id=evaluation.id)

    if form.validate_on_submit():
        with transaction():
            target = once(form, make)
        flash(_("The indicator is named. Each city gives its value."), "done")
        return redirect(target, 303)
    return _page("benchmarks/new.html", form, evaluation)


@bp.route("/benchmark-indicators/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, BenchmarkIndicator)
def edit(indicator: BenchmarkIndicator) -> Answer:
    """Change the name or the unit of an indicator."""
    form = BenchmarkForm(obj=indicator)
    if form.validate_on_submit():
        with transaction():
            lock(indicator)
            form.refuse_lost_update(indicator, BenchmarkForm(formdata=None, obj=indicator))
            benchmarks.change_indicator(indicator, form.title.data, form.unit.data, actor=me(), at=now())
            target = url_for("evaluations.show", id=indicator.evaluation_id)
        flash(_("The indicator is saved."), "done")
        return redirect(target, 303)
    return _page("benchmarks/edit.html", form, indicator.evaluation)


@bp.post("/benchmark-indicators/<int:id>/remove")
@needs(Permission.ROOM_EDIT, BenchmarkIndicator)
def remove(indicator: BenchmarkIndicator) -> Response:
    """Ask for an indicator no longer; it can be put back from the same page."""
    with transaction():
        lock(indicator)
        benchmarks.remove_indicator(indicator, actor=me(), at=now())
        target = url_for("evaluations.show", id=indicator.evaluation_id)
    flash(_("Removed. You find it under “Removed” and can restore it."), "done")
    return redirect(target, 303)


@bp.post("/benchmark-indicators/<int:id>/restore")
@needs(Permission.ROOM_EDIT, BenchmarkIndicator)
def restore(indicator: BenchmarkIndicator) -> Response:
    """Ask for a removed indicator again."""
    with transaction():
        lock(indicator)
        benchmarks.restore_indicator(indicator, actor=me(), at=now())
        target = url_for("evaluations.show", id=indicator.evaluation_id)
    flash(_("Restored."), "done")
    return redirect(target, 303)


def _page(template: str, form: NewBenchmarkForm | BenchmarkForm, evaluation: Evaluation) -> Answer:
    partnership = evaluation.partnership
    page = render_template(
        template, form=form, partnership=partnership, evaluation=evaluation, name=name_of(evaluation)
    )
    return page, 422 if form.errors else 200
