"""Forms that a phone kept while it had no network, and sends afterwards from its queue.

They go to the very views that take them from a page, with the key that they got when they were opened. What differs is
that the token against forged requests, which may be days old, gives way to proof that our own page sends them, and that
the answer is told in a few words of JSON instead of a page.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, g, jsonify, request, session
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from tracker.sentences import gettext as _

HEADER = "X-Sent-Later"
"""Says that a phone's queue sends this, and for whom: the number of the person who wrote it."""
VIEWS = frozenset({"agreed_tasks.finish", "attachments.new", "missions.new", "notes.new"})
"""What can be sent later. A signature never can: it is given by somebody who is there."""


class Protection(CSRFProtect):
    """Refuse forged forms: by their token, and those from a queue by the headers that no other site can send."""

    def protect(self, *arguments: object, **named: object) -> None:
        """Let this request pass or answer 400."""
        if is_sent_later() and _comes_from_us():
            g.csrf_valid = True
        else:
            super().protect(*arguments, **named)


def install(app: Flask) -> None:
    """Let an application take forms from the queues of phones."""
    Protection(app)
    app.before_request(_refuse_another_persons)


def is_sent_later() -> bool:
    """Tell whether the queue of a phone sends this request."""
    return request.method == "POST" and request.endpoint in VIEWS and HEADER in request.headers


def _comes_from_us() -> bool:
    """Tell whether one of our own pages sends this: the browser says so, or, an older one, from where."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _refuse_another_persons() -> Response | None:
    """Answer 401 unless whoever wrote what is sent is signed in."""
    if not is_sent_later():
        return None
    writer = request.headers[HEADER]
    if current_user.is_authenticated and str(current_user.login_session.person_id) == writer:
        return None
    return _problem(HTTPStatus.UNAUTHORIZED, _("Sign in first: you were signed out, or never signed in."))


def tell(answer: Response) -> Response:
    """Tell a queue in JSON what became of what it sent: where it is kept now, or the problem (RFC 9457).

    Somebody who waits before a form that is refused gets its page, which says what is wrong beside the fields.
    """
    if not is_sent_later() or answer.mimetype == "application/problem+json":
        return answer
    if answer.status_code == HTTPStatus.SEE_OTHER:
        session.pop("_flashes", None)
        told = jsonify(location=answer.headers["Location"])
        told.status_code = HTTPStatus.CREATED
        return told
    if answer.status_code >= HTTPStatus.BAD_REQUEST and request.accept_mimetypes.best != "text/html":
        told = _problem(HTTPStatus(answer.status_code), g.get("told") or "")
        if "Retry-After" in answer.headers:
            told.headers["Retry-After"] = answer.headers["Retry-After"]
        return told
    return answer


def _problem(status: HTTPStatus, detail: str) -> Response:
    answer = jsonify(type="about:blank", title=status.phrase, status=status.value, detail=detail)
    answer.status_code, answer.mimetype = status.value, "application/problem+json"
    return answer
