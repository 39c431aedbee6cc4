"""The front door: everybody's own first page."""

from flask import Blueprint, redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs
from tracker.blueprints.navigation import first_page
from tracker.permissions import Permission

bp = Blueprint("home", __name__)


@bp.get("/")
@needs(Permission.PUBLIC)
def show() -> Response:
    """Lead a person to the first page of their role, and the public to the compendium."""
    return redirect(first_page(me().role) if current_user.is_authenticated else "/compendium")
