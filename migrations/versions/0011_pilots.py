"""Where an instrument was tried first, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the columns; nothing is said of any pilot."""
    op.add_column("instrument", sa.Column("piloted_in", sa.Text(), nullable=False, server_default=""))
    op.add_column("instrument", sa.Column("piloted_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop them, and with them what was said of pilots."""
    op.drop_column("instrument", "piloted_on")
    op.drop_column("instrument", "piloted_in")
