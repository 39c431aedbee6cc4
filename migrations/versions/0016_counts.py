"""Counts of partnerships, missions without a report and open sign-offs, kept by triggers beside the facts.

A dashboard over all partnerships then reads a few hundred rows, however many partnerships there are. Every partnership
is counted anew when something of it changes: what it was counted as is taken off, what it is now is added. PostgreSQL
does so at the end of the transaction, one transaction after the other, so that writers never wait for each other in a
circle; SQLite has one writer at a time anyway.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

LOCK = 7_120_019
"""Number of PostgreSQL's advisory lock that puts those who count in a row."""
STATES = ("exploring", "active", "dormant", "on_hold", "after_care", "ended")
PLACE = ("programme_id", "state", "stage_number")
PLACED = ", ".join(PLACE)
OF_COUNTED = ", ".join(f"counted_partnership.{name}" for name in PLACE)
FACTS = (
    "INSERT INTO counted_partnership (partnership_id, programme_id, state, stage_number, unreported)"
    " SELECT id, coalesce(programme_id, 0), state, stage_number,"
    " (SELECT count(*) FROM mission WHERE mission.partnership_id = partnership.id AND mission.state = 'completed')"
    " FROM partnership WHERE deleted_at IS NULL{only}"
)
SIGN_OFF_FACTS = (
    "INSERT INTO counted_sign_off (partnership_id, due_on, sign_offs)"
    " SELECT official_document.partnership_id, slot.due_on, count(*) FROM slot"
    " JOIN official_document ON official_document.id = slot.document_id"
    " JOIN counted_partnership ON counted_partnership.partnership_id = official_document.partnership_id"
    " WHERE slot.closed_at IS NULL AND official_document.state IN ('awaiting_signature', 'partly_signed'){only}"
    " GROUP BY official_document.partnership_id, slot.due_on"
)
ADD = (
    f"INSERT INTO partnership_count ({PLACED}, partnerships, unreported)"  # noqa: S608  (own words)
    f" SELECT {PLACED}, {{sign}}1, {{sign}}unreported FROM counted_partnership WHERE partnership_id = {{one}}"
    f" ON CONFLICT ({PLACED}) DO UPDATE SET"
    " partnerships = partnership_count.partnerships + excluded.partnerships,"
    " unreported = partnership_count.unreported + excluded.unreported"
)
ADD_SIGN_OFFS = (
    f"INSERT INTO sign_off_count ({PLACED}, due_on, sign_offs)"  # noqa: S608  (own words)
    f" SELECT {OF_COUNTED}, counted_sign_off.due_on, {{sign}}counted_sign_off.sign_offs FROM counted_sign_off"
    " JOIN counted_partnership ON counted_partnership.partnership_id = counted_sign_off.partnership_id"
    " WHERE counted_sign_off.partnership_id = {one}"
    f" ON CONFLICT ({PLACED}, due_on) DO UPDATE SET sign_offs = sign_off_count.sign_offs + excluded.sign_offs"
)
INDEXES = {
    "ix_partnership_words": ["deleted_at", "search_text", *PLACE],
    "ix_partnership_modality": ["deleted_at", "modality", *PLACE],
    "ix_partnership_dates": ["deleted_at", "starts", "ends", *PLACE],
    "ix_partnership_quiet": ["deleted_at", "state", "last_event_at", "programme_id"],
}
"""What the lists are narrowed by, with all that they are counted by, so that the table itself is not read."""
TRIGGERS = {
    "partnership_counted": ("partnership", "INSERT", "", "NEW.id"),
    "partnership_counted_anew": (
        "partnership",
        "UPDATE OF programme_id, state, stage_number, deleted_at",
        "OLD.programme_id IS DISTINCT FROM NEW.programme_id OR OLD.state <> NEW.state"
        " OR OLD.stage_number <> NEW.stage_number OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at",
        "NEW.id",
    ),
    "partnership_no_longer_counted": ("partnership", "DELETE", "", "OLD.id"),
    "mission_counted": ("mission", "INSERT", "NEW.state = 'completed'", "NEW.partnership_id"),
    "mission_counted_anew": (
        "mission",
        "UPDATE OF state",
        "OLD.state <> NEW.state AND 'completed' IN (OLD.state, NEW.state)",
        "NEW.partnership_id",
    ),
    "mission_no_longer_counted": ("mission", "DELETE", "OLD.state = 'completed'", "OLD.partnership_id"),
    "slot_counted": ("slot", "INSERT", "NEW.closed_at IS NULL", "{document of NEW}"),
    "slot_counted_anew": (
        "slot",
        "UPDATE OF closed_at, due_on",
        "OLD.closed_at IS DISTINCT FROM NEW.closed_at OR OLD.due_on <> NEW.due_on",
        "{document of NEW}",
    ),
    "slot_no_longer_counted": ("slot", "DELETE", "OLD.closed_at IS NULL", "{document of OLD}"),
    "document_counted_anew": (
        "official_document",
        "UPDATE OF state",
        "OLD.state <> NEW.state",
        "NEW.partnership_id",
    ),
}
"""Table, event, condition, and the partnership that is counted anew, by the trigger's name."""


