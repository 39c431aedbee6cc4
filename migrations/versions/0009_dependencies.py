"""When activities of the work plan began and were finished, and which ones they wait for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the days and the table; nothing has begun, and nothing waits."""
    op.add_column("activity", sa.Column("began_on", sa.Date(), nullable=True))
    op.add_column("activity", sa.Column("finished_on", sa.Date(), nullable=True))
    op.create_table(
        "dependency",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("activity_id <> before_id", name=op.f("ck_dependency_not_for_itself")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_dependency_activity_id")),
        sa.ForeignKeyConstraint(["before_id"], ["activity.id"], name=op.f("fk_dependency_before_id")),
        sa.PrimaryKeyConstraint("activity_id", "before_id", name=op.f("pk_dependency")),
    )
    op.create_index(op.f("ix_dependency_before_id"), "dependency", ["before_id"], unique=False)


def downgrade() -> None:
    """Drop them, and with them what came of the plan and what waits for what."""
    op.drop_index(op.f("ix_dependency_before_id"), table_name="dependency")
    op.drop_table("dependency")
    op.drop_column("activity", "finished_on")
    op.drop_column("activity", "began_on")
