"""People: the accounts, inviting somebody, changing and closing an account."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards import people as views
from tracker.dashboards.filters import LONGEST
from tracker.dashboards.paging import Window, page
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.people import Role
from tracker.forms.filters import filter_fields
from tracker.forms.people import InviteForm, ParticularsForm, PersonForm
from tracker.i18n import OWN_NAMES
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.permissions import Permission
from tracker.refusals import sentence
from tracker.sentences import gettext as _
from tracker.services import people
from tracker.services.erasure import is_erased

bp = Blueprint("people", __name__)


@bp.get("/people")
@needs(Permission.PEOPLE_VIEW)
def index() -> str:
    """List the accounts that are asked for."""
    role = request.args.get("role", "")
    asked = views.PeopleQuestion(request.args.get("q", "").strip()[:LONGEST], Role(role) if role in set(Role) else None)
    window, total = Window.read(request.args), views.count_people(asked, my_standing())
    return render_template(
        "people/index.html",
        rows=views.person_rows(asked, window, my_standing()),
        asked=asked,
        filter_form=filter_fields(asked.query, ("q", "role")),
        total=total,
        page=page(window, total, request.path, asked.query),
    )


@bp.get("/people/<int:id>")
@needs(Permission.PEOPLE_VIEW, Person)
def show(person: Person) -> str:
    """Show an account, with what its person holds and steers."""
    return render_template(
        "people/show.html",
        person=person,
        mandates=views.mandates_of(person),
        posts=views.posts_of(person, my_standing()),
        programmes=views.programmes_of(person),
        has_signed_in=views.has_signed_in(person),
        is_erased=is_erased(person),
    )


@bp.route("/people/new", methods=["GET", "POST"])
@needs(Permission.PERSON_INVITE)
def new() -> str | Response | tuple[str, int]:
    """Invite somebody: make the account and mail a link to sign in."""
    form = InviteForm(language=me().language)
    _offer(form, people.INVITES[me().role])
    if not form.validate_on_submit():
        return render_template("people/new.html", form=form), 422 if form.errors else 200
    try:
        with transaction():
            target = once(form, lambda: _invite(form))
    except RuleBroken as error:
        if error.code != "person.known":
            raise
        form.email.errors = [sentence(error)]
        return render_template("people/new.html", form=form), 422
    flash(_("The account is made, and an invitation is on its way."), "done")
    return redirect(target, 303)


def _invite(form: InviteForm) -> str:
    person = people.invite_person(form.email.data, form.particulars(), actor=me(), at=now())
    return url_for(".show", id=person.id)


@bp.route("/people/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.PERSON_EDIT, Person)
def edit(person: Person) -> str | Response | tuple[str, int]:
    """Change an account's particulars and role."""
    form, shown = PersonForm(data=_stored(person)), PersonForm(formdata=None, data=_stored(person))
    for one in (form, shown):
        _offer(one, tuple(Role))
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(person, shown)
            people.change_person(person, form.particulars(), actor=me(), at=now())
        flash(_("The account is saved."), "done")
        return redirect(url_for(".show", id=person.id), 303)
    return render_template("people/edit.html", person=person, form=form), 422 if form.errors else 200


def _stored(person: Person) -> dict[str, Any]:
    """Give what is kept of a person, by the names of the form's fields."""
    return {
        "name": person.name,
        "role": person.role,
        "city_id": person.city_id,
        "organisation": person.organisation.name if person.organisation is not None else "",
        "function": person.function,
        "language": person.language,
        "programmes": views.programme_ids_of(person),
        "version": person.version,
    }


def _offer(form: ParticularsForm, roles: tuple[Role, ...]) -> None:
    is_administrator = me().role is Role.ADMINISTRATOR
    programmes = select(Programme.id, Programme.name).order_by(Programme.name, Programme.id)
    form.offer(
        roles=roles,
        cities=[(city.id, f"{city.name} ({city.country})") for city in people.cities_to_invite_from(my_standing())],
        languages=[(code, OWN_NAMES[code]) for code in current_app.config["LANGUAGES"]],
        programmes=[(row.id, row.name) for row in db.session.execute(programmes)] if is_administrator else None,
    )


@bp.post("/people/<int:id>/close")
@needs(Permission.PERSON_EDIT, Person)
def close(person: Person) -> Response:
    """Close an account; its sessions end at once."""
    with transaction():
        people.close_account(person, actor=me(), at=now())
        target = url_for(".show", id=person.id)
    flash(_("The account is closed. Nobody can sign in with it; what its person did stays."), "done")
    return redirect(target, 303)


@bp.post("/people/<int:id>/open")
@needs(Permission.PERSON_EDIT, Person)
def reopen(person: Person) -> Response:
    """Open a closed account again."""
    with transaction():
        people.open_account(person, actor=me(), at=now())
        target = url_for(".show", id=person.id)
    flash(_("The account is open again."), "done")
    return redirect(target, 303)


@bp.post("/people/<int:id>/link")
@needs(Permission.PERSON_INVITE, Person)
def send_link(person: Person) -> Response:
    """Mail a person a new link to sign in."""
    with transaction():
        people.send_link(person, actor=me(), at=now())
        target = url_for(".show", id=person.id)
    flash(_("A new link is on its way."), "done")
    return redirect(target, 303)
