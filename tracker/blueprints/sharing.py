"""The Share phase: spreading results, planning who hears of them, and the organisations that take part."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from tracker.blueprints.guard import may, me, my_standing, needs, now, once
from tracker.dashboards.sharing import shared_by
from tracker.db import db, lock, transaction
from tracker.domain.mandates import local_day
from tracker.forms.sharing import NewPartnerForm, NewShareForm, PartnerForm, ShareForm
from tracker.models.partnerships import Partnership
from tracker.models.sharing import PartnerOrganisation, ShareActivity
from tracker.permissions import Permission
from tracker.scopes import seen
from tracker.sentences import gettext as _
from tracker.services import sharing

bp = Blueprint("sharing", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/partnerships/<ref>/share")
@needs(Permission.ROOM_VIEW, Partnership)
def show(partnership: Partnership) -> str:
    """Show what was shared, what is planned, and who else takes part."""
    shared = shared_by(partnership, local_day(now(), me().timezone))
    may_write = may(Permission.ROOM_EDIT, partnership)
    return render_template("sharing/show.html", partnership=partnership, shared=shared, may_write=may_write)


@bp.route("/partnerships/<ref>/share/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> Answer:
    """Plan or log an activity."""
    form = NewShareForm(languages=[me().language])
    form.take(_working_in)

    def make() -> str:
        sharing.plan_or_log(partnership, form.values(), form.found, actor=me(), at=now())
        return _home(partnership)

    if form.validate_on_submit():
        with transaction():
            target = once(form, make)
        flash(_("The activity is kept."), "done")
        return redirect(target, 303)
    return _page("sharing/activity.html", form, partnership, None)


@bp.route("/share-activities/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, ShareActivity)
def edit(activity: ShareActivity) -> Answer:
    """Change an activity, or say how many people it reached."""
    form = ShareForm.over(activity, _working_in)
    form.take(lambda refs: [*_working_in(refs), *(one for one in activity.others if one.ref in refs)])

    def change() -> None:
        form.refuse_lost_update(activity, ShareForm.over(activity, _working_in, as_stored=True))
        others = list({one.id: one for one in form.found}.values())
        sharing.change_activity(activity, form.values(), others, actor=me(), at=now())

    return _edited("sharing/activity.html", form, activity, change, _("The activity is saved."))


@bp.route("/partnerships/<ref>/partners/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new_partner(partnership: Partnership) -> Answer:
    """Name an organisation that takes part."""
    form = NewPartnerForm()

    def make() -> str:
        sharing.name_partner(partnership, form.values(), actor=me(), at=now())
        return _home(partnership)

    if form.validate_on_submit():
        with transaction():
            target = once(form, make)
        flash(_("The partner is named."), "done")
        return redirect(target, 303)
    return _page("sharing/partner.html", form, partnership, None)


@bp.route("/partners/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, PartnerOrganisation)
def edit_partner(partner: PartnerOrganisation) -> Answer:
    """Change what is said about an organisation."""
    form = PartnerForm(obj=partner)

    def change() -> None:
        form.refuse_lost_update(partner, PartnerForm(formdata=None, obj=partner))
        sharing.change_partner(partner, form.values(), actor=me(), at=now())

    return _edited("sharing/partner.html", form, partner, change, _("The partner is saved."))


def remove(row: sharing.Row) -> Response:
    """Take an activity or an organisation off the page; it can be put back from there."""
    with transaction():
        lock(row)
        sharing.set_aside(row, actor=me(), at=now())
        target = _home(row.partnership)
    flash(_("Removed. You find it under “Removed” and can restore it."), "done")
    return redirect(target, 303)


def restore(row: sharing.Row) -> Response:
    """Put an activity or an organisation back."""
    with transaction():
        lock(row)
        sharing.put_back(row, actor=me(), at=now())
        target = _home(row.partnership)
    flash(_("Restored."), "done")
    return redirect(target, 303)


MODELS: dict[str, type[Any]] = {"share-activities": ShareActivity, "partners": PartnerOrganisation}
for place, model in MODELS.items():
    for act in (remove, restore):
        bp.add_url_rule(
            f"/{place}/<int:id>/{act.__name__}",
            f"{act.__name__}_{model.__tablename__}",
            needs(Permission.ROOM_EDIT, model)(act),
            methods=["POST"],
        )


def _working_in(refs: Sequence[str]) -> list[Partnership]:
    """Give the partnerships of these references in which the signed-in person writes."""
    if not refs:
        return []
    query = seen(Partnership, my_standing()).where(Partnership.ref.in_(refs)).options(selectinload(Partnership.members))
    return [one for one in db.session.scalars(query) if may(Permission.ROOM_EDIT, one)]


def _edited(template: str, form: Any, row: sharing.Row, change: Callable[[], None], said: str) -> Answer:
    if form.validate_on_submit():
        with transaction():
            lock(row)
            change()
            target = _home(row.partnership)
        flash(said, "done")
        return redirect(target, 303)
    return _page(template, form, row.partnership, row)


def _home(partnership: Partnership) -> str:
    return url_for("sharing.show", ref=partnership.ref)


def _page(template: str, form: Any, partnership: Partnership, row: sharing.Row | None) -> tuple[str, int]:
    return render_template(template, form=form, partnership=partnership, row=row), 422 if form.errors else 200
