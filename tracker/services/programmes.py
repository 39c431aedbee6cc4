"""Programmes: in which languages their official documents are wanted."""

from collections.abc import Collection
from datetime import datetime

from tracker.db import db, lock
from tracker.domain.translations import in_order
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import record


def ask_for_languages(programme: Programme, languages: Collection[str], *, actor: Person, at: datetime) -> None:
    """Keep in which languages official documents are wanted from now on; what was sent already stays as it is.

    Codes that no document can be wanted in are left out. Raises NotAllowed.
    """
    lock(programme)
    require(standing_of(actor, at), Permission.PROGRAMME_EDIT, programme)
    wanted = in_order(languages)
    if in_order(programme.languages.split()) == wanted:
        return
    programme.languages = " ".join(wanted)
    db.session.flush()
    record("programme.languages_set", actor=actor, at=at, subject=programme.code, details={"languages": list(wanted)})
