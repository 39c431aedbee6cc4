"""Evaluations: asked once, filled in parts, handed in whole, read by the others only then; versions stay."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from flask import current_app

from tests import factories as make
from tests.databases import BASE_URL
from tracker.dashboards import evaluations as pages
from tracker.dashboards.duties import duties
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.frameworks import Given, Occasion
from tracker.domain.partnerships import PartnershipState
from tracker.models.evaluations import Evaluation
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import evaluations, frameworks

AT = make.AT
KEPT = {
    "benchmarking": "595d87f9",
    "benchmarking-2": "c1e8b0a4",
    "dac_criteria": "45020f2e",
    "five_capabilities": "6d2bbf06",
    "g20_principles": "52cc2361",
    "learning_checklist": "5260ed69",
    "local_action_plan": "829745fb",
    "peer_review": "11e6ab36",
}
"""The first eight digits of the SHA-256 of each file: cities may have answered it, so that it never changes."""


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


@pytest.fixture
def author(of: Partnership) -> Person:
    """Make a technician of the first city."""
    return make.technician(of.cities[0])


def begun(of: Partnership, author: Person, code: str = "five_capabilities", **more: object) -> Evaluation:
    told = {"occasion": Occasion.BASELINE, "due_on": None, "actor": author, "at": AT, **more}
    return evaluations.begin_evaluation(of, code, **told)  # type: ignore[arg-type]


def broken(code: str) -> object:
    return pytest.raises(RuleBroken, match=code)


def test_a_file_that_cities_may_have_answered_never_changes() -> None:
    found = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest()[:8] for file in frameworks.FOLDER.glob("*.json")}
    assert found == KEPT


def test_every_file_can_be_read_and_counts_as_its_source(app: object) -> None:
    counts = {code: (len(one.dimensions), one.question_count) for code, one in frameworks.offered().items()}
    assert counts["five_capabilities"] == (5, 25)
    assert counts["g20_principles"] == (10, 34)
    assert counts["learning_checklist"] == (7, 17)
    assert counts["peer_review"][0] == 4
    assert counts["dac_criteria"] == (6, 6)
    assert {"benchmarking", "local_action_plan"} <= set(counts)
    means = [one.published_mean for one in frameworks.offered()["g20_principles"].dimensions]
    assert [one for one in means if one is not None] == [3.44, 3.7, 3.12]


def test_every_text_of_a_file_is_in_each_of_its_languages(app: object) -> None:
    for one in frameworks.offered().values():
        texts = [one.title, one.advice, *(level.label for level in one.scale)]
        texts += [text for part in one.dimensions for text in (part.title, *(asked.text for asked in part.questions))]
        assert all(text.get("en") and text.get("pt") for text in texts), one.code


def test_the_cities_are_asked_once_for_an_occasion(of: Partnership, author: Person) -> None:
    first = begun(of, author)
    assert [side.city for side in first.sides] == of.cities
    with broken("evaluation.begun"):
        begun(of, author)
    begun(of, author, occasion=Occasion.END)
    evaluations.remove_evaluation(first, actor=author, at=AT)
    begun(of, author)
    with broken("evaluation.begun"):
        evaluations.restore_evaluation(first, actor=author, at=AT)
    with broken("framework.unknown"):
        begun(of, author, "horoscope")


def test_a_part_is_kept_unfinished_and_handed_in_whole(of: Partnership, author: Person) -> None:
    evaluation = begun(of, author, "dac_criteria")
    side = evaluation.sides[0]
    for section in side.sections[:-1]:
        given = {f"{section.dimension}.1": Given(now=3, why="Seen")}
        evaluations.fill_section(section, given, "Go on", actor=author, at=AT)
    with broken("evaluation.incomplete"):
        evaluations.hand_in(side, actor=author, at=AT)
    last = side.sections[-1]
    answer = {f"{last.dimension}.1": Given(does_not_apply=True)}
    evaluations.fill_section(last, answer, "", actor=author, at=AT)
    evaluations.hand_in(side, actor=author, at=AT)
    with broken("evaluation.handed_in"):
        evaluations.fill_section(last, answer, "", actor=author, at=AT)
    evaluations.take_up(side, actor=author, at=AT)
    evaluations.fill_section(last, {f"{last.dimension}.1": Given(now=1)}, "", actor=author, at=AT)
    assert evaluations.answers_of(side)[f"{last.dimension}.1"] == Given(now=1)


def test_only_the_own_city_answers_and_nobody_while_the_partnership_rests(of: Partnership, author: Person) -> None:
    evaluation = begun(of, author)
    with pytest.raises(NotAllowed):
        evaluations.fill_section(evaluation.sides[1].sections[0], {}, "", actor=author, at=AT)
    with pytest.raises(NotAllowed):
        evaluations.hand_in(evaluation.sides[1], actor=author, at=AT)
    of.state = PartnershipState.ON_HOLD
    with broken("partnership.not_live"):
        evaluations.fill_section(evaluation.sides[0].sections[0], {}, "", actor=author, at=AT)


def test_the_other_view_is_read_when_it_is_handed_in_and_the_gap_is_theirs(of: Partnership, author: Person) -> None:
    evaluation = make.evaluation(of, "dac_criteria")
    make.evaluated(evaluation.sides[0], now=2, wanted=None)
    mine, theirs = of.cities
    view = pages.view_of(evaluation, {mine.id})
    assert view.dimensions[0].gap is None
    assert [city for city, _given in view.dimensions[0].questions[0].given] == [mine]
    make.evaluated(evaluation.sides[1], now=5, wanted=None)
    view = pages.view_of(evaluation, {mine.id})
    assert [mark.now for mark in view.dimensions[0].marks] == [2.0, 5.0]
    assert view.dimensions[0].gap == 3.0
    assert [part.city for part in view.parts] == [mine, theirs]


def test_the_trend_goes_from_the_first_occasion_to_the_last(of: Partnership) -> None:
    first = make.evaluation(of)
    later = make.evaluation(of, occasion=Occasion.MIDTERM, created_at=AT + timedelta(days=400))
    for side in first.sides:
        make.evaluated(side, now=2)
    assert pages.view_of(later, set()).trend is None
    make.evaluated(later.sides[0], now=4)
    trend = pages.view_of(later, set()).trend
    assert trend is not None
    assert [line.values for line in trend.lines[:2]] == [(2.0, 4.0), (2.0, None)]
    assert [line.change for line in trend.lines[:2]] == [2.0, None]
    assert trend.lines[0].ends == (2.0, 4.0)


def test_answers_keep_the_version_they_were_given_to(of: Partnership, author: Person) -> None:
    evaluation = begun(of, author)
    data = json.loads((frameworks.FOLDER / "five_capabilities.json").read_text(encoding="utf-8"))
    newer = data | {"version": 2, "dimensions": data["dimensions"][:1]}
    file = current_app.config["INSTANCE"] / "frameworks" / "newer.json"
    file.parent.mkdir()
    file.write_text(json.dumps(newer), encoding="utf-8")
    current_app.config["FRAMEWORKS"] = frameworks.read_frameworks(current_app.config["INSTANCE"])
    assert frameworks.offered()["five_capabilities"].question_count == 6
    assert frameworks.framework_of(evaluation.framework).question_count == 25
    assert pages.view_of(evaluation, ()).framework.version == 1
    with broken("evaluation.begun"):
        begun(of, author)


def test_a_city_is_reminded_from_thirty_days_before_the_day(of: Partnership, author: Person) -> None:
    evaluation = begun(of, author, due_on=date(2026, 6, 30))

    def asked(today: date) -> list[int]:
        with current_app.test_request_context(base_url=BASE_URL):
            found = duties(Partnership.id == of.id, today)
        return [duty.city_id for duty in found if duty.kind == "evaluation"]

    assert asked(date(2026, 5, 30)) == []
    assert sorted(asked(date(2026, 5, 31))) == sorted(city.id for city in of.cities)
    make.evaluated(evaluation.sides[0])
    assert asked(date(2026, 7, 30)) == [of.cities[1].id]
    evaluations.remove_evaluation(evaluation, actor=author, at=AT)
    assert asked(date(2026, 7, 30)) == []
