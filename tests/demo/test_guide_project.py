"""The project of Mozambique and Brazil stands in the demonstration as the guide and its sources tell it.

Source: C2C City to City (UCLG, 2016), case study of Mozambique and Brazil.
"""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.missions import MissionKind
from tracker.domain.programmes import GovernanceRole
from tracker.domain.sharing import ShareKind
from tracker.models.archive import Event, Source
from tracker.models.cities import City, PublicOfficial
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.models.sharing import ShareActivity

PAIRS = {
    ("Porto Alegre", "Inhambane"),
    ("Canoas", "Matola"),
    ("Guarulhos", "Dondo"),
    ("Guarulhos", "Nampula"),
    ("Guarulhos", "Manhiça"),
    ("Belo Horizonte", "Maputo"),
    ("Vitória", "Xai-Xai"),
}
GUEST = "Maxixe"
"""Took part in one training only, as the group's note says."""


def project() -> Programme:
    return db.session.scalars(select(Programme).where(Programme.code == "mzbr")).one()


def partnerships() -> list[Partnership]:
    query = select(Partnership).where(Partnership.programme_id == project().id).order_by(Partnership.id)
    return list(db.session.scalars(query))


def from_record(kind: ShareKind) -> list[ShareActivity]:
    query = select(ShareActivity).where(ShareActivity.kind == kind, ShareActivity.record_code.is_not(None))
    return list(db.session.scalars(query.order_by(ShareActivity.held)))


def test_six_brazilian_and_eight_mozambican_cities_work_in_seven_pairs(loaded: Flask) -> None:
    pairs = {tuple(city.name for city in one.cities) for one in partnerships() if len(one.cities) == 2}
    assert pairs == PAIRS
    (group,) = [one for one in partnerships() if len(one.cities) > 2]
    assert f"{GUEST} took part in the training only" in group.note
    cities = {(city.country, city.name) for one in partnerships() for city in one.cities} - {("MZ", GUEST)}
    assert len([name for country, name in cities if country == "BR"]) == 6
    assert len([name for country, name in cities if country == "MZ"]) == 8


def test_its_period_its_four_funders_and_who_carried_it(loaded: Flask) -> None:
    assert (project().starts, project().ends) == (PartialDate(2013, 1), PartialDate(2015, 6))
    rows = db.session.execute(
        select(ProgrammePartner.role, ProgrammePartner.name).where(ProgrammePartner.programme_id == project().id)
    ).all()
    funders = {row.name for row in rows if row.role is GovernanceRole.FUNDER}
    assert funders == {"European Union", "City of Barcelona", "Government of Norway", "Cities Alliance"}
    assert {row.role for row in rows} == set(GovernanceRole) - {GovernanceRole.IMPLEMENTER}


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        (ShareKind.LAUNCH, ["Project launch"]),
        (ShareKind.ROUND_TABLE, ["Mesa de Cooperacao", "World Urban Forum", "UCLG Executive Bureau"]),
        (ShareKind.SEMINAR, ["end of the diagnosis phase", "Politica Urbana", "Closing seminar"]),
        (ShareKind.CONGRESS, ["congress of ANAMM", "European Days", "Africities 2015"]),
        (ShareKind.BOOK, ["democratize the city"]),
        (ShareKind.EXPO, ["Expo"]),
        (ShareKind.BLOG, ["Blog"]),
        (ShareKind.NEWSLETTER, ["Newsletters 1, 2 and 4"]),
        (ShareKind.RADIO, ["Radio interviews given by Brazilian mayors"]),
        (ShareKind.ACADEMIC_PAPER, ["University of Lleida"]),
        (ShareKind.BOARD_REPORT, ["UCLG Executive Bureau"]),
    ],
)
def test_what_the_guide_tells_of_sharing_is_there_of_every_kind(
    loaded: Flask, kind: ShareKind, titles: list[str]
) -> None:
    shared = from_record(kind)
    for title in titles:
        (one,) = [one for one in shared if title in one.title]
        assert {one.partnership.code, *(other.code for other in one.others)} >= {
            pair.code for pair in partnerships() if len(pair.cities) == 2
        }
        assert one.reach is None, "no source counts the people reached"
        assert not one.is_demonstration
    assert len(shared) == len(titles)


def test_the_dated_ones_have_the_dates_that_sources_give(loaded: Flask) -> None:
    (launch,) = from_record(ShareKind.LAUNCH)
    assert launch.held == PartialDate(2013, 2)
    assert [str(one.held) for one in from_record(ShareKind.SEMINAR)] == ["2013-08-26", "2014", "2015-03-04"]
    assert {one.held for one in from_record(ShareKind.RADIO)} == {None}


def test_visits_and_the_training_are_missions_of_their_kind(loaded: Flask) -> None:
    ids = [one.id for one in partnerships()]
    query = select(Mission.kind, func.count()).where(Mission.partnership_id.in_(ids), Mission.event_code.is_not(None))
    assert dict(db.session.execute(query.group_by(Mission.kind)).all()) == {
        MissionKind.TECHNICAL_VISIT: 6,
        MissionKind.TRAINING: 1,
    }


def test_mayors_changed(loaded: Flask) -> None:
    query = (
        select(PublicOfficial.name, PublicOfficial.when_stated)
        .join(City, City.id == PublicOfficial.city_id)
        .where(City.code == "nampula")
        .order_by(PublicOfficial.id)
    )
    assert db.session.execute(query).all() == [("Castro Namuaca", "2013"), ("Mahamudo Amurane", "since 2014")]
    told = db.session.scalars(select(Event).where(Event.kind == "change_of_mayor")).one()
    assert told.sources == "S01"


def test_every_source_that_an_event_names_is_listed(loaded: Flask) -> None:
    named = {code for text in db.session.scalars(select(Event.sources)) for code in text.split(";")}
    assert named <= set(db.session.scalars(select(Source.code)))
