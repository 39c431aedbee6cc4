"""The pages of missions: the form in a few taps, warnings that never refuse, acts, lists within scope."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from tests import factories as make
from tests.client import Answer, PageClient
from tests.databases import statements
from tests.factories import AT
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import CancelReason, MissionKind, MissionState
from tracker.domain.partnerships import PartnershipState
from tracker.models.attachments import Attachment
from tracker.models.cities import City
from tracker.models.journal import JournalEntry
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import Person

DATES = {"starts": "2026-03-02", "ends": "20260306"}


@dataclass
class Pair:
    """Nampula and Guarulhos, which work together, and a technician of Nampula who is signed in."""

    nampula: City
    guarulhos: City
    partnership: Partnership
    technician: Person

    @property
    def path(self) -> str:
        """Give the address of the form of a new mission."""
        return f"/missions/new?partnership={self.partnership.ref}"

    def short(self, **more: Any) -> dict[str, Any]:
        """Fill in what the short way asks for."""
        return {"kind": "technical_visit", "host": self.guarulhos.id, "decisions": "Scan first.", **DATES, **more}


@pytest.fixture
def pair(client: PageClient) -> Pair:
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos", "BR")
    partnership = make.partnership([nampula, guarulhos], stage=5, theme="cadastre")
    technician = make.technician(nampula, function="Surveyor")
    client.sign_in(technician)
    return Pair(nampula, guarulhos, partnership, technician)


def only_mission() -> Mission:
    """Give the one mission there is."""
    return db.session.scalars(select(Mission)).unique().one()


def count_missions() -> int:
    """Count the missions."""
    return db.session.scalar(select(func.count()).select_from(Mission)) or 0


def test_a_mission_is_logged_the_short_way(client: PageClient, pair: Pair) -> None:
    known = [f"{pair.nampula.id}-technician of nampula"]
    answer = client.submit(pair.path, pair.short(known=known), button="Save")
    mission = only_mission()
    assert answer.headers["Location"] == f"/missions/{mission.ref}"
    assert (mission.state, mission.kind) == (MissionState.COMPLETED, MissionKind.TECHNICAL_VISIT)
    assert (str(mission.starts), str(mission.ends), mission.date_precision) == ("2026-03-02", "2026-03-06", "day")
    assert [(one.name, one.function, one.city_id) for one in mission.delegates] == [
        ("Technician of Nampula", "Surveyor", pair.nampula.id)
    ]
    page = client.follow(answer).page
    assert page.h1 == "Technical visit, Guarulhos"
    assert "Report due" in page.main
    assert "Write the report" in page.main


def test_the_short_way_takes_no_more_than_fourteen_taps(client: PageClient, pair: Pair) -> None:
    """Each tile and text field of the first six questions is one tap, opening the form and saving are two more."""
    opened = client.get(pair.path)
    form = next(form for form in opened.page.forms if form.id == "mission")
    touched = ["kind", "starts", "ends", "host", "known", "known", "known", "decisions"]
    assert set(touched) <= form.names
    assert form.defaults["has_taken_place"] == ["yes"]
    assert len(touched) + 2 <= 14


def test_the_form_asks_its_six_questions_in_order(client: PageClient, pair: Pair) -> None:
    words = client.get(pair.path).page.main
    questions = [
        "What kind of mission?",
        "When?",
        "Where?",
        "Who took part?",
        "What was decided?",
        "Photos and documents",
        "More, now or later",
    ]
    places = [words.index(question) for question in questions]
    assert places == sorted(places)


def test_everything_that_can_be_said_is_kept(client: PageClient, pair: Pair) -> None:
    fields = pair.short(
        place="Secretariat of housing",
        title="First visit",
        purpose="See the cadastre",
        theme="cadastre",
        agenda="Day 1: visit",
        findings="It is on paper.",
        participants="12 people of the districts",
    )
    people = {
        "people-0-name": "Surveyor",
        "people-0-organisation": "Town hall",
        "people-0-function": "Surveyor",
        "people-0-payer": "European Union",
        "people-4-name": "Professor",
        "people-4-organisation": "University",
    }
    tasks = {
        "tasks-0-what": "Scan the maps",
        "tasks-0-city": pair.nampula.id,
        "tasks-0-who": "Surveyor",
        "tasks-0-due_on": "2026-06-30",
        "tasks-0-amount": "48 000,50",
        "tasks-0-currency": "mzn",
        "tasks-0-bearer": "European Union",
    }
    page = client.follow(client.submit(pair.path, {**fields, **people, **tasks}, button="Save")).page
    mission = only_mission()
    assert [(one.name, one.city_id, one.payer) for one in mission.delegates] == [
        ("Surveyor", pair.nampula.id, "European Union"),
        ("Professor", None, ""),
    ]
    task = mission.tasks[0]
    assert (task.what, task.city_id, task.amount_cents, task.currency) == (
        "Scan the maps",
        pair.nampula.id,
        4_800_050,
        "MZN",
    )
    for text in [*(value for value in fields.values() if isinstance(value, str) and " " in value), "European Union"]:
        assert text in page.main
    assert "48,000.50 MZN, borne by European Union" in page.main


@pytest.mark.parametrize(
    ("starts", "ends", "is_range", "precision", "shown"),
    [
        ("2026-02", "", False, Precision.MONTH, "February 2026"),
        ("2024", "", False, Precision.YEAR, "2024"),
        ("202402", "2024.3", False, Precision.MONTH, "February 2024 to March 2024"),
        ("2012", "2013", True, Precision.RANGE, "between 2012 and 2013"),
        ("2026-3-2", "", False, Precision.DAY, "2 March 2026"),
    ],
)
def test_dates_are_as_precise_as_they_are_known(
    client: PageClient, pair: Pair, starts: str, ends: str, is_range: bool, precision: Precision, shown: str
) -> None:
    answer = client.submit(pair.path, pair.short(starts=starts, ends=ends, is_range=is_range), button="Save")
    assert only_mission().date_precision is precision
    assert shown in client.follow(answer).page.main


def test_a_planned_mission_needs_no_dates(client: PageClient, pair: Pair) -> None:
    fields = pair.short(has_taken_place="no", starts="", ends="")
    page = client.follow(client.submit(pair.path, fields, button="Save")).page
    assert only_mission().state is MissionState.PROPOSED
    assert "date not known" in page.main


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"kind": None}, "Choose one."),
    ({"host": None}, "Choose one."),
    ({"starts": ""}, "Write when it began; the year is enough."),
    ({"starts": "", "ends": ""}, "Write at least the year."),
    ({"starts": "14 March"}, "Write a date as 2026-03-14, 2026-03 or 2026."),
    ({"starts": "2026-02-30"}, "Write a date as 2026-03-14, 2026-03 or 2026."),
    ({"starts": "2026-03-07"}, "The end lies before the start."),
    ({"starts": "2199", "ends": ""}, "This date lies ahead."),
    ({"starts": "9999-12-31", "ends": "", "has_taken_place": "no"}, "Write a year between 1900 and 2200."),
    ({"starts": "2026", "ends": "", "is_range": True}, "Write between which two dates it lay."),
    ({"host": 0}, "Write where it is."),
    ({"title": "x" * 201}, "cannot be longer than 200 characters"),
    ({"people-0-function": "Surveyor"}, "Write the name, or empty the whole row."),
    ({"tasks-0-who": "Surveyor"}, "Write what was agreed, or empty the whole row."),
    ({"tasks-0-what": "Scan"}, "Choose the city."),
    ({"tasks-0-what": "Scan", "tasks-0-amount": "12"}, "Write the currency, such as MZN."),
    ({"tasks-0-what": "Scan", "tasks-0-amount": "-1", "tasks-0-currency": "MZN"}, "above zero"),
    ({"tasks-0-what": "Scan", "tasks-0-currency": "M1"}, "three letters"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSALS)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: PageClient, pair: Pair, fields: dict[str, Any], sentence: str
) -> None:
    sent = pair.short(**{"purpose": "See the cadastre", "people-1-name": "Surveyor", **fields})
    answer = client.submit(pair.path, sent, button="Save")
    assert answer.status_code == 422
    assert sentence in answer.page.main
    assert answer.page.title.startswith("Error:")
    assert count_missions() == 0
    form = next(form for form in answer.page.forms if form.id == "mission")
    for name, value in sent.items():
        if value not in (None, True):
            assert form.defaults[name] == [str(value)]


def test_an_on_line_session_needs_no_place(client: PageClient, pair: Pair) -> None:
    client.submit(pair.path, pair.short(kind="online_session", host=0), button="Save")
    assert only_mission().host_city_id is None


def test_rows_are_added_without_saving_and_without_losing_anything(client: PageClient, pair: Pair) -> None:
    fields = pair.short(**{"people-0-name": "Surveyor", "tasks-0-what": "Scan", "starts": "nonsense"})
    photo = (b"%PDF-1.7", "minutes.pdf")
    opened = client.submit(pair.path, {**fields, "files": photo}, button="Add rows Nampula")
    assert opened.status_code == 200
    assert count_missions() == 0
    form = next(form for form in opened.page.forms if form.id == "mission")
    assert sum(name.endswith("-name") for name in form.names) == 8
    assert form.defaults["people-0-name"] == ["Surveyor"]
    assert form.defaults["starts"] == ["nonsense"]
    assert "minutes.pdf" in opened.page.main
    more = client.send(opened, {"starts": "2026-03-02", "people-6-name": "Clerk", "tasks-0-city": pair.nampula.id})
    assert more.status_code == 303, more.page.main
    mission = only_mission()
    assert [(one.name, one.city_id) for one in mission.delegates] == [
        ("Surveyor", pair.nampula.id),
        ("Clerk", pair.nampula.id),
    ]
    assert [task.what for task in mission.tasks] == ["Scan"]
    assert db.session.scalars(select(Attachment.name)).all() == ["minutes.pdf"]


def test_task_rows_are_added_too_and_foreign_wishes_add_none(client: PageClient, pair: Pair) -> None:
    opened = client.submit(pair.path, {}, form=pair.path, button="Add rows")
    assert "tasks-3-what" in next(form for form in opened.page.forms if form.id == "mission").names
    for wish in ("people-99999", "nonsense", "people-", "tasks-1"):
        again = client.submit(pair.path, {}, form=pair.path, extra={"add": wish})
        assert again.status_code == 200
        assert "tasks-2-what" not in next(form for form in again.page.forms if form.id == "mission").names


def test_strange_row_numbers_are_passed_over_and_rows_need_not_follow_each_other(
    client: PageClient, pair: Pair
) -> None:
    city = str(pair.nampula.id)
    rows = {"tasks-999-what": "Scan", "tasks-999-city": city, "tasks-40-what": "Draw", "tasks-40-city": city}
    strange = {"tasks-²-what": "x", f"tasks-{'9' * 5000}-what": "x", "tasks--1-what": "x", "people-x-name": "x"}
    answer = client.submit(pair.path, pair.short(), button="Save", extra={**rows, **strange})
    assert answer.status_code == 303
    assert [task.what for task in only_mission().tasks] == ["Draw", "Scan"]


def test_a_row_that_claims_to_be_a_stored_task_makes_none(client: PageClient, pair: Pair) -> None:
    task = make.agreed_task(make.mission(pair.partnership), pair.nampula)
    claims = {"tasks-0-id": str(task.id), "tasks-1-id": "99999"}
    client.submit(pair.path, pair.short(starts="2025", ends=""), button="Save", extra=claims)
    mission = db.session.scalars(select(Mission).where(Mission.number == 2)).unique().one()
    assert mission.tasks == []
    assert task.what


@pytest.mark.parametrize("claim", ["1x", " ", "-1", "9" * 5000, "²"])
def test_a_row_that_claims_nonsense_is_refused(client: PageClient, pair: Pair, claim: str) -> None:
    rows = {"tasks-0-id": claim, "tasks-0-what": "Scan", "tasks-0-city": str(pair.nampula.id)}
    assert client.submit(pair.path, pair.short(), button="Save", extra=rows).status_code == 422
    assert count_missions() == 0


def test_a_double_click_makes_one_mission(client: PageClient, pair: Pair, app: Flask) -> None:
    opened = client.get(pair.path)
    form = next(form for form in opened.page.forms if form.id == "mission")
    data: MultiDict[str, str] = MultiDict(form.defaults)
    for name, value in pair.short().items():
        data.setlist(name, [str(value)])
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"], domain="127.0.0.1")
    assert cookie is not None

    def send(_number: int) -> Answer:
        other = app.test_client(use_cookies=False)
        headers = {"Cookie": f"{cookie.key}={cookie.value}"}
        return other.post(path, data=data, headers=headers, content_type="multipart/form-data")  # type: ignore[return-value]

    path = pair.path
    db.session.commit()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count_missions() == 1
    data.setlist("decisions", ["Something else."])
    assert send(0).status_code == 409


def test_a_refused_file_is_named_and_the_others_wait_ticked(client: PageClient, pair: Pair) -> None:
    sent = [(b"%PDF-1.7", "good.pdf"), (b"<html>", "page.html"), (b"", "empty.txt")]
    answer = client.submit(pair.path, pair.short(files=sent), button="Save")
    assert answer.status_code == 422
    assert "page.html: web pages and SVG drawings are not taken." in answer.page.main
    assert "empty.txt: the file is empty." in answer.page.main
    assert count_missions() == 0
    assert db.session.scalars(select(Attachment)).all() == []
    assert client.send(answer, {}, form=pair.path).status_code == 303
    assert db.session.scalars(select(Attachment.name)).all() == ["good.pdf"]


def test_a_file_that_waits_can_be_unticked(client: PageClient, pair: Pair) -> None:
    opened = client.submit(pair.path, {"files": (b"%PDF-1.7", "good.pdf")}, button="Add rows")
    client.send(opened, pair.short(kept=None), button="Save")
    assert count_missions() == 1
    assert db.session.scalars(select(Attachment)).all() == []


def test_a_file_that_somebody_else_sent_cannot_be_claimed(client: PageClient, pair: Pair) -> None:
    opened = client.submit(pair.path, {"files": (b"%PDF-1.7", "good.pdf")}, button="Add rows")
    token = next(form for form in opened.page.forms if form.id == "mission").defaults["kept"][0]
    client.sign_in(make.technician(pair.guarulhos))
    answer = client.submit(pair.path, pair.short(), button="Save", extra={"kept": [token, token + "x", "nonsense", ""]})
    assert answer.status_code == 303
    assert db.session.scalars(select(Attachment)).all() == []


def elsewhere(pair: Pair, **more: Any) -> Mission:
    """Make a mission of another partnership in Guarulhos in the same week."""
    partnership = make.partnership([pair.guarulhos, make.city()], theme="waste")
    told = {"starts": PartialDate(2026, 3, 5), "ends": PartialDate(2026, 3, 8), "title": "Secret visit"}
    return make.mission(partnership, **{**told, **more})


def test_an_overlap_warns_once_and_saves_all_the_same(client: PageClient, pair: Pair) -> None:
    other = elsewhere(pair)
    answer = client.submit(pair.path, pair.short(), button="Save")
    assert answer.status_code == 422
    assert count_missions() == 1
    words = answer.page.main
    assert "Another mission meets this one." in words
    assert "Another partnership 5 to 8 March 2026, Guarulhos Same city on the same days." in words
    assert "Secret" not in answer.page.html
    assert other.ref not in answer.page.html
    saved = client.send(answer, {}, button="Save all the same")
    assert saved.status_code == 303
    assert "Another mission meets" not in client.follow(saved).page.main


def test_what_the_person_may_open_is_named(client: PageClient, pair: Pair) -> None:
    make.delegate(make.mission(pair.partnership, title="Open visit"), pair.nampula, name="Técnica Única")
    fields = pair.short(starts="2026-05-05", ends="", has_taken_place="no", host=pair.nampula.id)
    answer = client.submit(pair.path, {**fields, "people-0-name": "tecnica  UNICA"}, button="Save")
    assert "Open visit, Nampula - Guarulhos 4 to 6 May 2026, Nampula Same people: tecnica UNICA." in answer.page.main


def test_other_overlaps_than_those_seen_warn_again(client: PageClient, pair: Pair) -> None:
    elsewhere(pair)
    answer = client.submit(pair.path, pair.short(), button="Save")
    elsewhere(pair, title="Another")
    again = client.send(answer, {}, button="Save all the same")
    assert again.status_code == 422
    assert "2 other missions meet this one." in again.page.main
    assert client.send(again, {}, button="Save all the same").status_code == 303


def test_a_planned_mission_shows_its_overlaps_on_its_page(client: PageClient, pair: Pair) -> None:
    mission = make.mission(pair.partnership, host_city=pair.guarulhos, starts=PartialDate(2026, 3, 2))
    elsewhere(pair)
    assert "Another mission meets this one." in client.get(f"/missions/{mission.ref}").page.main


def test_files_that_waited_through_a_warning_are_kept(client: PageClient, pair: Pair) -> None:
    elsewhere(pair)
    answer = client.submit(pair.path, pair.short(files=(b"%PDF-1.7", "good.pdf")), button="Save")
    client.send(answer, {}, button="Save all the same")
    assert db.session.scalars(select(Attachment.name)).all() == ["good.pdf"]


def test_without_a_partnership_one_is_chosen_among_those_one_works_for(client: PageClient, pair: Pair) -> None:
    make.partnership([pair.nampula, make.city("Maputo")], state=PartnershipState.ENDED, title="Ended")
    make.partnership(title="Foreign")
    page = client.get("/missions/new").page
    assert page.link("Nampula - Guarulhos") == pair.path
    assert "Ended" not in page.main
    assert "Foreign" not in page.main


@pytest.mark.parametrize("reader", ["administrator", "observer", "mayor"])
def test_who_logs_no_missions_is_offered_none(client: PageClient, pair: Pair, reader: str) -> None:
    readers = {
        "administrator": make.administrator,
        "observer": lambda: make.observer(pair.partnership),
        "mayor": lambda: make.mayor(pair.nampula),
    }
    client.sign_in(readers[reader]())
    assert "You work for no live partnership." in client.get("/missions/new").page.main
    assert client.get(pair.path).status_code == 403


def test_a_coordinator_logs_on_behalf(client: PageClient, pair: Pair) -> None:
    client.sign_in(make.coordinator())
    assert client.submit(pair.path, pair.short(), button="Save").status_code == 303


def test_a_foreign_partnership_is_not_there(client: PageClient, pair: Pair) -> None:
    foreign = make.partnership()
    assert client.get(f"/missions/new?partnership={foreign.ref}").status_code == 404
    assert client.get(f"/missions/{make.mission(foreign).ref}").status_code == 404


def test_a_partnership_that_rests_refuses_and_says_whom_to_ask(client: PageClient, pair: Pair) -> None:
    opened = client.get(pair.path)
    pair.partnership.state = PartnershipState.ON_HOLD
    db.session.commit()
    answer = client.send(opened, pair.short(), button="Save")
    assert answer.status_code == 409
    assert "Ask its coordinator" in answer.page.main


def test_the_page_of_a_mission_without_anything_says_what_comes_next(client: PageClient, pair: Pair) -> None:
    bare = {"starts": None, "ends": None, "host_city": None, "place": "", "purpose": "", "theme": ""}
    page = client.get(f"/missions/{make.mission(pair.partnership, **bare).ref}").page
    assert page.h1 == "Technical visit"
    for text in ("No task was agreed yet.", "No decision is written down yet.", "Nobody is named yet."):
        assert text in page.main
    assert page.link("Name who took part").endswith("/edit#known")


def test_a_mission_moves_by_its_buttons(client: PageClient, pair: Pair) -> None:
    mission = make.mission(pair.partnership, starts=PartialDate(2026, 3, 2), ends=PartialDate(2026, 3, 3))
    path = f"/missions/{mission.ref}"
    assert client.submit(path, button="Authorise").status_code == 303
    assert mission.state is MissionState.AUTHORISED
    assert client.submit(path, button="It is under way").status_code == 303
    page = client.follow(client.submit(path, button="It took place")).page
    assert mission.state is MissionState.COMPLETED
    assert {"Authorise", "It is under way", "It took place"}.isdisjoint(page.words_of("button"))
    assert client.post(f"{path}/authorise", data=token(client, path)).status_code == 409


def token(client: PageClient, path: str) -> dict[str, str]:
    """Give what every form of a page carries."""
    form = next(form for form in client.get(path).page.forms if "csrf_token" in form.names)
    return {"csrf_token": form.defaults["csrf_token"][0]}


def test_a_mission_is_cancelled_with_a_reason_and_taken_up_again(client: PageClient, pair: Pair) -> None:
    mission = make.mission(pair.partnership)
    path = f"/missions/{mission.ref}"
    cancel = client.get(path).page.link("Cancel it")
    assert "Choose one." in client.submit(cancel, {"remarks": "x"}).page.main
    assert "Write what the reason is." in client.submit(cancel, {"reason": "other"}).page.main
    page = client.follow(client.submit(cancel, {"reason": "visa", "remarks": "The papers came late."})).page
    assert mission.cancel_reason is CancelReason.VISA
    assert "Cancelled: Visa or travel papers. The papers came late." in page.main
    client.submit(path, button="Take it up again")
    assert mission.state is MissionState.PROPOSED


def test_an_edit_keeps_what_is_not_touched(client: PageClient, pair: Pair) -> None:
    mission = make.completed_mission(pair.partnership, participants="40 people", title="First visit")
    answer = client.submit(f"/missions/{mission.ref}/edit", {"purpose": "Compare"}, button="Save")
    assert answer.status_code == 303, answer.page.main
    assert (mission.purpose, mission.participants, mission.title) == ("Compare", "40 people", "First visit")
    assert len(mission.delegates) == len(mission.tasks) == 2
    again = client.submit(f"/missions/{mission.ref}/edit", {}, button="Save")
    assert again.status_code == 303
    about_it = select(JournalEntry.verb).where(JournalEntry.subject == mission.ref)
    assert db.session.scalars(about_it).all() == ["mission.changed"]


def test_a_task_is_emptied_away_and_put_back(client: PageClient, pair: Pair) -> None:
    mission = make.completed_mission(pair.partnership)
    path = f"/missions/{mission.ref}"
    client.submit(f"{path}/edit", {"tasks-0-what": ""}, button="Save")
    page = client.get(path).page
    assert "1 task taken away" in page.main
    client.submit(path, button="Put back Scan the maps of Nampula")
    assert [task.removed_at for task in mission.tasks] == [None, None]
    assert client.post(f"{path}/tasks/99999/restore", data=token(client, path)).status_code == 404


def test_somebody_elses_save_is_not_overwritten(client: PageClient, pair: Pair, app: Flask) -> None:
    mission = make.completed_mission(pair.partnership)
    path = f"/missions/{mission.ref}/edit"
    mine = client.get(path)
    other = app.test_client()
    other.sign_in(make.technician(pair.guarulhos))  # type: ignore[attr-defined]
    other.submit(path, {"people-0-name": "Their surveyor", "purpose": "Theirs"}, button="Save")  # type: ignore[attr-defined]
    answer = client.send(mine, {"people-0-name": "My surveyor", "purpose": "Mine"}, button="Save")
    assert answer.status_code == 409
    for text in ("Mine", "Theirs", "My surveyor", "Their surveyor"):
        assert text in answer.page.main
    assert mission.purpose == "Theirs"


def test_a_mission_whose_report_is_signed_stands(client: PageClient, pair: Pair) -> None:
    mission = make.completed_mission(pair.partnership)
    report = make.signed_report(mission)
    page = client.get(f"/missions/{mission.ref}").page
    assert "start a new version of the report" in page.main
    assert page.link("See the report") == f"/reports/{report.ref}"
    assert "Change" not in [said for said, _href in page.links]
    assert client.get(f"/missions/{mission.ref}/edit").status_code == 409


def test_an_observer_reads_a_mission_and_changes_nothing(client: PageClient, pair: Pair) -> None:
    mission = make.completed_mission(pair.partnership)
    make.draft_report(mission)
    client.sign_in(make.observer(pair.partnership))
    page = client.get(f"/missions/{mission.ref}").page
    assert [form.action for form in page.forms if form.is_in_main] == []
    assert "Version 1" not in page.main
    for act in ("authorise", "start", "complete", "restore", "cancel"):
        assert client.post(f"/missions/{mission.ref}/{act}", data=token(client, "/missions")).status_code == 403


def test_a_mission_that_an_invented_act_stands_for_says_so(client: PageClient, pair: Pair) -> None:
    mission = make.mission(pair.partnership, is_demonstration=True)
    assert "Demonstration: no source records this mission." in client.get(f"/missions/{mission.ref}").page.main


def test_what_people_write_is_never_markup(client: PageClient, pair: Pair) -> None:
    evil = "<script>alert(1)</script>{{ 7 * 7 }}"
    fields = pair.short(title=evil, place=evil, purpose=evil, decisions=evil)
    page = client.follow(client.submit(pair.path, {**fields, "people-0-name": evil}, button="Save")).page
    assert page.main.count(evil) >= 4
    assert "<script>" not in page.html


def test_the_list_is_narrowed_by_its_address(client: PageClient, pair: Pair) -> None:
    make.completed_mission(pair.partnership, title="Done")
    make.mission(pair.partnership, title="Planned", kind=MissionKind.SEMINAR)
    make.mission(pair.partnership, title="Old", starts=PartialDate(2013), ends=PartialDate(2013))
    make.mission(make.partnership([pair.nampula, make.city("Dondo")]), title="Other pair")
    make.mission(title="Foreign")

    def shown(query: str) -> set[str]:
        page = client.get(f"/missions{query}").page
        return {"Done", "Planned", "Old", "Other pair", "Foreign"} & {said for said, _href in page.links}

    everything = {"Done", "Planned", "Old", "Other pair"}
    assert shown("") == everything
    assert shown("?state=completed") == {"Done"}
    assert shown("?kind=seminar") == {"Planned"}
    assert shown("?year=2013") == {"Old"}
    assert shown(f"?partnership={pair.partnership.ref}&year=2026") == {"Done", "Planned"}
    assert shown("?year=1950") == set()
    for garbage in (
        "?state=x",
        "?kind=%00x"[:7],
        "?year=99999",
        "?year=²²²²",
        "?sort=name;drop",
        "?page=x&per_page=-1",
    ):
        assert shown(garbage) == everything
    assert client.get("/missions?page=2").status_code == 404
    assert "No mission matches." in client.get("/missions?year=1950").page.main


def test_the_list_has_pages_and_an_order(client: PageClient, pair: Pair) -> None:
    for year in (2014, 2013, 2015):
        make.mission(pair.partnership, title=f"Visit {year}", starts=PartialDate(year), ends=PartialDate(year))
    make.mission(pair.partnership, title="Visit unknown", starts=None, ends=None)

    def order(query: str) -> list[str]:
        return [said for said, _href in client.get(f"/missions{query}").page.links if said.startswith("Visit ")]

    newest = ["Visit 2015", "Visit 2014", "Visit 2013", "Visit unknown"]
    assert order("") == newest
    assert order("?sort=oldest") == ["Visit 2013", "Visit 2014", "Visit 2015", "Visit unknown"]
    assert order("?per_page=3&page=2") == newest[3:]
    assert "per_page=3" in client.get("/missions?per_page=3").page.link("Next")


def test_a_former_mayor_sees_no_missions(client: PageClient, pair: Pair) -> None:
    mission = make.completed_mission(pair.partnership, title="Visit")
    report = make.signed_report(mission)
    signer = report.slots[0].signature
    assert signer is not None
    signer.mandate.ends_on = AT.date()
    db.session.commit()
    client.sign_in(signer.person)
    assert "Visit" not in client.get("/missions").page.main
    assert client.get(f"/missions/{mission.ref}").status_code == 403


def filled(pair: Pair, rows: int) -> Mission:
    """Make a mission with so many of everything, and as many others that meet it."""
    mission = make.mission(pair.partnership, host_city=pair.guarulhos)
    for number in range(rows):
        make.delegate(mission, pair.nampula, name=f"Surveyor {number}")
        make.agreed_task(mission, pair.nampula)
        make.attachment(mission)
        make.note(pair.partnership, pair.technician, mission=mission)
        make.delegate(elsewhere(pair, starts=PartialDate(2026, 5, 4), ends=PartialDate(2026, 5, 5)), pair.guarulhos)
        make.technician(pair.guarulhos)
    return mission


def test_the_pages_ask_the_same_number_of_questions_however_much_there_is(client: PageClient, pair: Pair) -> None:
    few, many = filled(pair, 1), filled(pair, 12)
    counts = []
    for mission in (few, many):
        asked = []
        for path in (f"/missions/{mission.ref}", f"/missions/{mission.ref}/edit"):
            with statements() as seen:
                client.get(path)
            asked.append(len(seen))
        counts.append(asked)
    assert counts[0] == counts[1]
    with statements() as one:
        client.get("/missions?per_page=1")
    with statements() as all_of_them:
        client.get("/missions")
    assert len(one) == len(all_of_them)


def test_the_page_of_a_coming_mission_says_what_is_still_owed(client: PageClient) -> None:
    of = make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])
    visit, coming = make.completed_mission(of), make.mission(of)
    make.agreed_task(visit, of.cities[0], what="Send the maps")
    client.sign_in(make.technician(of.cities[0]))
    page = client.get(f"/missions/{coming.ref}").page.main
    assert "Still owed from earlier missions" in page
    assert "Send the maps" in page
    assert visit.ref in page
    assert "Still owed" not in client.get(f"/missions/{visit.ref}").page.main
