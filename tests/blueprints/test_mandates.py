"""A new office holder: one form, a second person, and everything open moves."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tests.factories import AT
from tracker.clock import utc_now
from tracker.db import db
from tracker.models.cities import City
from tracker.models.mandates import Mandate
from tracker.models.partnerships import Partnership
from tracker.services import offices


@pytest.fixture
def partnership(client: PageClient) -> Partnership:
    """Give a partnership of Nampula and Guarulhos with office holders, in a programme."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    return make.partnership(cities, stage=5, programme=make.programme("Lusophone cities"))


@pytest.fixture
def city(partnership: Partnership) -> City:
    """Give Nampula."""
    return partnership.cities[0]


def fields(**more: str) -> dict[str, str]:
    """Fill the form in."""
    return {
        "name": "Mayor elect of Nampula",
        "email": "elect@nampula.example",
        "office": "Presidente do Conselho Municipal",
        "starts_on": utc_now().date().isoformat(),
        "basis": "Acta 12/2026",
        **more,
    }


def test_from_election_to_renewed_commitment(client: PageClient, partnership: Partnership, city: City) -> None:
    report = make.submitted_report(make.completed_mission(partnership))
    before = make.holder_of(city)
    client.sign_in(make.coordinator(partnership.programme))
    client.submit(f"/cities/{city.code}/mandates/new", fields())
    client.sign_in(before)
    assert client.get(f"/reports/{report.ref}/sign").status_code == 200
    client.sign_in(make.administrator())
    admin = client.get("/admin")
    assert "Mayor elect of Nampula" in admin.page.main
    mandate = db.session.scalars(select(Mandate).where(Mandate.confirmed_at.is_(None))).one()
    client.send(admin, form=f"/mandates/{mandate.id}/confirm")
    client.sign_in(before)
    assert client.get(f"/reports/{report.ref}/sign").status_code == 404
    assert client.get(f"/partnerships/{partnership.ref}").status_code == 404
    successor = mandate.person
    successor.password_hash = before.password_hash
    db.session.commit()
    client.sign_in(successor)
    tasks = client.get("/tasks").page.main
    assert "Renew the commitment" in tasks
    assert report.of_mission.ref in tasks
    assert "Read and renew" in client.get(f"/partnerships/{partnership.ref}").page.main
    renewal = f"/reports/{partnership.ref}-RENEWAL-{mandate.id}-v1"
    assert renewal in client.get("/tasks").text
    answer = client.submit(f"{renewal}/sign", {"password": make.PASSWORD}, button="Sign")
    assert "Signed: Renewal of commitment" in client.follow(answer).page.main
    assert "Renew the commitment" not in client.get("/tasks").page.main
    assert client.get(f"/reports/{report.ref}/sign").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"email": "no address"}, {"starts_on": "31.12."}, {"basis": " "}, {"name": ""}, {"starts_on": "1000-01-01"}],
)
def test_what_cannot_be_a_mandate_is_refused(
    client: PageClient, partnership: Partnership, city: City, wrong: dict[str, str]
) -> None:
    client.sign_in(make.coordinator(partnership.programme))
    answer = client.submit(f"/cities/{city.code}/mandates/new", fields(**wrong))
    assert answer.status_code == 422
    assert db.session.scalars(select(Mandate).where(Mandate.confirmed_at.is_(None))).all() == []


def test_a_double_click_records_one_mandate(client: PageClient, partnership: Partnership, city: City) -> None:
    client.sign_in(make.coordinator(partnership.programme))
    page = client.get(f"/cities/{city.code}/mandates/new")
    for _ in range(3):
        assert client.send(page, fields()).status_code == 303
    assert len(db.session.scalars(select(Mandate).where(Mandate.confirmed_at.is_(None))).all()) == 1
    assert client.send(page, fields(office="Another")).status_code == 409


def test_a_coordinator_of_another_programme_cannot(client: PageClient, partnership: Partnership, city: City) -> None:
    client.sign_in(make.coordinator(make.programme("Elsewhere")))
    assert client.get(f"/cities/{city.code}/mandates/new").status_code == 403


def test_the_recorder_cannot_confirm(client: PageClient, partnership: Partnership, city: City) -> None:
    client.sign_in(make.administrator())
    client.submit(f"/cities/{city.code}/mandates/new", fields())
    mandate = db.session.scalars(select(Mandate).where(Mandate.confirmed_at.is_(None))).one()
    assert "Needs a second person" in client.get("/admin").page.main
    token = client.get("/account").page
    answer = client.post(f"/mandates/{mandate.id}/confirm", data={"csrf_token": token.token})
    assert answer.status_code == 409
    assert mandate.confirmed_at is None


def test_an_administrator_ends_a_mandate_without_a_successor(
    client: PageClient, partnership: Partnership, city: City
) -> None:
    held = offices.holder(city.id, AT)
    assert held is not None
    client.sign_in(make.administrator())
    client.submit(f"/mandates/{held.id}/end", {"on": "2026-03-31"})
    assert held.ends_on is not None
    report = make.submitted_report(make.completed_mission(partnership), at=utc_now())
    assert "Nobody holds this office now" in client.get(f"/reports/{report.ref}").page.main
