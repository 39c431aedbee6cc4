"""Signatures that are waited for: reminding one office holder or many, and noting that somebody has a document open."""

from collections.abc import Iterable, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.blueprints.guard import HIGHEST_ID, me, my_standing, needs, now
from tracker.blueprints.navigation import own_path
from tracker.dashboards import sign_offs as views
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.db import db, transaction
from tracker.forms.accounts import EmptyForm
from tracker.i18n import OWN_NAMES
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.permissions import Permission, allows
from tracker.scopes import seen
from tracker.sentences import gettext as _
from tracker.sentences import ngettext
from tracker.services import readings, reminders

bp = Blueprint("sign_offs", __name__)
MOST_AT_ONCE = 50
"""How many sign-offs are reminded of at once: as many as fit on a page that can be read before pressing the button."""


@bp.post("/sign-offs/<int:id>/remind")
@needs(Permission.SIGN_OFF_REMIND, Slot)
def remind(slot: Slot) -> Response:
    """Mail an office holder once more, at one tap."""
    with transaction():
        reminders.remind(slot, actor=me(), at=now())
        target = url_for("reports.show", ref=slot.document.ref)
        city = slot.city.name
    flash(_("A reminder is on its way to %(city)s.", city=city), "done")
    return redirect(target, 303)


@bp.route("/sign-offs/remind", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_VIEW)
def remind_all() -> str | Response | tuple[str, int]:
    """Show who gets a reminder, in which language, and who cannot get one; then send them."""
    form = EmptyForm()
    if form.validate_on_submit():
        with transaction():
            outcome = reminders.remind_all(_chosen(request.form), actor=me(), at=now())
        flash(_said(outcome), "done" if outcome.sent else "info")
        return redirect(_way_back(), 303)
    page = render_template(
        "sign_offs/remind.html",
        form=form,
        rows=_rows(),
        now=now(),
        back=_way_back(),
        names=OWN_NAMES,
        most=MOST_AT_ONCE,
    )
    return page, 422 if form.errors else 200


@bp.post("/reports/<ref>/read")
@needs(Permission.REPORT_VIEW, OfficialDocument)
def read(document: OfficialDocument) -> Response:
    """Note that the signed-in person has this version open; the page says so by itself to who is asked to sign."""
    target = url_for("reports.show", ref=document.ref)
    with transaction():
        readings.note_reading(document, me(), now())
    return redirect(target, 303)


def _rows() -> list[views.SignOff]:
    """List what the address asks for: some sign-offs by their ids, else those under its filters.

    `of` are the ids of partnerships that were chosen by hand.
    """
    ids, of = _ids(request.args), _ids(request.args, "of")
    selection = Selection(my_standing(), Filters() if ids else Filters.read(request.args)).picked(of)
    asked = request.args.get("age", "")
    age = asked if not ids and (asked in views.AGES or asked == views.OVERDUE) else ""
    return views.sign_offs(selection, age, Window(size=MOST_AT_ONCE), now().date(), ids or None)


def _chosen(sent: MultiDict[str, str]) -> list[Slot]:
    """Load what was listed on the page, as far as this person may remind of it."""
    query = seen(Slot, my_standing()).where(Slot.id.in_(_ids(sent)[:MOST_AT_ONCE])).order_by(Slot.id)
    found: Iterable[Slot] = db.session.scalars(query).unique()
    return [slot for slot in found if allows(my_standing(), Permission.SIGN_OFF_REMIND, slot.document)]


def _ids(sent: MultiDict[str, str], name: str = "id") -> list[int]:
    written = [one for one in sent.getlist(name) if one.isascii() and one.isdecimal() and len(one) <= 10]
    return [int(one) for one in written if int(one) <= HIGHEST_ID]


def _way_back() -> str:
    """Give the list that the reader came from; the whole list when the address does not name one of our pages."""
    asked: Mapping[str, str] = request.args
    filters = Filters.read(asked)
    age = {"age": asked["age"]} if asked.get("age") in {*views.AGES, views.OVERDUE} else {}
    return own_path(asked.get("next"), filters.address("/portfolio/sign-offs", **age))


def _said(outcome: reminders.Outcome) -> str:
    if not outcome.sent:
        return _("No reminder left: nobody in this list can be reminded now.")
    sent = ngettext("%(num)d reminder is on its way.", "%(num)d reminders are on their way.", outcome.sent)
    if not outcome.left_out:
        return str(sent)
    left = ngettext("%(num)d could not be sent.", "%(num)d could not be sent.", outcome.left_out)
    return f"{sent} {left}"
