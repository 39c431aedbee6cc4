"""The public facts come in as the sources give them, and go out again as the very same files."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.demo.moments import AT
from tracker.db import Base, db
from tracker.demo import files
from tracker.demo.archive import load_archive
from tracker.demo.export import ROWS, export
from tracker.domain.dates import Precision
from tracker.domain.missions import MissionKind, MissionState
from tracker.domain.partnerships import PartnershipState
from tracker.models.archive import ArchiveDocument, Event, Source
from tracker.models.cities import City, PublicOfficial
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Funding, Programme, ProgrammePartner


@pytest.mark.parametrize("name", sorted(files.COLUMNS))
def test_what_was_loaded_is_exported_byte_for_byte(loaded: Flask, tmp_path: Path, name: str) -> None:
    written = files.write(tmp_path, name, ROWS[name]())
    assert written.read_bytes() == (files.FOLDER / f"{name}.csv").read_bytes()


def test_the_export_writes_every_file_and_makes_the_folder(loaded: Flask, tmp_path: Path) -> None:
    written = export(tmp_path / "new" / "folder")
    assert {path.stem for path in written} == set(files.COLUMNS)
    assert all(path.exists() for path in written)


def test_the_facts_come_out_the_same_without_the_invented_acts(app: Flask, tmp_path: Path) -> None:
    load_archive(AT)
    assert {path.name: path.read_bytes() for path in export(tmp_path)} == {
        f"{name}.csv": (files.FOLDER / f"{name}.csv").read_bytes() for name in files.COLUMNS
    }
    assert db.session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.parametrize(
    ("table", "count"),
    [
        (City, 145),
        (Programme, 9),
        (Partnership, 84),
        (ArchiveDocument, 19),
        (Source, 61),
        (PublicOfficial, 12),
        (Funding, 9),
        (ProgrammePartner, 17),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_nothing_is_left_out(loaded: Flask, table: type[Base], count: int) -> None:
    assert db.session.scalar(select(func.count()).select_from(table)) == count


def test_every_event_is_either_a_mission_or_an_event(loaded: Flask) -> None:
    missions = db.session.scalars(select(Mission.event_code).where(Mission.event_code.is_not(None))).all()
    events = db.session.scalars(select(Event.code)).all()
    assert sorted([*missions, *events]) == [f"ev{number:02d}" for number in range(1, 43)]
    assert len(missions) == 14


def test_a_visit_of_one_partnership_is_a_mission(loaded: Flask) -> None:
    visit = db.session.scalars(select(Mission).where(Mission.event_code == "ev10")).unique().one()
    assert visit.ref == "P-0004-M01"
    assert (visit.kind, visit.state) == (MissionKind.TECHNICAL_VISIT, MissionState.COMPLETED)
    assert (str(visit.starts), str(visit.ends)) == ("2014-07-29", "2014-08-02")
    assert visit.host_city is not None
    assert visit.host_city.name == "Guarulhos"
    assert not visit.is_demonstration
    assert visit.logged_by is None


def test_a_range_keeps_both_bounds(loaded: Flask) -> None:
    visit = db.session.scalars(select(Mission).where(Mission.event_code == "ev06")).unique().one()
    assert visit.date_precision is Precision.RANGE
    assert (str(visit.starts), str(visit.ends)) == ("2013-09", "2014-01")
    assert (str(visit.first_day), str(visit.last_day)) == ("2013-09-01", "2014-01-31")


def test_unknown_dates_stay_unknown(loaded: Flask) -> None:
    visit = db.session.scalars(select(Mission).where(Mission.event_code == "ev29")).unique().one()
    assert visit.date_precision is Precision.UNKNOWN
    assert (visit.starts, visit.ends, visit.first_day, visit.last_day) == (None, None, None, None)


def test_the_members_keep_their_order(loaded: Flask) -> None:
    group = db.session.scalars(select(Partnership).where(Partnership.code == "mzbr-mga-cad")).one()
    assert [city.name for city in group.cities] == [
        "Maringá",
        "Inhambane",
        "Manhiça",
        "Lichinga",
        "Xai-Xai",
        "Maxixe",
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("active", PartnershipState.ACTIVE),
        ("closed", PartnershipState.ENDED),
        ("unknown", PartnershipState.EXPLORING),
    ],
)
def test_the_state_follows_the_source_until_something_is_invented(
    app: Flask, status: str, state: PartnershipState
) -> None:
    load_archive(AT)
    states = db.session.scalars(select(Partnership.state).where(Partnership.status_in_source == status)).all()
    assert set(states) == {state}
