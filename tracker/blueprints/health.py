"""For machines that watch the tracker: is the process up, are database and migrations well."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app
from sqlalchemy import text

from tracker.blueprints.guard import needs
from tracker.db import db
from tracker.permissions import Permission

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@needs(Permission.PUBLIC)
def alive() -> tuple[dict[str, str], int]:
    """Answer as long as the process runs."""
    return {"status": "ok"}, 200


@bp.get("/readyz")
@needs(Permission.PUBLIC)
def ready() -> tuple[dict[str, str], int]:
    """Answer 200 when the database answers and stands at the newest migration, 503 otherwise."""
    config = current_app.extensions["migrate"].migrate.get_config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    connection = db.session.connection()
    connection.execute(text("SELECT 1"))
    if MigrationContext.configure(connection).get_current_revision() != newest:
        return {"status": "migrations are missing: run flask db upgrade"}, 503
    return {"status": "ok"}, 200
