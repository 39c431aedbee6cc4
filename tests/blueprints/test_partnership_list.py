"""The list of partnerships and its file."""

import csv
import re
import zipfile
from io import BytesIO, StringIO

import pytest

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import PageClient
from tests.dashboards.samples import Sample, sample
from tests.databases import statements
from tracker.clock import utc_now


@pytest.fixture
def portfolio(client: PageClient) -> Sample:
    """Give the sample as of now."""
    return sample(utc_now())


def csv_rows(answer: object) -> list[list[str]]:
    """Read a file as a spreadsheet does."""
    return list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


def test_everybody_finds_their_own(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(make.technician(portfolio.planning.cities[0]))
    page = client.get("/partnerships").page
    assert rows_of(page) == 2
    assert (portfolio.planning.title, f"/partnerships/{portfolio.planning.ref}") in page.links
    assert portfolio.fresh.ref not in page.html
    assert rows_of(client.get(f"/partnerships?q={portfolio.fresh.ref}").page) == 0


def test_nobody_signed_in_is_asked_to(client: PageClient) -> None:
    for path in ("/partnerships", "/partnerships.csv"):
        assert client.get(path).headers["Location"].startswith("/sign-in")


def test_the_form_narrows_and_keeps_the_order(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.administrator)
    answer = client.submit("/partnerships?sort=stage", {"q": "nampula", "state": "live"}, button="Apply")
    assert "sort=stage" in answer.request.full_path
    assert rows_of(answer.page) == 1
    assert answer.page.link("Clear filters") == "/partnerships?sort=stage"


def test_orders_are_links_and_unknown_ones_are_left_out(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.administrator)
    page = client.get("/partnerships?country=BR").page
    assert page.link("Last event") == "/partnerships?country=BR&sort=last_event"
    newest = client.get(page.link("Last event")).page
    assert newest.words_of("th")[-1].startswith(portfolio.silent.title)
    assert [th.get("aria-sort") for th in newest.all("th") if th.get("aria-sort")] == ["descending"]
    assert newest.link("Last event") == "/partnerships?country=BR&sort=-last_event"
    assert client.get("/partnerships?sort=id;drop table").page.words_of("th") == client.get(
        "/partnerships"
    ).page.words_of("th")


def test_no_match_says_which_filter_to_leave_out(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get("/partnerships?country=PT&programme=lusophone-cities&sort=stage").page
    assert "No partnership matches all of these filters together" in page.main
    wider = client.get(page.link('Without "Programme": 1 partnership'))
    assert rows_of(wider.page) == 1
    assert "sort=stage" in wider.request.full_path


def test_an_empty_list_says_what_comes_next(client: PageClient) -> None:
    client.sign_in(make.coordinator())
    assert client.get("/partnerships").page.link("New partnership") == "/partnerships/new"
    client.sign_in(make.technician(make.city()))
    assert "You do not take part in a partnership yet" in client.get("/partnerships").page.main


def test_pages(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.administrator)
    first = client.get("/partnerships?per_page=3&q=e").page
    last = client.get(first.link("Last"))
    assert "per_page=3" in last.request.full_path
    assert "q=e" in last.request.full_path
    assert client.get("/partnerships?page=2").status_code == 404
    assert client.get("/partnerships?page=4294967296").status_code == 404


def test_the_file_follows_the_filters_and_the_scope(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get("/partnerships?country=BR&state=live&sort=stage").page
    answer = client.get(page.link("Export as CSV"))
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    head, *rows = csv_rows(answer)
    assert head[:7] == ["Reference", "Title", "Programme", "Stage number", "Stage", "Days in stage", "Planned days"]
    assert [row[0] for row in rows] == [portfolio.fresh.ref, portfolio.planning.ref, portfolio.silent.ref]
    client.sign_in(make.observer())
    [whole] = csv_rows(client.get("/partnerships.csv"))
    assert whole[:6] == ["Reference", "Title", "Programme", "Cities", "Countries", "Theme"]
    assert set(head) < set(whole)


def test_the_workbook_holds_the_same_and_numbers_stay_numbers(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get("/partnerships?columns=stage,cities&sort=-stage&q=nampula").page
    answer = client.get(page.link("Export for spreadsheets"))
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    with zipfile.ZipFile(BytesIO(answer.get_data())) as book:
        sheet, strings = (book.read(f"xl/{name}").decode() for name in ("worksheets/sheet1.xml", "sharedStrings.xml"))
    assert "<f>" not in sheet
    assert "Nampula; Guarulhos" in strings
    assert re.search(r'<c r="D3"[^>]*><v>4</v></c>', sheet)


def test_columns_and_groups_are_chosen_without_script_and_kept(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    answer = client.submit(
        "/partnerships?country=MZ", {"columns": ["cities", "promises"], "group": "stage"}, button="Show"
    )
    page = answer.page
    assert "country=MZ" in answer.request.full_path
    heads = [text for text in page.words_of("th") if text in {"Partnership", "Cities", "Promises kept", "State"}]
    assert set(heads) == {"Partnership", "Cities", "Promises kept"}
    assert page.words_of("h3") == ["4 Work plan 2", "5 Exchange 1", "6 Results 2"]
    narrowed = client.get(page.link("4 Work plan"))
    assert rows_of(narrowed.page) == 2
    assert "columns=cities%2Cpromises" in narrowed.request.full_path


def test_a_board_counts_its_columns_and_opens_their_lists(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.coordinator)
    page = client.get(client.get("/partnerships?country=MZ").page.link("Show as a board")).page
    assert page.words_of("h2") == ["4 Work plan 2", "5 Exchange 1", "6 Results 2"]
    assert (portfolio.fresh.title, f"/partnerships/{portfolio.fresh.ref}") in page.links
    assert rows_of(client.get(page.link("4 Work plan")).page) == 2
    assert client.get(page.link("Show as a list")).request.full_path == "/partnerships?country=MZ"
    empty = client.get("/partnerships?layout=board&country=XX").page
    assert 'Without "Country": 6 partnerships' in empty.main


@pytest.mark.parametrize("title", ['=HYPERLINK("http://evil.example")', "+351 21", "-2", "@SUM(A1)"])
def test_no_title_runs_in_a_spreadsheet(client: PageClient, title: str) -> None:
    cities = [make.city(title), make.city("Nampula")]
    make.partnership(cities, title=title, programme=make.programme(f"{title} programme", code="p"))
    client.sign_in(make.administrator())
    row = csv_rows(client.get("/partnerships.csv"))[1]
    assert row[1] == f"'{title}"
    assert row[2] == f"'{title} programme"
    assert row[3] == f"'{title}; Nampula"


def test_as_many_statements_for_many_as_for_few(client: PageClient, portfolio: Sample) -> None:
    client.sign_in(portfolio.administrator)

    def counts() -> list[int]:
        found = []
        for path in ("/partnerships", "/partnerships?sort=programme&country=BR&q=a", "/partnerships.csv"):
            with statements() as made:
                client.get(path)
            found.append(len(made))
        return found

    few = counts()
    for _turn in range(15):
        make.partnership(programme=portfolio.nordic)
    assert counts() == few
