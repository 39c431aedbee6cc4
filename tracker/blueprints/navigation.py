"""The main menu of a signed-in person, and where following a link may lead."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request

from tracker.blueprints.guard import me
from tracker.domain.people import Role
from tracker.sentences import gettext as _


@dataclass(frozen=True)
class Entry:
    """One entry of the menu; `count` is shown beside it when there is something to do."""

    href: str
    text: str
    is_current: bool
    count: int | None = None


def entries() -> list[Entry]:
    """List the menu for the signed-in person's role, their own first page first."""
    steers = [("/portfolio", _("Portfolio"))]
    owes = [("/tasks", _("My tasks"))]
    first = {Role.COORDINATOR: steers + owes, Role.ADMINISTRATOR: [("/admin", _("Administration")), *steers]}
    pages = [
        *first.get(me().role, owes),
        ("/partnerships", _("Partnerships")),
        ("/programmes", _("Programmes")),
        ("/cities", _("Cities")),
        ("/compendium", _("Compendium")),
    ]
    here = request.path
    return [Entry(href, text, here == href or here.startswith(f"{href}/")) for href, text in pages]


def first_page(role: Role) -> str:
    """Give the address of a role's own first page."""
    return {Role.COORDINATOR: "/portfolio", Role.ADMINISTRATOR: "/admin", Role.OBSERVER: "/partnerships"}.get(
        role, "/tasks"
    )


def way_back() -> str:
    """Give the address of this page, or, when a form was sent, of the page that the form stood on."""
    if request.method in {"GET", "HEAD"}:
        return own_path(request.full_path.rstrip("?"), "/")
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return "/"
    return own_path(f"{came_from.path}?{came_from.query}".rstrip("?"), "/")


def own_path(wanted: str | None, otherwise: str) -> str:
    """Give `wanted` when it is a path on this site and nothing else, `otherwise` in all doubt."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return otherwise
    if any(ord(character) < 0x21 or ord(character) == 0x7F for character in wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted
