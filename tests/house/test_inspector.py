"""The instruments of the tests: the inspector sees every fault, the page client every broken promise of a request."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests import factories as make
from tests.client import PageClient, install
from tests.databases import Databases, database_hash, statements
from tests.inspector import inspect_page
from tests.pages import Page
from tracker.db import db, transaction
from tracker.models.archive import Source
from tracker.models.cities import City

PAGE = """<!doctype html>
<html lang="en"><head><title>A page - Partnership Tracker</title></head>
<body><main><h1>A page</h1>{}</main></body></html>"""
SOUND = """
<p id="here">Words. <a href="#here">Here</a> <a href="/sign-in">Sign in</a> <a href="https://example.org">Elsewhere</a></p>
<form method="post" action="/language"><label for="a">A</label><input id="a" name="a">
<label>B <textarea name="b"></textarea></label><button>Send</button></form>
<img src="/static/favicon.svg" alt="">
"""
FAULTS = [
    ("a tag that is not closed", "<div><p>Words</div></p>", "unexpected-end-tag"),
    ("a second heading", "<h1>Another</h1>", "one h1"),
    ("an id that is there twice", '<p id="a"></p><p id="a"></p>', "2 times"),
    ("an empty id", '<p id=""></p>', "id ''"),
    ("a field without a label", '<input name="a">', "no label"),
    ("a label without words", '<label for="a"></label><input id="a" name="a">', "no label"),
    ("a list without a label", '<select name="a"><option>1</option></select>', "no label"),
    ("a button that says nothing", "<button></button>", "no label"),
    ("a link that says nothing", '<a href="/sign-in"></a>', "no label"),
    ("an image without its words", '<img src="/static/favicon.svg">', "no alt"),
    ("an inline style", '<p style="color: red">Words</p>', "carries style"),
    ("an inline handler", '<p onclick="x()">Words</p>', "carries onclick"),
    ("an inline style sheet", "<style>p {}</style>", "is inline"),
    ("an inline script", "<script>x()</script>", "is inline"),
    ("a script for an address", '<a href="javascript:x()">Words</a>', "carries href"),
    ("an anchor that leads nowhere", '<a href="#nowhere">Words</a>', "has the id 'nowhere'"),
    ("a description that is not there", '<p aria-describedby="nowhere">Words</p>', "has the id 'nowhere'"),
    ("a link that leads nowhere", '<a href="/no-such-page">Words</a>', "leads nowhere (404)"),
    ("a form that leads nowhere", '<form method="post" action="/tasks"></form>', "leads nowhere (405)"),
]


def test_a_sound_page_is_sound(app: Flask) -> None:
    assert inspect_page(Page(PAGE.format(SOUND)), "/sign-in", app) == []


@pytest.mark.parametrize(("fault", "html", "told"), FAULTS)
def test_a_fault_is_seen(app: Flask, fault: str, html: str, told: str) -> None:
    troubles = inspect_page(Page(PAGE.format(html)), "/sign-in", app)
    assert any(told in trouble for trouble in troubles), (fault, troubles)


def test_a_page_says_its_language_and_repeats_its_heading(app: Flask) -> None:
    assert inspect_page(Page(PAGE.format("").replace(' lang="en"', "")), "/", app) == ["html has no lang"]
    assert "does not repeat" in inspect_page(Page(PAGE.format("").replace("<h1>A page", "<h1>Another")), "/", app)[0]


def forget() -> str:
    """Change something, write it to the database, and do not commit."""
    db.session.add(City(code="lost", name="Lost", country="MZ"))
    db.session.flush()
    return PAGE.format("")


def forget_unwritten() -> str:
    """Change something, and neither write nor commit it."""
    db.session.add(City(code="lost", name="Lost", country="MZ"))
    return PAGE.format("")


def keep() -> str:
    """Change something and commit."""
    with transaction():
        db.session.add(City(code="kept", name="Kept", country="MZ"))
    return PAGE.format("")


def break_off() -> str:
    """Fail."""
    raise LookupError("on purpose")


def weigh() -> str:
    """Give a page that is too heavy."""
    return PAGE.format("<p>Words</p>" * 6000)


@pytest.fixture
def try_out(databases: Databases) -> Iterator[Callable[..., PageClient]]:
    """Give a function that makes a reader of an application with one more view."""
    with databases.app_on(databases.copy()) as app:

        def trying(view: Callable[[], str]) -> PageClient:
            install(app)
            app.add_url_rule("/tried", "tried", view, methods=["GET", "POST"])
            app.config["WTF_CSRF_ENABLED"] = False
            return app.test_client()  # type: ignore[return-value]

        with app.app_context():
            yield trying


@pytest.mark.parametrize(
    ("method", "view", "told"),
    [
        ("POST", forget, "forgot to commit"),
        ("POST", forget_unwritten, "forgot to commit"),
        ("GET", keep, "must not write"),
        ("GET", forget, "forgot to commit"),
        ("GET", break_off, "answered 500"),
        ("GET", weigh, "the page weighs"),
    ],
)
def test_a_broken_promise_is_noticed(
    try_out: Callable[..., PageClient], method: str, view: Callable[[], str], told: str
) -> None:
    client = try_out(view)
    with pytest.raises(AssertionError, match=told):
        client.open("/tried", method=method)


def test_a_kept_promise_is_not_complained_of(try_out: Callable[..., PageClient]) -> None:
    client, before = try_out(keep), database_hash()
    assert client.post("/tried").status_code == 200
    assert database_hash() != before


def test_a_form_takes_only_what_a_reader_could_choose(client: PageClient) -> None:
    person = make.technician(make.city("Nampula"))
    client.sign_in(person)
    with pytest.raises(AssertionError, match="language does not offer"):
        client.submit("/account", {"language": "xx"})
    with pytest.raises(AssertionError, match="0 forms have"):
        client.submit("/account", {"no_such_field": "x"})


def test_statements_are_counted_alike_whatever_they_do(app: Flask) -> None:
    with statements() as watch:
        source = Source(code="counted", position=1, title="Counted")
        db.session.add(source)
        db.session.commit()
        assert (len(watch), len(watch.kept), watch.lost) == (1, 1, [])
        db.session.delete(source)
        db.session.flush()
        db.session.rollback()
    assert len(watch.lost) == 1


def test_a_form_is_read_as_a_browser_sends_it() -> None:
    html = """<form method="post" action="/a" id="f"><input name="text" value="1">
    <input type="checkbox" name="box" checked><input type="checkbox" name="box" value="2">
    <input type="radio" name="one" value="a"><input type="radio" name="one" value="b" checked>
    <select name="list"><option value="x">X</option><option value="y" selected>Y</option></select>
    <select name="first"><option>P</option><option>Q</option></select>
    <textarea name="lines">\ntwo</textarea><input name="off" disabled value="1">
    <button name="act" value="go">Go</button></form><input form="f" name="far" value="9">"""
    form = Page(PAGE.format(html)).forms[0]
    assert form.defaults == {
        "text": ["1"],
        "box": ["on"],
        "one": ["b"],
        "list": ["y"],
        "first": ["P"],
        "lines": ["two"],
        "far": ["9"],
    }
    assert form.offered("list") == {"x", "y"}
    assert form.offered("text") is None
    assert [(button.text, button.name, button.value) for button in form.buttons] == [("Go", "act", "go")]
