"""What every page must be, whoever opens it in whatever test: valid, labelled, titled, light, linked, and safe."""

import gzip
import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.databases import BASE_URL
from tests.pages import Page, words

MOST_BYTES = 64_000
MOST_BYTES_ON_THE_LINE = 20_000
CONTROLS = ("input", "select", "textarea")
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
DIFFERS_EACH_TIME = re.compile(r'(name="(csrf_token|key)"[^>]*value=")[^"]*|(Request|Pedido) [0-9a-f]{8}')
_inspected: set[int] = set()


def inspect(response: TestResponse, app: Flask) -> None:
    """Return when the answer is as it must be; AssertionError lists everything that is not."""
    troubles = _headers(response)
    html = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
    if html:
        here = response.request.path
        mark = hash((here, response.status_code, DIFFERS_EACH_TIME.sub("", html)))
        if mark not in _inspected:
            troubles += _weight(html) + inspect_page(_page_of(response), here, app)
            if not troubles:
                _inspected.add(mark)
    assert not troubles, "\n".join(
        [f"{response.request.method} {response.request.path} ({response.status_code}):", *troubles]
    )


def _page_of(response: TestResponse) -> Page:
    """Give the page that the test reads too, so that it is parsed once."""
    return getattr(response, "page", None) or Page(response.get_data(as_text=True))


def inspect_page(page: Page, here: str, app: Flask) -> list[str]:
    """List what is wrong with a page that was read at the path `here`."""
    checks: tuple[Callable[[Page], list[str]], ...] = (_heading, _language, _ids, _labels, _images, _inline, _anchors)
    return page.errors + [trouble for check in checks for trouble in check(page)] + _addresses(page, here, app)


def _headers(response: TestResponse) -> list[str]:
    wanted = {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"}
    return [
        f"header {name} must hold {words}"
        for name, words in wanted.items()
        if words not in response.headers.get(name, "")
    ]


def _weight(html: str) -> list[str]:
    raw, packed = len(html.encode()), len(gzip.compress(html.encode(), mtime=0))
    if raw > MOST_BYTES or packed > MOST_BYTES_ON_THE_LINE:
        return [f"the page weighs {raw} bytes, {packed} packed"]
    return []


def _heading(page: Page) -> list[str]:
    headings = page.words_of("h1")
    if len(headings) != 1 or not headings[0]:
        return [f"one h1 is wanted, the page has {headings}"]
    if headings[0] not in page.title:
        return [f"the title {page.title!r} does not repeat the h1 {headings[0]!r}"]
    return []


def _language(page: Page) -> list[str]:
    return [] if page.root.get("lang") else ["html has no lang"]


def _ids(page: Page) -> list[str]:
    counted = Counter(element.get("id") for element in page.root.iter() if element.get("id") is not None)
    return [f"id {name!r} is there {times} times" for name, times in counted.items() if times > 1 or not name]


def _labels(page: Page) -> list[str]:
    named = {label.get("for") for label in page.all("label") if words(label)}
    wanted = [control for control in page.all(*CONTROLS) if control.get("type", "text") not in UNLABELLED]
    silent = [control for control in wanted if not _is_labelled(page, control, named)]
    silent += [button for button in page.all("button", "summary") if not (words(button) or button.get("aria-label"))]
    silent += [link for link in page.all("a") if not (words(link) or link.get("aria-label") or _alt(link))]
    return [f"{_said(control)} has no label" for control in silent]


def _is_labelled(page: Page, control: Element, named: set[str | None]) -> bool:
    if control.get("aria-label") or control.get("aria-labelledby") or control.get("id") in named:
        return True
    return any(above.tag == "label" and words(above) for above in page.above(control))


def _alt(link: Element) -> bool:
    return any(image.get("alt") for image in link.iter("img"))


def _said(element: Element) -> str:
    return f"<{element.tag} {' '.join(f'{name}={value!r}' for name, value in element.items())}>"


def _images(page: Page) -> list[str]:
    return [f"{_said(image)} has no alt" for image in page.all("img") if image.get("alt") is None]


def _inline(page: Page) -> list[str]:
    troubles = [f"{_said(element)} is inline" for element in page.all("style")]
    troubles += [f"{_said(element)} is inline" for element in page.all("script") if not element.get("src")]
    for element in page.root.iter():
        bad = [
            name
            for name, value in element.items()
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:")
        ]
        troubles += [f"{_said(element)} carries {name}" for name in bad]
    return troubles


def _anchors(page: Page) -> list[str]:
    ids = {element.get("id") for element in page.root.iter()}
    wanted = [link.get("href", "")[1:] for link in page.all("a") if link.get("href", "").startswith("#")]
    referring = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form", "list")
    wanted += [one for name in referring for element in page.root.iter() for one in element.get(name, "").split()]
    return [f"nothing has the id {name!r}" for name in sorted(set(wanted)) if name not in ids]


def _addresses(page: Page, here: str, app: Flask) -> list[str]:
    """Check that everything the page leads to on this site is there."""
    wanted = [("GET", element.get("href", "")) for element in page.all("a", "link")]
    wanted += [("GET", element.get("src", "")) for element in page.all("img", "script")]
    for form in page.forms:
        wanted.append((form.method.upper(), form.action))
        wanted += [((b.method or form.method).upper(), b.action) for b in form.buttons if b.action]
    return [
        trouble for method, address in sorted(set(wanted)) if (trouble := _leads_nowhere(method, address, here, app))
    ]


def _leads_nowhere(method: str, address: str, here: str, app: Flask) -> str:
    if not address or address.startswith(("#", "?")):
        return ""
    own, target = urlsplit(BASE_URL), urlsplit(urljoin(f"{BASE_URL}{here}", address))
    if target.scheme not in {"http", "https", "mailto", "data"}:
        return f"{address!r} is no address for a page"
    if target.netloc != own.netloc:
        return ""
    try:
        app.url_map.bind(own.netloc).match(unquote(target.path), method=method)
    except RequestRedirect:
        return f"{method} {address} is redirected"
    except HTTPException as error:
        return f"{method} {address} leads nowhere ({error.code})"
    return ""
