"""A person's calendar for their calendar program, at a secret address and without signing in."""

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.blueprints.guard import needs, now
from tracker.blueprints.limits import limiter
from tracker.dashboards.calendar_feed import calendar, etag
from tracker.i18n import Reader, written_for
from tracker.permissions import Permission
from tracker.services.calendar_feeds import open_feed

bp = Blueprint("calendar_feeds", __name__)
guessing = limiter.shared_limit(
    "20/minute", scope="unknown calendar addresses", deduct_when=lambda response: response.status_code == 404
)
"""Counts unknown secrets apart: whoever guesses must wait, long before programs that read many calendars."""


@bp.get("/calendar/<token>.ics")
@guessing
@limiter.limit("60/minute")
@needs(Permission.PUBLIC)
def show(token: str) -> AnyResponse:
    """Give the calendar of a secret; not found for an unknown one, and for one whose account is closed."""
    feed = open_feed(token)
    if feed is None:
        abort(404)
    person = feed.person
    with written_for(Reader(person.language, person.city.country if person.city else "", person.timezone)):
        content = calendar(feed, now())
    answer = Response(content, mimetype="text/calendar")
    answer.set_etag(etag(content))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Content-Disposition"] = 'inline; filename="partnership-tracker.ics"'
    return answer.make_conditional(request)
