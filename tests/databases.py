"""Databases for tests: migrated once, copied for each test, and watched while they are used.

TEST_DATABASE chooses `sqlite` (the default) or `postgresql`; the latter needs TEST_POSTGRES_URL.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import flask_migrate
import jinja2
import sqlalchemy
from flask import Flask
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import URL, make_url

from config import read_settings
from tracker import create_app
from tracker.blueprints.limits import limiter
from tracker.db import Base, db

BASE_URL = "http://127.0.0.1:8000"
SECRET_KEY = "only the tests sign with these very words: 0123456789"
ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"
_WRITES = re.compile(r"\s*(insert|update|delete|replace|truncate|with\b.*\b(insert|update|delete)\b)", re.I | re.S)
_HOUSEKEEPING = re.compile(r"\s*(begin|savepoint|release|rollback|pragma)\b", re.I)


class Databases:
    """Gives every test a database of its own, copied from one that the real migrations made."""

    def __init__(self) -> None:
        shared_memory = Path("/dev/shm")  # noqa: S108  (a directory with a random name is made in it)
        self.directory = Path(
            tempfile.mkdtemp(prefix="tracker-", dir=shared_memory if shared_memory.is_dir() else None)
        )
        self._numbers = count()
        self._made: list[URL] = []
        self._free: list[URL] = []
        self._idle: list[Flask] = []
        self._template = self.empty()
        with self.app_on(self._template) as app, app.app_context():
            flask_migrate.upgrade()

    def empty(self) -> URL:
        """Make a database without a single table."""
        url = self._next_url()
        if ON_POSTGRESQL:
            self._on_server(f'CREATE DATABASE "{url.database}"')
        return url

    def copy(self) -> URL:
        """Make a migrated database without rows."""
        return self._free.pop() if self._free else self.copy_of(self._template)

    def copy_of(self, original: URL) -> URL:
        """Make a database that holds what another one does; nobody may be at that one meanwhile."""
        url = self._next_url()
        if ON_POSTGRESQL:
            self._on_server(f'CREATE DATABASE "{url.database}" TEMPLATE "{original.database}"')
        else:
            shutil.copyfile(str(original.database), str(url.database))
        return url

    def drop(self, url: URL) -> None:
        """Take a database away."""
        if ON_POSTGRESQL:
            self._on_server(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')
        else:
            for file in Path(str(url.database)).parent.glob(f"{Path(str(url.database)).name}*"):
                file.unlink()

    def give_back(self, url: URL) -> None:
        """Take a database away whose tables are as the migrations made them; PostgreSQL is quicker at emptying it."""
        if not ON_POSTGRESQL:
            self.drop(url)
            return
        with _at(url) as connection:
            empty(connection)
        self._free.append(url)

    def close(self) -> None:
        """Take everything away."""
        for url in self._made if ON_POSTGRESQL else []:
            self.drop(url)
        shutil.rmtree(self.directory)

    @contextmanager
    def app_on(self, url: URL, **environment: str) -> Iterator[Flask]:
        """Make an application on a database, with settings as the environment would give them."""
        instance = self._instance()
        app = self._make_app(url, instance, **environment)
        try:
            yield app
        finally:
            _disconnect(app)
            shutil.rmtree(instance)

    @contextmanager
    def fresh_app(self, **environment: str) -> Iterator[Flask]:
        """Give an application on a database of its own, without rows, and take what the test put there away again.

        Making an application takes a tenth of a second, so one with the usual settings serves many tests, one after
        another; a test with settings, or one that adds to the application, has it to itself.
        """
        if environment:
            url = self.copy()
            try:
                with self.app_on(url, **environment) as app:
                    yield app
            finally:
                self.give_back(url)
            return
        app = self._idle.pop() if self._idle else self._make_app(self.copy(), self._instance())
        usual = dict(app.config)
        limiter.enabled = app.config["RATELIMIT_ENABLED"]
        try:
            yield app
        finally:
            app.config.clear()
            app.config.update(usual)
            self._renew(app)
            self._idle.append(app)

    def _renew(self, app: Flask) -> None:
        """Leave nothing of what a test did in an application, its files and its database."""
        _disconnect(app)
        app.extensions.pop("tests.unsaved", None)
        shutil.rmtree(app.config["INSTANCE"])
        app.config["INSTANCE"].mkdir()
        url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
        if ON_POSTGRESQL:
            with _at(url) as connection:
                empty(connection)
        else:
            self.drop(url)
            shutil.copyfile(str(self._template.database), str(url.database))

    def _instance(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.directory))

    def _make_app(self, url: URL, instance: Path, **environment: str) -> Flask:
        settings = {
            "BASE_URL": BASE_URL,
            "SECRET_KEY": SECRET_KEY,
            "INSTANCE": str(instance),
            "FILES_URL": (instance / "files").as_uri(),
            "DATABASE_URL": url.render_as_string(hide_password=False),
        }
        limits = {"RATELIMIT_ENABLED": environment.pop("RATELIMIT_ENABLED", "") == "1"}
        app = create_app(read_settings(settings | environment) | {"TESTING": True} | limits)
        app.jinja_env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(self.directory))
        return app

    def _next_url(self) -> URL:
        if ON_POSTGRESQL:
            url = _server().set(database=f"tracker_test_{os.getpid()}_{next(self._numbers)}")
            url = url.update_query_dict({"options": "-csynchronous_commit=off"})
        else:
            url = URL.create("sqlite", database=str(self.directory / f"{next(self._numbers)}.db"))
        self._made.append(url)
        return url

    def _on_server(self, statement: str) -> None:
        with _at(_server()) as connection:
            connection.exec_driver_sql(statement)


def _disconnect(app: Flask) -> None:
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@contextmanager
def _at(url: URL) -> Iterator[Connection]:
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def empty(connection: Connection) -> None:
    """Delete every row past the triggers, and let every sequence of PostgreSQL begin anew."""
    guarded = connection.exec_driver_sql(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    names = guarded.scalars().all()
    sequences = connection.exec_driver_sql("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")
    connection.exec_driver_sql(
        "; ".join(
            [
                *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in names),
                *(str(table.delete()) for table in reversed(Base.metadata.sorted_tables)),
                *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names),
                *(f"ALTER SEQUENCE {name} RESTART" for name in sequences.scalars()),
            ]
        )
    )


Rows = dict[str, list[dict[str, Any]]]


def all_rows(connection: Connection) -> Rows:
    """Read every row of every table."""
    return {
        table.name: [dict(row._mapping) for row in connection.execute(table.select())]
        for table in Base.metadata.sorted_tables
    }


def refill(connection: Connection, rows: Rows) -> None:
    """Let PostgreSQL's tables hold these rows and no others."""
    empty(connection)
    for table in Base.metadata.sorted_tables:
        if rows[table.name]:
            connection.execute(table.insert(), rows[table.name])
    for name in connection.exec_driver_sql("SELECT sequencename FROM pg_sequences").scalars().all():
        table = name.removesuffix("_id_seq")
        connection.execute(text(f"SELECT setval('{name}', (SELECT 1 + coalesce(max(id), 0) FROM {table}), false)"))  # noqa: S608  (own names)


