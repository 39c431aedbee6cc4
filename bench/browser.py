"""A browser without scripts on one kept connection: cookies, forms as they stand on the page, time of each answer."""

import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

from bench.series import Goal, Row, Series
from bench.server import COMMIT, COMPUTED, COUNT, EMPTY
from tests.pages import Form, Page
from tracker.demo.accounts import HOST

OK, SEE_OTHER = 200, 303
IDLE_SECONDS = 60
PARTS_END = "bench-7f3a9c"
Pairs = Sequence[tuple[str, str]]


class Unexpected(Exception):
    """The tracker answered otherwise than it must; the text says what was asked and what came."""


@dataclass(frozen=True)
class Answer:
    """An answer with its time in milliseconds, from the asking to the last byte."""

    status: int
    headers: HTTPMessage
    body: bytes
    packed_bytes: int
    ms: float

    @cached_property
    def page(self) -> Page:
        """Give the page."""
        return Page(self.body.decode())

    @property
    def statements(self) -> int:
        """Tell how many statements the database was asked."""
        return int(self.headers[COUNT])

    @property
    def computed(self) -> float:
        """Tell how many milliseconds the server computed; what the database's own process did is not in it."""
        return float(self.headers[COMPUTED])

    @property
    def sent_bytes(self) -> int:
        """Tell how many bytes came over the wire: the body as it was packed, and the headers."""
        return len(bytes(self.headers)) + self.packed_bytes


def answer_row(what: str, answers: Sequence[Answer], empty: Sequence[Answer], goal: Goal | None = None) -> Row:
    """Make the row of a page or act from its answers and those of empty pages asked for in between."""
    series = times(answers)
    return Row(
        what,
        series,
        ratio=series.median / times(empty).median,
        computed=Series([answer.computed for answer in answers]).median,
        statements=answers[-1].statements,
        html_bytes=len(answers[-1].body) or None,
        sent_bytes=answers[-1].packed_bytes or None,
        goal=goal,
    )


def times(answers: Sequence[Answer]) -> Series:
    """Give the times of answers."""
    return Series([answer.ms for answer in answers])


class Browser:
    """Somebody at the pages of a server on this machine."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._asked_at = perf_counter()

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def get(self, path: str, status: int = OK) -> Answer:
        """Open a page; raises Unexpected when it does not answer with `status`."""
        return self._ask("GET", path, None, {}, status)

    def empty(self) -> Answer:
        """Ask for the empty page."""
        return self.get(EMPTY)

    def submit(self, path: str, fields: Mapping[str, str], status: int = SEE_OTHER) -> Answer:
        """Open a page, fill in the form that has all `fields`, and send it; gives the answer to the sending."""
        return self.fill(path, fields, status)()

    def fill(self, path: str, fields: Mapping[str, str], status: int = SEE_OTHER) -> Callable[[], Answer]:
        """Open a page and fill in the form that has all `fields`; gives what sends it."""
        page = self.get(path).page
        form = next((form for form in page.forms if form.names >= set(fields)), None)
        if form is None:
            raise Unexpected(f"{path} has no form with {sorted(fields)}")
        sent = {**form.defaults, **{name: [value] for name, value in fields.items()}}
        pairs = [(name, value) for name, values in sent.items() for value in values]
        return lambda: self._send(form, path, pairs, status)

    def commit(self) -> Answer:
        """Let the server commit one row."""
        return self._ask("POST", COMMIT, b"", {}, OK)

    def press(self, path: str, action: str) -> Answer:
        """Open a page, and send its form that goes to `action` as it stands."""
        form = next((form for form in self.get(path).page.forms if form.action == action), None)
        if form is None:
            raise Unexpected(f"{path} has no form that goes to {action}")
        return self._send(form, path, [(name, value) for name, held in form.defaults.items() for value in held])

    def sign_in(self, account: str, password: str) -> "Browser":
        """Sign in to a demonstration account."""
        self.submit("/sign-in", {"email": f"{account}@{HOST}", "password": password})
        return self

    def _send(self, form: Form, path: str, pairs: Pairs, status: int = SEE_OTHER) -> Answer:
        body, kind = _parts(pairs) if form.is_multipart else _line(pairs)
        return self._ask("POST", form.action or path, body, {"Content-Type": kind}, status)

    def _ask(self, method: str, path: str, sent: bytes | None, headers: dict[str, str], status: int) -> Answer:
        headers["Accept-Encoding"] = "gzip"
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if perf_counter() - self._asked_at > IDLE_SECONDS:
            self._connection.close()  # before the server does; the next request opens it again
        self._asked_at = began = perf_counter()
        self._connection.request(method, path, sent, headers)
        response = self._connection.getresponse()
        content = response.read()
        ms = (perf_counter() - began) * 1000
        body = gzip.decompress(content) if response.headers["Content-Encoding"] == "gzip" else content
        answer = Answer(response.status, response.headers, body, len(content), ms)
        if answer.status != status:
            raise Unexpected(f"{method} {path} answered {answer.status} instead of {status}:\n{answer.page.main}")
        for line in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        return answer


def _line(pairs: Pairs) -> tuple[bytes, str]:
    return urlencode(pairs).encode(), "application/x-www-form-urlencoded"


def _parts(pairs: Pairs) -> tuple[bytes, str]:
    head = 'Content-Disposition: form-data; name="'
    parts = "".join(f'--{PARTS_END}\r\n{head}{name}"\r\n\r\n{value}\r\n' for name, value in pairs)
    return f"{parts}--{PARTS_END}--\r\n".encode(), f"multipart/form-data; boundary={PARTS_END}"
