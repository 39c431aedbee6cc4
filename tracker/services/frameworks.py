"""The evaluation frameworks on offer: files of the package and the operator, kept in the database when first used."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.frameworks import BY_CITIES, OWN, AnswerKind, Framework, Question, read_framework
from tracker.models.evaluations import Evaluation, FrameworkVersion
from tracker.services.data_files import DataFile, read_files
from tracker.settings import setting

FOLDER = Path(__file__).parent.parent / "data" / "frameworks"


@dataclass(frozen=True)
class Frameworks:
    """What the files hold: the newest version of each framework by its code, and every file by code and version."""

    newest: dict[str, Framework]
    files: Mapping[tuple[str, int], DataFile[Framework]]


def read_frameworks(instance: Path) -> Frameworks:
    """Read the frameworks of the package and of the operator, in `instance`; raises ValueError as `read_files` does."""
    files = read_files([FOLDER, instance / "frameworks"], read_framework)
    return Frameworks({code: file.thing for (code, _version), file in files.items()}, files)


def offered() -> dict[str, Framework]:
    """Give the newest version of each framework by its code, as read at the start."""
    found: dict[str, Framework] = setting("FRAMEWORKS").newest
    return found


def kept(code: str) -> FrameworkVersion:
    """Give the kept text of the version that is offered now.

    Raises RuleBroken with "framework.unknown", or "framework.changed" when its file is not what was kept any more.
    """
    if code not in offered():
        raise RuleBroken("framework.unknown")
    version = offered()[code].version
    content = setting("FRAMEWORKS").files[code, version].content
    query = select(FrameworkVersion).where(FrameworkVersion.code == code, FrameworkVersion.version == version)
    row = db.session.scalar(query)
    if row is None:
        row = FrameworkVersion(code=code, version=version, content=content)
        db.session.add(row)
        db.session.flush()
    if row.content != content:
        raise RuleBroken("framework.changed", framework=code, version=version)
    return row


def changed() -> list[str]:
    """Name the files whose content is no longer what was kept when they were first used."""
    files = setting("FRAMEWORKS").files
    rows = db.session.scalars(select(FrameworkVersion).order_by(FrameworkVersion.code, FrameworkVersion.version))
    found = [(files.get((row.code, row.version)), row.content) for row in rows]
    return [file.path.name for file, content in found if file is not None and file.content != content]


def framework_of(row: FrameworkVersion) -> Framework:
    """Read a kept framework."""
    return _read(row.content)


def asked_in(evaluation: Evaluation) -> Framework:
    """Give the framework of an evaluation with the indicators on which the cities agreed."""
    indicators = [
        Question(one.code, {OWN: one.title}, BY_CITIES, AnswerKind.NUMBER, {OWN: one.unit})
        for one in evaluation.indicators
        if one.removed_at is None
    ]
    return framework_of(evaluation.framework).with_indicators(indicators)


@cache
def _read(content: str) -> Framework:
    return read_framework(json.loads(content))
