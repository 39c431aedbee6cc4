"""Policies of the gates, the word of each city on a stage, and what became of a need."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add them; what runs already keeps the gates that it had (guide-1), and no need is met.

    Columns are added and dropped one by one: SQLite cannot make a table anew that others refer to.
    """
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_run_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_consent_city_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_consent_given_by_id")),
        sa.ForeignKeyConstraint(["stage_run_id"], ["stage_run.id"], name=op.f("fk_consent_stage_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("stage_run_id", "city_id", name=op.f("uq_consent_stage_run_id_city_id")),
    )
    op.create_index(op.f("ix_consent_city_id"), "consent", ["city_id"], unique=False)
    op.add_column("partnership", sa.Column("policy", sa.Text(), nullable=False, server_default="guide-1"))
    op.add_column("programme", sa.Column("policy", sa.Text(), nullable=False, server_default="guide"))
    op.add_column("need", sa.Column("met_on", sa.Date(), nullable=True))
    op.add_column("need", sa.Column("met_how", sa.Text(), nullable=False, server_default=""))
    carried_from = sa.ForeignKey("need.id", name=op.f("fk_need_carried_from_id"))
    op.add_column("need", sa.Column("carried_from_id", sa.Integer(), carried_from), inline_references=True)
    op.create_index(op.f("ix_need_carried_from_id"), "need", ["carried_from_id"], unique=False)


def downgrade() -> None:
    """Drop them, and with them every policy, every consent, and what became of the needs."""
    op.drop_index(op.f("ix_need_carried_from_id"), table_name="need")
    op.drop_column("need", "carried_from_id")
    op.drop_column("need", "met_how")
    op.drop_column("need", "met_on")
    op.drop_column("programme", "policy")
    op.drop_column("partnership", "policy")
    op.drop_index(op.f("ix_consent_city_id"), table_name="consent")
    op.drop_table("consent")
