"""Actors of a programme that take part in a partnership, local groups, and Share activities taken from the record."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KINDS = (
    *("residents", "civil_society", "traditional_authorities", "councillors", "private_sector", "public_company"),
    *("university", "culture", "media", "other"),
)


def upgrade() -> None:
    """Add the tables and the column; nothing is said of any actor or group, and no activity is from the record."""
    op.create_table(
        "partnership_actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("programme_partner_id", sa.Integer(), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_partnership_actor_created_by_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_actor_partnership_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_partner_id"],
            ["programme_partner.id"],
            name=op.f("fk_partnership_actor_programme_partner_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_actor")),
        sa.UniqueConstraint(
            "partnership_id",
            "programme_partner_id",
            name=op.f("uq_partnership_actor_partnership_id_programme_partner_id"),
        ),
    )
    op.create_index(
        op.f("ix_partnership_actor_programme_partner_id"), "partnership_actor", ["programme_partner_id"], unique=False
    )
    op.create_table(
        "local_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="stakeholderkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("participation", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("people >= 1", name=op.f("ck_local_group_somebody_in_it")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_local_group_city_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_local_group_created_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_local_group_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_group")),
    )
    op.create_index(op.f("ix_local_group_city_id"), "local_group", ["city_id"], unique=False)
    op.create_index(op.f("ix_local_group_partnership_id"), "local_group", ["partnership_id"], unique=False)
    op.add_column("share_activity", sa.Column("record_code", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop them, and with them what was said of actors and groups; activities stay, without their place on record."""
    op.drop_column("share_activity", "record_code")
    op.drop_index(op.f("ix_local_group_partnership_id"), table_name="local_group")
    op.drop_index(op.f("ix_local_group_city_id"), table_name="local_group")
    op.drop_table("local_group")
    op.drop_index(op.f("ix_partnership_actor_programme_partner_id"), table_name="partnership_actor")
    op.drop_table("partnership_actor")
