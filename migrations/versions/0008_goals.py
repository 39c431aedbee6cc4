"""The goals and targets that partnerships serve, the institutions that carry programmes, and what people work as."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the tables, and the column of posts, empty for those that are there."""
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
    op.create_table(
        "programme_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "facilitator",
                "implementer",
                "funder",
                "technical_support",
                "university",
                "network",
                name="governancerole",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_programme_partner_created_by_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_partner_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_partner")),
    )
    with op.batch_alter_table("programme_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_partner_programme_id"), ["programme_id"], unique=False)
    with op.batch_alter_table("post_holder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("function", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Drop them, and with them what partnerships serve, who carries programmes, and what people work as."""
    with op.batch_alter_table("post_holder", schema=None) as batch_op:
        batch_op.drop_column("function")
    with op.batch_alter_table("programme_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_partner_programme_id"))
    op.drop_table("programme_partner")
    op.drop_table("partnership_sdg")
