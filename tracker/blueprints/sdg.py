"""The Sustainable Development Goals that a partnership serves: showing them, choosing goals, then a goal's targets."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import may, me, needs, now
from tracker.dashboards.sdg import goal_view, goal_views, target_count
from tracker.db import lock, transaction
from tracker.domain.sdg import Goal, Served
from tracker.forms.sdg import GoalsForm, TargetsForm
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import sdg

bp = Blueprint("sdg", __name__)
MOST_IN_FULL = 24
"""So many targets are written out on the page of all goals; of more it gives the codes, to stay light."""
Answer = Response | tuple[str, int]


@bp.get("/partnerships/<ref>/sdgs")
@needs(Permission.ROOM_VIEW, Partnership)
def show(partnership: Partnership) -> Answer:
    """Show which goals and targets a partnership serves and why; whoever may choose them finds the list of goals."""
    served = sdg.served_by(partnership)
    return _page(partnership, served, GoalsForm.over(served))


@bp.post("/partnerships/<ref>/sdgs")
@needs(Permission.PARTNERSHIP_EDIT, Partnership)
def choose_goals(partnership: Partnership) -> Answer:
    """Choose the goals that a partnership serves."""
    served = sdg.served_by(partnership)
    form = GoalsForm.over(served)
    if not form.validate():
        return _page(partnership, served, form)
    with transaction():
        lock(partnership)
        served = sdg.served_by(partnership)
        form.refuse_lost_update(served, GoalsForm.over(served, as_stored=True))
        sdg.choose_goals(partnership, form.goals.data, actor=me(), at=now())
    flash(_("The goals are saved. Choose the targets of each next."), "done")
    return redirect(url_for(".show", ref=partnership.ref), 303)


@bp.get("/partnerships/<ref>/sdgs/<int:number>")
@needs(Permission.ROOM_VIEW, Partnership)
def show_goal(partnership: Partnership, number: int) -> Answer:
    """Show the targets of one goal that a partnership serves; whoever may choose them finds the list of targets."""
    goal, served = _goal(number), sdg.served_by(partnership)
    return _goal_page(partnership, goal, served, TargetsForm.over(goal, served))


@bp.post("/partnerships/<ref>/sdgs/<int:number>")
@needs(Permission.PARTNERSHIP_EDIT, Partnership)
def choose_targets(partnership: Partnership, number: int) -> Answer:
    """Choose the targets of one goal that a partnership serves, and say why."""
    goal, served = _goal(number), sdg.served_by(partnership)
    form = TargetsForm.over(goal, served)
    if not form.validate():
        return _goal_page(partnership, goal, served, form)
    with transaction():
        lock(partnership)
        served = sdg.served_by(partnership)
        form.refuse_lost_update(served.of_goal(number), TargetsForm.over(goal, served, as_stored=True))
        sdg.choose_targets(partnership, goal, form.why.data, form.targets(goal), actor=me(), at=now())
    flash(_("The targets are saved."), "done")
    return redirect(url_for(".show", ref=partnership.ref), 303)


def _goal(number: int) -> Goal:
    return sdg.goals().get(number) or abort(404)


def _goal_page(partnership: Partnership, goal: Goal, served: Served, form: TargetsForm) -> tuple[str, int]:
    page = render_template(
        "sdg/show_goal.html",
        partnership=partnership,
        goal=goal_view(goal, served),
        form=form,
        may_choose=may(Permission.PARTNERSHIP_EDIT, partnership),
    )
    return page, 422 if form.errors else 200


def _page(partnership: Partnership, served: Served, form: GoalsForm) -> tuple[str, int]:
    page = render_template(
        "sdg/show.html",
        partnership=partnership,
        goals=goal_views(served),
        in_full=target_count(served) <= MOST_IN_FULL,
        form=form,
        may_choose=may(Permission.PARTNERSHIP_EDIT, partnership),
    )
    return page, 422 if form.errors else 200
