"""Evaluations: frameworks in their versions, and what each city answers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "framework_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_version")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_framework_version_code_version")),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("framework_version_id", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "baseline",
                "midterm",
                "end",
                "after_care",
                name="occasion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_evaluation_created_by_id")),
        sa.ForeignKeyConstraint(
            ["framework_version_id"], ["framework_version.id"], name=op.f("fk_evaluation_framework_version_id")
        ),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_evaluation_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_framework_version_id"), ["framework_version_id"], unique=False)
        batch_op.create_index("ix_evaluation_partnership_id_cycle", ["partnership_id", "cycle"], unique=False)

    op.create_table(
        "evaluation_side",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=True),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_evaluation_side_city_id")),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluation.id"], name=op.f("fk_evaluation_side_evaluation_id")),
        sa.ForeignKeyConstraint(["handed_in_by_id"], ["person.id"], name=op.f("fk_evaluation_side_handed_in_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_side")),
        sa.UniqueConstraint("evaluation_id", "city_id", name=op.f("uq_evaluation_side_evaluation_id_city_id")),
    )
    with op.batch_alter_table("evaluation_side", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_side_city_id"), ["city_id"], unique=False)

    op.create_table(
        "evaluation_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["side_id"], ["evaluation_side.id"], name=op.f("fk_evaluation_section_side_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_section")),
        sa.UniqueConstraint("side_id", "dimension", name=op.f("uq_evaluation_section_side_id_dimension")),
    )
    op.create_table(
        "evaluation_answer",
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("now", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("does_not_apply", sa.Boolean(), nullable=False),
        sa.CheckConstraint("now >= 1 AND wanted >= 1", name=op.f("ck_evaluation_answer_scales_count_from_one")),
        sa.ForeignKeyConstraint(
            ["section_id"], ["evaluation_section.id"], name=op.f("fk_evaluation_answer_section_id")
        ),
        sa.PrimaryKeyConstraint("section_id", "question", name=op.f("pk_evaluation_answer")),
    )


def downgrade() -> None:
    """Drop the tables, and with them every answer."""
    op.drop_table("evaluation_answer")
    op.drop_table("evaluation_section")
    with op.batch_alter_table("evaluation_side", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_side_city_id"))

    op.drop_table("evaluation_side")
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.drop_index("ix_evaluation_partnership_id_cycle")
        batch_op.drop_index(batch_op.f("ix_evaluation_framework_version_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_due_on"))

    op.drop_table("evaluation")
    op.drop_table("framework_version")
