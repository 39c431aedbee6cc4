"""The Share phase as its page shows it: what was shared, the communication plan, the other partners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from tracker.dashboards.sources import SourceRecord, sources_by_row
from tracker.db import db
from tracker.domain.sharing import is_late, is_planned
from tracker.i18n import day, period
from tracker.models.archive import ArchiveDocument, Event, archive_document_partnership, event_partnership
from tracker.models.attachments import Attachment
from tracker.models.partnerships import Partnership
from tracker.models.sharing import PartnerOrganisation, ShareActivity, share_activity_partnership


@dataclass(frozen=True)
class Recorded:
    """What sources tell of an activity: its dates as words, what is to be known of them, and the sources."""

    dates: str
    note: str
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True)
class Shared:
    """All that the page shows; `reach` adds up the people reached where somebody counted them.

    `record` tells, by its code, of each event and document on record; `events` are those that no activity stands for;
    `files` are those of the activities by their id, also the ones that were taken away.
    """

    done: tuple[ShareActivity, ...]
    planned: tuple[ShareActivity, ...]
    uncounted: frozenset[int]
    events: tuple[Event, ...]
    record: Mapping[str, Recorded]
    partners: tuple[PartnerOrganisation, ...]
    removed: tuple[ShareActivity | PartnerOrganisation, ...]
    files: Mapping[int, Sequence[Attachment]]

    @property
    def reach(self) -> int:
        """Give the number of people reached."""
        return sum(one.reach or 0 for one in self.done)


def shared_by(partnership: Partnership, today: date) -> Shared:
    """Gather the Share phase of a partnership; eight statements."""
    rows = _activities(partnership)
    kept = [one for one in rows if one.removed_at is None]
    partners = db.session.scalars(
        select(PartnerOrganisation)
        .where(PartnerOrganisation.partnership_id == partnership.id)
        .order_by(PartnerOrganisation.name)
    ).all()
    planned = [one for one in kept if one.record_code is None and is_planned(one.held, today)]
    done = [one for one in kept if one not in planned]
    events, told = _events(partnership), {one.record_code for one in kept}
    return Shared(
        done=tuple(sorted(done, key=lambda one: (one.held is not None, str(one.held)), reverse=True)),
        planned=tuple(sorted(planned, key=lambda one: (one.held is None, str(one.held), one.title))),
        uncounted=frozenset(one.id for one in done if one.record_code is None and is_late(one.held, one.reach, today)),
        events=tuple(one for one in events if one.is_sharing and one.code not in told),
        record=_recorded(events, _documents(partnership)),
        partners=tuple(one for one in partners if one.removed_at is None),
        removed=(
            *(one for one in rows if one.removed_at is not None and one.partnership_id == partnership.id),
            *(one for one in partners if one.removed_at is not None),
        ),
        files=_files([one.id for one in kept]),
    )


def _files(activities: Sequence[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {one: [] for one in activities}
    query = select(Attachment).where(Attachment.share_activity_id.in_(activities)).order_by(Attachment.id)
    for file in db.session.scalars(query):
        found[file.share_activity_id or 0].append(file)
    return found


def _activities(partnership: Partnership) -> Sequence[ShareActivity]:
    shared_in = select(share_activity_partnership.c.share_activity_id).where(
        share_activity_partnership.c.partnership_id == partnership.id
    )
    query = (
        select(ShareActivity)
        .where(or_(ShareActivity.partnership_id == partnership.id, ShareActivity.id.in_(shared_in)))
        .options(selectinload(ShareActivity.others), selectinload(ShareActivity.partnership))
    )
    return db.session.scalars(query).all()


def _events(partnership: Partnership) -> Sequence[Event]:
    query = (
        select(Event)
        .join(event_partnership, event_partnership.c.event_id == Event.id)
        .where(event_partnership.c.partnership_id == partnership.id)
        .order_by(Event.first_day.desc())
    )
    return db.session.scalars(query).all()


def _documents(partnership: Partnership) -> Sequence[ArchiveDocument]:
    linked = archive_document_partnership.c
    query = select(ArchiveDocument).join(archive_document_partnership, linked.archive_document_id == ArchiveDocument.id)
    return db.session.scalars(query.where(linked.partnership_id == partnership.id)).all()


def _recorded(events: Sequence[Event], documents: Sequence[ArchiveDocument]) -> dict[str, Recorded]:
    sources = sources_by_row([*(one.sources for one in events), *(one.sources for one in documents)])
    of_events = {
        one.code: Recorded(period(one.starts, one.ends, one.date_precision), one.note, sources[one.sources])
        for one in events
    }
    return of_events | {one.code: Recorded(day(one.dated), one.note, sources[one.sources]) for one in documents}
