"""Whether every attachment is there, whole, and known to the journal."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Row, Select, Text, cast, func, select

from tracker import files
from tracker.db import db
from tracker.files import FileDamaged
from tracker.models.attachments import Attachment
from tracker.models.journal import JournalEntry
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.sharing import ShareActivity
from tracker.services.attachments import label_hash
from tracker.services.findings import Finding, differing, pages, parsed, parts

ADDED, REMOVED = "attachment.added", "attachment.removed"
File = tuple[str, str]
"""What the journal calls a mission or an activity, and the SHA-256 of a file of it."""
SUBJECT = func.coalesce(
    Mission.ref, Partnership.ref + "-share_activity-" + cast(ShareActivity.id, Text), type_=Text
).label("ref")


def check_attachments() -> Iterator[Finding]:
    """Find attachments that are missing, damaged or unknown to the journal, and acts whose attachment is gone."""
    query = _with_subject(*Attachment.__table__.columns, SUBJECT)
    for rows in pages(query, Attachment.__table__.c.id):
        refs = {row.ref for row in rows}
        acts, present = _acts(refs), _present(refs)
        for row in rows:
            subject = f"{row.ref}, attachment {row.code}"
            pairs = _pairs(row, acts.get((row.ref, row.sha256), []), present[row.ref, row.sha256])
            yield from differing("attachment.column", subject, pairs)
            yield from _check_bytes(row, subject)
    added = select(*JournalEntry.__table__.columns).where(JournalEntry.verb == ADDED)
    for entries in pages(added, JournalEntry.__table__.c.id):
        yield from _check_strays(entries)


def _with_subject(*columns: Any) -> Select[Any]:
    """Select of all attachments, each beside what it belongs to."""
    return (
        select(*columns)
        .select_from(Attachment)
        .outerjoin(Mission, Mission.id == Attachment.mission_id)
        .outerjoin(ShareActivity, ShareActivity.id == Attachment.share_activity_id)
        .outerjoin(Partnership, Partnership.id == ShareActivity.partnership_id)
    )


def _check_strays(entries: Collection[Row[Any]]) -> Iterator[Finding]:
    named = {(entry.subject, sha256): entry.id for entry in entries for sha256 in _named(entry)}
    kept = _with_subject(SUBJECT, Attachment.sha256)
    there = set(db.session.execute(kept.where(SUBJECT.in_({ref for ref, _sha256 in named}))))
    for file, number in named.items():
        if file not in there:
            yield Finding("attachment.missing", file[0], f"journal row {number}")


def _named(entry: Row[Any]) -> list[str]:
    named = parsed(entry.details).get("sha256", [])
    return [str(one) for one in named] if isinstance(named, list) else []


def _acts(refs: Collection[str]) -> dict[File, list[Row[Any]]]:
    """Give the acts on the files of some missions and activities, oldest first."""
    found: dict[File, list[Row[Any]]] = defaultdict(list)
    query = select(*JournalEntry.__table__.columns).where(
        JournalEntry.subject.in_(refs), JournalEntry.verb.startswith("attachment.")
    )
    for entry in db.session.execute(query.order_by(JournalEntry.id)):
        for sha256 in _named(entry):
            found[entry.subject, sha256].append(entry)
    return found


def _present(refs: Collection[str]) -> Counter[File]:
    """Count how often each file hangs on its mission or activity at present."""
    query = (
        _with_subject(SUBJECT, Attachment.sha256, func.count())
        .where(SUBJECT.in_(refs), Attachment.removed_at.is_(None))
        .group_by(SUBJECT, Attachment.sha256)
    )
    return Counter({(ref, sha256): count for ref, sha256, count in db.session.execute(query)})


def _pairs(row: Row[Any], acts: list[Row[Any]], present: int) -> dict[str, tuple[object, object]]:
    was_added = any(act.verb == ADDED and (act.at, act.actor_id) == (row.added_at, row.added_by_id) for act in acts)
    removals = [act.at for act in acts if act.verb == REMOVED]
    return {
        "journal": (was_added, True),
        "path": (row.path, f"{row.sha256[:2]}/{row.sha256}"),
        "removed_at": (row.removed_at is None or row.removed_at in removals, True),
        "present": (present, len(acts) - 2 * len(removals)),
        "named": (_is_named_so(row, acts), True),
    }


def _is_named_so(row: Row[Any], acts: list[Row[Any]]) -> bool:
    """Tell whether the acts that know a file's name and type, as older ones do not, know those of its row."""
    told = [one for act in acts for one in parts(parsed(act.details), "files") if one.get("sha256") == row.sha256]
    return not told or label_hash(row.name, row.media_type) in [one.get("label") for one in told]


def _check_bytes(row: Row[Any], subject: str) -> Iterator[Finding]:
    try:
        with files.open_whole(row.path, row.sha256) as opened:
            opened.seek(0, 2)
            if opened.tell() != row.size:
                yield Finding("attachment.column", subject, "size")
    except FileDamaged:
        yield Finding("attachment.damaged", subject, row.path)
