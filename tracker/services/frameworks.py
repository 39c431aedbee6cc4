"""The evaluation frameworks on offer: files of the package, kept in the database when they are first used."""

import json
from functools import cache
from pathlib import Path

from sqlalchemy import select

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.frameworks import Framework, read_framework
from tracker.models.evaluations import FrameworkVersion

FOLDER = Path(__file__).parent.parent / "data" / "frameworks"


@cache
def offered() -> dict[str, Framework]:
    """Give the frameworks that the files hold, by their code; raises ValueError for a file that cannot be read."""
    files = sorted(FOLDER.glob("*.json"))
    return {one.code: one for one in (read_framework(json.loads(file.read_text())) for file in files)}


def kept(code: str) -> FrameworkVersion:
    """Give the kept text of the version that is offered now; raises RuleBroken("framework.unknown")."""
    if code not in offered():
        raise RuleBroken("framework.unknown")
    version = offered()[code].version
    query = select(FrameworkVersion).where(FrameworkVersion.code == code, FrameworkVersion.version == version)
    row = db.session.scalar(query)
    if row is None:
        row = FrameworkVersion(code=code, version=version, content=_content(code))
        db.session.add(row)
        db.session.flush()
    return row


def _content(code: str) -> str:
    data = json.loads((FOLDER / f"{code}.json").read_text())
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def framework_of(row: FrameworkVersion) -> Framework:
    """Read a kept framework."""
    return _read(row.content)


@cache
def _read(content: str) -> Framework:
    return read_framework(json.loads(content))
