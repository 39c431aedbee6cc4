"""Deputies: the holder of an office names who signs in their place, and takes it back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now, once
from tracker.db import transaction
from tracker.domain.mandates import in_force, local_day
from tracker.forms.accounts import EmptyForm
from tracker.forms.mandates import DelegationForm
from tracker.models.mandates import Delegation, Mandate
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import delegations

bp = Blueprint("delegations", __name__)


@bp.route("/mandates/<int:id>/deputies", methods=["GET", "POST"])
@needs(Permission.SIGN_OFF_DELEGATE, Mandate)
def deputies(mandate: Mandate) -> str | Response | tuple[str, int]:
    """List the deputies of an office holder, and name a new one."""
    form = DelegationForm()
    if form.validate_on_submit():
        with transaction():
            target = once(form, lambda: _delegate(mandate, form))
        flash(_("The deputy is named and told by mail."), "done")
        return redirect(target, 303)
    page = render_template(
        "delegations/deputies.html",
        mandate=mandate,
        rows=[(one, _standing(one)) for one in delegations.delegations_of(mandate)],
        form=form,
        empty=EmptyForm(),
    )
    return page, 422 if form.errors else 200


def _standing(delegation: Delegation) -> str:
    """Tell where a delegation stands today: revoked, ahead, current or past."""
    today = local_day(now(), delegation.mandate.city.timezone)
    if delegation.revoked_at is not None:
        return "revoked"
    if in_force(delegation.starts_on, delegation.ends_on, today):
        return "current"
    return "ahead" if today < delegation.starts_on else "past"


def _delegate(mandate: Mandate, form: DelegationForm) -> str:
    delegations.delegate(
        mandate,
        name=form.name.data,
        email=form.email.data,
        function=form.function.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        basis=form.basis.data,
        actor=me(),
        at=now(),
    )
    return url_for(".deputies", id=mandate.id)


@bp.post("/delegations/<int:id>/revoke")
@needs(Permission.SIGN_OFF_DELEGATE, Delegation)
def revoke(delegation: Delegation) -> Response:
    """Take a delegation back at once."""
    with transaction():
        delegations.revoke(delegation, actor=me(), at=now())
        target = url_for(".deputies", id=delegation.mandate_id)
    flash(_("The delegation has ended. What the deputy signed stays signed."), "done")
    return redirect(target, 303)
