"""The addresses of the application, for tests that go through all of them."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

METHODS = ("GET", "POST")


def views(app: Flask) -> dict[str, Callable[..., Any]]:
    """Give the views by their endpoints, without the static files."""
    return {endpoint: view for endpoint, view in app.view_functions.items() if endpoint != "static"}


def rules(app: Flask, method: str) -> list[Rule]:
    """List the addresses that take a method, without the static files."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"]
    return sorted(found, key=lambda rule: (rule.rule, rule.endpoint))