def _server() -> URL:
    if "TEST_POSTGRES_URL" not in os.environ:
        raise RuntimeError("TEST_DATABASE=postgresql needs TEST_POSTGRES_URL=postgresql+psycopg://USER@HOST/DATABASE")
    return make_url(os.environ["TEST_POSTGRES_URL"])


class Watch:
    """What was asked of the database since the watch was set, on all connections of this process."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.writes: list[str] = []
        self.kept: list[str] = []
        self.lost: list[str] = []
        self._pending: dict[int, list[str]] = {}

    def saw(self, connection: int, statement: str) -> None:
        """Take note of a statement."""
        if _HOUSEKEEPING.match(statement):
            return
        self.statements.append(statement)
        if _WRITES.match(statement):
            self.writes.append(statement)
            self._pending.setdefault(connection, []).append(statement)

    def ended(self, connection: int, is_kept: bool) -> None:
        """Take note of the end of a transaction: what was written is kept, or lost."""
        written = self._pending.pop(connection, [])
        (self.kept if is_kept else self.lost).extend(written)

    def __len__(self) -> int:
        return len(self.statements)


_watches: list[Watch] = []


@contextmanager
def statements() -> Iterator[Watch]:
    """Watch the database; `len()` of what it gives is the number of statements, the same on both databases."""
    watch = Watch()
    _watches.append(watch)
    try:
        yield watch
    finally:
        _watches.remove(watch)


@event.listens_for(Engine, "before_cursor_execute")
def _saw(connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    for watch in _watches:
        watch.saw(id(connection.connection.dbapi_connection), statement)


@event.listens_for(Engine, "commit")
def _committed(connection: Any) -> None:
    for watch in _watches:
        watch.ended(id(connection.connection.dbapi_connection), is_kept=True)


@event.listens_for(Engine, "rollback")
def _rolled_back(connection: Any) -> None:
    for watch in _watches:
        watch.ended(id(connection.connection.dbapi_connection), is_kept=False)


def database_hash() -> str:
    """Give one hash over every row of every table of the current application's database."""
    db.session.rollback()
    total = hashlib.sha256()
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            total.update(f"{table.name}\n{rows}\n".encode())
    return total.hexdigest()
