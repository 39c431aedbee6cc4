"""Templates: nothing inline, nothing unused, no address that leads nowhere, and no word that cannot be translated."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes
from werkzeug.exceptions import HTTPException

from tests.databases import BASE_URL

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
ALL = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})
PLAIN_FILES = {"errors/500.html", "errors/503.html"}
"""Sent as they stand, in all languages at once: they must work when nothing else does."""
NAMES = {"Partnership Tracker", "PDF", ".pdf", "SHA-256"}
"""What is written alike in every language."""
SAID_BY_ATTRIBUTES = re.compile(r"\s(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"")


def name_of(path: Path) -> str:
    """Give a template's name as the code writes it."""
    return path.relative_to(TEMPLATES).as_posix()


@pytest.fixture(scope="module")
def sources() -> dict[Path, str]:
    """Read all code and templates, these without their comments."""
    files = {path: path.read_text(encoding="utf-8") for path in [*(ROOT / "tracker").rglob("*.py"), *ALL]}
    return {path: re.sub(r"{#.*?#}", "", text, flags=re.S) if path in ALL else text for path, text in files.items()}


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_nothing_is_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    found = re.findall(
        r"<style|<script(?![^>]*\ssrc=)|<[^>]*\sstyle=|<[^>]*\son[a-z]+=|javascript:|\|\s*safe\b", source
    )
    assert path.is_relative_to(TEMPLATES / "mail") or found == []


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_every_template_is_used(path: Path, sources: dict[Path, str]) -> None:
    name = name_of(path)
    ways = [f'"{name}"', f"'{name}'"]
    if path.parent.name == "mail":
        ways += [f'"{path.stem}"']
    if path.parent.name == "errors":
        ways += [rf"\b{path.stem}\b"]
    used = [other for other, source in sources.items() if other != path and any(re.search(way, source) for way in ways)]
    assert used != []


def test_every_template_that_is_named_is_there(sources: dict[Path, str]) -> None:
    named = {
        name for source in sources.values() for name in re.findall(r"[\"']([a-z_]+/[a-z_0-9]+\.html)[\"']", source)
    }
    assert {name for name in named if not (TEMPLATES / name).exists()} == set()


def test_every_address_leads_somewhere(app: Flask, sources: dict[Path, str]) -> None:
    lost = [
        f"{path.relative_to(ROOT)}: {address}"
        for path, source in sources.items()
        for address in re.findall(r"(?:href|action|src|formaction)=\"(/[^\"]*)\"", source)
        if not leads_somewhere(app, address)
    ]
    assert lost == []


def leads_somewhere(app: Flask, address: str) -> bool:
    """Tell whether an address, its variable parts filled in, has a route."""
    path = re.sub(r"{{.*?}}|{%.*?%}", "1", address).partition("?")[0].partition("#")[0]
    for method in ("GET", "POST"):
        try:
            app.url_map.bind(BASE_URL).match(path, method=method)
        except HTTPException:
            continue
        return True
    return False


def test_every_endpoint_that_is_named_exists(app: Flask, sources: dict[Path, str]) -> None:
    lost = []
    for path, source in sources.items():
        for name in re.findall(r"(?:url_for|address)\(\s*[\"']([\w.]+)[\"']", source):
            blueprint = path.stem if path.suffix == ".py" else path.parent.name
            endpoint = f"{blueprint}{name}" if name.startswith(".") else name
            if endpoint not in app.view_functions and not endpoint.endswith("."):
                lost.append(f"{path.relative_to(ROOT)}: {name}")
    assert lost == []


@pytest.mark.parametrize("path", [path for path in ALL if name_of(path) not in PLAIN_FILES], ids=name_of)
def test_every_word_can_be_translated(path: Path, app: Flask) -> None:
    assert raw_words(app, path.read_text(encoding="utf-8")) == []


def raw_words(app: Flask, source: str) -> list[str]:
    """List the words of a template that stand outside gettext, in text and in spoken attributes."""
    source = re.sub(r"{% block width %}\w*{% endblock %}", "", source)
    pieces = [
        value if kind == "data" else " \x00 " * (kind in {"variable_begin", "block_begin"})
        for _, kind, value in app.jinja_env.lex(source)
    ]
    text = re.sub(r"<(svg|style).*?</\1>|<!--.*?-->", " ", "".join(pieces), flags=re.S)
    spoken = SAID_BY_ATTRIBUTES.findall(text) + re.split(r"<[^>]*>|\x00", text)
    for name in NAMES:
        spoken = [piece.replace(name, "") for piece in spoken]
    return [
        piece.strip()
        for piece in spoken
        if re.search(r"[^\W\d_]{2}", re.sub(r"&#?\w+;", " ", piece).replace("\x00", ""))
    ]


def test_the_check_for_raw_words_sees_them(app: Flask) -> None:
    assert raw_words(app, "<p>{{ _('Said') }}</p><p title=\"{{ x }}\">{% if y %}&middot; 3 {% endif %}</p>") == []
    assert raw_words(app, '<p>Raw words {{ x }} <b title="spoken">more</b></p>') == ["spoken", "Raw words", "more"]


def test_what_the_code_says_goes_through_gettext(sources: dict[Path, str]) -> None:
    said = r"(?:flash|\w+Error|StopValidation|InputRequired|Line|Block|\w+Field)"
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path, source in sources.items()
        if path.suffix == ".py"
        for match in re.findall(rf"\b{said}\(\s*(?:f?[\"'][A-Z][^\"']*)|\b_l?\(\s*f[\"'].*", source)
    ]
    assert found == []


def test_what_is_imported_says_nothing_of_its_own(app: Flask) -> None:
    """What an imported template works out outside of its macros is kept, in the language of whoever read it first."""
    trees = {name_of(path): app.jinja_env.parse(path.read_text(encoding="utf-8")) for path in ALL}
    imports = [found for tree in trees.values() for found in tree.find_all((nodes.Import, nodes.FromImport))]
    shared = {str(one.template.value) for one in imports if not one.with_context}
    kept = [part for name in shared for part in trees[name].body if isinstance(part, nodes.Assign | nodes.AssignBlock)]
    assert shared
    assert [part.lineno for part in kept if any(part.find_all((nodes.Call, nodes.Filter)))] == []
