"""Further kinds of missions, what each kind is asked of its own, and the sessions of those that have many."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BEFORE = (
    *("technical_visit", "bilateral_meeting", "seminar", "training", "master_class", "learning_exchange"),
    *("political_visit", "online_session"),
)
AFTER = (
    *("technical_visit", "bilateral_meeting", "seminar", "half_day_seminar", "training", "master_class"),
    *("learning_exchange", "political_visit", "online_session", "university_collaboration", "municipal_support"),
    "peer_review_visit",
)


def upgrade() -> None:
    """Add the tables and allow the new kinds; no mission is of one of them yet."""
    op.create_table(
        "mission_detail",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_detail_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "field", name=op.f("pk_mission_detail")),
    )
    op.create_table(
        "mission_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_mission_session_some_time")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_session_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_session")),
    )
    op.create_index(op.f("ix_mission_session_mission_id"), "mission_session", ["mission_id"], unique=False)
    _allow(BEFORE, AFTER)


def _allow(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let a mission be of these kinds.

    SQLite cannot change a rule of a table, nor make the table anew while others refer to it; its documentation
    (lang_altertable, section 7) says to rewrite the stored words of the rule, which changes no row.
    """
    if op.get_context().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_mission_missionkind"), "mission", type_="check")
        op.create_check_constraint("missionkind", "mission", f"kind IN ({_listed(after)})")
        return
    connection = op.get_bind()
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = 'mission' AND instr(sql, :before) > 0"
        ),
        {"before": f"kind IN ({_listed(before)})", "after": f"kind IN ({_listed(after)})"},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version or 0) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    if changed.rowcount != 1:
        raise RuntimeError("The rule on the kind of missions is not the one that was expected; nothing was changed.")


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


def downgrade() -> None:
    """Drop them; missions of the new kinds become what comes nearest."""
    nearest = {
        "half_day_seminar": "seminar",
        "university_collaboration": "learning_exchange",
        "municipal_support": "training",
        "peer_review_visit": "technical_visit",
    }
    mission = sa.table("mission", sa.column("kind"))
    for kind, near in nearest.items():
        op.execute(mission.update().where(mission.c.kind == kind).values(kind=near))
    _allow(AFTER, BEFORE)
    op.drop_index(op.f("ix_mission_session_mission_id"), table_name="mission_session")
    op.drop_table("mission_session")
    op.drop_table("mission_detail")
