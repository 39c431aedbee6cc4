"""The guard before every view: a known person (401), the thing within their scope (404), the table's answer (403)."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Response, abort, g, redirect, request, url_for
from flask_login import current_user

from tracker.db import db
from tracker.models.people import LoginSession, Person
from tracker.permissions import Permission, Standing, allows, standing_of
from tracker.scopes import seen
from tracker.services import requests
from tracker.settings import setting

HIGHEST_ID = 2**31 - 1


def needs(permission: Permission, model: type[Any] | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard a view with a permission; with a model, load the thing that the address names and pass it first.

    The address names a thing by the first of its arguments: `ref`, `code` or `id`.
    """

    def guarded(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def checked(**arguments: Any) -> Any:
            if permission is Permission.PUBLIC:
                return view(**arguments)
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            thing = _load(model, arguments) if model is not None else None
            if not allows(my_standing(), permission, thing):
                abort(403)
            return view(thing, **arguments) if model is not None else view(**arguments)

        checked.permission = permission  # type: ignore[attr-defined]
        checked.model = model  # type: ignore[attr-defined]
        return checked

    return guarded


def _load(model: type[Any], arguments: dict[str, Any]) -> Any:
    """Find the thing within the person's scope; not found otherwise."""
    name = next(name for name in ("ref", "code", "id") if name in arguments)
    wanted = arguments.pop(name)
    if isinstance(wanted, int) and wanted > HIGHEST_ID:
        abort(404)
    thing = db.session.scalar(seen(model, my_standing()).where(getattr(model, name) == wanted))
    if thing is None:
        abort(404)
    return thing


def find(model: type[Any], **named: Any) -> Any:
    """Find one more thing within the person's scope by the value of a column; not found otherwise."""
    query = seen(model, my_standing()).filter_by(**named)
    thing = db.session.scalar(query)
    if thing is None:
        abort(404)
    return thing


def ask_to_sign_in() -> Response:
    """Send a reader to the sign-in page and back afterwards; refuse anything else with 401."""
    if request.method not in {"GET", "HEAD"}:
        abort(401)
    target = request.full_path.rstrip("?")
    return redirect(url_for("sessions.sign_in", next=None if target == "/" else target))  # type: ignore[return-value]


def me() -> Person:
    """Give the signed-in person; a view behind `needs` always has one."""
    return my_session().person


def my_session() -> LoginSession:
    """Give the signed-in person's session."""
    return current_user.login_session


def now() -> datetime:
    """Give the moment of this request (UTC), the same one however often it is asked."""
    if "now" not in g:
        g.now = setting("CLOCK")()
    return g.now


def my_standing() -> Standing:
    """Give what the signed-in person is at the moment of this request."""
    if "standing" not in g:
        g.standing = standing_of(me(), now())
    return g.standing


def once(form: Any, make: Callable[[], str]) -> str:
    """Let a form make something once, however often it is sent; gives the address that its first sending led to."""
    sent = requests.request_hash(request.form.items(multi=True))
    return requests.once(form.key.data, sent, make, actor=me(), at=now())


def may(permission: str | Permission, thing: Any = None) -> bool:
    """Tell a template whether to show a button; nobody signed in may do nothing."""
    if not current_user.is_authenticated:
        return False
    return allows(my_standing(), Permission(permission), thing)
