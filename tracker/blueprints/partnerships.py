"""Partnerships: the page of one, founding, frame, state, people, commitment, journal."""

from collections import defaultdict
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from tracker.blueprints.guard import may, me, my_standing, needs, now, once
from tracker.dashboards import partnership_page as views
from tracker.dashboards.actors import actor_rows
from tracker.dashboards.agreements import scope_of
from tracker.dashboards.duties import duties
from tracker.dashboards.duty import is_mine
from tracker.dashboards.local_groups import groups_by_city
from tracker.dashboards.missions import missions_of
from tracker.dashboards.notes import notes_of
from tracker.dashboards.sdg import goal_views
from tracker.dashboards.sources import sources_of
from tracker.dashboards.stages import gate_of, track_of
from tracker.dashboards.timeline import happened, happenings
from tracker.db import db, transaction
from tracker.domain.mandates import local_day
from tracker.domain.partnerships import MOVES, Holder, PartnershipState, Post, counterparts
from tracker.forms.accounts import EmptyForm
from tracker.forms.partnerships import DeleteForm, FoundForm, Frame, FrameForm, PostForm, SteerForm
from tracker.models.cities import City
from tracker.models.partnerships import Partnership, PostHolder
from tracker.models.people import Person
from tracker.models.programmes import Programme, ProgrammeCoordinator
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import partnerships
from tracker.services.facts import facts_of
from tracker.services.sdg import served_by
from tracker.services.stages import stage_runs, waivers_of
from tracker.words import WORDS, choices

bp = Blueprint("partnerships", __name__)
PAGE = 50


@bp.get("/partnerships/<ref>")
@needs(Permission.PARTNERSHIP_VIEW, Partnership)
def show(partnership: Partnership) -> str:
    """Show where a partnership stands, who owes what next, and what keeps the next gate shut."""
    if not may(Permission.ROOM_VIEW, partnership):
        return render_template("partnerships/signed_only.html", partnership=partnership)
    today = local_day(now(), me().timezone)
    runs = stage_runs(partnership)
    facts = facts_of(partnership, today)
    here = next((run for run in runs if run.number == partnership.stage_number), None)
    waivers = waivers_of(here) if here else []
    return render_template(
        "partnerships/show.html",
        partnership=partnership,
        track=track_of(partnership, runs, facts, today, [one.condition for one in waivers]) if runs else None,
        gate=gate_of(partnership, here, facts, waivers, may_waive=may(Permission.GATE_WAIVE, partnership))
        if here
        else None,
        here=here,
        columns=_duty_columns(partnership, today),
        people=views.people_by_city(partnership, now()),
        missions=missions_of(partnership, my_standing(), limit=6),
        notes=notes_of(partnership, my_standing(), limit=4),
        happenings=happenings(partnership, limit=8) if may(Permission.JOURNAL_VIEW, partnership) else [],
        on_record=views.on_record(partnership),
        sources=sources_of(partnership.sources),
        goals=goal_views(served_by(partnership)),
        commitments=views.commitments(partnership),
        scope=scope_of(partnership, with_drafts=may(Permission.DRAFT_VIEW, partnership)),
        standing=my_standing(),
        form=EmptyForm(),
    )


def _duty_columns(partnership: Partnership, today: Any) -> list[dict[str, Any]]:
    owed = defaultdict(list)
    for duty in duties(Partnership.id == partnership.id, today):
        owed[duty.city_id].append(duty)
    standing, reads_drafts = my_standing(), may(Permission.DRAFT_VIEW, partnership)
    return [
        {
            "city": city.name,
            "id": f"owes-{city.code}",
            "count": len(owed[city.id]),
            "empty": _("Nothing is open."),
            "tasks": [
                {
                    "text": duty.text,
                    "href": duty.href if reads_drafts or duty.kind != "draft" else None,
                    "status": duty.status,
                    "is_mine": is_mine(duty, standing),
                    "by": duty.by,
                }
                for duty in owed[city.id]
            ],
        }
        for city in partnership.cities
    ]


def _programmes() -> list[tuple[int, str]]:
    query = select(Programme.id, Programme.name).order_by(Programme.name)
    steers = query.join(ProgrammeCoordinator).where(ProgrammeCoordinator.person_id == me().id)
    return [(number, name) for number, name in db.session.execute(steers if my_standing().programmes else query)]


def _offered(form: Frame) -> Frame:
    form.offer(_programmes())
    if isinstance(form, FoundForm):
        form.cities.choices = [
            (city.id, f"{city.name} ({city.country})") for city in db.session.scalars(select(City).order_by(City.name))
        ]
    return form


@bp.route("/partnerships/new", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_CREATE)
def new() -> str | Response | tuple[str, int]:
    """Found a partnership of two or more cities."""
    form = FoundForm()
    _offered(form)
    if "add" in request.form:
        form.cities.places += 1
        return render_template("partnerships/new.html", form=form)
    if not form.validate_on_submit():
        return render_template("partnerships/new.html", form=form), 422 if form.errors else 200
    with transaction():
        target = once(form, lambda: _found(form))
    flash(_("The partnership is founded. Name its technical leads next."), "done")
    return redirect(target, 303)


def _found(form: FoundForm) -> str:
    chosen = {city.id: city for city in db.session.scalars(select(City).where(City.id.in_(form.cities.data)))}
    cities = [chosen[number] for number in form.cities.data if number in chosen]
    frame = form.frame()
    frame["title"] = frame["title"] or " – ".join(city.name for city in cities)
    return url_for(".show", ref=partnerships.found_partnership(frame, cities, actor=me(), at=now()).ref)


@bp.route("/partnerships/<ref>/edit", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_EDIT, Partnership)
def edit(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Change the frame of a partnership."""
    form = FrameForm(obj=partnership)
    _offered(form)
    if form.validate_on_submit():
        with transaction():
            shown = FrameForm(formdata=None, obj=partnership)
            _offered(shown)
            form.refuse_lost_update(partnership, shown)
            partnerships.change_frame(partnership, form.frame(), actor=me(), at=now())
        flash(_("The partnership is saved."), "done")
        return redirect(url_for(".show", ref=partnership.ref), 303)
    return render_template("partnerships/edit.html", partnership=partnership, form=form), 422 if form.errors else 200


@bp.route("/partnerships/<ref>/state", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_STEER, Partnership)
def steer(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Pause, end or take up a partnership again."""
    form = SteerForm(version=partnership.version)
    form.state.choices = [
        (after.value, WORDS[PartnershipState][after.value])
        for after in PartnershipState
        if (partnership.state, after) in MOVES
    ]
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(partnership, form)
            partnerships.steer(partnership, form.state.data, form.reason.data, actor=me(), at=now())
        flash(_("The state is changed."), "done")
        return redirect(url_for(".show", ref=partnership.ref), 303)
    return render_template("partnerships/steer.html", partnership=partnership, form=form), 422 if form.errors else 200


@bp.route("/partnerships/<ref>/delete", methods=["GET", "POST"])
@needs(Permission.PARTNERSHIP_DELETE, Partnership)
def delete(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Hide a partnership from everyone, with a reason."""
    form = DeleteForm(version=partnership.version)
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(partnership, form)
            partnerships.delete_partnership(partnership, form.reason.data, actor=me(), at=now())
        flash(_("The partnership is deleted. Nothing of it is lost."), "done")
        return redirect("/partnerships", 303)
    return render_template("partnerships/delete.html", partnership=partnership, form=form), 422 if form.errors else 200


@bp.get("/partnerships/<ref>/people")
@needs(Permission.ROOM_VIEW, Partnership)
def people(partnership: Partnership) -> tuple[str, int]:
    """Show who takes part: people with a post, counterparts, actors of the programme, local groups."""
    return _people_page(partnership, PostForm() if may(Permission.POST_EDIT, partnership) else None)


@bp.post("/partnerships/<ref>/people")
@needs(Permission.POST_EDIT, Partnership)
def appoint(partnership: Partnership) -> Response | tuple[str, int]:
    """Name who is technical lead, focal point, observer, ..."""
    form = PostForm()
    candidates = _offer_posts(form, partnership)
    if not form.validate():
        return _people_page(partnership, form)
    person = next(one for one in candidates if one.id == form.person_id.data)
    with transaction():
        partnerships.appoint(partnership, person, form.post.data, form.function.data, actor=me(), at=now())
    flash(_("The post is filled."), "done")
    return redirect(url_for(".people", ref=partnership.ref), 303)


def _offer_posts(form: PostForm, partnership: Partnership) -> list[Person]:
    """Set the people and posts to choose from; gives the people."""
    is_coordinator = may(Permission.PARTNERSHIP_STEER, partnership)
    candidates = _candidates(partnership, is_coordinator=is_coordinator)
    form.person_id.choices = [
        (one.id, f"{one.name} ({one.employer})" if one.employer else one.name) for one in candidates
    ]
    form.post.choices = [(code, name) for code, name in choices(Post) if is_coordinator or code != Post.OBSERVER.value]
    return candidates


def _people_page(partnership: Partnership, form: PostForm | None) -> tuple[str, int]:
    if form is not None and form.person_id.choices is None:
        _offer_posts(form, partnership)
    holders = db.session.scalars(
        select(PostHolder).where(PostHolder.partnership_id == partnership.id).order_by(PostHolder.id)
    ).all()
    paired = counterparts(
        [city.id for city in partnership.cities],
        [Holder(one.person.name, one.city_id, one.works_as) for one in holders],
    )
    page = render_template(
        "partnerships/people.html",
        partnership=partnership,
        holders=holders,
        paired=paired,
        actors=actor_rows(partnership),
        groups=groups_by_city(partnership, my_standing()),
        **({"form": form} if form is not None else {}),
    )
    return page, 422 if form is not None and form.errors else 200


def _candidates(partnership: Partnership, *, is_coordinator: bool) -> list[Person]:
    """List whom a post can go to: a coordinator names anybody of the cities and observers, a technician their own."""
    cities = [city.id for city in partnership.cities] if is_coordinator else [my_standing().city_id]
    reach = [Person.city_id.in_(cities)]
    if is_coordinator:
        reach.append(Person.city_id.is_(None))
    return list(db.session.scalars(select(Person).where(Person.is_active, or_(*reach)).order_by(Person.name)))


@bp.post("/posts/<int:id>/leave")
@needs(Permission.POST_EDIT, PostHolder)
def leave(holder: PostHolder) -> Response:
    """Take a post away from a person."""
    partnership = holder.partnership
    if not may(Permission.PARTNERSHIP_STEER, partnership) and holder.city_id != my_standing().city_id:
        abort(403)
    with transaction():
        partnerships.dismiss(holder, actor=me(), at=now())
    flash(_("The post is free again."), "done")
    return redirect(url_for(".people", ref=partnership.ref), 303)


@bp.get("/partnerships/<ref>/journal")
@needs(Permission.JOURNAL_VIEW, Partnership)
def journal(partnership: Partnership) -> str:
    """Show who did what and when, page by page."""
    count = happened(partnership)
    pages = max(1, -(-count // PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)

    def href(wanted: int) -> str | None:
        return url_for(".journal", ref=partnership.ref, page=wanted) if 1 <= wanted <= pages else None

    return render_template(
        "partnerships/journal.html",
        partnership=partnership,
        happenings=happenings(partnership, limit=PAGE, offset=(number - 1) * PAGE),
        page={
            "number": number,
            "pages": pages,
            "total": count,
            "prev_href": href(number - 1),
            "next_href": href(number + 1),
        },
    )
