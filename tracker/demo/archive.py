"""Loading what public sources tell: nothing here is invented, and the export gives it back unchanged."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import insert

from tracker.db import db
from tracker.demo import files
from tracker.demo.shared_record import share_what_is_on_record
from tracker.demo.titles import language_of, office_of
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionKind, MissionState
from tracker.domain.partnerships import Modality, PartnershipState
from tracker.domain.programmes import GovernanceRole
from tracker.models.archive import (
    ArchiveDocument,
    Event,
    Source,
    archive_document_partnership,
    event_partnership,
)
from tracker.models.cities import City, PublicOfficial
from tracker.models.missions import Mission
from tracker.models.partnerships import Member, Partnership
from tracker.models.programmes import Funding, Programme, ProgrammePartner

MISSION_KINDS = {
    "technical_visit": MissionKind.TECHNICAL_VISIT,
    "technical_mission": MissionKind.TECHNICAL_VISIT,
    "follow_up_mission": MissionKind.TECHNICAL_VISIT,
    "training": MissionKind.TRAINING,
    "workshop": MissionKind.SEMINAR,
    "political_visit": MissionKind.POLITICAL_VISIT,
    "delegation_visit": MissionKind.BILATERAL_MEETING,
    "evaluation_meeting": MissionKind.BILATERAL_MEETING,
}
"""Which events of one partnership are missions, and of which kind; all other events stay events."""
STATES = {
    "active": PartnershipState.ACTIVE,
    "closed": PartnershipState.ENDED,
    "unknown": PartnershipState.EXPLORING,
}


@dataclass
class Archive:
    """What was loaded, by the codes of the data files; missions by the code of their event."""

    cities: dict[str, City] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    missions: dict[str, Mission] = field(default_factory=dict)


def load_frame() -> Archive:
    """Load the cities and programmes alone: what synthetic partnerships are made from; flushes."""
    archive = Archive()
    for row in files.read("cities"):
        archive.cities[row["city_id"]] = _city(row)
    for row in files.read("programmes"):
        archive.programmes[row["programme_id"]] = _programme(row)
    db.session.add_all(archive.cities.values())
    db.session.add_all(archive.programmes.values())
    db.session.flush()
    return archive


def load_archive(at: datetime) -> Archive:
    """Load all the public facts, as of the moment `at` (UTC); flushes."""
    archive = load_frame()
    for number, row in enumerate(files.read("partnerships"), start=1):
        archive.partnerships[row["partnership_id"]] = _partnership(row, number, archive, at)
    db.session.add_all(archive.partnerships.values())
    db.session.flush()
    db.session.add_all(_actor(row, archive, at) for row in files.read("programme_partners"))
    for row in files.read("events"):
        _load_event(row, archive, at)
    _load_documents(archive)
    sources = enumerate(files.read("sources"), start=1)
    db.session.add_all(
        Source(code=row["source_id"], position=position, title=row["title"], address=row["address"])
        for position, row in sources
    )
    db.session.add_all(_official(row, archive) for row in files.read("officials"))
    db.session.add_all(_funding(row, archive) for row in files.read("finance"))
    db.session.flush()
    share_what_is_on_record(at)
    return archive


def partial(cell: str) -> PartialDate | None:
    """Read a date as the files write it; None for an empty cell."""
    return PartialDate.parse(cell) if cell else None


def _cents(cell: str) -> int | None:
    return int(Decimal(cell) * 100) if cell else None


def _city(row: dict[str, str]) -> City:
    return City(
        code=row["city_id"],
        name=row["name"],
        country=row["country_iso2"],
        kind=row["kind"],
        office=office_of(row["country_iso2"]),
        language=language_of(row["country_iso2"]),
        timezone=row["timezone"],
        latitude=float(row["lat"]) if row["lat"] else None,
        longitude=float(row["lon"]) if row["lon"] else None,
        population=int(row["population_place"]) if row["population_place"] else None,
        geonameid=int(row["geonameid"]) if row["geonameid"] else None,
        geo_note=row["geo_note"],
    )


def _programme(row: dict[str, str]) -> Programme:
    return Programme(
        code=row["programme_id"],
        name=row["name"],
        countries=row["countries"],
        starts=partial(row["start"]),
        ends=partial(row["end"]),
        amount_cents=_cents(row["amount"]),
        currency=row["currency"],
        funders=row["funders"],
        coordinated_by=row["coordinator"],
        modality=row["modality"],
        sources=row["source"],
        note=row["note"],
    )


def _actor(row: dict[str, str], archive: Archive, at: datetime) -> ProgrammePartner:
    return ProgrammePartner(
        programme=archive.programmes[row["programme_id"]],
        role=GovernanceRole(row["role"]),
        name=row["name"],
        country=row["country"],
        contact=row["contact"],
        since=partial(row["since"]),
        until=partial(row["until"]),
        sources=row["source"],
        created_at=at,
    )


def _partnership(row: dict[str, str], number: int, archive: Archive, at: datetime) -> Partnership:
    members = [
        Member(city=archive.cities[code], position=place)
        for place, code in enumerate(files.codes(row["member_city_ids"]))
    ]
    return Partnership(
        ref=f"P-{number:04d}",
        code=row["partnership_id"],
        programme=archive.programmes.get(row["programme_id"]),
        title=row["title"],
        members=members,
        modality=Modality(row["modality"]),
        theme=row["theme"],
        theme_text=row["theme_text"],
        starts=partial(row["start"]),
        ends=partial(row["end"]),
        state=STATES[row["status"]],
        state_since=at,
        status_in_source=row["status"],
        is_public=True,
        last_event_at=at,
        sources=row["source"],
        note=row["note"],
        created_at=at,
    )


def _load_event(row: dict[str, str], archive: Archive, at: datetime) -> None:
    """Load an event: as a mission when it was one mission of one partnership."""
    involved = [archive.partnerships[code] for code in files.codes(row["partnership_ids"])]
    kind = MISSION_KINDS.get(row["kind"])
    if kind is not None and len(involved) == 1:
        archive.missions[row["event_id"]] = _mission(row, kind, involved[0], archive, at)
        return
    event = Event(
        code=row["event_id"],
        kind=row["kind"],
        title=row["title"],
        place=row["place"],
        participants=row["participants"],
        stage_in_source=row["stage_inferred"],
        sources=row["source"],
        note=row["note"],
        **_dates(row),
    )
    db.session.add(event)
    db.session.flush()
    _link(event_partnership, "event_id", event.id, involved)


def _mission(
    row: dict[str, str], kind: MissionKind, partnership: Partnership, archive: Archive, at: datetime
) -> Mission:
    number = 1 + sum(1 for other in archive.missions.values() if other.partnership is partnership)
    mission = Mission(
        partnership=partnership,
        number=number,
        ref=f"{partnership.ref}-M{number:02d}",
        kind=kind,
        state=MissionState.COMPLETED,
        title=row["title"],
        place=row["place"],
        host_city=next((city for city in partnership.cities if city.name == row["place"]), None),
        theme=partnership.theme,
        participants=row["participants"],
        event_code=row["event_id"],
        kind_in_source=row["kind"],
        stage_in_source=row["stage_inferred"],
        sources=row["source"],
        note=row["note"],
        logged_at=at,
        **_dates(row),
    )
    db.session.add(mission)
    db.session.flush()
    return mission


def _dates(row: dict[str, str]) -> dict[str, object]:
    """Give the columns that hold an event's dates; a range is kept by its two bounds."""
    precision, _, bounds = row["date_precision"].partition(":")
    first, last = bounds.split("..") if bounds else (row["start"], row["end"])
    starts, ends = partial(first), partial(last)
    return {
        "date_precision": Precision(precision),
        "starts": starts,
        "ends": ends,
        "first_day": starts.first_day if starts else None,
        "last_day": ends.last_day if ends else None,
    }


