"""A page as its reader has it: words, links, and forms that can be filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib

NOT_SENT = {"submit", "button", "reset", "image", "file"}


class Page:
    """An HTML page, parsed as browsers do; `errors` lists what is not valid in it."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.html = html
        self.root: Element = parser.parse(html)
        self.errors = [f"line {where[0]}: {code} {details or ''}".strip() for where, code, details in parser.errors]

    @cached_property
    def parents(self) -> dict[Element, Element]:
        """Give the parent of every element."""
        return {child: parent for parent in self.root.iter() for child in parent}

    def above(self, element: Element) -> Iterator[Element]:
        """Go through what an element lies in, from the inside outwards."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    def all(self, *tags: str) -> list[Element]:
        """List the elements of these tags, in the page's order."""
        return [element for element in self.root.iter() if element.tag in tags]

    def words_of(self, *tags: str) -> list[str]:
        """List what the elements of these tags say."""
        return [words(element) for element in self.all(*tags)]

    @property
    def title(self) -> str:
        """Give the words of the page's title."""
        return " ".join(self.words_of("title"))

    @property
    def h1(self) -> str:
        """Give the words of the page's heading."""
        return " ".join(self.words_of("h1"))

    @property
    def main(self) -> str:
        """Give the words of the page without head, menu and foot."""
        return " ".join(self.words_of("main"))

    @property
    def text(self) -> str:
        """Give all words of the page."""
        return " ".join(self.words_of("body"))

    @property
    def links(self) -> list[tuple[str, str]]:
        """List the words and address of every link."""
        return [(words(element), element.get("href", "")) for element in self.all("a")]

    @property
    def token(self) -> str:
        """Give the token that a form of the page sends along; fails when no form has one."""
        return next(form.defaults["csrf_token"][0] for form in self.forms if "csrf_token" in form.names)

    def link(self, text: str) -> str:
        """Give the address of the one link that says this; fails when there is none."""
        found = sorted({href for said, href in self.links if said == text})
        assert len(found) == 1, f"{len(found)} links say {text!r}; the page has {[said for said, _ in self.links]}"
        return found[0]

    @cached_property
    def forms(self) -> list["Form"]:
        """List the forms."""
        return [Form(self, element) for element in self.all("form")]


def words(element: Element) -> str:
    """Give the words within an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


@dataclass
class Control:
    """A control of a form with what it holds; `offered` are the values that can be chosen."""

    element: Element
    name: str
    kind: str
    values: list[str]
    offered: list[str] | None = None


@dataclass
class Button:
    """A button that sends a form, with what it says and what it changes about the sending."""

    text: str
    name: str | None
    value: str
    action: str | None
    method: str | None


class Form:
    """A form with its controls, also those that lie elsewhere on the page and name it."""

    def __init__(self, page: Page, element: Element) -> None:
        self.id = element.get("id")
        self.action = element.get("action", "")
        self.method = element.get("method", "get").lower()
        self.is_multipart = element.get("enctype") == "multipart/form-data"
        inside = set(element.iter())
        mine = [
            control
            for control in page.all("input", "select", "textarea", "button")
            if (control.get("form") == self.id if control.get("form") else control in inside)
            and control.get("disabled") is None
        ]
        self.controls = [control for one in mine if (control := _control(one)) is not None]
        self.buttons = [_button(one) for one in mine if _sends(one)]
        self.is_in_main = any(above.tag == "main" for above in page.above(element))

    @property
    def names(self) -> set[str]:
        """Give the names of all fields."""
        return {control.name for control in self.controls}

    def field(self, name: str) -> list[Control]:
        """List the controls of a field; radio buttons and checkboxes are several."""
        return [control for control in self.controls if control.name == name]

    @property
    def defaults(self) -> dict[str, list[str]]:
        """Give what would be sent if nobody touched the form."""
        sent: dict[str, list[str]] = {}
        for control in self.controls:
            if control.values and control.kind != "file":
                sent.setdefault(control.name, []).extend(control.values)
        return sent

    def offered(self, name: str) -> set[str] | None:
        """Give the values that a field lets its reader choose from; None where any text can be written."""
        controls = self.field(name)
        if any(control.offered is None for control in controls):
            return None
        return {value for control in controls for value in control.offered or []}

    def __repr__(self) -> str:
        texts = [button.text for button in self.buttons]
        return f"<form {self.method} {self.action!r} {sorted(self.names)} {texts}>"


def _sends(element: Element) -> bool:
    if element.tag == "button":
        return element.get("type", "submit") == "submit"
    return element.tag == "input" and element.get("type") in {"submit", "image"}


def _button(element: Element) -> Button:
    return Button(
        words(element) or element.get("value", ""),
        element.get("name"),
        element.get("value", ""),
        element.get("formaction"),
        element.get("formmethod"),
    )


def _control(element: Element) -> Control | None:
    name, kind = element.get("name"), element.get("type", "text")
    if not name or element.tag == "button" or (element.tag == "input" and kind in NOT_SENT - {"file"}):
        return None
    if element.tag == "textarea":
        return Control(element, name, "textarea", ["".join(element.itertext())])
    if element.tag == "select":
        return _select(element, name)
    value = element.get("value", "on" if kind in {"checkbox", "radio"} else "")
    if kind in {"checkbox", "radio"}:
        return Control(element, name, kind, [value] if element.get("checked") is not None else [], [value])
    return Control(element, name, kind, [value])


def _select(element: Element, name: str) -> Control:
    options = [option for option in element.iter("option") if option.get("disabled") is None]
    values = [option.get("value", words(option)) for option in options]
    chosen = [value for value, option in zip(values, options, strict=True) if option.get("selected") is not None]
    if element.get("multiple") is None:
        chosen = chosen[-1:] or values[:1]
    return Control(element, name, "select", chosen, values)
