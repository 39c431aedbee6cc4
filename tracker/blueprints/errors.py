"""Every refusal becomes a page here, and only here: what happened, what to do, whom to ask."""

import logging
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from tracker.db import db
from tracker.domain.errors import NotAllowed, RuleBroken, StaleEdit
from tracker.files import FileDamaged
from tracker.refusals import sentence
from tracker.sentences import gettext as _

PAGES = {400, 403, 404, 409, 413, 422, 429}
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Let the application answer errors with these pages."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(StaleDataError, lambda _error: _rule_broken(StaleEdit()))
    app.register_error_handler(NotAllowed, lambda _error: _page(403))
    app.register_error_handler(FileDamaged, _file_damaged)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _our_fault)


def _page(code: int, **named: object) -> tuple[str, int]:
    db.session.rollback()
    g.told = named.get("message")
    return render_template(f"errors/{code}.html", **{"message": None, **named}), code


def _http_error(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    if code == 401:
        return _page(403, message=_("Sign in first: you were signed out, or never signed in."))[0], 401
    if code in PAGES:
        page, status = _page(code)
        headers = {name: value for name, value in error.get_headers() if name.lower() == "retry-after"}
        return page, status, headers
    if code >= 500:
        return _our_fault(error)
    return error


def _unknown_host(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
    return (
        "This address is not the tracker's own. Open it at its proper address.\n",
        400,
        {"Content-Type": "text/plain"},
    )


def _form_expired(_error: CSRFError) -> tuple[str, int]:
    return _page(400, message=_("This form is no longer valid. Go back, load the page again and send it once more."))


def _rule_broken(error: RuleBroken) -> tuple[str, int]:
    differences = error.fields if isinstance(error, StaleEdit) else []
    return _page(409, message=sentence(error), differences=differences)


def _file_damaged(error: FileDamaged) -> tuple[str, int]:
    log.error("request %s: the file %s is missing or damaged", g.get("request_id"), error)
    return _page(410)


def _plain(name: str) -> str:
    return (Path(current_app.root_path).parent / "templates" / "errors" / name).read_text(encoding="utf-8")


def _database_away(error: DBAPIError) -> tuple[str, int, dict[str, str]]:
    db.session.rollback()
    log.error("request %s: the database did not answer: %s", g.get("request_id"), error.orig)
    return _plain("503.html"), 503, {"Retry-After": "5"}


def _our_fault(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    log.exception("request %s failed", g.get("request_id"), exc_info=error)
    return _plain("500.html"), 500
