"""Offices that change hands: record a mandate, confirm it as second person, end one, hand it over."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards import hand_over as views
from tracker.db import db, transaction
from tracker.domain.mandates import local_day
from tracker.domain.people import Role
from tracker.domain.signing import DocumentKind
from tracker.forms.mandates import EndForm, MandateForm, ProfilesForm
from tracker.models.cities import City
from tracker.models.mandates import Mandate
from tracker.models.partnerships import Member, Partnership
from tracker.permissions import Permission
from tracker.scopes import partnerships_seen
from tracker.sentences import gettext as _
from tracker.services import mandates, profiles

bp = Blueprint("mandates", __name__)


def _refuse_foreign_city(city: City) -> None:
    """Let coordinators act only for cities of partnerships that they steer."""
    if me().role is Role.ADMINISTRATOR:
        return
    mine = select(Member.city_id).join(Partnership).where(Member.city_id == city.id, partnerships_seen(my_standing()))
    if db.session.scalar(mine.limit(1)) is None:
        abort(403)


@bp.route("/cities/<code>/mandates/new", methods=["GET", "POST"])
@needs(Permission.MANDATE_RECORD, City)
def new(city: City) -> str | Response | tuple[str, int]:
    """Record who holds the office of a city from a day on."""
    _refuse_foreign_city(city)
    form = MandateForm(office=city.office)
    if not form.validate_on_submit():
        return render_template("mandates/new.html", city=city, form=form), 422 if form.errors else 200
    with transaction():
        target = once(form, lambda: _record(city, form))
    flash(_("The mandate is recorded. It counts once a second person has confirmed it."), "done")
    return redirect(target, 303)


def _record(city: City, form: MandateForm) -> str:
    person = mandates.know_office_holder(city, name=form.name.data, email=form.email.data, actor=me(), at=now())
    mandates.record_mandate(
        city,
        person,
        office=form.office.data,
        starts_on=form.starts_on.data,
        basis=form.basis.data,
        is_acting=form.is_acting.data,
        actor=me(),
        at=now(),
    )
    return url_for("cities.show", code=city.code)


@bp.post("/mandates/<int:id>/confirm")
@needs(Permission.MANDATE_CONFIRM, Mandate)
def confirm(mandate: Mandate) -> Response:
    """Confirm a mandate as second person."""
    _refuse_foreign_city(mandate.city)
    with transaction():
        mandates.confirm_mandate(mandate, actor=me(), at=now())
        target = url_for("cities.show", code=mandate.city.code)
    flash(_("The mandate counts from its first day on. Open sign-offs went to the successor."), "done")
    return redirect(target, 303)


@bp.post("/mandates/<int:id>/discard")
@needs(Permission.MANDATE_CONFIRM, Mandate)
def discard(mandate: Mandate) -> Response:
    """Take a proposed mandate back."""
    _refuse_foreign_city(mandate.city)
    with transaction():
        target = url_for("cities.show", code=mandate.city.code)
        mandates.discard_mandate(mandate, actor=me(), at=now())
    flash(_("The proposed mandate is taken back."), "done")
    return redirect(target, 303)


@bp.route("/mandates/<int:id>/end", methods=["GET", "POST"])
@needs(Permission.MANDATE_CONFIRM, Mandate)
def end(mandate: Mandate) -> str | Response | tuple[str, int]:
    """End a mandate that has no successor yet."""
    _refuse_foreign_city(mandate.city)
    if me().role is not Role.ADMINISTRATOR:
        abort(403)
    form = EndForm(version=mandate.version)
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(mandate, form)
            mandates.end_mandate(mandate, on=form.on.data, actor=me(), at=now())
        flash(_("The end of the mandate is recorded. Sign-offs wait until a successor is named."), "done")
        return redirect(url_for("cities.show", code=mandate.city.code), 303)
    return render_template("mandates/end.html", mandate=mandate, form=form), 422 if form.errors else 200


@bp.get("/mandates/<int:id>/hand-over")
@needs(Permission.HAND_OVER_VIEW, Mandate)
def hand_over(mandate: Mandate) -> str:
    """Show a new office holder what the city signed, what is open, and what it promised."""
    return render_template(
        "mandates/hand_over.html",
        mandate=mandate,
        signed=views.signed_for(mandate.city),
        open=views.open_for(mandate.city),
        promised=views.promised_by(mandate.city),
        kept=views.commitments_of(mandate),
        today=local_day(now(), mandate.city.timezone),
    )


@bp.route("/cities/<code>/signing", methods=["GET", "POST"])
@needs(Permission.PROFILE_EDIT, City)
def signing_profiles(city: City) -> str | Response | tuple[str, int]:
    """Set how strong a city's signatures must be, for each kind of document."""
    present = {kind.value: profile for kind, profile in profiles.profiles_of(city).items()}
    form, stored = (ProfilesForm(**more, obj=city, data=present) for more in ({}, {"formdata": None}))
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(city, stored)
            wanted = {kind: form[kind.value].data for kind in DocumentKind}
            profiles.set_profiles(city, wanted, actor=me(), at=now())
        flash(_("What is sent from now on asks for these signatures."), "done")
        return redirect(url_for("cities.show", code=city.code), 303)
    return render_template("mandates/profiles.html", city=city, form=form), 422 if form.errors else 200
