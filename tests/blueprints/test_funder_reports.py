"""Funder reports at the pages: two clicks, the filter of the screen, presets, files for who asked and nobody else."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.client import Answer, PageClient
from tracker.clock import utc_now
from tracker.dashboards.funder_reports import makers
from tracker.db import db, transaction
from tracker.domain.exports import ExportState
from tracker.domain.people import Role
from tracker.models.exports import Export, FunderPreset
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.models.programmes import ProgrammeCoordinator
from tracker.services import delivery

HOME = "/portfolio/funder-reports"
FILES = {
    "The whole funder report, with charts (PDF)": ("application/pdf", b"%PDF"),
    "One page for the board (PDF)": ("application/pdf", b"%PDF"),
    "Spreadsheet (XLSX)": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    "For machines (JSON)": ("application/json", b"{"),
}
PRESET = {"name": "EU", "period": "last_year", "language": "pt", "parts": ["goals", "money"]}


@pytest.fixture
def coordinator(app: Flask, client: PageClient) -> Person:
    """Sign in who steers a programme with a partnership on water and one on the cadastre."""
    programme = make.programme("Lusophone cities")
    make.completed_mission(make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")], programme=programme))
    make.partnership(programme=programme, theme="water_sanitation")
    make.completed_mission(make.partnership(programme=make.programme("Nordic cities"), theme="waste"))
    made = make.coordinator(programme)
    client.sign_in(made)
    return made


def only_export() -> Export:
    """Give the one export there is."""
    db.session.rollback()
    return db.session.scalars(select(Export)).one()


def told(client: PageClient, page: Answer) -> dict[str, object]:
    """Download the file for machines that a page offers."""
    answer = client.get(page.page.link("For machines (JSON)"))
    assert answer.status_code == 200
    read: dict[str, object] = json.loads(answer.get_data(as_text=True))
    return read


def test_two_clicks_from_the_portfolio_to_all_files(client: PageClient, coordinator: Person) -> None:
    make.funder_preset(coordinator, name="An older one")
    make.funder_preset(coordinator, name="Used last", last_used_at=make.AT + timedelta(days=1))
    first_click = client.get(client.get("/portfolio").page.link("Funder report"))
    assert "Used last" in first_click.page.words_of("h2")[0]
    second_click = client.send(first_click, button="Make the funder report Used last")
    page = client.follow(second_click)
    assert page.page.h1 == "Used last"
    for words, (media_type, start) in FILES.items():
        answer = client.get(page.page.link(words))
        assert answer.mimetype == media_type
        assert answer.get_data().startswith(start)
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=funder-report-")
        assert "no-store" in answer.headers["Cache-Control"]
    export = only_export()
    assert (export.state, export.is_at_once) == (ExportState.READY, True)
    assert db.session.scalars(select(OutboxItem.kind)).all() == ["export"]


def test_without_a_preset_everything_of_this_year_is_two_clicks_away_too(
    client: PageClient, coordinator: Person
) -> None:
    page = client.follow(client.submit(HOME, button="Make the funder report Everything, this year"))
    found = told(client, page)
    assert found["counted"] == {"partnerships": 2, "programmes": 1, "cities": 4, "countries": 2}
    assert found["period"]["since"] == f"{utc_now().year}-01-01"  # type: ignore[index]


def test_it_follows_the_filter_on_the_screen(client: PageClient, coordinator: Person) -> None:
    make.funder_preset(coordinator, filters="theme=cadastre", language="pt", parts="pipeline missions")
    portfolio = client.get("/portfolio?theme=water_sanitation&since=2025-01-01")
    opened = client.get(portfolio.page.link("Funder report"))
    assert "Water and sanitation" in opened.page.main
    page = client.follow(client.send(opened, button="Make the funder report What is on the screen"))
    found = told(client, page)
    assert found["filters"] == {"theme": "water_sanitation"}
    assert found["counted"]["partnerships"] == 1  # type: ignore[index]
    assert found["period"] == {"since": "2025-01-01", "until": None}
    assert found["language"] == "pt"
    assert list(found["parts"]) == ["pipeline", "missions"]  # type: ignore[call-overload]


def test_what_is_sent_twice_is_made_once(client: PageClient, coordinator: Person) -> None:
    opened = client.get(HOME)
    answers = [client.send(opened, button="Make the funder report Everything, this year") for _turn in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert only_export().state is ExportState.READY


def test_a_large_one_is_made_in_the_background(
    client: PageClient, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(makers, "MADE_AT_ONCE", 1)
    answer = client.submit(HOME, button="Make the funder report Everything, this year")
    page = client.follow(answer)
    assert page.headers["Refresh"] == "5"
    assert "Waiting to be made" in page.page.main
    assert "0 % done" in page.page.main
    assert page.page.link("Look again") == answer.headers["Location"]
    delivery.deliver_due(utc_now)
    ready = client.follow(answer)
    assert "Refresh" not in ready.headers
    assert "Ready" in ready.page.main
    subjects = db.session.scalars(select(OutboxItem.subject).where(OutboxItem.kind == "mail")).all()
    assert subjects == [f"Ready: {only_export().title}"]


def test_nobody_else_gets_the_files(client: PageClient, coordinator: Person) -> None:
    page = client.follow(client.submit(HOME, button="Make the funder report Everything, this year"))
    path = page.page.link("For machines (JSON)")
    for other in (make.administrator(), make.coordinator(), make.technician(make.city())):
        client.sign_in(other)
        assert client.get(path).status_code == 404
        assert client.get(f"/exports/{only_export().code}").status_code == 404
    client.sign_out()
    assert client.get(path).headers["Location"].startswith("/sign-in")


def test_who_sees_less_than_before_no_longer_gets_them(client: PageClient, coordinator: Person) -> None:
    page = client.follow(client.submit(HOME, button="Make the funder report Everything, this year"))
    path = page.page.link("For machines (JSON)")
    with transaction():
        db.session.delete(db.session.scalars(select(ProgrammeCoordinator)).one())
    assert client.get(path).status_code == 403
    told = client.get(f"/exports/{only_export().code}")
    assert "What you may see has changed" in told.page.main
    assert told.page.link("Make them anew") == HOME


def test_what_failed_can_be_tried_again_and_what_is_over_made_anew(client: PageClient, coordinator: Person) -> None:
    failed = make.export(coordinator, state=ExportState.FAILED, ready_at=None, files=[])
    answer = client.submit(f"/exports/{failed.code}", button="Try again")
    assert "Waiting to be made" in client.follow(answer).page.main
    expired = make.export(coordinator, state=ExportState.EXPIRED, files=[])
    assert client.get(f"/exports/{expired.code}/json").status_code == 404
    assert client.get(f"/exports/{expired.code}").page.link("Make them anew") == HOME


def test_a_preset_is_kept_from_the_screen_changed_taken_away_and_put_back(
    client: PageClient, coordinator: Person
) -> None:
    opened = client.get("/portfolio/funder-reports?theme=cadastre")
    form = client.get(opened.page.link("New preset"))
    assert "Cadastre" in form.page.main
    page = client.follow(client.send(form, PRESET, form="/portfolio/funder-reports/new"))
    preset = db.session.scalars(select(FunderPreset)).one()
    assert (preset.filters, preset.parts, preset.language) == ("theme=cadastre", "goals money", "pt")
    assert "EU" in page.page.words_of("h2")
    client.submit(f"{HOME}/{preset.id}/edit", {"name": "EU, yearly"}, form=f"{HOME}/{preset.id}/edit")
    db.session.rollback()
    assert (preset.name, preset.filters, preset.parts) == ("EU, yearly", "theme=cadastre", "goals money")
    page = client.follow(client.submit(HOME, button="Take away EU, yearly"))
    assert "Presets that you took away" in page.page.main
    page = client.follow(client.submit(HOME, button="Put back EU, yearly"))
    assert page.page.words_of("h2")[0] == "EU, yearly"


def test_what_was_taken_away_long_ago_is_no_longer_listed(client: PageClient, coordinator: Person) -> None:
    make.funder_preset(coordinator, name="Lately", removed_at=utc_now() - timedelta(days=6))
    make.funder_preset(coordinator, name="Long ago", removed_at=utc_now() - timedelta(days=8))
    page = client.get(HOME).page
    assert "Lately" in page.main
    assert "Long ago" not in page.main


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"period": "programme"}, "Choose a programme too, or another period."),
        ({"period": "between"}, "Write the first and the last day."),
        ({"period": "between", "since": "2026-02-01", "until": "2026-01-01"}, "The last day lies before the first."),
        ({"parts": []}, "Choose at least one part."),
        ({"name": " "}, "This is needed."),
    ],
)
def test_a_preset_that_makes_no_sense_is_refused(
    client: PageClient, coordinator: Person, wrong: dict[str, object], words: str
) -> None:
    answer = client.submit(f"{HOME}/new", {**PRESET, **wrong})
    assert answer.status_code == 422
    assert words in answer.page.main
    assert db.session.scalars(select(FunderPreset)).all() == []


def test_a_save_over_another_save_is_refused(client: PageClient, coordinator: Person) -> None:
    preset = make.funder_preset(coordinator)
    path = f"{HOME}/{preset.id}/edit"
    opened = client.get(path)
    client.submit(path, {"name": "First"}, form=path)
    answer = client.send(opened, {"name": "Second"}, form=path)
    assert answer.status_code == 409
    assert "First" in answer.page.main


def test_a_query_that_a_form_carries_cannot_break_it(client: PageClient, coordinator: Person) -> None:
    answer = client.submit(
        HOME, button="Make the funder report Everything, this year", extra={"filters": "q=%00&stage=9&city=%ff"}
    )
    assert client.follow(answer).status_code == 200


def test_in_portuguese(client: PageClient, coordinator: Person) -> None:
    coordinator.language = "pt"
    db.session.commit()
    page = client.get(HOME).page
    assert page.h1 == "Prestação de contas aos financiadores"
    assert "Tudo, este ano" in page.main


def test_a_long_list_is_made_in_the_background_as_it_is_filtered_and_sorted(
    client: PageClient, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.blueprints.partnership_list.LONGEST_AT_ONCE", 0)
    answer = client.get("/partnerships.csv?theme=cadastre&sort=stage")
    target = answer.headers["Location"]
    assert (target.startswith("/exports/new?theme=cadastre&columns="), target.endswith("&sort=stage")) == (True, True)
    page = client.follow(answer)
    assert "The list has 1 partnership." in page.page.main
    asked = client.send(page, button="Make the table")
    delivery.deliver_due(utc_now)
    monkeypatch.undo()
    ready = client.follow(asked).page
    file = client.get(ready.link("Table (CSV)"))
    assert file.get_data() == client.get("/partnerships.csv?theme=cadastre&sort=stage").get_data()
    assert coordinator.role is Role.COORDINATOR
