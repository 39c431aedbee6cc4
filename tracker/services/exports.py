"""Files made on demand: asked for, made by whoever gets to it first, told of, tried again, taken away after their time.

What goes into a file is read above this layer: the application names for each kind who makes it (EXPORT_MAKERS).
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from tracker import files
from tracker.db import db, lock, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.exports import EXPORT_KEPT_DAYS, UNFINISHED, ExportKind, ExportState, FileFormat
from tracker.models.exports import Export, ExportFile
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.notices import exports as notices
from tracker.services.journal import record
from tracker.settings import setting
from tracker.standing import Standing, standing_of

MOST_TRIES = 4
"""An export that failed so often waits for its person to try again."""
MOST_UNFINISHED = 5
"""So many exports of one person may wait at a time."""

FOLDER = "exports"
"""Where the files of exports lie in the file store, each export in a folder of its own."""
UNNAMED_KEPT = timedelta(days=1)
"""So old is a file that no row names before it is taken away."""


@dataclass(frozen=True)
class Wish:
    """What is to be made, for whom: `options` are of the kind of file, `title` says it in the asker's words."""

    kind: ExportKind
    options: Mapping[str, str]
    language: str
    title: str
    timezone: str
    standing: Standing
    at: datetime


@dataclass(frozen=True)
class Made:
    """One finished file."""

    format: FileFormat
    name: str
    content: bytes


Progress = Callable[[int], None]
"""Tells how far the work is, in percent."""
Maker = Callable[[Wish, Progress], Sequence[Made]]
"""Makes all files of an export; reads only."""


def ask_for_export(
    kind: ExportKind,
    options: Mapping[str, str],
    *,
    title: str,
    language: str,
    is_at_once: bool,
    actor: Person,
    at: datetime,
) -> Export:
    """Put a wish for files down, and ask the worker for them.

    Raises RuleBroken("export.too_many") while too many others of this person wait.
    """
    mine = select(func.count()).where(Export.person_id == actor.id, Export.state.in_(sorted(UNFINISHED)))
    if (db.session.scalar(mine) or 0) >= MOST_UNFINISHED:
        raise RuleBroken("export.too_many")
    export = Export(
        code=secrets.token_hex(16),
        kind=kind,
        title=title,
        options=json.dumps(dict(options), sort_keys=True),
        language=language,
        state=ExportState.QUEUED,
        is_at_once=is_at_once,
        scope=standing_of(actor, at).mark,
        person=actor,
        asked_at=at,
        expires_at=at + timedelta(days=EXPORT_KEPT_DAYS),
    )
    db.session.add(export)
    db.session.flush()
    _ask_worker(export, at)
    _note("export.asked", export, actor, at)
    return export


def ask_again(export: Export, *, actor: Person, at: datetime) -> None:
    """Let a failed export be tried anew, as what the person sees now; raises RuleBroken("export.not_failed")."""
    lock(export)
    if export.state is not ExportState.FAILED:
        raise RuleBroken("export.not_failed")
    export.state, export.progress, export.is_at_once = ExportState.QUEUED, 0, False
    export.scope = standing_of(actor, at).mark
    _ask_worker(export, at)
    _note("export.asked", export, actor, at)


def options_of(export: Export) -> dict[str, str]:
    """Give what an export is of."""
    told: dict[str, str] = json.loads(export.options)
    return told


def _ask_worker(export: Export, at: datetime) -> None:
    stamp = f"export-{export.code}-{secrets.token_hex(4)}"
    db.session.add(OutboxItem(kind="export", export_id=export.id, message_id=stamp, created_at=at, due_at=at))


def make_export(export_id: int, item_id: int, now: Callable[[], datetime]) -> None:
    """Make the files of an export, keep them, and mark it and its outbox item as done, all or nothing.

    It reads in transactions of its own; what is ready already is left as it is.
    """
    wish = _begin(export_id, now())
    made = setting("EXPORT_MAKERS")[wish.kind](wish, lambda percent: _progress(export_id, percent)) if wish else ()
    kept = [(one, files.keep_under(_folder(export_id), one.content)) for one in made]
    with transaction():
        export = db.session.get_one(Export, export_id)
        lock(export)
        if export.state is ExportState.UNDER_WAY and wish:
            _finish(export, kept, wish, now())
        db.session.get_one(OutboxItem, item_id).done_at = now()


