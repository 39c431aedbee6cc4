"""How migrations reach the database: through the application's own engine, all or nothing on both databases."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import TypeDecorator


def plain_type(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write our own column types as the plain types that they store, so that no migration imports the application."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


def run() -> None:
    """Run the migrations in one transaction; a failure leaves the old schema and can be tried again."""
    database = current_app.extensions["migrate"].db
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _run_on(connection, database.metadata)
        return
    with database.engine.connect() as opened:
        _run_on(opened, database.metadata)
        opened.commit()


def _run_on(connection: object, metadata: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=plain_type,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
