"""The phases with their evidence, and the principles as health checks."""

from flask import Blueprint, render_template

from tracker.blueprints.guard import me, needs, now
from tracker.dashboards.principles import checks_of, phase_views
from tracker.domain.mandates import local_day
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.services.facts import facts_of

bp = Blueprint("principles", __name__)


@bp.get("/partnerships/<ref>/principles")
@needs(Permission.ROOM_VIEW, Partnership)
def show(partnership: Partnership) -> str:
    """Show what is recorded about each phase and each principle."""
    today = local_day(now(), me().timezone)
    return render_template(
        "principles/show.html",
        partnership=partnership,
        phases=phase_views(facts_of(partnership, today)),
        checks=checks_of(partnership, today),
    )
