"""The server that is measured: the tracker and, beside it, an empty Flask page of two bytes, in one process.

Prints the port it found free, then serves until it is ended. Every answer tells in headers how many statements the
database was asked, and how long this process computed.
"""

import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from time import thread_time
from typing import Any

import waitress
from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from serve_demo import LISTEN, THREADS
from tracker import create_app
from tracker.db import db

EMPTY = "/empty/"
RAW = "/raw"
COMMIT = f"{RAW}/commit"
CURRENT = "state IN ('exploring', 'active', 'dormant', 'after_care')"
RAW_COUNT = f"SELECT count(*) FROM partnership WHERE deleted_at IS NULL AND {CURRENT}"  # noqa: S608  (own words)
RAW_LIST = (
    "SELECT ref, title, state, stage_number, last_event_at FROM partnership"  # noqa: S608  (own words)
    f" WHERE deleted_at IS NULL AND {CURRENT} ORDER BY last_event_at DESC, id LIMIT 50"
)
RAW_COUNTS = (
    "SELECT programme_id, state, stage_number, partnerships FROM partnership_count",
    "SELECT programme_id, state, stage_number, sum(sign_offs) FROM sign_off_count"
    " GROUP BY programme_id, state, stage_number",
)
RAW_ROW = "<tr><td>{}<td>{}<td>{}<td>{}<td>{}"
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


def raw_app(engine: Engine) -> Flask:
    """Make pages that ask the database in plain SQL, past SQLAlchemy and the templates, and one that commits a row."""
    app = Flask("raw")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS bench_commit (at TEXT)")

    @app.get("/list")
    def listed() -> str:
        found = _asked(engine, RAW_COUNT, RAW_LIST)
        return f"{found[0]}<table>{''.join(RAW_ROW.format(*row) for row in found[1:])}</table>"

    @app.get("/dashboard")
    def counted() -> str:
        return f"<table>{''.join(RAW_ROW.format(*row, '') for row in _asked(engine, *RAW_COUNTS))}</table>"

    @app.post("/commit")
    def commit() -> str:
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO bench_commit (at) VALUES ('now')")
        return "ok"

    return app


def _asked(engine: Engine, *statements: str) -> list[Sequence[object]]:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        rows: list[Sequence[object]] = []
        for statement in statements:
            cursor.execute(statement)
            rows += cursor.fetchall()
        return rows
    finally:
        connection.close()


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
    tracker = create_app()
    with tracker.app_context():
        raw = raw_app(db.engine)
    app = counting(DispatcherMiddleware(tracker, {EMPTY.rstrip("/"): empty_app(), RAW: raw}))
    server = waitress.create_server(app, host=LISTEN, port=0, threads=THREADS, ident=None)
    print(server.effective_port, flush=True)
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
