"""My tasks: what I owe, by day, and what I wait for."""

from datetime import timedelta

from flask import Blueprint, render_template

from tracker.blueprints.guard import me, my_standing, needs, now
from tracker.dashboards.decisions import decision_duties
from tracker.dashboards.duties import duties
from tracker.dashboards.duty import SOON_DAYS, is_mine
from tracker.domain.mandates import local_day
from tracker.domain.people import Role
from tracker.permissions import Permission
from tracker.scopes import partnerships_seen
from tracker.sentences import gettext as _

bp = Blueprint("tasks", __name__)


@bp.get("/tasks")
@needs(Permission.SIGNED_IN)
def mine() -> str:
    """Show what the person owes, the overdue first, what a coordinator decides on, and what waits for others."""
    today = local_day(now(), me().timezone)
    standing = my_standing()
    has_city = bool(standing.city_id or standing.offices)
    everything = duties(partnerships_seen(standing), today) if has_city else []
    owed = [duty for duty in everything if is_mine(duty, standing)]
    waiting = [duty for duty in everything if duty.kind == "sign" and duty not in owed]
    soon = today + timedelta(days=SOON_DAYS)
    to_decide = decision_duties(standing, now()) if standing.role is Role.COORDINATOR else []
    groups = [
        (_("Overdue"), "overdue", [one for one in owed if one.due_on and one.due_on < today]),
        (_("Your decision"), "decisions", to_decide),
        (_("This week"), "soon", [one for one in owed if one.due_on and today <= one.due_on <= soon]),
        (_("Later"), "later", [one for one in owed if one.due_on is None or one.due_on > soon]),
        (_("Waiting for others"), "waiting", waiting),
    ]
    return render_template(
        "tasks/mine.html", groups=[group for group in groups if group[2]], count=len(owed) + len(to_decide)
    )
