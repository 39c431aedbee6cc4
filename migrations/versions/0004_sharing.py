"""Share activities of one or several partnerships, and the organisations that take part."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "partner_organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "university",
                "association",
                "network",
                "ministry",
                "donor",
                "civil_society",
                "company",
                name="partnerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_partner_organisation_created_by_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partner_organisation_partnership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_organisation")),
    )
    with op.batch_alter_table("partner_organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_organisation_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "share_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "launch",
                "round_table",
                "seminar",
                "congress",
                "expo",
                "radio",
                "blog",
                "newsletter",
                "book",
                "academic_paper",
                "board_report",
                "award",
                name="sharekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("reach >= 0", name=op.f("ck_share_activity_reaches_nobody_less")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_share_activity_created_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_share_activity_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_activity")),
    )
    with op.batch_alter_table("share_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_share_activity_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "share_activity_partnership",
        sa.Column("share_activity_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_share_activity_partnership_partnership_id")
        ),
        sa.ForeignKeyConstraint(
            ["share_activity_id"], ["share_activity.id"], name=op.f("fk_share_activity_partnership_share_activity_id")
        ),
        sa.PrimaryKeyConstraint("share_activity_id", "partnership_id", name=op.f("pk_share_activity_partnership")),
    )
    with op.batch_alter_table("share_activity_partnership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_share_activity_partnership_partnership_id"), ["partnership_id"], unique=False
        )


def downgrade() -> None:
    """Drop the tables."""
    with op.batch_alter_table("share_activity_partnership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_activity_partnership_partnership_id"))

    op.drop_table("share_activity_partnership")
    with op.batch_alter_table("share_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_activity_partnership_id"))

    op.drop_table("share_activity")
    with op.batch_alter_table("partner_organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_organisation_partnership_id"))

    op.drop_table("partner_organisation")