def upgrade() -> None:
    """Add indexes, tables and triggers, and count what is there."""
    for name, columns in INDEXES.items():
        op.create_index(name, "partnership", columns)
    op.create_index(
        "ix_mission_unreported_logged_at",
        "mission",
        ["logged_at", "partnership_id"],
        sqlite_where=sa.text("state = 'completed'"),
        postgresql_where=sa.text("state = 'completed'"),
    )
    _create_tables()
    for statement in (FACTS, SIGN_OFF_FACTS):
        op.execute(statement.format(only=""))
    op.execute(
        f"INSERT INTO partnership_count ({PLACED}, partnerships, unreported)"  # noqa: S608  (own words)
        f" SELECT {PLACED}, count(*), sum(unreported) FROM counted_partnership GROUP BY {PLACED}"
    )
    op.execute(
        f"INSERT INTO sign_off_count ({PLACED}, due_on, sign_offs)"  # noqa: S608  (own words)
        f" SELECT {OF_COUNTED}, due_on, sum(sign_offs) FROM counted_sign_off"
        " JOIN counted_partnership ON counted_partnership.partnership_id = counted_sign_off.partnership_id"
        f" GROUP BY {OF_COUNTED}, due_on"
    )
    if op.get_context().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        _upgrade_sqlite()


def _create_tables() -> None:
    def place() -> list[sa.Column[object]]:
        return [
            sa.Column("programme_id", sa.Integer(), nullable=False),
            sa.Column(
                "state",
                sa.Enum(*STATES, name="partnershipstate", native_enum=False, create_constraint=True, length=40),
                nullable=False,
            ),
            sa.Column("stage_number", sa.Integer(), nullable=False),
        ]

    op.create_table(
        "counted_partnership",
        sa.Column("partnership_id", sa.Integer(), nullable=False, autoincrement=False),
        *place(),
        sa.Column("unreported", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_counted_partnership")),
    )
    op.create_table(
        "counted_sign_off",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sign_offs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "due_on", name=op.f("pk_counted_sign_off")),
    )
    op.create_table(
        "partnership_count",
        *place(),
        sa.Column("partnerships", sa.Integer(), nullable=False),
        sa.Column("unreported", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*PLACE, name=op.f("pk_partnership_count")),
    )
    op.create_table(
        "sign_off_count",
        *place(),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sign_offs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*PLACE, "due_on", name=op.f("pk_sign_off_count")),
    )
    op.create_index(
        "ix_sign_off_count_none_left",
        "sign_off_count",
        ["sign_offs"],
        sqlite_where=sa.text("sign_offs = 0"),
        postgresql_where=sa.text("sign_offs = 0"),
    )


def _recount(one: str) -> list[str]:
    """Give the statements that count one partnership anew."""
    return [
        ADD_SIGN_OFFS.format(sign="-", one=one),
        ADD.format(sign="-", one=one),
        f"DELETE FROM counted_sign_off WHERE partnership_id = {one}",  # noqa: S608  (own words)
        f"DELETE FROM counted_partnership WHERE partnership_id = {one}",  # noqa: S608  (own words)
        FACTS.format(only=f" AND id = {one}"),
        SIGN_OFF_FACTS.format(only=f" AND official_document.partnership_id = {one}"),
        ADD.format(sign="", one=one),
        ADD_SIGN_OFFS.format(sign="", one=one),
        "DELETE FROM sign_off_count WHERE sign_offs = 0",
    ]


def _one(written: str) -> str:
    """Give a partnership's number as an expression in a trigger."""
    for row in ("NEW", "OLD"):
        of_document = f"(SELECT partnership_id FROM official_document WHERE id = {row}.document_id)"  # noqa: S608  (own words)
        written = written.replace(f"{{document of {row}}}", of_document)
    return written


def _upgrade_sqlite() -> None:
    for name, (table, event, when, written) in TRIGGERS.items():
        condition = f" WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}" if when else ""
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table}{condition} BEGIN {_body(_one(written))} END")


def _body(one: str) -> str:
    return " ".join(f"{statement};" for statement in _recount(one))


def _upgrade_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION count_partnership(one integer) RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
        f"PERFORM pg_advisory_xact_lock({LOCK}); {_body('one')} END $$"
    )
    for name, (table, event, when, written) in TRIGGERS.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"PERFORM count_partnership({_one(written)}); RETURN NULL; END $$"
        )
        condition = f" WHEN ({when})" if when else ""
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED"
            f" FOR EACH ROW{condition} EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    """Drop them all; the facts are what they were."""
    is_postgresql = op.get_context().dialect.name == "postgresql"
    for name, (table, *_others) in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name} ON {table}" if is_postgresql else f"DROP TRIGGER {name}")
        if is_postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    if is_postgresql:
        op.execute("DROP FUNCTION count_partnership(integer)")
    for table in ("sign_off_count", "partnership_count", "counted_sign_off", "counted_partnership"):
        op.drop_table(table)
    op.drop_index("ix_mission_unreported_logged_at", table_name="mission")
    for name in INDEXES:
        op.drop_index(name, table_name="partnership")
