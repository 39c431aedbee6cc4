"""What does not add up: one finding for each thing that a check of the stored acts has found wrong."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select

from tracker.db import db

PAGE = 500
"""Rows that are looked at together, so that a check of a large house needs little memory."""


@dataclass(frozen=True)
class Finding:
    """Something that does not add up: which rule is broken (`code`), by which thing, and in what particular."""

    code: str
    subject: str
    detail: str = ""


def pages(query: Select[Any], number: ColumnElement[int]) -> Iterator[list[Row[Any]]]:
    """Read a query's rows in the order of their `number`, so many at a time; the first column is that number."""
    last: int | None = None
    while True:
        further = query if last is None else query.where(number > last)
        rows = list(db.session.execute(further.order_by(number).limit(PAGE)))
        if rows:
            yield rows
        if len(rows) < PAGE:
            return
        last = rows[-1][0]


def differing(code: str, subject: str, pairs: Mapping[str, tuple[object, object]]) -> Iterator[Finding]:
    """Give a finding for each name whose two values differ: what is stored, and what it must be."""
    for name, (stored, wanted) in pairs.items():
        if stored != wanted:
            yield Finding(code, subject, name)


def parsed(text: str | None) -> dict[str, Any]:
    """Read a JSON object; an empty one where the text is none, which is found by its hash."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def part(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Give a part of what was told that is made of named values; an empty one where it is not."""
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def parts(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Give a list of such parts; those that are not are left out."""
    found = told.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
