"""The policies of the gates: files of the package and the operator; which one a partnership follows, and moving it."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.policies import Policy, read_policy
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.permissions import Permission, require, standing_of
from tracker.services.data_files import read_files
from tracker.services.journal import record
from tracker.settings import setting

FOLDER = Path(__file__).parent.parent / "data" / "policies"


def read_policies(instance: Path) -> dict[str, Policy]:
    """Read every version of every policy of the package and of the operator, in `instance`; by its name, in order.

    Raises ValueError as `read_files` does, and for a file that is not named after what it holds.
    """
    files = read_files([FOLDER, instance / "policies"], read_policy).values()
    if wrong := next((file for file in files if file.path.stem != file.thing.name), None):
        raise ValueError(f"{wrong.path} holds {wrong.thing.name}. Name the file {wrong.thing.name}.json.")
    return {file.thing.name: file.thing for file in files}


def offered() -> dict[str, Policy]:
    """Give every version of every policy by its name, in order, as read at the start."""
    found: dict[str, Policy] = setting("POLICIES")
    return found


def newest() -> dict[str, Policy]:
    """Give the newest version of each policy by its code."""
    return {one.code: one for one in offered().values()}


def followed(partnership: Partnership) -> Policy | None:
    """Give the policy that a partnership follows; None when no file holds it any more."""
    return offered().get(partnership.policy)


def policy_of(partnership: Partnership) -> Policy:
    """Give the policy that a partnership follows; raises RuleBroken("policy.missing") when no file holds it."""
    found = followed(partnership)
    if found is None:
        raise RuleBroken("policy.missing", policy=partnership.policy)
    return found


def chosen(programme: Programme | None) -> Policy | None:
    """Give the policy that a programme's new partnerships follow, by default the guide's; None as `followed`."""
    return newest().get(programme.policy if programme is not None else "guide")


def policy_for(programme: Programme | None) -> Policy:
    """Give the policy that a new partnership of this programme follows; raises RuleBroken("policy.missing")."""
    found = chosen(programme)
    if found is None:
        raise RuleBroken("policy.missing", policy=programme.policy if programme is not None else "guide")
    return found


def missing() -> list[str]:
    """Name the policies that partnerships or programmes follow and no file holds."""
    followed_now = db.session.scalars(select(Partnership.policy).where(Partnership.deleted_at.is_(None)).distinct())
    chosen_now = db.session.scalars(select(Programme.policy).distinct())
    return sorted({*followed_now} - {*offered()} | {*chosen_now} - {*newest()})


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
