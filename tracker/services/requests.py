"""Forms that make something new are carried out once, however often they are sent."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.models.outbox import RequestKey
from tracker.models.people import Person


def request_hash(fields: Iterable[tuple[str, str]]) -> str:
    """Give the SHA-256 of what a form sent, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(sorted(fields), ensure_ascii=False).encode()).hexdigest()


def _earlier_answer(key: str, of_request: str, actor: Person) -> str | None:
    """Give the address that this form's first sending led to, None when it was not sent before.
    Raises RuleBroken("request.other_content") when the key was used with other content or by somebody else.
    """
    done = db.session.get(RequestKey, key)
    if done is None:
        return None
    if done.request_hash != of_request or done.person_id != actor.id:
        raise RuleBroken("request.other_content")
    return done.location


def once(key: str, of_request: str, make: Callable[[], str], *, actor: Person, at: datetime) -> str:
    """Give the address that this form led to when it was first sent; carry it out (`make`) when this is the first time.

    Of two sendings at the same moment the second one waits, and gets the first one's answer. Raises
    RuleBroken("request.other_content") when the key was used with other content or by somebody else.
    """
    earlier = _earlier_answer(key, of_request, actor)
    if earlier is not None:
        return earlier
    mine = RequestKey(key=key, person_id=actor.id, request_hash=of_request, location="", at=at)
    try:
        with db.session.begin_nested():
            db.session.add(mine)
    except IntegrityError:
        return _earlier_answer(key, of_request, actor) or ""
    mine.location = make()
    return mine.location
