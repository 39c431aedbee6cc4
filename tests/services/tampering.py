"""What only somebody with the database in their hands can do: past its triggers and foreign keys."""

from sqlalchemy import text

from tracker.db import Base, db


def unguarded() -> None:
    """Take the guards off the tables, for good; foreign keys too, which SQLite then checks at a commit only."""
    if db.engine.dialect.name == "postgresql":
        for table in Base.metadata.tables:
            db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    else:
        for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
    db.session.commit()


def loosen() -> None:
    """Let this transaction break foreign keys; it must be rolled back."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
