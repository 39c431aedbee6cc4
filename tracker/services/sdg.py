"""The Sustainable Development Goals: reading them from their files, and choosing which of them a partnership serves."""

import csv
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select

from tracker.db import db
from tracker.domain.sdg import Goal, Served, goal_of, read_goals
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.sdg import PartnershipSdg
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import record

FOLDER = Path(__file__).parent.parent / "data" / "sdg"


@cache
def goals() -> dict[int, Goal]:
    """Give the goals by their number; raises ValueError for files that cannot be read."""
    return {goal.number: goal for goal in read_goals(_rows("goals"), _rows("targets"))}


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def served_by(partnership: Partnership) -> Served:
    """Give what a partnership serves; one statement."""
    query = select(PartnershipSdg.code, PartnershipSdg.note, PartnershipSdg.is_demonstration)
    rows = db.session.execute(query.where(PartnershipSdg.partnership_id == partnership.id)).all()
    return Served({row.code: row.note for row in rows}, frozenset(row.code for row in rows if row.is_demonstration))


def choose_goals(partnership: Partnership, numbers: Collection[int], *, actor: Person, at: datetime) -> None:
    """Let a partnership serve these goals and no others; the targets of a goal that is left out go with it.

    Numbers that name no goal are left out. Raises NotAllowed.
    """
    require(standing_of(actor, at), Permission.PARTNERSHIP_EDIT, partnership)
    rows = _stored(partnership)
    wanted = {goals()[number].code: "" for number in numbers if number in goals()}
    wanted |= {row.code: row.note for row in rows if goal_of(row.code) in numbers}
    _keep(partnership, rows, wanted, actor, at)


def choose_targets(
    partnership: Partnership, goal: Goal, why: str, targets: Mapping[str, str], *, actor: Person, at: datetime
) -> None:
    """Let a partnership serve a goal for this reason, and of its targets these and no others, each with its reason.

    Codes that name no target of the goal are left out. Raises NotAllowed.
    """
    require(standing_of(actor, at), Permission.PARTNERSHIP_EDIT, partnership)
    known = {target.code for target in goal.targets}
    rows = [row for row in _stored(partnership) if goal_of(row.code) == goal.number]
    chosen = {code: reason for code, reason in targets.items() if code in known}
    _keep(partnership, rows, {goal.code: why, **chosen}, actor, at)


def _stored(partnership: Partnership) -> list[PartnershipSdg]:
    query = select(PartnershipSdg).where(PartnershipSdg.partnership_id == partnership.id)
    return list(db.session.scalars(query))


def _keep(
    partnership: Partnership, rows: Iterable[PartnershipSdg], wanted: Mapping[str, str], actor: Person, at: datetime
) -> None:
    """Make the rows say what is wanted, and note what became of which code."""
    stored = {row.code: row for row in rows}
    told = {
        "added": sorted(wanted.keys() - stored.keys()),
        "removed": sorted(stored.keys() - wanted.keys()),
        "explained": sorted(code for code in wanted.keys() & stored.keys() if stored[code].note != wanted[code]),
    }
    for code in told["removed"]:
        db.session.delete(stored[code])
    for code in told["explained"]:
        stored[code].note = wanted[code]
    for code in told["added"]:
        row = PartnershipSdg(partnership=partnership, code=code, note=wanted[code], added_by_id=actor.id, added_at=at)
        row.is_demonstration = actor.is_demonstration
        db.session.add(row)
    db.session.flush()
    details = {what: codes for what, codes in told.items() if codes}
    if details:
        record("sdg.chosen", actor=actor, at=at, partnership=partnership, subject=partnership.ref, details=details)
