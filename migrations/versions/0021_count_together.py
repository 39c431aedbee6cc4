"""On PostgreSQL the trigger that counts a new mission rests while a transaction says that it will count by itself.

SQLite needs no such setting: its one writer may take a trigger away and put it back within a transaction.
"""

from alembic import op

revision = "0021"
down_revision = "0020"

CREATE = (
    "CREATE CONSTRAINT TRIGGER mission_counted AFTER INSERT ON mission DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW WHEN (NEW.state = 'completed'{more}) EXECUTE FUNCTION mission_counted()"
)
UNLESS_TOGETHER = " AND current_setting('tracker.counts', true) IS DISTINCT FROM 'together'"


def upgrade() -> None:
    """Let the trigger look at the setting."""
    _replace(UNLESS_TOGETHER)


def downgrade() -> None:
    """Let it count every mission."""
    _replace("")


def _replace(more: str) -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER mission_counted ON mission")
        op.execute(CREATE.format(more=more))
