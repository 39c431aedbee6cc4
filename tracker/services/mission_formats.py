"""What is said of a mission by its kind alone: the fields of its format, and its sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm.attributes import flag_modified

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.mission_kinds import IN_SESSIONS, own_fields
from tracker.models.missions import Mission, MissionDetail, MissionSession
from tracker.models.people import Person
from tracker.services.journal import record
from tracker.services.missions import refuse_at_rest, refuse_locked


@dataclass(frozen=True)
class SessionDraft:
    """One session: its day, its length in minutes when it is known, and what was done."""

    held_on: date
    minutes: int | None = None
    what: str = ""


def answers_of(mission: Mission) -> dict[str, str]:
    """Give what is said in the fields of the mission's present kind, by their codes, in their order."""
    said = {one.field: one.text for one in mission.details}
    return {one.code: said[one.code] for one in own_fields(mission.kind) if one.code in said}


def sessions_of(mission: Mission) -> list[MissionSession]:
    """List the sessions of a mission whose kind has them, the earliest first."""
    return mission.sessions if mission.kind in IN_SESSIONS else []


def describe_format(
    mission: Mission, answers: Mapping[str, str], sessions: Sequence[SessionDraft], *, actor: Person, at: datetime
) -> list[str]:
    """Keep the answers to the fields of the mission's kind, and its sessions; name what changed.

    An empty answer takes the field away. What was said under another kind stays, unseen. Nothing is written when
    nothing changed. Raises RuleBroken("mission.locked"), ("partnership.not_live"), or ("mission.session_ahead") for a
    session on a day that has come nowhere on earth yet.
    """
    lock(mission)
    refuse_locked(mission)
    refuse_at_rest(mission.partnership)
    latest = at.date() + timedelta(days=1)
    if any(one.held_on > latest for one in sessions):
        raise RuleBroken("mission.session_ahead")
    before = answers_of(mission)
    wanted = {one.code: answers[one.code] for one in own_fields(mission.kind) if answers.get(one.code)}
    changed = [one.code for one in own_fields(mission.kind) if before.get(one.code) != wanted.get(one.code)]
    kept = [one for one in mission.details if one.field not in changed]
    held = [SessionDraft(one.held_on, one.minutes, one.what) for one in mission.sessions]
    ordered = sorted(sessions, key=lambda one: one.held_on)
    if mission.kind in IN_SESSIONS and held != ordered:
        changed.append("sessions")
        mission.sessions = [MissionSession(held_on=one.held_on, minutes=one.minutes, what=one.what) for one in ordered]
    if changed:
        present = {one.field: one for one in mission.details}
        mission.details = [*kept, *(_detail(present, code, wanted) for code in changed if code in wanted)]
        flag_modified(mission, "title")
        db.session.flush()
        record(
            "mission.changed",
            actor=actor,
            at=at,
            partnership=mission.partnership,
            subject=mission.ref,
            details={"fields": changed},
        )
    return changed


def _detail(present: Mapping[str, MissionDetail], code: str, wanted: Mapping[str, str]) -> MissionDetail:
    detail = present.get(code) or MissionDetail(field=code)
    detail.text = wanted[code]
    return detail
