"""Writing the public facts out again: the same files, byte for byte, that they were loaded from."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sqlalchemy import select

from tracker.db import db
from tracker.demo import files
from tracker.domain.dates import Precision
from tracker.models.archive import ArchiveDocument, Event, Source
from tracker.models.cities import City, PublicOfficial
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.programmes import Funding, Programme, ProgrammePartner

Rows = Iterator[tuple[object, ...]]


def export(folder: Path) -> list[Path]:
    """Write every data file into a folder, which is made when it is not there; returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    return [files.write(folder, name, rows()) for name, rows in ROWS.items()]


def _cities() -> Rows:
    for city in db.session.scalars(select(City).order_by(City.id)):
        yield (
            city.code,
            city.name,
            city.country,
            city.kind,
            city.latitude,
            city.longitude,
            city.population,
            city.timezone,
            city.geonameid,
            city.geo_note,
        )


def _programmes() -> Rows:
    for one in db.session.scalars(select(Programme).order_by(Programme.id)):
        yield (
            one.code,
            one.name,
            one.countries,
            one.starts,
            one.ends,
            _amount(one.amount_cents),
            one.currency,
            one.funders,
            one.coordinated_by,
            one.modality,
            one.sources,
            one.note,
        )


def _programme_partners() -> Rows:
    for one in db.session.scalars(select(ProgrammePartner).order_by(ProgrammePartner.id)):
        yield (
            one.programme.code,
            one.role.value,
            one.name,
            one.country,
            one.contact,
            one.since,
            one.until,
            one.sources,
        )


def _partnerships() -> Rows:
    sourced = select(Partnership).where(Partnership.code.is_not(None)).order_by(Partnership.id)
    for one in db.session.scalars(sourced):
        yield (
            one.code,
            one.programme.code if one.programme else "",
            one.title,
            ";".join(city.code for city in one.cities),
            one.modality.value,
            one.theme,
            one.theme_text,
            one.starts,
            one.ends,
            one.status_in_source,
            one.sources,
            one.note,
        )


def _events() -> Rows:
    events = [_event(one, one.code, one.kind, one.partnerships) for one in db.session.scalars(select(Event))]
    sourced = db.session.scalars(select(Mission).where(Mission.event_code.is_not(None)))
    missions = [_event(one, one.event_code or "", one.kind_in_source, [one.partnership]) for one in sourced]
    yield from sorted(events + missions)


def _event(one: Event | Mission, code: str, kind: str, involved: Iterable[Partnership]) -> tuple[str, ...]:
    """Give an event's row; of a range of dates the year of its first bound stands as start and end."""
    starts, ends = str(one.starts or ""), str(one.ends or "")
    precision = one.date_precision.value
    if one.date_precision is Precision.RANGE and one.starts is not None:
        precision = f"{precision}:{starts}..{ends}"
        starts = ends = f"{one.starts.year:04d}"
    return (
        code,
        ";".join(partnership.code or "" for partnership in involved),
        kind,
        one.title,
        starts,
        ends,
        precision,
        one.place,
        one.participants,
        one.stage_in_source,
        one.sources,
        one.note,
    )


def _documents() -> Rows:
    for one in db.session.scalars(select(ArchiveDocument).order_by(ArchiveDocument.id)):
        partnerships = ";".join(partnership.code or "" for partnership in one.partnerships)
        yield one.code, partnerships, one.kind, one.title, one.dated, one.sources, one.note


def _officials() -> Rows:
    for one in db.session.scalars(select(PublicOfficial).order_by(PublicOfficial.id)):
        yield one.city.code, one.office, one.name, one.when_stated, one.sources


def _finance() -> Rows:
    codes = select(Funding, Programme.code, Partnership.code)
    codes = codes.outerjoin(Programme, Programme.id == Funding.programme_id)
    codes = codes.outerjoin(Partnership, Partnership.id == Funding.partnership_id).order_by(Funding.id)
    for one, programme, partnership in db.session.execute(codes):
        scope, code = ("programme", programme) if programme else ("partnership", partnership)
        yield (
            scope,
            code,
            one.kind,
            _amount(one.amount_cents),
            one.currency,
            one.period,
            one.sources,
        )


def _sources() -> Rows:
    for one in db.session.scalars(select(Source).order_by(Source.position)):
        yield one.code, one.title, one.address


def _amount(cents: int | None) -> str:
    """Write cents as the files do: whole units, hundredths only where there are some."""
    if cents is None:
        return ""
    return f"{cents // 100}.{cents % 100:02d}" if cents % 100 else str(cents // 100)


ROWS: dict[str, Callable[[], Iterable[tuple[object, ...]]]] = {
    "cities": _cities,
    "programmes": _programmes,
    "programme_partners": _programme_partners,
    "partnerships": _partnerships,
    "events": _events,
    "documents": _documents,
    "officials": _officials,
    "finance": _finance,
    "sources": _sources,
}
