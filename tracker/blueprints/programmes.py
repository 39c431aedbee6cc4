"""Programmes: where their partnerships stand, who carries them, and the money that sources name."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards import programmes as views
from tracker.dashboards.actors import partnerships_by_actor
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.options import ProgrammeOption
from tracker.dashboards.paging import Window, page
from tracker.dashboards.partnership_list import count_partnerships, partnership_rows
from tracker.dashboards.pipeline import pipeline
from tracker.dashboards.policies import named_row, policy_rows
from tracker.dashboards.sign_offs import waiting
from tracker.dashboards.sources import sources_of
from tracker.db import lock, transaction
from tracker.forms.programmes import ActorForm, LanguagesForm, NewActorForm
from tracker.forms.stages import NewPolicyForm
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import policies
from tracker.services import programmes as services

bp = Blueprint("programmes", __name__)
Answer = str | Response | tuple[str, int]


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
    funding, actors = views.funding_rows(programme), views.actors_of(programme)
    return render_template(
        "programmes/show.html",
        programme=programme,
        countries=views.countries_of(programme.countries),
        policy=named_row(policies.chosen(programme), programme.policy),
        document_languages=views.languages_of(programme),
        pipeline=pipeline(selection, [option], waiting(selection, now().date()).overdue_by_place, now()),
        rows=partnership_rows(selection, window),
        total=total,
        page=page(window, total, request.path, {}),
        coordinators=views.coordinators_of(programme),
        funding=funding,
        actors=actors,
        parts=partnerships_by_actor(programme, my_standing()),
        sources=sources_of(programme.sources, *actors.sources, *(one.code for row in funding for one in row.sources)),
    )


@bp.route("/programmes/<code>/languages", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_EDIT, Programme)
def choose_languages(programme: Programme) -> Answer:
    """Choose the languages in which official documents are wanted."""
    form = LanguagesForm.over(programme)
    if form.validate_on_submit():
        with transaction():
            lock(programme)
            form.refuse_lost_update(programme, LanguagesForm.over(programme, as_stored=True))
            services.ask_for_languages(programme, form.languages.data, actor=me(), at=now())
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


@bp.route("/programmes/<code>/actors/new", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_EDIT, Programme)
def new_actor(programme: Programme) -> Answer:
    """Name an institution that carries a programme."""
    form = NewActorForm()

    def make() -> str:
        services.name_actor(programme, form.values(), actor=me(), at=now())
        return url_for(".show", code=programme.code)

    if form.validate_on_submit():
        with transaction():
            target = once(form, make)
        flash(_("The actor is named."), "done")
        return redirect(target, 303)
    page = render_template("programmes/actor.html", programme=programme, form=form, row=None)
    return page, 422 if form.errors else 200


@bp.route("/programme-actors/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.PROGRAMME_EDIT, ProgrammePartner)
def edit_actor(row: ProgrammePartner) -> Answer:
    """Change what is said about an institution."""
    form = ActorForm(obj=row)
    if form.validate_on_submit():
        with transaction():
            lock(row)
            form.refuse_lost_update(row, ActorForm(formdata=None, obj=row))
            services.change_actor(row, form.values(), actor=me(), at=now())
            target = url_for(".show", code=row.programme.code)
        flash(_("The actor is saved."), "done")
        return redirect(target, 303)
    page = render_template("programmes/actor.html", programme=row.programme, form=form, row=row)
    return page, 422 if form.errors else 200


@bp.post("/programme-actors/<int:id>/remove")
@needs(Permission.PROGRAMME_EDIT, ProgrammePartner)
def remove_actor(row: ProgrammePartner) -> Response:
    """Take an institution off the page; it can be put back from there."""
    with transaction():
        lock(row)
        services.set_actor_aside(row, actor=me(), at=now())
        target = url_for(".show", code=row.programme.code)
    flash(_("Removed. You find it under “Removed” and can restore it."), "done")
    return redirect(target, 303)


@bp.post("/programme-actors/<int:id>/restore")
@needs(Permission.PROGRAMME_EDIT, ProgrammePartner)
def restore_actor(row: ProgrammePartner) -> Response:
    """Put an institution back."""
    with transaction():
        lock(row)
        services.put_actor_back(row, actor=me(), at=now())
        target = url_for(".show", code=row.programme.code)
    flash(_("Restored."), "done")
    return redirect(target, 303)
