"""Pages of lists: what an address asks for, and the links between them."""

import pytest
from werkzeug.exceptions import NotFound

from tracker.dashboards.paging import LARGEST_SIZE, USUAL_SIZE, Window, page


@pytest.mark.parametrize(
    ("asked", "number", "size"),
    [
        ({}, 1, USUAL_SIZE),
        ({"page": "3", "per_page": "20"}, 3, 20),
        ({"page": "0", "per_page": "0"}, 1, USUAL_SIZE),
        ({"page": "-1", "per_page": "-5"}, 1, USUAL_SIZE),
        ({"page": "two", "per_page": "1.5"}, 1, USUAL_SIZE),
        ({"page": "²", "per_page": "٣"}, 1, USUAL_SIZE),
        ({"page": "1", "per_page": "100000"}, 1, LARGEST_SIZE),
        ({"page": "9999999999"}, 2**31 - 1, USUAL_SIZE),
        ({"page": "9" * 5000}, 1, USUAL_SIZE),
    ],
)
def test_reading_an_address(asked: dict[str, str], number: int, size: int) -> None:
    assert Window.read(asked) == Window(number, size)


def test_an_empty_list_has_one_page_without_links() -> None:
    only = page(Window(), 0, "/x", {})
    assert (only.number, only.pages, only.total, only.prev_href, only.next_href) == (1, 1, 0, None, None)


@pytest.mark.parametrize(("total", "pages"), [(1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_counting_pages(total: int, pages: int) -> None:
    assert page(Window(), total, "/x", {}).pages == pages


def test_links_keep_what_was_asked_for() -> None:
    middle = page(Window(2, 10), 25, "/x", {"q": "a&b"})
    assert middle.prev_href == "/x?q=a%26b&per_page=10&page=1"
    assert middle.next_href == middle.last_href == "/x?q=a%26b&per_page=10&page=3"
    assert middle.first_href == middle.prev_href


def test_the_last_page_has_no_next() -> None:
    assert page(Window(3, 10), 25, "/x", {}).next_href is None


@pytest.mark.parametrize("number", [2, 4, 2**31 - 1])
def test_beyond_the_last_page_nothing_is_found(number: int) -> None:
    with pytest.raises(NotFound):
        page(Window(number, 50), 50, "/x", {})
