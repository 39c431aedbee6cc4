"""Protocols of friendship, cooperation and twinning: recorded, corrected, reviewed, renewed, ended."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now, once
from tracker.db import lock, transaction
from tracker.forms.after_care import EndForm, NewProtocolForm, ProtocolForm, ReviewForm
from tracker.models.after_care import Protocol
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import protocols

bp = Blueprint("protocols", __name__)
Answer = str | Response | tuple[str, int]


@bp.route("/partnerships/<ref>/protocols/new", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Partnership)
def new(partnership: Partnership) -> Answer:
    """Record a protocol that the cities signed."""
    form = NewProtocolForm()
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record(partnership, form))
        flash(_("The protocol is recorded."), "done")
        return redirect(target, 303)
    return _page("protocols/form.html", form, partnership, None)


def _record(partnership: Partnership, form: NewProtocolForm, replaces: Protocol | None = None) -> str:
    protocols.record_protocol(partnership, form.values(), actor=me(), at=now(), replaces=replaces)
    return _home(partnership)


@bp.route("/protocols/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Protocol)
def edit(protocol: Protocol) -> Answer:
    """Correct what is recorded of a protocol."""
    form = ProtocolForm(obj=protocol)
    if form.validate_on_submit():
        with transaction():
            lock(protocol)
            form.refuse_lost_update(protocol, ProtocolForm(formdata=None, obj=protocol))
            protocols.change_protocol(protocol, form.values(), actor=me(), at=now())
            target = _home(protocol.partnership)
        flash(_("The protocol is saved."), "done")
        return redirect(target, 303)
    return _page("protocols/form.html", form, protocol.partnership, protocol)


@bp.route("/protocols/<int:id>/renew", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Protocol)
def renew(protocol: Protocol) -> Answer:
    """Record the protocol that follows this one; it begins with the same words and a date of its own."""
    form = NewProtocolForm(
        kind=protocol.kind, title=protocol.title, aims=protocol.aims, review_months=protocol.review_months
    )
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _record(protocol.partnership, form, protocol))
        flash(_("The protocol is renewed."), "done")
        return redirect(target, 303)
    return _page("protocols/renew.html", form, protocol.partnership, protocol)


@bp.route("/protocols/<int:id>/review", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Protocol)
def review(protocol: Protocol) -> Answer:
    """Write down what the cities found when they looked at their protocol."""
    form = ReviewForm(held_on=now().date())
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _reviewed(protocol, form))
        flash(_("The review is kept."), "done")
        return redirect(target, 303)
    return _page("protocols/review.html", form, protocol.partnership, protocol)


def _reviewed(protocol: Protocol, form: ReviewForm) -> str:
    protocols.review_protocol(protocol, form.held_on.data, form.findings.data, actor=me(), at=now())
    return _home(protocol.partnership)


@bp.route("/protocols/<int:id>/end", methods=["GET", "POST"])
@needs(Permission.ROOM_EDIT, Protocol)
def end(protocol: Protocol) -> Answer:
    """End a protocol, with a reason that stays."""
    form = EndForm(ended_on=now().date())
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _ended(protocol, form))
        flash(_("The protocol is ended. It stays on the page."), "done")
        return redirect(target, 303)
    return _page("protocols/end.html", form, protocol.partnership, protocol)


def _ended(protocol: Protocol, form: EndForm) -> str:
    protocols.end_protocol(protocol, form.ended_on.data, form.reason.data, actor=me(), at=now())
    return _home(protocol.partnership)


def _home(partnership: Partnership) -> str:
    return url_for("after_care.show", ref=partnership.ref, _anchor="protocols")


def _page(template: str, form: Any, partnership: Partnership, row: Protocol | None) -> tuple[str, int]:
    return render_template(template, form=form, partnership=partnership, row=row), 422 if form.errors else 200
