"""The public pages: read by anybody, light, and telling nothing that is not published."""

import gzip

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import PageClient
from tests.databases import statements
from tracker.models.archive import Source
from tracker.models.partnerships import Partnership


def published(**more: object) -> Partnership:
    """Make a published partnership of Nampula and Guarulhos."""
    make.keep(Source(code="S01", position=1, title="A guide", address="https://city.example/guide"))
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    return make.partnership(cities, is_public=True, sources="S01", programme=make.programme("Lusophone cities"), **more)


def test_anybody_reads_it_without_signing_in(client: PageClient) -> None:
    entry = published(theme_text="Whose land is it?")
    page = client.get("/compendium").page
    assert rows_of(page) == 1
    shown = client.get(page.link(entry.title))
    for words in ("Nampula (Mozambique); Guarulhos (Brazil)", "Whose land is it?", "Lusophone cities", "Cadastre"):
        assert words in shown.page.main, words
    assert shown.page.link("A guide") == "https://city.example/guide"
    assert len(gzip.compress(shown.data)) < 15_000


def test_what_is_not_published_is_not_found_by_anybody(client: PageClient) -> None:
    hidden = make.partnership()
    assert client.get(f"/compendium/{hidden.ref}").status_code == 404
    assert rows_of(client.get("/compendium").page) == 0
    assert "No partnership is published yet" in client.get("/compendium").page.main
    client.sign_in(make.administrator())
    assert client.get(f"/compendium/{hidden.ref}").status_code == 404


def test_search_and_filters(client: PageClient) -> None:
    published()
    make.partnership(is_public=True, theme="climate")
    for asked, count in (({"q": "nampula guarulhos"}, 1), ({"country": "BR"}, 1), ({"theme": "climate"}, 1)):
        assert rows_of(client.submit("/compendium", asked, button="Apply").page) == count, asked
    assert rows_of(client.get("/compendium?programme=lusophone-cities").page) == 1
    assert rows_of(client.get("/compendium?state=ended&stage=1").page) == 2
    nothing = client.get("/compendium?q=nothing").page
    assert nothing.link("Clear filters") == "/compendium"
    assert client.get("/compendium?page=2").status_code == 404
    assert client.get("/compendium/" + "x" * 3000).status_code == 404


def test_a_public_note_is_shown_in_its_language_and_without_a_name(client: PageClient) -> None:
    entry = published()
    author = make.technician(entry.cities[0])
    make.note(entry, author, text="Aprendemos.\n\nMuito <b>mesmo</b>.", language="pt", visibility="public")
    make.note(entry, author, text="Kept among us", visibility="partners")
    page = client.get(f"/compendium/{entry.ref}").page
    assert "Aprendemos." in page.main
    assert "Muito <b>mesmo</b>." in page.main
    assert "Kept among us" not in page.html
    assert author.name not in page.html
    assert any(element.get("lang") == "pt" for element in page.all("div"))


def test_as_many_statements_for_many_as_for_few(client: PageClient) -> None:
    entry = published()

    def counts() -> list[int]:
        found = []
        for path in ("/compendium", f"/compendium/{entry.ref}"):
            with statements() as made:
                client.get(path)
            found.append(len(made))
        return found

    few = counts()
    for turn in range(8):
        make.partnership(is_public=True)
        make.mission(entry, title=f"Visit {turn}", event_code=f"ev{turn}", sources="S01")
    assert counts() == few
