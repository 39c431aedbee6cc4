"""Stage 4: writing the logframe; measuring its indicators at any time."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import may, me, needs, now, once
from tracker.dashboards import logframe as pages
from tracker.dashboards.stages import room_address
from tracker.db import lock, transaction
from tracker.domain.logframe import Aggregate
from tracker.domain.mandates import local_day
from tracker.forms.logframe import (
    IndicatorForm,
    MeasurementForm,
    NewIndicatorForm,
    NewObjectiveForm,
    ObjectiveForm,
)
from tracker.models.logframe import Indicator, Measurement, Objective
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import logframe, rooms
from tracker.services.stages import RESTING, refuse_resting

bp = Blueprint("logframe", __name__)
STAGE = 4
Answer = str | Response | tuple[str, int]


@bp.route("/partnerships/<ref>/objectives/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new_objective(partnership: Partnership) -> Answer:
    """Add an objective to the logframe."""
    refuse_resting(partnership)
    form = NewObjectiveForm()
    form.offer(*pages.higher_choices(partnership))
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record_objective(partnership, form))
        flash(_("The objective is in the logframe."), "done")
        return redirect(target, 303)
    return _objective_page(partnership, form, None)


def _record_objective(partnership: Partnership, form: NewObjectiveForm) -> str:
    logframe.record_objective(partnership, form.values(), actor=me(), at=now())
    return room_address(partnership, STAGE)


@bp.route("/objectives/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Objective)
def edit_objective(objective: Objective) -> Answer:
    """Change an objective."""
    rooms.enter(objective, me(), now())
    rooms.refuse_removed(objective)
    offered = pages.higher_choices(objective.partnership, but=objective.id)
    form = ObjectiveForm(obj=objective)
    form.offer(*offered)
    if form.validate_on_submit():
        with transaction():
            lock(objective)
            shown = ObjectiveForm(formdata=None, obj=objective)
            shown.offer(*offered)
            form.refuse_lost_update(objective, shown)
            logframe.change_objective(objective, form.values(), actor=me(), at=now())
            target = room_address(objective.partnership, STAGE)
        flash(_("The objective is saved."), "done")
        return redirect(target, 303)
    return _objective_page(objective.partnership, form, objective)


def _objective_page(partnership: Partnership, form: Any, row: Objective | None) -> tuple[str, int]:
    page = render_template("logframe/objective.html", partnership=partnership, form=form, row=row)
    return page, 422 if form.errors else 200


@bp.route("/partnerships/<ref>/indicators/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new_indicator(partnership: Partnership) -> Answer:
    """Add an indicator to an objective; without any objective the way leads to writing one first."""
    refuse_resting(partnership)
    offered = pages.objective_choices(partnership)
    if not offered:
        flash(_("Write the objective first that the indicator measures."), "info")
        return redirect(url_for("logframe.new_objective", ref=partnership.ref), 303)
    first = request.args.get("objective", offered[0][0], type=int)
    form = NewIndicatorForm(objective_id=first, aggregate=Aggregate.SUM)
    form.offer(offered)
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record_indicator(partnership, form))
        flash(_("The indicator is in the logframe."), "done")
        return redirect(target, 303)
    return _indicator_page(partnership, form, None)


def _record_indicator(partnership: Partnership, form: NewIndicatorForm) -> str:
    logframe.record_indicator(partnership, form.values(), form.points(), actor=me(), at=now())
    return room_address(partnership, STAGE)


@bp.route("/indicators/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Indicator)
def edit_indicator(indicator: Indicator) -> Answer:
    """Change an indicator."""
    rooms.enter(indicator, me(), now())
    rooms.refuse_removed(indicator)
    offered = pages.objective_choices(indicator.partnership)
    form = IndicatorForm.over(indicator)
    form.offer(offered)
    if form.validate_on_submit():
        with transaction():
            lock(indicator)
            shown = IndicatorForm.over(indicator, as_stored=True)
            shown.offer(offered)
            form.refuse_lost_update(indicator, shown)
            logframe.change_indicator(indicator, form.values(), form.points(), actor=me(), at=now())
            target = room_address(indicator.partnership, STAGE)
        flash(_("The indicator is saved."), "done")
        return redirect(target, 303)
    return _indicator_page(indicator.partnership, form, indicator)


def _indicator_page(partnership: Partnership, form: Any, row: Indicator | None) -> tuple[str, int]:
    if request.method != "POST":
        form.add_lines()
    page = render_template("logframe/indicator_form.html", partnership=partnership, form=form, row=row)
    return page, 422 if form.errors else 200


@bp.get("/indicators/<int:id>")
@needs(Permission.ROOM_VIEW, Indicator)
def show_indicator(indicator: Indicator) -> Answer:
    """Show an indicator with its milestones and all that was measured."""
    return _measurements_page(indicator, MeasurementForm(measured_on=local_day(now(), me().timezone)))


@bp.post("/indicators/<int:id>/measurements")
@needs(Permission.ROOM_EDIT, Indicator)
def measure(indicator: Indicator) -> Answer:
    """Record what the indicator was on a day."""
    form = MeasurementForm()
    if not form.validate_on_submit():
        return _measurements_page(indicator, form)
    with transaction():
        target = once(form, lambda: _measure(indicator, form))
    flash(_("The measurement is recorded."), "done")
    return redirect(target, 303)


def _measure(indicator: Indicator, form: MeasurementForm) -> str:
    logframe.measure(indicator, form.point(), form.evidence.data, actor=me(), at=now())
    return url_for("logframe.show_indicator", id=indicator.id)


def _measurements_page(indicator: Indicator, form: MeasurementForm) -> tuple[str, int]:
    rooms.refuse_removed(indicator.objective)
    rooms.refuse_removed(indicator)
    partnership = indicator.partnership
    page = render_template(
        "logframe/indicator.html",
        partnership=partnership,
        indicator=indicator,
        row=pages.indicator_row(indicator, local_day(now(), me().timezone)),
        measurements=pages.measurements_of(indicator),
        form=form,
        may_write=_is_open(indicator) and may(Permission.ROOM_EDIT, indicator),
    )
    return page, 422 if form.errors else 200


def _is_open(indicator: Indicator) -> bool:
    partnership = indicator.partnership
    return indicator.cycle == partnership.cycle and partnership.state not in RESTING


@bp.post("/measurements/<int:id>/remove")
@needs(Permission.ROOM_EDIT, Measurement)
def remove_measurement(measurement: Measurement) -> Response:
    """Take a wrong measurement out; it can be put back from the same page."""
    with transaction():
        logframe.remove_measurement(measurement, actor=me(), at=now())
        target = url_for("logframe.show_indicator", id=measurement.indicator_id)
    flash(_("Removed. You find it under “Removed” and can restore it."), "done")
    return redirect(target, 303)


@bp.post("/measurements/<int:id>/restore")
@needs(Permission.ROOM_EDIT, Measurement)
def restore_measurement(measurement: Measurement) -> Response:
    """Put a removed measurement back."""
    with transaction():
        logframe.restore_measurement(measurement, actor=me(), at=now())
        target = url_for("logframe.show_indicator", id=measurement.indicator_id)
    flash(_("Restored."), "done")
    return redirect(target, 303)
