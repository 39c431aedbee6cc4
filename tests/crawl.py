"""Every page that a reader of the world can open, and every form on them, filled in as somebody in good faith would."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from werkzeug.datastructures import MultiDict

from tests import factories as make
from tests.client import Answer
from tests.databases import BASE_URL
from tests.pages import Button, Control, Form
from tests.routes import rules
from tests.world import ASK_FOR_A_PARTNERSHIP, KINDS, World, path_of

FORM_FILLERS = ("nobody", "administrator", "coordinator", "technician", "mayor")
"""Readers who between them have every form."""
PLAUSIBLE = (
    ("email", "somebody@city.example"),
    ("password", make.PASSWORD),
    ("again", make.PASSWORD),
    ("present", make.PASSWORD),
    ("currency", "EUR"),
    ("amount", "1200"),
    ("year", "2024"),
    ("rank", "1"),
    ("days", "30"),
    ("_on", "2026-03-14"),
    ("starts", "2026-03-14"),
    ("ends", "2026-03-15"),
    ("", "Words in good faith"),
)
"""What a text field is filled with, by a part of its name; the last line stands for all others."""
A_PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@dataclass
class FoundForm:
    """A form on a page that a reader opened."""

    reader: str
    page: str
    form: Form
    button: Button | None
    endpoint: str
    target: str = field(default="")

    @cached_property
    def filled(self) -> MultiDict[str, Any]:
        """Give what somebody in good faith would send."""
        sent: MultiDict[str, Any] = MultiDict(self.form.defaults)
        for name in self.open_fields:
            if not any(sent.getlist(name)):
                sent.setlist(name, plausible(self.form.field(name)))
        if self.button and self.button.name:
            sent.setlist(self.button.name, [self.button.value])
        return sent

    @cached_property
    def open_fields(self) -> list[str]:
        """Name the fields that a reader sees."""
        return sorted({one.name for one in self.form.controls if one.kind != "hidden"})

    @property
    def kind(self) -> str:
        """Give the content type in which the form is sent."""
        return "multipart/form-data" if self.form.is_multipart else "application/x-www-form-urlencoded"

    def send(self, world: World, data: MultiDict[str, Any], *, is_inspected: bool = True) -> Answer:
        """Send the form with some data as its reader would."""
        fresh: MultiDict[str, Any] = MultiDict(
            (name, (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value)
            for name, value in data.items(multi=True)
        )
        return world.ask(self.reader, "POST", self.target, fresh, is_inspected=is_inspected, content_type=self.kind)

    def __str__(self) -> str:
        return f"{self.endpoint} on {self.page} by the {self.reader}"


def plausible(controls: list[Control]) -> list[Any]:
    """Give what somebody in good faith would put into an empty field."""
    first = controls[0]
    if first.kind == "file":
        return [(A_PHOTO, "photo.png")]
    offered = [value for control in controls for value in control.offered or [] if value]
    if first.offered is not None:
        return offered[:1]
    return [next(words for part, words in PLAUSIBLE if part in first.name)]


def pages(world: World, reader: str) -> Iterator[tuple[str, Answer]]:
    """Open every page on every thing that the reader may see."""
    for path in addresses(world):
        answer = world.ask(reader, "GET", path, is_inspected=False)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield path, answer


def addresses(world: World) -> Iterator[str]:
    """List the address of every page on every thing in the reach of Nampula."""
    for rule in rules(world.app, "GET"):
        model = getattr(world.app.view_functions[rule.endpoint], "model", None)
        for kind in KINDS.get(model.__name__, [model.__name__]) if model else [None]:
            path = path_of(world, rule, "own", kind)
            if rule.endpoint == "stages.show":
                yield from (path[:-1] + str(number) for number in range(1, 7))
            elif rule.endpoint in ASK_FOR_A_PARTNERSHIP:
                yield f"{path}?partnership={world.things['Partnership']['own']['ref']}"
            else:
                yield path


def forms(world: World) -> list[FoundForm]:
    """Find every POST form that leads somewhere else or asks something else, with the first reader who has it."""
    kinds: dict[tuple[str, bool], FoundForm] = {}
    for reader in FORM_FILLERS:
        for path, answer in pages(world, reader):
            for form in answer.page.forms:
                for button in form.buttons or [None]:
                    one = found(world, reader, path, form, button)
                    if one is not None:
                        kinds.setdefault((one.endpoint, bool(button and button.name)), one)
    return list(kinds.values())


def found(world: World, reader: str, page: str, form: Form, button: Button | None) -> FoundForm | None:
    """Give a form as somebody could send it by one of its buttons; None when it only asks for another page."""
    if ((button and button.method) or form.method).lower() != "post":
        return None
    address = urlsplit(urljoin(f"{BASE_URL}{page}", (button and button.action) or form.action or page))
    endpoint, _values = world.app.url_map.bind("").match(address.path, method="POST")
    return FoundForm(reader, page, form, button, endpoint, address.path + ("?" + address.query) * bool(address.query))
