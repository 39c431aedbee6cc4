"""What is signed, frozen, journalled or waived can never be changed or deleted, whoever asks."""

from alembic import op

revision = "0002"
down_revision = "0001"

FROZEN = (
    "kind",
    "partnership_id",
    "mission_id",
    "series",
    "number",
    "ref",
    "cycle",
    "language",
    "summary",
    "signing_order",
    "author_id",
    "content",
    "digest",
    "code",
    "submitted_at",
    "submitted_by_id",
)
"""Columns of an official document that stand still once it has been sent for signature."""
NEVER = ("signature", "journal_entry", "waiver", "document_file")
"""Tables whose rows are never changed and never deleted."""
REFUSAL = "RAISE EXCEPTION 'kept for ever: %', TG_TABLE_NAME USING ERRCODE = '23000';"


def upgrade() -> None:
    """Add the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        _upgrade_sqlite()


def downgrade() -> None:
    """Drop the triggers."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table in _names():
        if is_postgresql:
            op.execute(f"DROP TRIGGER {name} ON {table}")
        elif "truncate" not in name:
            op.execute(f"DROP TRIGGER {name}")
    if is_postgresql:
        op.execute("DROP FUNCTION refuse_change()")
        op.execute("DROP FUNCTION refuse_change_of_sent()")


def _names() -> list[tuple[str, str]]:
    tables = [*NEVER, "personal_field", "official_document", "translation"]
    names = [(f"{table}_no_{act}", table) for table in tables for act in ("update", "delete", "truncate")]
    return [*names, ("translation_no_insert", "translation")]


def _upgrade_sqlite() -> None:
    for table in NEVER:
        _sqlite(table, "update", "UPDATE", "1")
        _sqlite(table, "delete", "DELETE", "1")
    _sqlite(
        "personal_field",
        "update",
        "UPDATE",
        "NEW.salt IS NOT NULL OR NEW.value IS NOT NULL OR NEW.entry_id <> OLD.entry_id OR NEW.name <> OLD.name",
    )
    _sqlite("personal_field", "delete", "DELETE", "1")
    _sqlite("official_document", "update", f"UPDATE OF {', '.join(FROZEN)}", "OLD.content IS NOT NULL")
    _sqlite("official_document", "delete", "DELETE", "OLD.content IS NOT NULL")
    _sqlite("translation", "insert", "INSERT", _of_sent("NEW"))
    _sqlite("translation", "update", "UPDATE", f"{_of_sent('OLD')} OR {_of_sent('NEW')}")
    _sqlite("translation", "delete", "DELETE", _of_sent("OLD"))


def _of_sent(row: str) -> str:
    """Give the condition that a row belongs to a document that was sent for signature."""
    return f"EXISTS (SELECT 1 FROM official_document WHERE id = {row}.document_id AND content IS NOT NULL)"  # noqa: S608  (own words)


def _sqlite(table: str, act: str, on: str, when: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{act} BEFORE {on} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, 'kept for ever: {table}'); END"
    )


def _upgrade_postgresql() -> None:
    op.execute(f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {REFUSAL} END $$")
    for table in NEVER:
        _postgresql(table, "update", "UPDATE", "FOR EACH ROW")
        _postgresql(table, "delete", "DELETE", "FOR EACH ROW")
    _postgresql(
        "personal_field",
        "update",
        "UPDATE",
        "FOR EACH ROW WHEN (NEW.salt IS NOT NULL OR NEW.value IS NOT NULL OR NEW.entry_id <> OLD.entry_id OR NEW.name <> OLD.name)",
    )
    _postgresql("personal_field", "delete", "DELETE", "FOR EACH ROW")
    _postgresql(
        "official_document", "update", f"UPDATE OF {', '.join(FROZEN)}", "FOR EACH ROW WHEN (OLD.content IS NOT NULL)"
    )
    _postgresql("official_document", "delete", "DELETE", "FOR EACH ROW WHEN (OLD.content IS NOT NULL)")
    op.execute(
        "CREATE FUNCTION refuse_change_of_sent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN IF {_of_sent('OLD')} THEN {REFUSAL} END IF; END IF; "
        f"IF TG_OP <> 'DELETE' THEN IF {_of_sent('NEW')} THEN {REFUSAL} END IF; RETURN NEW; END IF; "
        "RETURN OLD; END $$"
    )
    for act in ("insert", "update", "delete"):
        _postgresql("translation", act, act.upper(), "FOR EACH ROW", "refuse_change_of_sent")
    for table in (*NEVER, "personal_field", "official_document", "translation"):
        _postgresql(table, "truncate", "TRUNCATE", "FOR EACH STATEMENT")


def _postgresql(table: str, act: str, on: str, each: str, function: str = "refuse_change") -> None:
    op.execute(f"CREATE TRIGGER {table}_no_{act} BEFORE {on} ON {table} {each} EXECUTE FUNCTION {function}()")