def _load_documents(archive: Archive) -> None:
    for row in files.read("documents"):
        document = ArchiveDocument(
            code=row["document_id"],
            kind=row["kind"],
            title=row["title"],
            dated=partial(row["date"]),
            sources=row["source"],
            note=row["note"],
        )
        db.session.add(document)
        db.session.flush()
        involved = [archive.partnerships[code] for code in files.codes(row["partnership_ids"])]
        _link(archive_document_partnership, "archive_document_id", document.id, involved)


def _link(table: object, column: str, of: int, involved: list[Partnership]) -> None:
    rows = [{column: of, "partnership_id": one.id, "position": place} for place, one in enumerate(involved)]
    db.session.execute(insert(table), rows)  # type: ignore[arg-type]


def _official(row: dict[str, str], archive: Archive) -> PublicOfficial:
    return PublicOfficial(
        city=archive.cities[row["city_id"]],
        office=row["office"],
        name=row["holder"],
        when_stated=row["when"],
        sources=row["source"],
    )


def _funding(row: dict[str, str], archive: Archive) -> Funding:
    is_programme = row["scope"] == "programme"
    return Funding(
        programme_id=archive.programmes[row["id"]].id if is_programme else None,
        partnership_id=None if is_programme else archive.partnerships[row["id"]].id,
        kind=row["kind"],
        amount_cents=_cents(row["amount"]),
        currency=row["currency"],
        period=row["period"],
        sources=row["source"],
    )
