"""For machines that watch the tracker: is the process up, are database and migrations well."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app
from sqlalchemy import text

from tracker.blueprints.guard import needs
from tracker.db import db
from tracker.permissions import Permission
from tracker.services import frameworks, policies

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@needs(Permission.PUBLIC)
def alive() -> tuple[dict[str, str], int]:
    """Answer as long as the process runs."""
    return {"status": "ok"}, 200


@bp.get("/readyz")
@needs(Permission.PUBLIC)
def ready() -> tuple[dict[str, str], int]:
    """Answer 200 when database, migrations and the files of frameworks and policies are well, 503 otherwise."""
    config = current_app.extensions["migrate"].migrate.get_config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    connection = db.session.connection()
    connection.execute(text("SELECT 1"))
    if MigrationContext.configure(connection).get_current_revision() != newest:
        return {"status": "migrations are missing: run flask db upgrade"}, 503
    if names := policies.missing():
        return {"status": f"policies in use are missing: put back INSTANCE/policies/ {', '.join(names)}"}, 503
    if files := frameworks.changed():
        return {"status": f"files changed after use: give {', '.join(files)} the next version"}, 503
    return {"status": "ok"}, 200
