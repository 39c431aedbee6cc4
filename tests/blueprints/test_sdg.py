"""The page of the goals that a partnership serves, and that of one goal's targets."""

import pytest

from tests import factories as make
from tests.client import PageClient
from tracker.models.partnerships import Partnership
from tracker.services.sdg import goals, served_by


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


def address(of: Partnership) -> str:
    return f"/partnerships/{of.ref}/sdgs"


def test_goals_then_targets_are_chosen_and_stand_on_the_page_of_the_partnership(
    client: PageClient, of: Partnership
) -> None:
    client.sign_in(make.technician(of.cities[0]))
    assert client.get(f"/partnerships/{of.ref}").page.link("Choose the goals") == address(of)
    seen = client.follow(client.submit(address(of), {"goals": ["1", "11"]})).page
    assert "11. Sustainable cities and communities" in seen.main
    assert seen.link("Choose targets 11") == f"{address(of)}/11"
    told = {"why": "Land for all.", "serves_2": True, "why_2": "Plans are made together."}
    seen = client.follow(client.submit(f"{address(of)}/11", told)).page
    for words in ("Land for all.", "11.3 By 2030, enhance inclusive", "Plans are made together."):
        assert words in seen.main, words
    card = client.get(f"/partnerships/{of.ref}").page.main
    assert "11. Sustainable cities and communities" in card
    assert "Targets: 11.3" in card


def test_the_texts_are_in_the_readers_language(client: PageClient, of: Partnership) -> None:
    make.sdg(of)
    client.sign_in(make.technician(of.cities[0], language="pt"))
    assert "11. Cidades e comunidades sustentáveis" in client.get(address(of)).page.main
    assert "Até 2030" in client.get(f"{address(of)}/11").page.main


@pytest.mark.parametrize("language", ["en", "pt"])
def test_the_heaviest_pages_stay_light(client: PageClient, of: Partnership, language: str) -> None:
    for goal in goals().values():
        for code in (goal.code, *(target.code for target in goal.targets)):
            make.sdg(of, code, note="Porquê? " * 60, is_demonstration=True)
    client.sign_in(make.technician(of.cities[0], language=language))
    for path in ("", *(f"/{number}" for number in goals())):
        assert client.get(f"{address(of)}{path}").status_code == 200


def test_who_may_not_choose_reads_what_is_served(client: PageClient, of: Partnership) -> None:
    make.sdg(of, note="Land for all.")
    client.sign_in(make.mayor(of.cities[0]))
    seen = client.get(address(of)).page
    assert "Land for all." in seen.main
    assert not [form for form in seen.forms if "goals" in form.defaults]
    make.sdg(of, "11.3", note="Plans are made together.")
    seen = client.get(f"{address(of)}/11").page
    for words in ("Land for all.", "11.3 By 2030, enhance inclusive", "Plans are made together."):
        assert words in seen.main, words
    assert not [form for form in seen.forms if "serves_0" in form.defaults]
    assert "No target of this goal is chosen." in client.get(f"{address(of)}/17").page.main


def test_a_choice_over_somebody_elses_is_refused(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    goals_page, targets_page = client.get(address(of)), client.get(f"{address(of)}/11")
    make.sdg(of, "11", note="Theirs")
    answer = client.send(goals_page, {"goals": ["5"]})
    assert answer.status_code == 409
    assert client.send(targets_page, {"why": "Mine"}).status_code == 409
    assert served_by(of).why == {"11": "Theirs"}


def test_what_is_no_goal_is_not_found_or_refused(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    assert client.get(f"{address(of)}/18").status_code == 404
    assert client.submit(address(of), extra={"goals": "18"}).status_code == 422
    assert served_by(of).why == {}
