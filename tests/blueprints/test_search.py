"""The pages of the search over everything, and the box on every page."""

from itertools import product

import pytest

from tests import factories as make
from tests.client import PageClient
from tests.databases import statements
from tests.world import READERS, World
from tracker.domain.search import SearchKind
from tracker.models.partnerships import Partnership


@pytest.fixture
def of(client: PageClient) -> Partnership:
    """Make a partnership of Nampula, and let an administrator come."""
    made = make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")], title="Guarulhos – Nampula")
    client.sign_in(make.administrator())
    return made


def test_nobody_signed_in_is_asked_to_and_sees_no_box(client: PageClient) -> None:
    assert client.get("/search?q=nam").headers["Location"].startswith("/sign-in")
    assert not [form for form in client.get("/sign-in").page.forms if form.action == "/search"]


def test_groups_with_counts_each_open_their_whole_list(client: PageClient, of: Partnership) -> None:
    for number in range(60):
        make.completed_mission(of, title=f"Nampula {number:02d}")
    page = client.get("/search?q=nam").page
    assert page.words_of("h2") == ["Partnerships", "Cities", "Missions"]
    assert ("Guarulhos – Nampula", f"/partnerships/{of.ref}") in page.links
    whole = client.get(page.link("All 60 (Missions)")).page
    assert "60 found" in whole.main
    assert sum(href.startswith("/missions/") for _text, href in whole.links) == 50
    last = client.get(whole.link("Next")).page
    assert sum(href.startswith("/missions/") for _text, href in last.links) == 10
    assert client.get("/search?q=nam&kind=mission&page=3").status_code == 404


def test_enter_on_a_reference_or_a_single_match_leads_there(client: PageClient, of: Partnership) -> None:
    assert client.get(f"/search?q={of.ref.lower()}").headers["Location"] == f"/partnerships/{of.ref}"
    assert client.get("/search?q=guarulhos+nam").headers["Location"] == f"/partnerships/{of.ref}"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "Write the beginning of one or several words"),
        ("na", "Write at least 3 letters."),
        ("lisboa", 'Nothing begins with "lisboa" in what you may see.'),
        ("%00nam", None),
        ("x" * 5000, "Nothing begins with"),
        ("%F0%9F%8C%8D%F0%9F%8C%8D", "Write at least 3 letters."),
    ],
)
def test_what_the_page_says_when_there_is_nothing(
    client: PageClient, of: Partnership, question: str, said: str | None
) -> None:
    answer = client.get(f"/search?q={question}")
    assert answer.status_code == (200 if said else 400)
    assert said is None or said in answer.page.main
    assert client.get("/search?q=lisboa&kind=nothing").status_code == 200
    assert "Nothing begins" in client.get("/search?q=lisboa&kind=need").page.main


def test_the_box_is_on_every_page_and_the_key_can_be_switched_off(client: PageClient, of: Partnership) -> None:
    page = client.get("/cities").page
    assert [form.names for form in page.forms if form.action == "/search"] == [{"q"}, {"q"}]
    assert "search.js" in page.html
    assert client.submit("/account", {"has_shortcuts": False}).status_code == 303
    page = client.get("/cities").page
    assert "search.js" not in page.html
    assert [form.names for form in page.forms if form.action == "/search"] == [{"q"}, {"q"}]
    client.submit("/account", {"has_shortcuts": True})
    assert "search.js" in client.get("/cities").page.html


@pytest.mark.parametrize("reader", READERS[1:])
def test_whatever_is_found_can_be_opened(world: World, reader: str) -> None:
    found = set()
    for question, kind in product(("nampula", "maputo", "p-0001", "visit", "map", "lus"), SearchKind):
        page = world.ask(reader, "GET", f"/search?q={question}&kind={kind.value}", is_inspected=False).page
        found |= {
            link.get("href", "") for hits in page.all("ul") if hits.get("class") == "lst" for link in hits.iter("a")
        }
    assert found
    for href in found:
        assert world.ask(reader, "GET", href, is_inspected=False).status_code == 200, href


def test_as_many_statements_for_many_as_for_few(client: PageClient, of: Partnership) -> None:
    def count() -> int:
        with statements() as made:
            client.get("/search?q=nam")
        return len(made)

    few = count()
    for number in range(10):
        make.completed_mission(of, title=f"Nampula {number:02d}")
    assert count() == few
