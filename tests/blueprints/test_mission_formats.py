"""What a mission is asked by its kind: kept, hidden and found again when the kind changes, and part of the report."""

import pytest

from tests import factories as make
from tests.client import PageClient
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.missions import MissionKind
from tracker.models.missions import Mission, MissionDetail, MissionSession
from tracker.models.partnerships import Partnership
from tracker.notices.official_pdf import shown
from tracker.services.contents import content_of
from tracker.services.mission_formats import SessionDraft, answers_of, describe_format


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of two cities."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


def a(kind: MissionKind, of: Partnership) -> Mission:
    """Make a mission of a kind that took place."""
    return make.completed_mission(of, kind=kind)


@pytest.mark.parametrize("kind", list(MissionKind))
def test_every_kind_has_its_page(client: PageClient, of: Partnership, kind: MissionKind) -> None:
    mission = a(kind, of)
    client.sign_in(make.technician(of.cities[0]))
    assert client.get(f"/missions/{mission.ref}").status_code == 200
    assert client.get(f"/missions/{mission.ref}/format").status_code == 200


def test_sessions_of_technical_support_are_kept_in_order(client: PageClient, of: Partnership) -> None:
    mission = a(MissionKind.MUNICIPAL_SUPPORT, of)
    client.sign_in(make.technician(of.cities[0]))
    told = {
        "learning_goal": "Value plots",
        "sessions_planned": "6",
        "sessions-0-held_on": "2026-03-03",
        "sessions-0-minutes": "90",
        "sessions-0-what": "Read the tariff",
        "sessions-1-held_on": "2026-02-03",
    }
    page = f"/missions/{mission.ref}/format"
    assert client.submit(page, told).status_code == 303
    assert answers_of(mission) == {"learning_goal": "Value plots", "sessions_planned": "6"}
    assert [(str(one.held_on), one.minutes, one.what) for one in mission.sessions] == [
        ("2026-02-03", None, ""),
        ("2026-03-03", 90, "Read the tariff"),
    ]
    shown_page = client.get(f"/missions/{mission.ref}").page.main
    assert "2 sessions held" in shown_page
    assert "90 minutes" in shown_page
    for wrong in ({"sessions_planned": "six"}, {"sessions-1-held_on": ""}, {"sessions-1-held_on": "2030-01-01"}):
        assert client.submit(page, wrong).status_code == 422
    assert db.session.query(MissionSession).count() == 2


def test_a_link_is_an_address_of_the_web(client: PageClient, of: Partnership) -> None:
    mission = a(MissionKind.SEMINAR, of)
    client.sign_in(make.technician(of.cities[0]))
    page = f"/missions/{mission.ref}/format"
    assert client.submit(page, {"materials": "ftp://example.org/slides"}).status_code == 422
    assert client.submit(page, {"materials": "https://example.org/slides"}).status_code == 303
    assert answers_of(mission) == {"materials": "https://example.org/slides"}


def test_what_another_kind_was_asked_waits_until_the_kind_comes_back(of: Partnership) -> None:
    mission, by = a(MissionKind.SEMINAR, of), make.technician(of.cities[0])

    def say(**answers: str) -> list[str]:
        with transaction():
            return describe_format(mission, answers, [], actor=by, at=make.AT)

    assert say(speakers="Two mayors", people_reached="40") == ["speakers", "people_reached"]
    version = mission.version
    assert say(speakers="Two mayors", people_reached="40") == []
    assert mission.version == version
    mission.kind = MissionKind.TRAINING
    assert answers_of(mission) == {"people_reached": "40"}
    assert say(people_reached="41") == ["people_reached"]
    mission.kind = MissionKind.SEMINAR
    assert answers_of(mission) == {"speakers": "Two mayors", "people_reached": "41"}
    assert say(people_reached="41") == ["speakers"]
    assert db.session.query(MissionDetail).count() == 1


def test_a_session_to_come_is_refused_and_a_locked_mission_too(of: Partnership) -> None:
    by = make.technician(of.cities[0])
    mission = a(MissionKind.MUNICIPAL_SUPPORT, of)
    ahead = SessionDraft(make.AT.date().replace(year=2030))
    with pytest.raises(RuleBroken, match="mission.session_ahead"), transaction():
        describe_format(mission, {}, [ahead], actor=by, at=make.AT)
    make.signed_report(mission, author=by)
    with pytest.raises(RuleBroken, match="mission.locked"), transaction():
        describe_format(mission, {"learning_goal": "New"}, [], actor=by, at=make.AT)


def test_the_report_carries_what_the_kind_was_asked(of: Partnership) -> None:
    mission, by = a(MissionKind.MUNICIPAL_SUPPORT, of), make.technician(of.cities[0])
    held = SessionDraft(make.AT.date(), 60, "Read the tariff")
    with transaction():
        describe_format(mission, {"teachers": "The surveyors"}, [held], actor=by, at=make.AT)
    told = content_of(make.draft_report(mission, author=by))
    facts = dict(shown(told)["facts"])
    assert facts["Who teaches"] == "The surveyors"
    assert facts["Sessions held"] == "12 March 2026, Read the tariff, 60 minutes"
    old = {**told, "mission": {k: v for k, v in told["mission"].items() if k not in {"own", "sessions"}}}
    assert "Sessions held" not in dict(shown(old)["facts"])
