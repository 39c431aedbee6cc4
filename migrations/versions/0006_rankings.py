"""The rank that each city gives to a priority, beside the agreed one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "priority_ranking",
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_priority_ranking_ranks_count_from_one")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_priority_ranking_city_id")),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"], name=op.f("fk_priority_ranking_priority_id")),
        sa.PrimaryKeyConstraint("priority_id", "city_id", name=op.f("pk_priority_ranking")),
    )
    with op.batch_alter_table("priority_ranking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_priority_ranking_city_id"), ["city_id"], unique=False)


def downgrade() -> None:
    """Drop the table, and with it every city's own rank."""
    with op.batch_alter_table("priority_ranking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_priority_ranking_city_id"))
    op.drop_table("priority_ranking")
