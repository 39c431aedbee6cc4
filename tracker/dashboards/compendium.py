"""The public compendium: what partners chose to publish of their partnerships, and nothing else.

No drafts, no rooms, no delegations and no names of people leave through here.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from tracker.dashboards.filters import Filters
from tracker.dashboards.options import ProgrammeOption
from tracker.dashboards.paging import Query, Window
from tracker.dashboards.sources import SourceRecord, sources_by_row
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.domain.partnerships import LegalForm, Modality, PartnershipState
from tracker.domain.signing import DocumentState
from tracker.models.archive import (
    ArchiveDocument,
    Event,
    archive_document_partnership,
    event_partnership,
)
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Member, Partnership
from tracker.models.programmes import Programme

PUBLISHED = (Partnership.is_public.is_(True), Partnership.deleted_at.is_(None))


@dataclass(frozen=True)
class EntryRow:
    """One published partnership of the list."""

    ref: str
    title: str
    theme: str
    programme: str
    countries: tuple[str, ...]
    starts: PartialDate | None
    ends: PartialDate | None


@dataclass(frozen=True)
class CityName:
    """A member city."""

    name: str
    country: str
    kind: str


@dataclass(frozen=True)
class Happening:
    """Something that sources record: an event or a visit."""

    title: str
    kind: str
    place: str
    starts: PartialDate | None
    ends: PartialDate | None
    precision: Precision
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True)
class Paper:
    """A protocol, agreement, report or publication that a source names."""

    title: str
    kind: str
    dated: PartialDate | None
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True)
class PublicNote:
    """An evaluation note that its author published; `language` is that of the text."""

    kind: NoteKind
    text: str
    language: str
    is_demonstration: bool


@dataclass(frozen=True)
class Entry:
    """One published partnership with everything that is public of it; `sources` are those of all its parts."""

    ref: str
    title: str
    theme: str
    theme_text: str
    programme: str
    modality: Modality
    legal_form: LegalForm | None
    state: PartnershipState
    starts: PartialDate | None
    ends: PartialDate | None
    note: str
    cities: tuple[CityName, ...]
    happenings: tuple[Happening, ...]
    papers: tuple[Paper, ...]
    notes: tuple[PublicNote, ...]
    signed_reports: int
    sources: tuple[SourceRecord, ...]


def count_entries(filters: Filters) -> int:
    """Count the published partnerships that are asked for."""
    query = select(func.count()).select_from(Partnership).where(*PUBLISHED, *filters.conditions())
    return db.session.scalar(query) or 0


def entry_rows(filters: Filters, window: Window) -> list[EntryRow]:
    """List published partnerships by title; two statements."""
    query = (
        select(
            Partnership.id,
            Partnership.ref,
            Partnership.title,
            Partnership.theme,
            func.coalesce(Programme.name, "").label("programme"),
            Partnership.starts,
            Partnership.ends,
        )
        .outerjoin(Programme, Programme.id == Partnership.programme_id)
        .where(*PUBLISHED, *filters.conditions())
        .order_by(Partnership.search_text, Partnership.id)
    )
    rows = db.session.execute(window.of(query)).all()
    countries = _countries([row.id for row in rows])
    return [
        EntryRow(
            ref=row.ref,
            title=row.title,
            theme=row.theme,
            programme=row.programme,
            countries=countries.get(row.id, ()),
            starts=row.starts,
            ends=row.ends,
        )
        for row in rows
    ]


def _countries(partnerships: list[int]) -> dict[int, tuple[str, ...]]:
    query = (
        select(Member.partnership_id, City.country)
        .join(City, City.id == Member.city_id)
        .where(Member.partnership_id.in_(partnerships))
        .order_by(Member.partnership_id, Member.position)
    )
    found: dict[int, dict[str, None]] = {}
    for partnership, country in db.session.execute(query):
        found.setdefault(partnership, {})[country] = None
    return {partnership: tuple(countries) for partnership, countries in found.items()}


def published_programmes() -> list[ProgrammeOption]:
    """List the programmes with a published partnership, by name."""
    published = select(Partnership.id).where(Partnership.programme_id == Programme.id, *PUBLISHED)
    query = select(Programme.id, Programme.code, Programme.name).where(published.exists())
    return [ProgrammeOption(*row) for row in db.session.execute(query.order_by(Programme.name, Programme.id))]


def entry(ref: str) -> Entry | None:
    """Give a published partnership; None when there is none of this reference. A fixed number of statements."""
    query = (
        select(Partnership, Programme.name)
        .outerjoin(Programme, Programme.id == Partnership.programme_id)
        .where(Partnership.ref == ref, *PUBLISHED)
    )
    found = db.session.execute(query).first()
    if found is None:
        return None
    partnership, programme = found
    events, visits, papers = (db.session.execute(one(partnership.id)).all() for one in (_events, _visits, _papers))
    sources = sources_by_row([partnership.sources, *(row.sources for row in (*events, *visits, *papers))])
    happenings = sorted((*events, *visits), key=lambda row: (row.first_day is None, row.first_day, row.title))
    return Entry(
        ref=partnership.ref,
        title=partnership.title,
        theme=partnership.theme,
        theme_text=partnership.theme_text,
        programme=programme or "",
        modality=partnership.modality,
        legal_form=partnership.legal_form,
        state=partnership.state,
        starts=partnership.starts,
        ends=partnership.ends,
        note=partnership.note,
        cities=_cities(partnership.id),
        happenings=tuple(_happening(row, sources[row.sources]) for row in happenings),
        papers=tuple(Paper(row.title, row.kind, row.dated, sources[row.sources]) for row in papers),
        notes=_public_notes(partnership.id),
        signed_reports=_signed_reports(partnership.id),
        sources=tuple({one.code: one for found in sources.values() for one in found}.values()),
    )


def _happening(row: Any, sources: tuple[SourceRecord, ...]) -> Happening:
    return Happening(row.title, row.kind, row.place, row.starts, row.ends, row.date_precision, sources)


def _cities(partnership: int) -> tuple[CityName, ...]:
    query = (
        select(City.name, City.country, City.kind)
        .join(Member, Member.city_id == City.id)
        .where(Member.partnership_id == partnership)
        .order_by(Member.position)
    )
    return tuple(CityName(*row) for row in db.session.execute(query))


def _events(partnership: int) -> Query:
    columns = (Event.title, Event.kind, Event.place, Event.starts, Event.ends, Event.date_precision, Event.first_day)
    return (
        select(*columns, Event.sources)
        .join(event_partnership, event_partnership.c.event_id == Event.id)
        .where(event_partnership.c.partnership_id == partnership)
    )


def _visits(partnership: int) -> Query:
    """Select the missions that a public source records; what was logged here stays with the partners."""
    return select(
        Mission.title,
        Mission.kind_in_source.label("kind"),
        Mission.place,
        Mission.starts,
        Mission.ends,
        Mission.date_precision,
        Mission.first_day,
        Mission.sources,
    ).where(Mission.partnership_id == partnership, Mission.event_code.is_not(None))


def _papers(partnership: int) -> Query:
    return (
        select(ArchiveDocument.title, ArchiveDocument.kind, ArchiveDocument.dated, ArchiveDocument.sources)
        .join(archive_document_partnership, archive_document_partnership.c.archive_document_id == ArchiveDocument.id)
        .where(archive_document_partnership.c.partnership_id == partnership)
        .order_by(ArchiveDocument.dated, ArchiveDocument.id)
    )


def _public_notes(partnership: int) -> tuple[PublicNote, ...]:
    query = (
        select(EvaluationNote.kind, EvaluationNote.text, EvaluationNote.language, EvaluationNote.is_demonstration)
        .where(
            EvaluationNote.partnership_id == partnership,
            EvaluationNote.visibility == Visibility.PUBLIC,
            EvaluationNote.removed_at.is_(None),
        )
        .order_by(EvaluationNote.created_at, EvaluationNote.id)
    )
    return tuple(PublicNote(*row) for row in db.session.execute(query))


def _signed_reports(partnership: int) -> int:
    query = select(func.count()).where(
        OfficialDocument.partnership_id == partnership, OfficialDocument.state == DocumentState.SIGNED
    )
    return db.session.scalar(query) or 0
