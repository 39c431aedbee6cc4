"""The database: base class, constraint names, pragmas, and the one transaction of a request."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event, text
from sqlalchemy.orm import DeclarativeBase

BUSY_TIMEOUT_MS = 10_000
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE would delete what the triggers keep
    f"busy_timeout={BUSY_TIMEOUT_MS}",
)
CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of every table; knows nothing of the web."""

    metadata = MetaData(naming_convention=CONVENTION)


db = SQLAlchemy(model_class=Base)

Build = TypeVar("Build", bound=Callable[..., Any])
STATEMENTS_KEPT = 128
"""How many statements of a kind are kept: one for each way in which people look at a page."""


def built_once(build: Build) -> Build:
    """Keep the statements that a function builds, by its arguments; never what they find.

    SQLAlchemy takes longer to build a statement than SQLite to run it. What differs from request to request, such as
    the day, must be a named parameter of the statement.
    """
    return cast(Build, lru_cache(STATEMENTS_KEPT)(build))


writing: ContextVar[bool] = ContextVar("writing", default=True)
"""False while a safe request (GET, HEAD) is served: on SQLite it then reads without waiting for writers."""


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: object) -> None:
    """Make every SQLite connection durable, honest about foreign keys, and free of the driver's own transactions."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    """Take SQLite's write lock at once when writing, so that read-then-write never fails half-way."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block did, or nothing of it when an exception leaves the block."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


@contextmanager
def reading() -> Iterator[None]:
    """Let the block read without waiting for SQLite's writers; it must change nothing, and its rows end with it."""
    token = writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        writing.reset(token)


def lock(row: Base) -> None:
    """Read a row anew and keep it from other writers until the transaction ends; on SQLite the whole file is kept.

    Rows that only refer to it can still be written (PostgreSQL: NO KEY UPDATE), or the journal would wait for it.
    """
    db.session.refresh(row, with_for_update={"of": type(row), "key_share": True})


def learn_spread() -> None:
    """Let SQLite count how its rows are spread, to choose its indexes well; PostgreSQL does by itself."""
    if db.engine.dialect.name == "sqlite":
        with transaction():
            db.session.execute(text("ANALYZE"))
