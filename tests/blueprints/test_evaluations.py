"""The pages of evaluations: asked, filled in parts, handed in, both views side by side."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tracker.db import db
from tracker.models.evaluations import Evaluation, EvaluationSection
from tracker.models.partnerships import Partnership


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


def test_an_empty_list_says_what_comes(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    assert "No evaluation has begun." in client.get(f"/partnerships/{of.ref}/evaluations").page.main


def test_a_city_answers_part_by_part_and_hands_in(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    told = {"framework": "dac_criteria", "occasion": "end", "due_on": "2030-01-31"}
    seen = client.follow(client.submit(f"/partnerships/{of.ref}/evaluations/new", told)).page.main
    assert "0 of 6 answered" in seen
    (evaluation,) = db.session.scalars(select(Evaluation))
    for number, section in enumerate(evaluation.sides[0].sections):
        fields = {"now_0": "4", "why_0": "Seen", "action": "Go on"} if number else {"does_not_apply_0": "y"}
        answer = client.submit(f"/evaluation-sections/{section.id}/edit", fields)
    seen = client.follow(answer).page.main
    assert "6 of 6 answered" in seen
    assert "now 4.0 of 5" in seen
    assert "does not apply" in seen
    done = client.submit(
        f"/evaluations/{evaluation.id}", {}, form=f"/evaluation-sides/{evaluation.sides[0].id}/hand-in"
    )
    assert "Handed in" in client.follow(done).page.main


def test_a_level_that_is_not_on_the_scale_is_refused(client: PageClient, of: Partnership) -> None:
    section = make.evaluation(of).sides[0].sections[0]
    client.sign_in(make.technician(of.cities[0]))
    address = f"/evaluation-sections/{section.id}/edit"
    answer = client.submit(address, extra={"now_0": "9"})
    assert answer.status_code == 422
    assert db.session.get_one(EvaluationSection, section.id).answers == []


def test_two_people_of_a_city_do_not_overwrite_each_other(client: PageClient, of: Partnership) -> None:
    section = make.evaluation(of, "learning_checklist").sides[0].sections[0]
    client.sign_in(make.technician(of.cities[0]))
    address = f"/evaluation-sections/{section.id}/edit"
    client.submit(address, {"why_0": "The first answer"})
    answer = client.submit(address, {"why_0": "The late answer", "version": "1"})
    assert answer.status_code == 409
    assert "The first answer" in answer.page.main
    assert "The late answer" in answer.page.main


def test_a_reader_of_another_language_is_told_where_words_are_english(client: PageClient, of: Partnership) -> None:
    evaluation = make.evaluation(of, "g20_principles")
    make.evaluated(evaluation.sides[0], wanted=None)
    client.sign_in(make.technician(of.cities[1], language="pt"))
    answer = client.get(f"/evaluations/{evaluation.id}")
    assert "não publicada" in answer.page.main
    assert 'lang="en"' in answer.get_data(as_text=True)
