"""The goals and targets that partnerships serve."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "partnership_sdg",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_partnership_sdg_added_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_sdg_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_sdg")),
        sa.UniqueConstraint("partnership_id", "code", name=op.f("uq_partnership_sdg_partnership_id_code")),
    )


def downgrade() -> None:
    """Drop the table, and with it what every partnership serves."""
    op.drop_table("partnership_sdg")
