"""The policies of the gates: files of the package; which one a partnership follows, and moving it to another."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.policies import Policy, read_policy
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.permissions import Permission, require, standing_of
from tracker.services.journal import record

FOLDER = Path(__file__).parent.parent / "data" / "policies"


@cache
def offered() -> dict[str, Policy]:
    """Give every version of every policy by its name, in order; raises ValueError for a file that cannot be read."""
    found = [(file.stem, read_policy(json.loads(file.read_text()))) for file in FOLDER.glob("*.json")]
    if wrong := [stem for stem, one in found if stem != one.name]:
        raise ValueError(f"the file {wrong[0]}.json holds another policy or version than it is named after")
    return dict(sorted(found, key=lambda pair: (pair[1].code, pair[1].version)))


def newest() -> dict[str, Policy]:
    """Give the newest version of each policy by its code."""
    return {one.code: one for one in offered().values()}


def policy_of(partnership: Partnership) -> Policy:
    """Give the policy that a partnership follows."""
    return offered()[partnership.policy]


def policy_for(programme: Programme | None) -> Policy:
    """Give the policy that a new partnership of this programme follows; without a programme the guide's."""
    return newest()[programme.policy if programme is not None else "guide"]


def choose_policy(programme: Programme, code: str, *, actor: Person, at: datetime) -> None:
    """Let the programme's new partnerships follow this policy; those that run keep their own.

    Raises NotAllowed and RuleBroken("policy.unknown").
    """
    lock(programme)
    require(standing_of(actor, at), Permission.PROGRAMME_EDIT, programme)
    if code not in newest():
        raise RuleBroken("policy.unknown")
    if programme.policy == code:
        return
    before, programme.policy = programme.policy, code
    db.session.flush()
    record(
        "programme.policy_chosen",
        actor=actor,
        at=at,
        subject=programme.code,
        details={"before": before, "after": code},
    )


def move_to_policy(partnership: Partnership, name: str, *, reason: str, actor: Person, at: datetime) -> None:
    """Let the gates of a running partnership follow another policy; gates that were passed stay passed.

    Raises NotAllowed and RuleBroken with "policy.unknown", "policy.same" or "gate.needs_reason".
    """
    lock(partnership)
    require(standing_of(actor, at), Permission.GATE_DECIDE, partnership)
    if name not in offered():
        raise RuleBroken("policy.unknown")
    if name == partnership.policy:
        raise RuleBroken("policy.same")
    if not reason.strip():
        raise RuleBroken("gate.needs_reason")
    before, partnership.policy = partnership.policy, name
    db.session.flush()
    record(
        "partnership.policy_moved",
        actor=actor,
        at=at,
        partnership=partnership,
        subject=partnership.ref,
        details={"before": before, "after": name, "reason": reason},
    )
