"""The page of one partnership: its people, what is on record, and who answers for what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.mandates import in_force, local_day
from tracker.domain.partnerships import Post
from tracker.i18n import day, period
from tracker.models.archive import ArchiveDocument, Event, archive_document_partnership, event_partnership
from tracker.models.mandates import Commitment, Mandate
from tracker.models.partnerships import Partnership, PostHolder
from tracker.sentences import gettext as _
from tracker.words import word


@dataclass(frozen=True)
class OnRecord:
    """An event or document that a public source names."""

    title: str
    dates: str
    note: str
    sources: str
    is_sharing: bool


def people_by_city(partnership: Partnership, at: datetime) -> list[dict[str, Any]]:
    """List the office holder and the people with a post, city beside city, as the people component wants them."""
    ids = [city.id for city in partnership.cities]
    mandates = db.session.scalars(
        select(Mandate).where(Mandate.city_id.in_(ids), Mandate.confirmed_at.is_not(None)).order_by(Mandate.id)
    ).all()
    posts = db.session.scalars(
        select(PostHolder)
        .where(PostHolder.partnership_id == partnership.id, PostHolder.post != Post.OBSERVER)
        .order_by(PostHolder.id)
    ).all()
    columns = []
    for city in partnership.cities:
        holders = [
            {"name": one.person.name, "role": _office(one), "href": None}
            for one in mandates
            if one.city_id == city.id and in_force(one.starts_on, one.ends_on, local_day(at, city.timezone))
        ]
        named = [{"name": one.person.name, "role": _post(one), "href": None} for one in posts if one.city_id == city.id]
        columns.append({"city": city.name, "people": holders + named, "empty": _("Nobody is named yet.")})
    return columns


def _office(mandate: Mandate) -> str:
    if mandate.ends_on is None:
        return _("%(office)s, signs for the city", office=mandate.office)
    return _("%(office)s, signs until %(day)s", office=mandate.office, day=day(mandate.ends_on))


def _post(holder: PostHolder) -> str:
    name = word(holder.post)
    return f"{name}, {holder.works_as}" if holder.works_as else name


def on_record(partnership: Partnership) -> list[OnRecord]:
    """List the events and documents that public sources name, the newest first."""
    events = db.session.scalars(
        select(Event)
        .join(event_partnership, event_partnership.c.event_id == Event.id)
        .where(event_partnership.c.partnership_id == partnership.id)
    ).all()
    papers = db.session.scalars(
        select(ArchiveDocument)
        .join(archive_document_partnership, archive_document_partnership.c.archive_document_id == ArchiveDocument.id)
        .where(archive_document_partnership.c.partnership_id == partnership.id)
    ).all()
    rows = [(str(one.starts or ""), _of_event(one)) for one in events]
    rows += [
        (str(one.dated or ""), OnRecord(one.title, day(one.dated), one.note, one.sources, False)) for one in papers
    ]
    return [row for _key, row in sorted(rows, key=lambda pair: pair[0], reverse=True)]


def _of_event(event: Event) -> OnRecord:
    dates = period(event.starts, event.ends, event.date_precision)
    return OnRecord(event.title, dates, event.note, event.sources, event.is_sharing)


def commitments(partnership: Partnership) -> list[Commitment]:
    """List the commitments that new office holders were asked to renew, the newest mandate of each city only."""
    query = select(Commitment).where(Commitment.partnership_id == partnership.id).order_by(Commitment.asked_at)
    newest = {one.mandate.city_id: one for one in db.session.scalars(query)}
    return list(newest.values())
