"""The server that is measured: the tracker and, beside it, an empty Flask page of two bytes, in one process.

Prints the port it found free, then serves until it is ended. Every answer tells in headers how many statements the
database was asked, and how long this process computed.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from time import thread_time
from typing import Any

import waitress
from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from serve_demo import LISTEN, THREADS
from tracker import create_app

EMPTY = "/empty/"
COUNT = "X-Statements"
COMPUTED = "X-Computed-Milliseconds"
HOUSEKEEPING = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
_seen = threading.local()


@event.listens_for(Engine, "before_cursor_execute")
def _saw(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    if not statement.startswith(HOUSEKEEPING):
        _seen.count = getattr(_seen, "count", 0) + 1


def empty_app() -> Flask:
    """Make an application whose only page is as small as a page can be."""
    app = Flask("empty")
    app.add_url_rule("/", view_func=lambda: "ok")
    return app


def counting(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Let every answer of an application tell its statements and its computing time."""

    def counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        _seen.count = 0
        began = thread_time()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            computed = f"{(thread_time() - began) * 1000:.3f}"
            return start_response(status, [*headers, (COUNT, str(_seen.count)), (COMPUTED, computed)], *more)

        return app(environ, start)

    return counted


def main() -> int:
    """Serve until ended."""
    app = counting(DispatcherMiddleware(create_app(), {EMPTY.rstrip("/"): empty_app()}))
    server = waitress.create_server(app, host=LISTEN, port=0, threads=THREADS, ident=None)
    print(server.effective_port, flush=True)
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