def _begin(export_id: int, at: datetime) -> Wish | None:
    """Mark an export as under way and give its wish; None when there is nothing to do any more.

    What was under way already has lost its maker, so nobody waits on the page any more.
    """
    with transaction():
        export = db.session.get_one(Export, export_id)
        if export.state not in UNFINISHED:
            return None
        if export.state is ExportState.UNDER_WAY:
            export.is_at_once = False
        export.state, export.progress = ExportState.UNDER_WAY, 0
        return Wish(
            kind=export.kind,
            options=options_of(export),
            language=export.language,
            title=export.title,
            timezone=export.person.timezone or "UTC",
            standing=standing_of(export.person, at),
            at=at,
        )


def _folder(export_id: int) -> str:
    with transaction():
        return f"{FOLDER}/{db.session.get_one(Export, export_id).code}"


def _progress(export_id: int, percent: int) -> None:
    """Tell whoever looks how far it is; it never goes back."""
    with transaction():
        db.session.execute(
            update(Export)
            .where(Export.id == export_id, Export.state == ExportState.UNDER_WAY, Export.progress < percent)
            .values(progress=percent)
        )


def _finish(export: Export, kept: Sequence[tuple[Made, str]], wish: Wish, at: datetime) -> None:
    export.files = [
        ExportFile(
            format=one.format,
            position=place,
            name=one.name,
            path=path,
            sha256=hashlib.sha256(one.content).hexdigest(),
            size=len(one.content),
        )
        for place, (one, path) in enumerate(kept)
    ]
    export.state, export.progress, export.ready_at = ExportState.READY, 100, at
    export.scope = wish.standing.mark
    db.session.flush()
    _note("export.made", export, None, at)
    if not export.is_at_once:
        notices.tell_ready(export, at=at)


def note_failure(item: OutboxItem, at: datetime) -> None:
    """Say of an export whose making failed that it waits for its next try, or, after several, for its person."""
    export = db.session.get(Export, item.export_id)
    if export is None or export.state not in UNFINISHED:
        return
    export.is_at_once = False
    export.state = ExportState.QUEUED
    if item.attempts >= MOST_TRIES:
        item.failed_at = at
        export.state = ExportState.FAILED
        _note("export.failed", export, None, at)


def drop_expired(now: Callable[[], datetime]) -> int:
    """Take away the files whose time is over; gives how many exports. What a crash left half done is done next time."""
    with transaction():
        over = (Export.expires_at <= now(), Export.state == ExportState.READY)
        for export in db.session.scalars(select(Export).where(*over)):
            export.state = ExportState.EXPIRED
            _note("export.expired", export, None, now())
    with transaction():
        rows = select(ExportFile.export_id, ExportFile.path).join(Export, Export.id == ExportFile.export_id)
        left = db.session.execute(rows.where(Export.state == ExportState.EXPIRED)).all()
    for _export, path in left:
        files.forget(path)
    with transaction():
        db.session.execute(delete(ExportFile).where(ExportFile.path.in_([path for _export, path in left])))
    return len({export for export, _path in left})


def sweep(now: Callable[[], datetime]) -> int:
    """Take away the files of exports that no row names, as a maker leaves that was killed; gives how many.

    Those of an export that is under way stay: its maker may be about to name them.
    """
    old = files.left_under(FOLDER, now() - UNNAMED_KEPT)
    with transaction():
        named = set(db.session.scalars(select(ExportFile.path)))
        under_way = set(db.session.scalars(select(Export.code).where(Export.state.in_(sorted(UNFINISHED)))))
    unnamed = [path for path in old if path not in named and path.split("/")[1] not in under_way]
    for path in unnamed:
        files.forget(path)
    return len(unnamed)


def _note(verb: str, export: Export, actor: Person | None, at: datetime) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        subject=f"export-{export.id}",
        details={"kind": export.kind.value, "language": export.language},
        is_demonstration=export.person.is_demonstration,
    )
