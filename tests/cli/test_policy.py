"""`flask policy`: the whole permission table, as routes and guard really have it."""

import json
from typing import Any

from flask import Flask

from tracker.permissions import RULES, Permission


def lines(app: Flask) -> list[dict[str, Any]]:
    """Give what the command prints as JSON."""
    done = app.test_cli_runner().invoke(args=["policy", "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)  # type: ignore[no-any-return]


def test_every_route_and_method_has_its_line(app: Flask) -> None:
    listed = {(line["address"], line["method"]) for line in lines(app)}
    served = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert listed == served


def test_a_line_says_who_may(app: Flask) -> None:
    sign = next(line for line in lines(app) if (line["address"], line["method"]) == ("/reports/<ref>/sign", "POST"))
    assert sign["permission"] == Permission.REPORT_SIGN
    assert sign["thing"] == "OfficialDocument"
    assert sign["rules"] == [[one.__name__ for one in rule] for rule in RULES[Permission.REPORT_SIGN]]
    assert sign["who"] == ["Hold for who holds the office of a city that signs this document."]


def test_public_pages_are_everybodys(app: Flask) -> None:
    public = [line for line in lines(app) if line["permission"] == Permission.PUBLIC]
    assert {line["endpoint"] for line in public} >= {"sessions.sign_in", "health.alive", "static"}
    assert {line["who"][0] for line in public} == {"Everybody, signed in or not."}


def test_without_json_it_is_a_table(app: Flask) -> None:
    words = app.test_cli_runner().invoke(args=["policy"]).output
    assert any(line.split() == ["GET", "/healthz", "public", "everybody"] for line in words.splitlines())
