"""A reader at the pages: follows links, fills in the forms that are really there, and inspects every answer."""

import contextvars
from collections.abc import Mapping
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.databases import BASE_URL, statements
from tests.factories import PASSWORD
from tests.inspector import inspect
from tests.pages import Button, Form, Page
from tracker.db import db
from tracker.models.people import Person

SAFE = {"GET", "HEAD", "OPTIONS"}


class Answer(TestResponse):
    """An answer whose page can be read."""

    @cached_property
    def page(self) -> Page:
        """Give the page."""
        return Page(self.get_data(as_text=True))


class PageClient(FlaskClient):
    """A browser without scripts, with one signed-in person at most.

    A test fails when a request answers 5xx, leaves work uncommitted, or changes something though its method is safe.
    """

    may_fail = False
    """Set to True where a 5xx answer is what the test is about."""
    is_inspected = True
    """Set to False where so many pages are opened that reading each of them would take too long."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.response_wrapper = Answer

    def open(self, *args: Any, **named: Any) -> Any:
        """Send a request as a browser of its own would, apart from whatever the test holds open."""
        if args and isinstance(args[0], str):
            named.setdefault("base_url", BASE_URL)
        if has_app_context():
            db.session.commit()
        named["buffered"] = True
        with statements() as watch:
            answer = contextvars.Context().run(super().open, *args, **named)
        self._judge(answer, watch)
        return answer

    def _judge(self, answer: Any, watch: Any) -> None:
        asked = f"{answer.request.method} {answer.request.path}"
        unsaved = self.application.extensions.pop("tests.unsaved", [])
        assert answer.status_code < 500 or self.may_fail, f"{asked} answered {answer.status_code}; see the log"
        if answer.status_code < 400:
            forgotten = [*watch.lost, *unsaved]
            assert not forgotten, f"{asked} forgot to commit: {forgotten}"
        if answer.request.method in SAFE:
            assert not watch.writes, f"{asked} is safe and must not write: {watch.writes}"
        if self.is_inspected:
            inspect(answer, self.application)

    def sign_in(self, person: Person) -> "PageClient":
        """Sign in as somebody, in place of whoever was signed in."""
        self.delete_cookie(self.application.config["SESSION_COOKIE_NAME"], domain="127.0.0.1")
        answer = self.submit("/sign-in", {"email": person.email, "password": PASSWORD}, button="Sign in")
        assert answer.status_code == 303, answer.page.main
        return self

    def sign_out(self) -> Answer:
        """Sign out by the form that every page has, in the menu for phones and beside it."""
        forms = [one for one in self.get("/account").page.forms if one.action == "/sign-out"]
        return self.post("/sign-out", data=MultiDict(forms[0].defaults))

    def submit(
        self,
        path: str,
        fields: Mapping[str, Any] | None = None,
        *,
        form: str | None = None,
        button: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Open a page, fill in one of its forms and send it; what is not named keeps what the page put there.

        The form is the one that has all `fields`, or whose id or action is `form`, or that has the button saying
        `button`. A value may be a text, a list, True or False for a checkbox, None to leave the field out, or
        (bytes, name) for a file. `extra` is sent as it is: what no reader could fill in.
        """
        opened = self.get(path)
        assert opened.status_code == 200, f"GET {path} answered {opened.status_code}"
        return self.send(opened, fields, form=form, button=button, extra=extra)

    def send(
        self,
        opened: Answer,
        fields: Mapping[str, Any] | None = None,
        *,
        form: str | None = None,
        button: str | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Fill in and send a form of a page that is open already; otherwise like `submit`."""
        chosen, pressed = choose(opened.page, set(fields or {}), form, button)
        data: MultiDict[str, Any] = MultiDict(chosen.defaults)
        for name, value in (fields or {}).items():
            data.setlist(name, written(chosen, name, value))
        for name, value in (extra or {}).items():
            data.setlist(name, value if isinstance(value, list) else [value])
        if pressed and pressed.name:
            data.add(pressed.name, pressed.value)
        here = opened.request.path
        address = urlsplit(urljoin(f"{BASE_URL}{here}", (pressed and pressed.action) or chosen.action or here))
        target = f"{address.path}?{address.query}".rstrip("?")
        if ((pressed and pressed.method) or chosen.method).lower() == "get":
            return self.get(address.path, query_string=data)
        kind = "multipart/form-data" if chosen.is_multipart else "application/x-www-form-urlencoded"
        return self.post(target, data=data, content_type=kind)

    def follow(self, answer: Answer) -> Answer:
        """Open the page that an answer leads to."""
        assert answer.status_code in {302, 303}, f"{answer.status_code} leads nowhere: {answer.page.main}"
        return self.get(answer.headers["Location"])


def choose(page: Page, fields: set[str], form: str | None, button: str | None) -> tuple[Form, Button | None]:
    """Find the one form that is meant, and the button to press; fails when none or several could be meant."""
    found = [
        (one, pressed)
        for one in page.forms
        for pressed in [next((b for b in one.buttons if button is None or b.text == button), None)]
        if fields <= one.names
        and (form is None or form in {one.id, one.action})
        and (button is None or pressed is not None)
        and (one.is_in_main or form is not None or button is not None)
    ]
    alike = {(one.action, one.method, frozenset(one.names)) for one, _pressed in found}
    assert len(alike) == 1, f"{len(found)} forms have {sorted(fields)} {form or ''} {button or ''}: {page.forms}"
    chosen, pressed = found[0]
    return chosen, pressed


def written(form: Form, name: str, value: Any) -> list[Any]:
    """Give what a browser sends for a field; fails on a choice that the field does not offer."""
    offered = form.offered(name)
    kind = form.field(name)[0].kind
    if kind == "file":
        return [(BytesIO(content), file) for content, file in ([value] if isinstance(value, tuple) else value)]
    if value is None or value is False:
        return []
    if value is True:
        return list(form.field(name)[0].offered or ["on"])
    values = [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
    strangers = [one for one in values if offered is not None and one not in offered]
    assert not strangers, f"{name} does not offer {strangers} but {sorted(offered or ())}"
    return values


def install(app: Flask) -> None:
    """Let an application's test clients be page clients, and note what its requests leave unsaved; once suffices."""
    if app.test_client_class is PageClient:
        return
    app.test_client_class = PageClient

    @app.teardown_request
    def note_unsaved(_error: BaseException | None) -> None:
        if db.session.registry.has():
            session = db.session()
            changed = [thing for thing in session.dirty if session.is_modified(thing)]
            app.extensions["tests.unsaved"] = [repr(thing) for thing in (*session.new, *session.deleted, *changed)]
