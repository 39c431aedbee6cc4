"""An operator's own frameworks and policies: read at the start, used without code, refused with a clear sentence."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from config import BadSetting, read_settings
from tests import client as clients
from tests import factories as make
from tests.client import PageClient
from tests.databases import SECRET_KEY, Databases
from tests.domain.test_frameworks import a_file
from tests.domain.test_policies import told
from tracker import create_app
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.frameworks import Occasion
from tracker.models.evaluations import Evaluation
from tracker.models.partnerships import Partnership
from tracker.services import evaluations, frameworks, policies

PACKAGE = Path(frameworks.__file__).parents[1] / "data"


def put(instance: Path, name: str, data: Any) -> Path:
    """Write a file into an operator's folder; a text is written as it is."""
    file = instance / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return file


@pytest.fixture
def own(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """Make an application whose operator has a framework and a policy of their own."""
    put(tmp_path, "frameworks/mine.json", a_file(title={"en": "Water questions"}))
    put(tmp_path, "policies/light-3.json", told(title={"en": "Light"}))
    with databases.fresh_app(INSTANCE=str(tmp_path)) as app, app.app_context():
        clients.install(app)
        yield app


def test_an_own_framework_is_offered_and_answered_without_code(own: Flask) -> None:
    of = make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])
    browser: Any = own.test_client()
    assert isinstance(browser, PageClient)
    browser.sign_in(make.technician(of.cities[0]))
    address = f"/partnerships/{of.ref}/evaluations/new"
    assert "Water questions" in browser.get(address).page.main
    browser.submit(address, {"framework": "mine", "occasion": "baseline"})
    (evaluation,) = db.session.scalars(select(Evaluation))
    section = evaluation.sides[0].sections[0]
    seen = browser.follow(
        browser.submit(f"/evaluation-sections/{section.id}/edit", {"now_0": "3", "now_1": "2"})
    ).page.main
    assert "Water questions: " in seen
    assert "2 of 2 answered" in seen
    assert "now 2.5 of 3" in seen


def test_an_own_policy_is_chosen_by_a_programme_and_followed(own: Flask) -> None:
    frame = make.programme("Lusophone cities")
    coordinator = make.coordinator(frame)
    browser: Any = own.test_client()
    browser.sign_in(coordinator)
    answer = browser.submit(f"/programmes/{frame.code}/policy", {"policy": "light"})
    assert "Light, version 3" in browser.follow(answer).page.main
    assert policies.policy_for(frame).name == "light-3"
    assert [one.planned_days for one in policies.policy_for(frame).stages] == 6 * [7]


def start(instance: Path) -> Flask:
    """Start an application over an operator's folder."""
    return create_app(read_settings({"SECRET_KEY": SECRET_KEY, "INSTANCE": str(instance)}))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("frameworks/mine.json", "{", "Expecting property name"),
        ("frameworks/mine.json", "[]", "a framework is an object"),
        ("frameworks/mine.json", a_file(title="Water"), "'title' of a framework must be words by language"),
        ("frameworks/mine.json", a_file(version="1"), "'version' of a framework must be a whole number, not '1'"),
        ("frameworks/mine.json", a_file(dimensions=[7]), "a dimension is an object in braces, not 7"),
        ("frameworks/mine.json", a_file(asks_wanted=1), "must be true or false"),
        ("frameworks/mine.json", "[" * 100_000, "recursion"),
        ("policies/light-3.json", told(stages=7), "'stages' of a policy must be a list"),
        ("policies/light-3.json", told(code="../x"), "'code' of a policy must be small letters"),
        ("policies/light-3.json", told(version=4), "Name the file light-4.json"),
    ],
)
def test_a_broken_file_refuses_the_start_and_says_which_and_what(
    tmp_path: Path, name: str, data: Any, says: str
) -> None:
    file = put(tmp_path, name, data)
    with pytest.raises(BadSetting, match=says) as refused:
        start(tmp_path)
    assert str(file) in str(refused.value)


def test_a_file_that_is_no_text_refuses_the_start(tmp_path: Path) -> None:
    file = put(tmp_path, "frameworks/mine.json", "")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(BadSetting, match="take it out of the folder"):
        start(tmp_path)


