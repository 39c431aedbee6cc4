"""Taking things out of the rooms of all stages, and putting them back."""

from typing import Any

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from tracker.blueprints.guard import me, needs, now
from tracker.dashboards.stages import room_address
from tracker.db import lock, transaction
from tracker.models.logframe import Indicator, Objective
from tracker.models.rooms import Comparison, Need, Priority
from tracker.models.work import Activity, Instrument, Result
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import rooms

bp = Blueprint("rooms", __name__)
NOUNS: dict[str, type[Any]] = {
    "needs": Need,
    "comparisons": Comparison,
    "priorities": Priority,
    "activities": Activity,
    "objectives": Objective,
    "indicators": Indicator,
    "instruments": Instrument,
    "results": Result,
}


def remove(row: rooms.Row) -> Response:
    """Take something out of its room; it can be put back from there."""
    with transaction():
        lock(row)
        rooms.remove(row, actor=me(), at=now())
        target = room_address(row.partnership, rooms.STAGE_OF[type(row)])
    flash(_("Removed. You find it under “Removed” and can restore it."), "done")
    return redirect(target, 303)


def restore(row: rooms.Row) -> Response:
    """Put something back into its room."""
    with transaction():
        lock(row)
        rooms.restore(row, actor=me(), at=now())
        target = room_address(row.partnership, rooms.STAGE_OF[type(row)])
    flash(_("Restored."), "done")
    return redirect(target, 303)


for noun, model in NOUNS.items():
    permission = Permission.CITY_ROOM_EDIT if model is Need else Permission.ROOM_EDIT
    for act in (remove, restore):
        bp.add_url_rule(
            f"/{noun}/<int:id>/{act.__name__}",
            f"{act.__name__}_{noun}",
            needs(permission, model)(act),
            methods=["POST"],
        )
