"""Every address has its guard, and what anybody may open without signing in is a short list."""

from flask import Flask

from tests.routes import views
from tracker.permissions import RULES, Permission

PUBLIC = {
    "calendar_feeds.show",
    "compendium.index",
    "compendium.show",
    "demo_mail.inbox",
    "demo_mail.show",
    "health.alive",
    "health.ready",
    "home.show",
    "offline.manifest",
    "offline.worker",
    "sessions.ask_for_link",
    "sessions.ask_passkey",
    "sessions.choose_language",
    "sessions.show_link",
    "sessions.sign_in",
    "sessions.sign_in_by_passkey",
    "sessions.use_link",
    "verify.ask",
    "verify.check_file",
    "verify.show",
}
"""Whoever adds to this list opens something to the whole world; mails are shown in the demonstration alone."""


def test_every_view_has_a_guard(app: Flask) -> None:
    unguarded = [endpoint for endpoint, view in views(app).items() if not hasattr(view, "permission")]
    assert unguarded == []


def test_what_is_public_is_listed_here(app: Flask) -> None:
    public = {endpoint for endpoint, view in views(app).items() if view.permission is Permission.PUBLIC}
    assert public == PUBLIC


def test_every_permission_has_a_rule_and_is_asked_for_somewhere(app: Flask) -> None:
    assert set(RULES) == set(Permission) - {Permission.PUBLIC}


def test_a_view_that_changes_something_takes_no_get(app: Flask) -> None:
    """What is done by one button has no page of its own: an address with GET and POST shows a form first."""
    both = [rule for rule in app.url_map.iter_rules() if {"GET", "POST"} <= rule.methods]
    assert all(rule.methods <= {"GET", "HEAD", "OPTIONS", "POST"} for rule in both)
    others = {method for rule in app.url_map.iter_rules() for method in rule.methods}
    assert others <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_addresses_are_small_words_with_hyphens(app: Flask) -> None:
    fixed = {part for rule in app.url_map.iter_rules() for part in rule.rule.split("/") if "<" not in part}
    assert [part for part in fixed if part != part.lower() or "_" in part or " " in part] == []
    assert [rule.rule for rule in app.url_map.iter_rules() if rule.rule != "/" and rule.rule.endswith("/")] == []