@pytest.mark.parametrize(
    ("kind", "name", "key"), [("frameworks", "peer_review", "source"), ("policies", "guide-1", "title")]
)
def test_other_content_under_the_same_version_refuses_the_start(tmp_path: Path, kind: str, name: str, key: str) -> None:
    data = json.loads((PACKAGE / kind / f"{name}.json").read_text(encoding="utf-8"))
    put(tmp_path, f"{kind}/{name}.json", data)
    start(tmp_path)
    put(tmp_path, f"{kind}/{name}.json", data | {key: "Ours" if key == "source" else {"en": "Ours"}})
    with pytest.raises(BadSetting, match="Give one of them the next version"):
        start(tmp_path)


def test_a_newer_version_is_offered_in_the_place_of_the_packages(tmp_path: Path) -> None:
    data = json.loads((PACKAGE / "policies" / "guide-2.json").read_text(encoding="utf-8"))
    put(tmp_path, "policies/guide-3.json", data | {"version": 3})
    asked = json.loads((PACKAGE / "frameworks" / "peer_review.json").read_text(encoding="utf-8"))
    put(tmp_path, "frameworks/anything.json", asked | {"version": 2})
    with start(tmp_path).app_context():
        assert policies.newest()["guide"].name == "guide-3"
        assert "guide-2" in policies.offered()
        assert frameworks.offered()["peer_review"].version == 2


def lost(of: Partnership) -> None:
    """Let a partnership follow a policy that no file holds."""
    with transaction():
        of.policy = "night-3"


def readiness(browser: Any) -> tuple[int, Any]:
    """Ask as a machine does that watches the tracker."""
    browser.may_fail = True
    answer = browser.get("/readyz")
    browser.may_fail = False
    return answer.status_code, answer.json


def test_pages_work_while_the_file_of_a_policy_is_missing(client: PageClient) -> None:
    frame = make.programme("Lusophone cities")
    of = make.partnership(stage=3, programme=frame)
    lost(of)
    client.sign_in(make.coordinator(frame))
    assert "The file of the policy night-3 is missing" in client.get(f"/partnerships/{of.ref}").page.main
    for number in range(1, 7):
        seen = client.get(f"/partnerships/{of.ref}/stages/{number}").page.main
        assert "night-3 (its file is missing)" in seen
    answer = client.submit(f"/partnerships/{of.ref}/stages/3/pass", {})
    assert answer.status_code == 409
    assert "Ask whoever runs the tracker to put it back" in answer.page.main
    assert readiness(client) == (503, {"status": "policies in use are missing: put back INSTANCE/policies/ night-3"})
    told_why = {"policy": "guide-2", "reason": "Its file is gone."}
    client.submit(f"/partnerships/{of.ref}/policy", told_why)
    assert "is missing" not in client.get(f"/partnerships/{of.ref}").page.main
    assert readiness(client) == (200, {"status": "ok"})


def test_a_programme_whose_policy_is_missing_says_so_and_founds_nothing(client: PageClient) -> None:
    frame = make.programme("Lusophone cities")
    with transaction():
        frame.policy = "night"
    client.sign_in(make.coordinator(frame))
    assert "night (its file is missing)" in client.get(f"/programmes/{frame.code}").page.main
    with pytest.raises(RuleBroken, match=r"policy\.missing"):
        policies.policy_for(frame)
    assert readiness(client) == (503, {"status": "policies in use are missing: put back INSTANCE/policies/ night"})


def test_a_framework_that_was_changed_after_use_is_not_asked_again(own: Flask) -> None:
    of = make.partnership()
    author = make.technician(of.cities[0])
    with transaction():
        evaluations.begin_evaluation(of, "mine", Occasion.BASELINE, None, actor=author, at=make.AT)
    put(own.config["INSTANCE"], "frameworks/mine.json", a_file(title={"en": "Other questions"}))
    own.config["FRAMEWORKS"] = frameworks.read_frameworks(own.config["INSTANCE"])
    with pytest.raises(RuleBroken, match=r"framework\.changed"), transaction():
        evaluations.begin_evaluation(of, "mine", Occasion.END, None, actor=author, at=make.AT)
    words = "files changed after use: give mine.json the next version"
    assert readiness(own.test_client()) == (503, {"status": words})
