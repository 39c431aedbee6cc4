"""Stage 5: recording exchanged instruments; stage 6: rating how effective they were."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, my_standing, needs, now, once
from tracker.dashboards.rooms import writable_cities
from tracker.dashboards.stages import room_address
from tracker.dashboards.work import mission_choices
from tracker.db import lock, transaction
from tracker.forms.work import InstrumentForm, NewInstrumentForm, RatingForm
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.work import Instrument
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import rooms
from tracker.services.instruments import change_instrument, rate_instrument, rating_of, record_instrument
from tracker.services.stages import refuse_resting

bp = Blueprint("instruments", __name__)
STAGE = 5
STAGE_OF_RATINGS = 6


@bp.route("/partnerships/<ref>/instruments/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> str | Response | tuple[str, int]:
    """Record an instrument or practice that passed from one city to another."""
    refuse_resting(partnership)
    form = NewInstrumentForm(from_city_id=partnership.cities[0].id, to_city_id=partnership.cities[1].id)
    form.offer(partnership.cities, mission_choices(partnership))
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record(partnership, form))
        flash(_("The instrument is recorded."), "done")
        return redirect(target, 303)
    page = render_template("instruments/form.html", partnership=partnership, form=form, row=None)
    return page, 422 if form.errors else 200


def _record(partnership: Partnership, form: NewInstrumentForm) -> str:
    record_instrument(partnership, form.values(), actor=me(), at=now())
    return room_address(partnership, STAGE)


@bp.route("/instruments/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Instrument)
def edit(instrument: Instrument) -> str | Response | tuple[str, int]:
    """Change what is recorded of an instrument."""
    rooms.enter(instrument, me(), now())
    rooms.refuse_removed(instrument)
    partnership, missions = instrument.partnership, mission_choices(instrument.partnership)
    form = InstrumentForm(obj=instrument)
    form.offer(partnership.cities, missions)
    if form.validate_on_submit():
        with transaction():
            lock(instrument)
            shown = InstrumentForm(formdata=None, obj=instrument)
            shown.offer(partnership.cities, missions)
            form.refuse_lost_update(instrument, shown)
            change_instrument(instrument, form.values(), actor=me(), at=now())
            target = room_address(partnership, STAGE)
        flash(_("The instrument is saved."), "done")
        return redirect(target, 303)
    page = render_template("instruments/form.html", partnership=partnership, form=form, row=instrument)
    return page, 422 if form.errors else 200


@bp.route("/instruments/<int:id>/rating", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Instrument)
def rate(instrument: Instrument) -> str | Response | tuple[str, int]:
    """Say how effective one's own city found an instrument; a coordinator names the city."""
    rooms.enter(instrument, me(), now())
    rooms.refuse_removed(instrument)
    city = _rating_city(instrument)
    form = _rating_form(instrument, city)
    if form.validate_on_submit():
        with transaction():
            lock(instrument)
            stored = rating_of(instrument, city.id)
            if stored is not None:
                form.refuse_lost_update(stored, RatingForm(formdata=None, obj=stored))
            rate_instrument(instrument, city.id, form.score.data, form.reason.data, actor=me(), at=now())
            target = room_address(instrument.partnership, STAGE_OF_RATINGS)
        flash(_("The rating is saved."), "done")
        return redirect(target, 303)
    page = render_template(
        "instruments/rating.html", partnership=instrument.partnership, form=form, row=instrument, city=city
    )
    return page, 422 if form.errors else 200


def _rating_city(instrument: Instrument) -> City:
    """Find the city that is rated for: the one in the address, else the first one that the person writes for."""
    cities = writable_cities(instrument.partnership, my_standing())
    wanted = request.args.get("city", cities[0].id, type=int)
    return next((city for city in cities if city.id == wanted), None) or abort(404)


def _rating_form(instrument: Instrument, city: City) -> RatingForm:
    stored = rating_of(instrument, city.id)
    return RatingForm(obj=stored) if stored is not None else RatingForm(version=0)
