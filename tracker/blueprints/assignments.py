"""Acting on many partnerships at once: which ones, what will happen to each, then doing it."""

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.blueprints.guard import HIGHEST_ID, me, my_standing, needs, now
from tracker.blueprints.navigation import own_path
from tracker.dashboards.filters import Filters, Selection
from tracker.db import db, transaction
from tracker.forms.accounts import EmptyForm
from tracker.models.partnerships import Member, Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.permissions import Permission
from tracker.scopes import people_seen, seen
from tracker.sentences import ngettext
from tracker.services import assignments
from tracker.words import word

bp = Blueprint("assignments", __name__)
MOST_AT_ONCE = 200
"""Partnerships that are changed at once: as many as can be read before pressing the button."""
MOST_PEOPLE = 500


@bp.route("/partnerships/assign", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_CREATE)
def assign() -> str | Response | tuple[str, int]:
    """Choose what to do to the chosen partnerships, see exactly what will happen, then do it."""
    form = EmptyForm()
    chosen = _named(request.form) if request.method == "POST" else _chosen()
    act = _act(request.args, chosen)
    if act is not None and form.validate_on_submit():
        with transaction():
            done = assignments.carry_out(chosen, act, my_standing(), actor=me(), at=now()).done
        said = ngettext("%(num)d partnership is changed.", "%(num)d partnerships are changed.", len(done))
        flash(said, "done" if done else "info")
        return redirect(_way_back(), 303)
    page = render_template(
        "assignments/assign.html",
        form=form,
        chosen=chosen,
        act=act,
        plan=assignments.plan(chosen, act, my_standing()) if act else None,
        programmes=_programmes(),
        people=_people(chosen),
        posts=[(post.value, word(post)) for post in assignments.POSTS],
        most=MOST_AT_ONCE,
        back=_way_back(),
        asked=request.args,
    )
    return page, 422 if request.method == "POST" else 200


def _ids(sent: MultiDict[str, str], name: str) -> list[int]:
    written = [one for one in sent.getlist(name) if one.isascii() and one.isdecimal() and len(one) <= 10]
    return [int(one) for one in written if int(one) <= HIGHEST_ID]


def _chosen() -> list[Partnership]:
    """Load what was ticked, or all that match when nothing was."""
    selection = Selection(my_standing(), Filters.read(request.args)).picked(_ids(request.args, "of"))
    return _loaded(select(Partnership).where(*selection.conditions))


def _named(sent: MultiDict[str, str]) -> list[Partnership]:
    """Load what the confirmed page listed, as far as the person still sees it."""
    return _loaded(seen(Partnership, my_standing()).where(Partnership.id.in_(_ids(sent, "id")[:MOST_AT_ONCE])))


def _loaded(query: Select[Partnership]) -> list[Partnership]:
    ordered = query.order_by(Partnership.search_text, Partnership.id).limit(MOST_AT_ONCE)
    return list(db.session.scalars(ordered.options(selectinload(Partnership.members))))


def _programmes() -> list[tuple[str, str]]:
    query = select(Programme.code, Programme.name).where(Programme.id.in_(my_standing().programmes))
    return [(code, name) for code, name in db.session.execute(query.order_by(Programme.name, Programme.id))]


def _people(chosen: list[Partnership]) -> list[Person]:
    """List whom a post can go to: people of the cities, and of organisations other than cities."""
    cities = select(Member.city_id).where(Member.partnership_id.in_([one.id for one in chosen]))
    reach = or_(Person.city_id.in_(cities), Person.city_id.is_(None))
    query = select(Person).where(Person.is_active, people_seen(my_standing()), reach)
    return list(db.session.scalars(query.order_by(Person.name, Person.id).limit(MOST_PEOPLE)))


def _act(asked: MultiDict[str, str], chosen: list[Partnership]) -> assignments.Act | None:
    """Read what is to be done; None when it is not said or not possible."""
    into = asked.get("into", "")
    if into == "none":
        return assignments.Move(None)
    if into in dict(_programmes()):
        return assignments.Move(db.session.scalar(select(Programme).where(Programme.code == into)))
    who = next((one for one in _people(chosen) if str(one.id) == asked.get("who")), None)
    post = next((one for one in assignments.POSTS if one.value == asked.get("post")), None)
    return assignments.Appointment(who, post) if who and post else None


def _way_back() -> str:
    return own_path(request.args.get("next"), Filters.read(request.args).address("/partnerships"))
