"""Documents and photos of missions and Share activities: received, added, taken away, put back."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from tracker import files, media
from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.models.attachments import Attachment
from tracker.models.missions import Mission
from tracker.models.people import Person
from tracker.models.sharing import ShareActivity
from tracker.services.journal import record
from tracker.services.missions import refuse_at_rest, refuse_locked


@dataclass(frozen=True)
class Received:
    """A file that was checked and lies in the store, not yet attached to anything; `size` in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str
    path: str


def receive(name: str, content: bytes) -> Received:
    """Check a file and keep its bytes in the store; raises RuleBroken("file.…") with the reason when it is refused."""
    checked = media.check(name, content)
    sha256 = hashlib.sha256(checked.content).hexdigest()
    return Received(checked.name, checked.media_type, len(checked.content), sha256, files.keep(checked.content))


def label_hash(name: str, media_type: str) -> str:
    """Give the hash by which the journal knows a file's name and type; a name may be somebody's, so it is not told."""
    return hashlib.sha256(f"{name}\n{media_type}".encode()).hexdigest()


def attach(
    thing: Mission | ShareActivity, received: Sequence[Received], *, actor: Person, at: datetime
) -> list[Attachment]:
    """Attach files to a mission or an activity; one whose content hangs there already is left out.

    Raises RuleBroken("mission.locked"), ("partnership.not_live") or ("room.removed").
    """
    _refuse_change(thing)
    there = set(db.session.scalars(select(Attachment.sha256).where(*_owned(thing), Attachment.removed_at.is_(None))))
    new = {one.sha256: one for one in received if one.sha256 not in there}
    added = [
        Attachment(
            mission_id=thing.id if isinstance(thing, Mission) else None,
            share_activity_id=thing.id if isinstance(thing, ShareActivity) else None,
            code=secrets.token_urlsafe(16),
            name=one.name,
            media_type=one.media_type,
            size=one.size,
            sha256=one.sha256,
            path=one.path,
            added_by_id=actor.id,
            added_at=at,
        )
        for one in new.values()
    ]
    db.session.add_all(added)
    db.session.flush()
    if added:
        told = [{"sha256": one.sha256, "label": label_hash(one.name, one.media_type)} for one in added]
        _record("attachment.added", thing, [one.sha256 for one in added], actor, at, files=told)
    return added


def remove_attachment(attachment: Attachment, *, actor: Person, at: datetime) -> None:
    """Take a file away from what it belongs to; its bytes stay, for an earlier report may name them."""
    _refuse_change(attachment.of)
    attachment.removed_at = at
    db.session.flush()
    _record("attachment.removed", attachment.of, [attachment.sha256], actor, at)


def restore_attachment(attachment: Attachment, *, actor: Person, at: datetime) -> None:
    """Put a file that was taken away back; raises RuleBroken("edit.stale") when it is there already."""
    _refuse_change(attachment.of)
    if attachment.removed_at is None:
        raise RuleBroken("edit.stale")
    attachment.removed_at = None
    db.session.flush()
    _record("attachment.restored", attachment.of, [attachment.sha256], actor, at)


def files_of(thing: Mission | ShareActivity) -> list[Attachment]:
    """List the files of a mission or an activity, also those that were taken away; one statement."""
    return list(db.session.scalars(select(Attachment).where(*_owned(thing)).order_by(Attachment.id)))


def _owned(thing: Mission | ShareActivity) -> tuple[ColumnElement[bool], ...]:
    if isinstance(thing, Mission):
        return (Attachment.mission_id == thing.id,)
    return (Attachment.share_activity_id == thing.id,)


def _refuse_change(thing: Mission | ShareActivity) -> None:
    """Refuse where the thing itself can no longer be changed; what was learned is shared also after the work ended."""
    lock(thing)
    if isinstance(thing, Mission):
        refuse_locked(thing)
        refuse_at_rest(thing.partnership)
    elif thing.removed_at is not None:
        raise RuleBroken("room.removed")


def _record(
    verb: str, thing: Mission | ShareActivity, sha256: list[str], actor: Person, at: datetime, **more: object
) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        partnership=thing.partnership,
        subject=thing.ref if isinstance(thing, Mission) else thing.subject,
        details={"sha256": sha256, **more},
        is_demonstration=actor.is_demonstration,
    )
