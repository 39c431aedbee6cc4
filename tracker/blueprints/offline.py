"""Working without a network: what a phone keeps of the tracker, and the worker that gives it back."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for

from tracker.blueprints.guard import me, my_standing, needs, now
from tracker.dashboards.delegations import known_people
from tracker.dashboards.offline import open_tasks, places
from tracker.db import db
from tracker.domain.people import Role
from tracker.forms.missions import NewMissionForm
from tracker.forms.notes import NewNoteForm
from tracker.i18n import language
from tracker.media import ACCEPTED
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission
from tracker.version import VERSION

bp = Blueprint("offline", __name__)
WORKER = ("queue.js", "worker.js")
SHELL = ("tracker.css", "queue.js", "offline.js", "favicon.svg")
"""The files that every kept page needs."""


KEPT_FOR = frozenset({Role.TECHNICIAN, Role.COORDINATOR})
"""Whose phones keep pages: those who log missions."""
STATIC = Path(__file__).parent.parent / "static"


@cache
def edition() -> str:
    """Give a mark that changes whenever the files that a phone keeps do."""
    content = b"".join((STATIC / name).read_bytes() for name in sorted({*WORKER, *SHELL}))
    return f"{VERSION}-{hashlib.sha256(content).hexdigest()[:12]}"


@bp.get("/offline")
@needs(Permission.SIGNED_IN)
def index() -> str:
    """Show what waits on this phone, and what can be done without a network."""
    return _index_page()


def _index_page(**named: Any) -> str:
    shown = places(my_standing())
    tasks = open_tasks(my_standing(), shown)
    return render_template("offline/index.html", places=shown, tasks=tasks, **named)


@bp.get("/offline/pages")
@needs(Permission.SIGNED_IN)
def pages() -> Response:
    """Give the pages that a phone keeps, as they are now in the person's language, by their addresses."""
    kept = {url_for(".index"): _index_page(is_kept=True)}
    for place in places(my_standing()):
        partnership = db.session.get_one(Partnership, place.id)
        kept |= _forms_of(partnership)
    answer = jsonify(person=me().id, language=language(), edition=edition(), pages=kept)
    answer.add_etag()
    return answer


def _forms_of(partnership: Partnership) -> dict[str, str]:
    """Give the forms that can be filled in off line, as they stand when nothing is filled in."""
    mission_address = url_for("missions.new", partnership=partnership.ref)
    note_address = url_for("notes.new", partnership=partnership.ref)
    mission = NewMissionForm(formdata=None, data={"theme": partnership.theme})
    mission.offer(partnership.cities, partnership.theme, known_people(partnership), now())
    mission.add_all_rows()
    note = NewNoteForm(formdata=None, language=me().language)
    common = {"partnership": partnership, "is_kept": True}
    return {
        mission_address: render_template(
            "missions/new.html", form=mission, warnings=(), accepted=ACCEPTED, address=mission_address, **common
        ),
        note_address: render_template(
            "notes/new.html", form=note, about="", back=url_for(".index"), address=note_address, **common
        ),
    }


@bp.get("/worker.js")
@needs(Permission.PUBLIC)
def worker() -> Response:
    """Give the service worker: what sends the queue, and what answers from the phone when the network does not."""
    files = [f"/static/{name}" for name in SHELL]
    lines = [f'const EDITION = "{edition()}"', f"const SHELL = {current_app.json.dumps(files)}"]
    lines += [(STATIC / name).read_text(encoding="utf-8") for name in WORKER]
    answer = Response("\n".join(lines), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/manifest.webmanifest")
@needs(Permission.PUBLIC)
def manifest() -> Response:
    """Say how the tracker stands on a phone's first screen."""
    icons = [
        {"src": "/static/favicon.svg", "sizes": "any", "type": "image/svg+xml"},
        *(
            {"src": f"/static/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in (192, 512)
            for purpose in ("any", "maskable")
        ),
    ]
    answer = jsonify(
        id="/",
        name="Partnership Tracker",
        short_name="Partnerships",
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#f5f6f3",
        theme_color="#0e2b3d",
        icons=icons,
    )
    answer.mimetype = "application/manifest+json"
    return answer
