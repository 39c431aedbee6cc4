"""Indicators on which cities agree in an evaluation, and answers that are numbers with unit, year and source."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the table and the columns; no answer is a number yet."""
    op.create_table(
        "benchmark_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_benchmark_indicator_created_by_id")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_benchmark_indicator_evaluation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_indicator")),
        sa.UniqueConstraint("evaluation_id", "code", name=op.f("uq_benchmark_indicator_evaluation_id_code")),
    )
    op.add_column("evaluation_answer", sa.Column("value", sa.Double(), nullable=True))
    op.add_column("evaluation_answer", sa.Column("unit", sa.Text(), nullable=False, server_default=""))
    op.add_column("evaluation_answer", sa.Column("year", sa.Integer(), nullable=True))
    op.add_column("evaluation_answer", sa.Column("source", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them, and with them the indicators and every number."""
    for name in ("source", "year", "unit", "value"):
        op.drop_column("evaluation_answer", name)
    op.drop_table("benchmark_indicator")
