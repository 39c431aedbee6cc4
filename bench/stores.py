"""Databases to measure on: made for one run, filled by the tracker's own commands, and taken away afterwards."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy
from sqlalchemy.engine import URL, make_url

ROOT = Path(__file__).parent.parent
DEMONSTRATION = 84
"""Partnerships of the demonstration from public sources; any other number is made synthetically."""
SERVER = "TEST_POSTGRES_URL"
SETTLING = {"SQLite": "ANALYZE", "PostgreSQL": "VACUUM ANALYZE"}
"""What the tracker's worker does at its start, and PostgreSQL's autovacuum soon after many rows came in."""


@dataclass(frozen=True)
class Store:
    """A filled database, and the environment that the tracker runs in with it."""

    database: str
    partnerships: int
    environment: Mapping[str, str]

    @property
    def password(self) -> str:
        """Give the password of all its accounts."""
        return self.environment["DEMO_PASSWORD"]


def databases() -> list[str]:
    """List the databases that this machine has to offer."""
    return ["SQLite", "PostgreSQL"] if os.environ.get(SERVER) else ["SQLite"]


@contextmanager
def filled(database: str, partnerships: int) -> Iterator[Store]:
    """Make a migrated database with so many partnerships; it is gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _place(database, Path(folder)) as url:
        store = Store(database, partnerships, _environment(Path(folder), url))
        _flask(store, "db", "upgrade")
        size = [] if partnerships == DEMONSTRATION else ["--size", str(partnerships)]
        _flask(store, "demo", "load", *size)
        _on_server(make_url(url), SETTLING[database])
        yield store


def _environment(instance: Path, url: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {
        "DATABASE_URL": url,
        "INSTANCE": str(instance),
        "FILES_URL": (instance / "files").as_uri(),
        "BASE_URL": "http://127.0.0.1:8000",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DEMO": "1",
        "DEMO_PASSWORD": secrets.token_urlsafe(16),
    }


def _flask(store: Store, *words: str) -> None:
    """Run a command of the tracker; raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", "flask", *words]
    subprocess.run(command, cwd=ROOT, env=store.environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _place(database: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if database == "SQLite":
        yield f"sqlite:///{folder / 'tracker.db'}"
        return
    server = make_url(os.environ[SERVER])
    url = server.set(database=f"tracker_bench_{os.getpid()}_{secrets.token_hex(4)}")
    _on_server(server, f'CREATE DATABASE "{url.database}"')
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        _on_server(server, f'DROP DATABASE "{url.database}" WITH (FORCE)')


def _on_server(url: URL, statement: str) -> None:
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
