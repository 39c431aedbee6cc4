"""What a phone keeps: the pages of its owner, in their language, and the worker that gives them back."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from tests import factories as make
from tests.client import PageClient
from tests.factories import AT
from tests.pages import Page
from tracker.blueprints.offline import edition
from tracker.dashboards.offline import MOST_KEPT

SHELL_BYTES = 150_000


def kept(client: PageClient) -> dict[str, str]:
    """Give the pages that a phone keeps, by their addresses."""
    pages: dict[str, str] = client.get("/offline/pages").get_json()["pages"]
    return pages


def test_a_phone_keeps_the_forms_of_its_owners_partnerships_and_no_others(client: PageClient) -> None:
    own, other = make.partnership(), make.partnership()
    client.sign_in(make.technician(own.cities[0]))
    assert set(kept(client)) == {
        "/offline",
        f"/missions/new?partnership={own.ref}",
        f"/notes/new?partnership={own.ref}",
    }
    assert not [path for path, page in kept(client).items() if other.ref in page]


def test_a_kept_form_is_the_form_of_the_page(client: PageClient) -> None:
    partnership = make.partnership()
    client.sign_in(make.technician(partnership.cities[0]))
    for path in (f"/missions/new?partnership={partnership.ref}", f"/notes/new?partnership={partnership.ref}"):
        served, held = client.get(path).page, Page(kept(client)[path])
        assert [form.names for form in held.forms] == [form.names for form in served.forms]
        assert [form.action for form in held.forms] == [form.action for form in served.forms]


def test_it_keeps_the_twenty_where_something_happened_last(client: PageClient) -> None:
    city = make.city()
    made = [
        make.partnership([city, make.city()], last_event_at=AT + timedelta(hours=number))
        for number in range(MOST_KEPT + 3)
    ]
    client.sign_in(make.technician(city))
    pages = kept(client)
    assert len(pages) == 1 + 2 * MOST_KEPT
    assert [one.ref for one in made if f"/missions/new?partnership={one.ref}" not in pages] == [
        one.ref for one in made[:3]
    ]


def test_all_that_is_kept_is_small(client: PageClient) -> None:
    cities = [make.city("Nampula"), make.city("Guarulhos")]
    for _number in range(MOST_KEPT):
        make.partnership(cities)
    client.sign_in(make.technician(cities[0]))
    pages = client.get("/offline/pages").get_data()
    assert len(kept(client)) == 1 + 2 * MOST_KEPT
    files = [client.get(f"/static/{name}").get_data() for name in ("tracker.css", "queue.js", "offline.js")]
    sizes = [len(gzip.compress(content, 6)) for content in [pages, client.get("/worker.js").get_data(), *files]]
    assert sum(sizes) <= SHELL_BYTES, sizes


def test_the_worker_knows_its_edition_and_files(client: PageClient) -> None:
    answer = client.get("/worker.js")
    text = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        200,
        "text/javascript",
        "no-cache",
    )
    assert f'const EDITION = "{edition()}"' in text
    for file in ("tracker.css", "queue.js", "offline.js", "favicon.svg"):
        assert f"/static/{file}" in text
        assert client.get(f"/static/{file}").status_code == 200


def test_it_can_be_put_on_the_first_screen(client: PageClient) -> None:
    answer = client.get("/manifest.webmanifest")
    said: dict[str, Any] = answer.get_json(force=True)
    assert answer.mimetype == "application/manifest+json"
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")
    for icon in said["icons"]:
        assert client.get(icon["src"]).mimetype == icon["type"]


@pytest.mark.parametrize(("who", "keeps"), [("technician", True), ("mayor", False), ("administrator", False)])
def test_only_those_who_log_missions_get_the_scripts(client: PageClient, who: str, keeps: bool) -> None:
    partnership = make.partnership()
    person = getattr(make, who)(*([partnership.cities[0]] if who != "administrator" else []))
    client.sign_in(person)
    assert ("/static/offline.js" in client.get("/account").get_data(as_text=True)) is keeps
