"""Files of Share activities: an attachment belongs to a mission or to an activity."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Let an attachment belong to an activity instead of a mission; those that are there keep their mission."""
    with op.batch_alter_table("attachment") as attachment:
        attachment.add_column(sa.Column("share_activity_id", sa.Integer(), nullable=True))
        attachment.alter_column("mission_id", existing_type=sa.Integer(), nullable=True)
        attachment.create_foreign_key(
            op.f("fk_attachment_share_activity_id"), "share_activity", ["share_activity_id"], ["id"]
        )
        attachment.create_check_constraint("of_one_thing", "(mission_id IS NULL) <> (share_activity_id IS NULL)")
    op.create_index(op.f("ix_attachment_share_activity_id"), "attachment", ["share_activity_id"], unique=False)


def downgrade() -> None:
    """Drop the rows of activities' files; their bytes stay in the store, and the journal tells of them."""
    attachment = sa.table("attachment", sa.column("mission_id"))
    op.execute(attachment.delete().where(attachment.c.mission_id.is_(None)))
    op.drop_index(op.f("ix_attachment_share_activity_id"), table_name="attachment")
    with op.batch_alter_table("attachment") as batch:
        batch.drop_constraint(op.f("ck_attachment_of_one_thing"), type_="check")
        batch.drop_constraint(op.f("fk_attachment_share_activity_id"), type_="foreignkey")
        batch.alter_column("mission_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("share_activity_id")
