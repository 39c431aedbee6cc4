"""Follow-ups after 6, 12 and 24 months, and protocols with their reviews."""

import calendar
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables, and ask what is in after-care already for its follow-ups."""
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("lasted", sa.Text(), nullable=True),
        sa.Column("stopped", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (lasted IS NULL)", name=op.f("ck_follow_up_answered_with_what_lasted")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_follow_up_answered_by_id")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_follow_up_city_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_follow_up_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint(
            "partnership_id",
            "city_id",
            "since_on",
            "months",
            name=op.f("uq_follow_up_partnership_id_city_id_since_on_months"),
        ),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_city_id"), ["city_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_due_on"), ["due_on"], unique=False)

    op.create_table(
        "protocol",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "friendship",
                "cooperation",
                "twinning",
                "memorandum",
                name="protocolkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("aims", sa.Text(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("review_months", sa.Integer(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_reason IS NULL)", name=op.f("ck_protocol_ended_with_reason")),
        sa.CheckConstraint(
            "ends IS NOT NULL OR review_months IS NOT NULL", name=op.f("ck_protocol_ends_or_is_reviewed")
        ),
        sa.CheckConstraint("review_months BETWEEN 1 AND 120", name=op.f("ck_protocol_review_within_ten_years")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_protocol_created_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_protocol_partnership_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["protocol.id"], name=op.f("fk_protocol_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_protocol_replaces_id")),
    )
    with op.batch_alter_table("protocol", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_protocol_next_review_on"), ["next_review_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_protocol_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "protocol_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_protocol_review_created_by_id")),
        sa.ForeignKeyConstraint(["protocol_id"], ["protocol.id"], name=op.f("fk_protocol_review_protocol_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_review")),
    )
    with op.batch_alter_table("protocol_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_protocol_review_protocol_id"), ["protocol_id"], unique=False)
    _ask_for_follow_ups()


def _ask_for_follow_ups() -> None:
    connection = op.get_bind()
    tables = sa.MetaData()
    follow_up, partnership, member = (
        sa.Table(name, tables, autoload_with=connection) for name in ("follow_up", "partnership", "member")
    )
    closed = sa.select(partnership.c.id, partnership.c.state_since, member.c.city_id).where(
        member.c.partnership_id == partnership.c.id, partnership.c.state == "after_care"
    )
    asked = [
        {
            "partnership_id": number,
            "city_id": city,
            "since_on": since.date(),
            "months": months,
            "due_on": _months_later(since.date(), months),
            "stopped": "",
            "next_steps": "",
            "is_on_behalf": False,
            "version": 1,
            "is_demonstration": False,
        }
        for number, since, city in connection.execute(closed)
        for months in (6, 12, 24)
    ]
    if asked:
        connection.execute(follow_up.insert(), asked)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def downgrade() -> None:
    """Drop the tables."""
    with op.batch_alter_table("protocol_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_protocol_review_protocol_id"))

    op.drop_table("protocol_review")
    with op.batch_alter_table("protocol", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_protocol_partnership_id"))
        batch_op.drop_index(batch_op.f("ix_protocol_next_review_on"))

    op.drop_table("protocol")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_due_on"))
        batch_op.drop_index(batch_op.f("ix_follow_up_city_id"))

    op.drop_table("follow_up")
