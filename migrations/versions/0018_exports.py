"""Files made on demand, presets of funder reports, and outbox rows that ask the worker for a file."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the tables and the new kind of outbox row."""
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", _enum("exportkind", "funder_report", "partnership_list"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", _enum("exportstate", "queued", "under_way", "ready", "failed", "expired"), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("is_at_once", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_export_percent")),
        sa.CheckConstraint(
            "(state IN ('ready', 'expired')) = (ready_at IS NOT NULL)", name=op.f("ck_export_ready_since")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_export_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("code", name=op.f("uq_export_code")),
    )
    op.create_index("ix_export_person_id_asked_at", "export", ["person_id", "asked_at"], unique=False)
    op.create_index("ix_export_state_expires_at", "export", ["state", "expires_at"], unique=False)
    op.create_table(
        "export_file",
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("format", _enum("fileformat", "pdf", "summary", "xlsx", "json", "csv"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["export.id"], name=op.f("fk_export_file_export_id")),
        sa.PrimaryKeyConstraint("export_id", "format", name=op.f("pk_export_file")),
        sa.UniqueConstraint("path", name=op.f("uq_export_file_path")),
    )
    op.create_table(
        "funder_preset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("period", _enum("periodkind", "this_year", "last_year", "programme", "between"), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("since <= until", name=op.f("ck_funder_preset_in_order")),
        sa.CheckConstraint("parts <> ''", name=op.f("ck_funder_preset_has_parts")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_funder_preset_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder_preset")),
    )
    op.create_index("ix_funder_preset_person_id", "funder_preset", ["person_id"], unique=False)
    with op.batch_alter_table("outbox_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("export_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_item_export_id"), ["export_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_outbox_item_export_id"), "export", ["export_id"], ["id"])
        _rules(batch_op, "kind IN ('mail', 'notice', 'seal', 'export')", "kind IN ('seal', 'export') OR address <> ''")
        batch_op.create_check_constraint(
            batch_op.f("ck_outbox_item_export_has_row"), "kind <> 'export' OR export_id IS NOT NULL"
        )


def _enum(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)


def _rules(batch_op: object, known_kind: str, mail_has_address: str) -> None:
    """Let these be the rules on the kinds of outbox rows, and on which of them need no address."""
    for name, rule in (("known_kind", known_kind), ("mail_has_address", mail_has_address)):
        batch_op.drop_constraint(op.f(f"ck_outbox_item_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_outbox_item_{name}"), rule)


def downgrade() -> None:
    """Drop them; files of exports stay in the file store, where no row names them any more."""
    outbox = sa.table("outbox_item", sa.column("kind"))
    op.execute(outbox.delete().where(outbox.c.kind == "export"))
    with op.batch_alter_table("outbox_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_outbox_item_export_has_row"), type_="check")
        _rules(batch_op, "kind IN ('mail', 'notice', 'seal')", "kind = 'seal' OR address <> ''")
        batch_op.drop_constraint(batch_op.f("fk_outbox_item_export_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_outbox_item_export_id"))
        batch_op.drop_column("export_id")
    op.drop_index("ix_funder_preset_person_id", table_name="funder_preset")
    op.drop_table("funder_preset")
    op.drop_table("export_file")
    op.drop_index("ix_export_state_expires_at", table_name="export")
    op.drop_index("ix_export_person_id_asked_at", table_name="export")
    op.drop_table("export")
