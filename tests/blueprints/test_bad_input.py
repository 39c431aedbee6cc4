"""Every form and every address with what no reader in good faith would send.

Nothing may answer 5xx. What is refused (4xx) is answered with a page, and changes nothing.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests import crawl
from tests.client import Answer
from tests.crawl import FoundForm
from tests.databases import ON_POSTGRESQL, statements
from tests.routes import rules
from tests.world import World, path_of

HARMLESS_WRITES = ("INSERT INTO sign_in_attempt", "DELETE FROM sign_in_attempt")
"""What a refused request may keep: that somebody gave a wrong password."""
OVERLONG = "x" * 100_000
NASTY = {
    "nothing": "",
    "blank": " \t\n ",
    "overlong": OVERLONG,
    "NUL": "a\x00b",
    "emoji": "👩🏽‍🌾" * 40,
    "right to left": "\u202eabc\u2066",
    "lone combining": "\u0301\u0301",
    "not text": b"\xff\xfe\xfa",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7 * 7 }}{% for x in y %}",
    "query": "'; DROP TABLE person; --",
    "format": "%s %(name)s %n {0} %",
    "path": "../../../etc/passwd",
    "header": "a\r\nSet-Cookie: b=c",
    "formula": '=HYPERLINK("http://x.example")',
    "negative": "-1",
    "zero": "0",
    "beyond 32 bits": str(2**31),
    "beyond 64 bits": str(10**30),
    "many digits": "9" * 5000,
    "exponent": "1e309",
    "not a number": "NaN",
    "other digits": "١٢٣",
    "no such day": "2026-02-30",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "after the last day": "10000-01-01",
    "a word": "no-such-code",
}
MARKED = ("<script>alert(1)", "<img src=x", "<script>1")
"""What stands in no page unless something was not escaped."""
STRICTER = ["NUL", "not text", "emoji", "beyond 32 bits", "beyond 64 bits", "many digits", "first day", "last day"]
"""What PostgreSQL minds where SQLite does not; the run on PostgreSQL tries no more than this."""
EVERYWHERE = STRICTER if ON_POSTGRESQL else list(NASTY)
"""What all fields of a form are tried with at once."""
ALONE = ["beyond 64 bits"] if ON_POSTGRESQL else ["nothing", "NUL", "not text", "negative", "beyond 64 bits", "a word"]
"""What each field is tried with by itself."""
IN_ADDRESSES = [
    *("NUL", "beyond 32 bits", "beyond 64 bits", "many digits", "after the last day"),
    *([] if ON_POSTGRESQL else ["nothing", "markup", "query", "negative", "not a number", "no such day"]),
]
FILES = {
    "an empty file": (b"", "empty.pdf"),
    "a program": (b"MZ\x90\x00\x03", "photo.png"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "page.html"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "drawing.svg"),
    "half a photo": (crawl.A_PHOTO[:40], "photo.png"),
    "a path for a name": (crawl.A_PHOTO, "../../../etc/passwd"),
    "a name that is too long": (crawl.A_PHOTO, "x" * 5000 + ".png"),
    "a name with a NUL": (crawl.A_PHOTO, "a\x00.png"),
    "no name": (crawl.A_PHOTO, ""),
    "a device for a name": (crawl.A_PHOTO, "CON.png"),
}


@pytest.fixture(scope="module")
def found(world: World) -> list[FoundForm]:
    """Find all forms once."""
    forms = crawl.forms(world)
    assert len(forms) > 20
    return forms


def refusal(world: World, form: FoundForm, data: MultiDict[str, Any], *, is_inspected: bool = False) -> str:
    """Send a form and say what is wrong with the answer; empty when all is well."""
    with world.as_before(), statements() as watch:
        try:
            answer = form.send(world, data, is_inspected=is_inspected)
        except AssertionError as trouble:
            return str(trouble)[:500]
    return wrong(answer, watch.kept)


def wrong(answer: Answer, kept: list[str]) -> str:
    """Say what is wrong with an answer to bad input."""
    said = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    if any(marked in said for marked in MARKED):
        return f"answered {answer.status_code} with what was sent as markup"
    if answer.status_code in {200, 302, 303}:
        return ""
    if not 400 <= answer.status_code < 500:
        return f"answered {answer.status_code}"
    if "<h1" not in said:
        return f"{answer.status_code} without a page"
    changed = [statement for statement in kept if not statement.startswith(HARMLESS_WRITES)]
    return f"answered {answer.status_code} and yet kept {changed}" if changed else ""


def bad_forms(form: FoundForm) -> Iterator[tuple[str, MultiDict[str, Any]]]:
    """Give every way in which a form is filled in badly, with its name."""
    yield "nothing at all", MultiDict({"csrf_token": form.filled["csrf_token"]})
    for kind in EVERYWHERE if form.open_fields else ():
        yield f"{kind} everywhere", changed(form, dict.fromkeys(form.open_fields, NASTY[kind]))
    for name in one_of_each(form):
        for kind in ALONE:
            yield f"{kind} as {name}", changed(form, {name: NASTY[kind]})
        yield f"without {name}", changed(form, {name: None})
        yield f"{name} twice", changed(form, {name: [*form.filled.getlist(name), "another"]})
    for kind, file in FILES.items():
        for control in form.form.controls:
            if control.kind == "file":
                yield f"{kind} as {control.name}", changed(form, {control.name: file})


def one_of_each(form: FoundForm) -> list[str]:
    """Name the fields of a form, but of rows that repeat those of one row only."""
    names = sorted(set(form.filled) - {"csrf_token"})
    return list({re.sub(r"\d+", "0", name): name for name in reversed(names)}.values())


def changed(form: FoundForm, fields: dict[str, Any]) -> MultiDict[str, Any]:
    """Give the form as filled in good faith, with some fields changed; None takes a field out."""
    sent = form.filled.copy()
    for name, value in fields.items():
        sent.setlist(name, value if isinstance(value, list) else [] if value is None else [value])
    return sent


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # a body refused half-way leaves its file
def test_no_form_breaks(world: World, found: list[FoundForm]) -> None:
    troubles = [
        f"{form}: {how}: {trouble}"
        for form in found
        for how, data in bad_forms(form)
        if (trouble := refusal(world, form, data, is_inspected=how in {"nothing at all", "markup everywhere"}))
    ]
    assert not troubles, "\n".join(troubles)


def test_a_form_in_good_faith_breaks_nothing(world: World, found: list[FoundForm]) -> None:
    troubles = [
        f"{form}: {trouble}" for form in found if (trouble := refusal(world, form, form.filled, is_inspected=True))
    ]
    assert not troubles, "\n".join(troubles)


def test_a_stale_form_overwrites_nothing(world: World, found: list[FoundForm]) -> None:
    versioned = [form for form in found if "version" in form.form.names and not (form.button and form.button.name)]
    assert len(versioned) > 5
    for form in versioned:
        with world.as_before(), statements() as watch:
            answer = form.send(world, changed(form, {"version": "999999"}))
        assert answer.status_code in {409, 422}, str(form)
        assert watch.kept == [], str(form)


@pytest.mark.parametrize("kind", ["beyond 64 bits", "NUL", "overlong", "path", "query"])
def test_an_address_of_nothing_is_not_found(world: World, kind: str) -> None:
    for rule in rules(world.app, "GET"):
        if rule.arguments:
            path = "/".join(
                (str(10**30) if "int:" in part else str(NASTY[kind])[:3000]) if part.startswith("<") else part
                for part in rule.rule.split("/")
            )
            answer = world.ask("administrator", "GET", path)
            assert answer.status_code in {400, 404}, path


def queries(names: set[str]) -> Iterator[dict[str, Any]]:
    """Give bad query strings for an address, out of the names that its own pages use and those that many use."""
    known = sorted(
        names | {"page", "per_page", "sort", "order", "q", "partnership", "next", "state", "stage", "programme"}
    )
    for kind in IN_ADDRESSES:
        yield dict.fromkeys(known, NASTY[kind])
    for name in known:
        for kind in ("negative", "beyond 64 bits", "a word"):
            yield {name: NASTY[kind]}
    yield {name: ["1", "2", "x"] for name in known}


@pytest.mark.parametrize("reader", ["coordinator", "nobody"])
def test_no_query_string_breaks_a_page(world: World, reader: str) -> None:
    troubles = []
    for rule in rules(world.app, "GET"):
        path = path_of(world, rule, "own")
        shown = world.ask(reader, "GET", path)
        forms = shown.page.forms if shown.mimetype == "text/html" else []
        names = {name for form in forms for name in form.names if form.method == "get"}
        for query in queries(names) if shown.status_code == 200 else ():
            try:
                answer = world.ask(reader, "GET", path, query_string=query, is_inspected=False)
                trouble = wrong(answer, [])
            except AssertionError as broken:
                trouble = str(broken)[:500]
            if trouble:
                troubles.append(f"{path} {query}: {trouble}")
    assert not troubles, "\n".join(troubles)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.one_of(
    TEXT,
    st.sampled_from(sorted(str(value) for value in NASTY.values() if isinstance(value, str) and len(value) < 1000)),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.lists(TEXT, max_size=3),
    st.none(),
)


@pytest.mark.once
def test_no_mixture_breaks_a_form(world: World, found: list[FoundForm]) -> None:
    @settings(max_examples=400, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def mixture(data: st.DataObject) -> None:
        form = data.draw(st.sampled_from(found))
        names = sorted(set(form.filled) - {"csrf_token"})
        chosen = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=4)) if names else []
        trouble = refusal(world, form, changed(form, {name: data.draw(VALUES) for name in chosen}))
        assert trouble == "", str(form)

    mixture()
