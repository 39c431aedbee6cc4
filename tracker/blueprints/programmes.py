"""Programmes: what holds partnerships together, where theirs stand, and the money that sources name."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now
from tracker.dashboards import programmes as views
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.options import ProgrammeOption
from tracker.dashboards.paging import Window, page
from tracker.dashboards.partnership_list import count_partnerships, partnership_rows
from tracker.dashboards.pipeline import pipeline
from tracker.dashboards.policies import policy_row, policy_rows
from tracker.dashboards.sign_offs import waiting
from tracker.dashboards.sources import sources_of
from tracker.db import lock, transaction
from tracker.forms.programmes import LanguagesForm
from tracker.forms.stages import NewPolicyForm
from tracker.models.programmes import Programme
from tracker.permissions import Permission
from tracker.services import policies
from tracker.services.programmes import ask_for_languages

bp = Blueprint("programmes", __name__)


@bp.get("/programmes")
@needs(Permission.SIGNED_IN)
def index() -> str:
    """List all programmes."""
    return render_template("programmes/index.html", rows=views.programme_rows(my_standing()))


@bp.get("/programmes/<code>")
@needs(Permission.SIGNED_IN, Programme)
def show(programme: Programme) -> str:
    """Show a programme with those of its partnerships that the reader may see."""
    selection = Selection(my_standing(), Filters(programme=programme.code))
    option = ProgrammeOption(programme.id, programme.code, programme.name)
    window = Window.read(request.args)
    total = count_partnerships(selection)
    funding = views.funding_rows(programme)
    return render_template(
        "programmes/show.html",
        programme=programme,
        countries=views.countries_of(programme.countries),
        policy=policy_row(policies.policy_for(programme)),
        document_languages=views.languages_of(programme),
        pipeline=pipeline(selection, [option], waiting(selection, now().date()).overdue_by_place, now()),
        rows=partnership_rows(selection, window),
        total=total,
        page=page(window, total, request.path, {}),
        coordinators=views.coordinators_of(programme),
        funding=funding,
        sources=sources_of(programme.sources, *(one.code for row in funding for one in row.sources)),
    )


@bp.route("/programmes/<code>/languages", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_EDIT, Programme)
def choose_languages(programme: Programme) -> str | Response | tuple[str, int]:
    """Choose the languages in which official documents are wanted."""
    form = LanguagesForm.over(programme)
    if form.validate_on_submit():
        with transaction():
            lock(programme)
            form.refuse_lost_update(programme, LanguagesForm.over(programme, as_stored=True))
            ask_for_languages(programme, form.languages.data, actor=me(), at=now())
        flash(_("The languages are saved. They count for documents that are not sent yet."), "done")
        return redirect(url_for(".show", code=programme.code), 303)
    page = render_template("programmes/languages.html", programme=programme, form=form)
    return page, 422 if form.errors else 200


@bp.route("/programmes/<code>/policy", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_EDIT, Programme)
def choose_policy(programme: Programme) -> str | Response | tuple[str, int]:
    """Choose the policy that the gates of new partnerships follow."""
    rows = policy_rows(policies.newest())
    form = NewPolicyForm.over(programme, rows)
    if form.validate_on_submit():
        with transaction():
            lock(programme)
            form.refuse_lost_update(programme, NewPolicyForm.over(programme, rows, as_stored=True))
            policies.choose_policy(programme, form.policy.data, actor=me(), at=now())
        flash(_("The policy is saved. New partnerships follow it."), "done")
        return redirect(url_for(".show", code=programme.code), 303)
    page = render_template("programmes/policy.html", programme=programme, form=form, offered=rows)
    return page, 422 if form.errors else 200
