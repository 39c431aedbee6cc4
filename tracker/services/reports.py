"""Mission reports: written from the mission, frozen when sent for signature, corrected by a new version."""

import json
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from tracker.db import db, lock
from tracker.documents.digest import canonical, digest
from tracker.domain.errors import RuleBroken
from tracker.domain.mandates import local_day
from tracker.domain.missions import MOVES as MISSION_MOVES
from tracker.domain.missions import MissionState
from tracker.domain.signing import (
    CORRECTABLE,
    SIGN_OFF_DUE_DAYS,
    Act,
    DocumentKind,
    DocumentState,
    moved,
)
from tracker.models.attachments import Attachment
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.people import Person
from tracker.notices import signing as notices
from tracker.services.journal import record

OWN_TO_A_VERSION = ("ref", "version", "replaces", "author")
"""What two versions differ in although their text is the same."""


def move(document: OfficialDocument, act: Act) -> None:
    """Bring a document to the state that an act leads to; raises RuleBroken("report.move_refused")."""
    after = moved(document.state, act)
    if after is None:
        raise RuleBroken("report.move_refused")
    document.state = after


def versions(mission: Mission) -> list[OfficialDocument]:
    """List all versions of a mission's report, the newest first."""
    query = select(OfficialDocument).where(OfficialDocument.mission_id == mission.id)
    return list(db.session.scalars(query.order_by(OfficialDocument.number.desc())).unique())


def start_report(mission: Mission, *, language: str, actor: Person, at: datetime) -> OfficialDocument:
    """Open the draft of a mission's report, or of its next version once the newest was signed, returned or withdrawn.

    Raises RuleBroken when the mission has not taken place, or when a version is under way.
    """
    lock(mission)
    newest = next(iter(versions(mission)), None)
    if mission.state not in {MissionState.COMPLETED, MissionState.REPORTED}:
        raise RuleBroken("report.mission_not_completed")
    if newest is not None and newest.state not in CORRECTABLE:
        raise RuleBroken("report.under_way")
    number = newest.number + 1 if newest else 1
    document = OfficialDocument(
        kind=DocumentKind.MISSION_REPORT,
        partnership=mission.partnership,
        mission=mission,
        number=number,
        ref=f"{mission.ref}-v{number}",
        cycle=mission.partnership.cycle,
        state=DocumentState.DRAFT,
        language=newest.language if newest else language,
        summary=newest.summary if newest else "",
        author=actor,
        created_at=at,
        is_demonstration=mission.is_demonstration or actor.is_demonstration,
    )
    db.session.add(document)
    db.session.flush()
    _record("report.started", document, actor, at)
    return document


def write_report(
    document: OfficialDocument,
    *,
    summary: str,
    findings: str,
    decisions: str,
    language: str,
    actor: Person,
    at: datetime,
) -> None:
    """Keep the texts of a draft; findings and decisions belong to the mission, so that nothing is kept twice."""
    if document.state is not DocumentState.DRAFT:
        raise RuleBroken("report.move_refused")
    document.summary = summary
    document.language = language
    document.of_mission.findings = findings
    document.of_mission.decisions = decisions
    db.session.flush()
    _record("report.written", document, actor, at)


def content_of(document: OfficialDocument) -> dict[str, Any]:
    """Gather everything that this version says, as plain values that do not depend on the reader's language."""
    mission = document.of_mission
    return {
        "kind": document.kind.value,
        "ref": document.ref,
        "version": document.number,
        "language": document.language,
        "is_demonstration": document.is_demonstration,
        "replaces": f"{mission.ref}-v{document.number - 1}" if document.number > 1 else None,
        "partnership": {
            "ref": document.partnership.ref,
            "title": document.partnership.title,
            "theme": document.partnership.theme,
        },
        "cities": [{"name": city.name, "country": city.country} for city in document.partnership.cities],
        "mission": _mission_content(mission),
        "summary": document.summary,
        "findings": mission.findings,
        "decisions": mission.decisions,
        "tasks": _tasks_content(mission),
        "delegation": [
            {
                "name": one.name,
                "organisation": one.organisation,
                "city": one.city.name if one.city else "",
                "function": one.function,
                "payer": one.payer,
            }
            for one in mission.delegates
        ],
        "attachments": _attachments_content(mission),
        "author": {"name": document.author.name, "city": document.author.employer},
    }


def _mission_content(mission: Mission) -> dict[str, Any]:
    return {
        "ref": mission.ref,
        "kind": mission.kind.value,
        "starts": str(mission.starts) if mission.starts else None,
        "ends": str(mission.ends) if mission.ends else None,
        "date_precision": mission.date_precision.value,
        "place": mission.place,
        "host": mission.host_city.name if mission.host_city else "",
        "purpose": mission.purpose,
        "theme": mission.theme,
        "participants": mission.participants,
    }


def _tasks_content(mission: Mission) -> list[dict[str, Any]]:
    standing = [task for task in mission.tasks if task.removed_at is None]
    return [
        {
            "position": position,
            "what": task.what,
            "who": task.who,
            "city": task.city.name,
            "due_on": task.due_on.isoformat() if task.due_on else None,
            "amount_cents": task.amount_cents,
            "currency": task.currency,
            "bearer": task.bearer,
        }
        for position, task in enumerate(standing, start=1)
    ]


def _attachments_content(mission: Mission) -> list[dict[str, Any]]:
    query = (
        select(Attachment)
        .where(Attachment.mission_id == mission.id, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    return [
        {"name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}
        for file in db.session.scalars(query)
    ]


def stored_content(document: OfficialDocument) -> dict[str, Any]:
    """Give what a version says: the frozen text once it was sent, what the mission says while it is a draft."""
    return json.loads(document.content) if document.content is not None else content_of(document)


def concerned_cities(mission: Mission) -> set[int]:
    """Give the ids of the member cities that a mission concerns: host, delegations, tasks; all when fewer than two."""
    members = {member.city_id for member in mission.partnership.members}
    named = {mission.host_city_id, *(one.city_id for one in mission.delegates)}
    named |= {task.city_id for task in mission.tasks if task.removed_at is None}
    concerned = {city for city in named if city in members}
    return concerned if len(concerned) > 1 else members


def submit_report(document: OfficialDocument, *, cities: Collection[int], actor: Person, at: datetime) -> None:
    """Freeze a draft, open a slot for each of `cities` (ids of member cities), and ask the office holders to sign.

    Raises RuleBroken("report.incomplete") without a summary, ("report.unchanged") when the returned version said the
    same, ("report.cities") when no city or a foreign one is named.
    """
    mission = document.of_mission
    lock(mission)
    lock(document)
    members = [member for member in document.partnership.members if member.city_id in set(cities)]
    if not members or len(members) != len(set(cities)):
        raise RuleBroken("report.cities")
    if not document.summary.strip():
        raise RuleBroken("report.incomplete")
    content = content_of(document)
    _refuse_unchanged(document, content)
    move(document, Act.SUBMIT)
    document.content = canonical(content).decode()
    document.digest = digest(content)
    document.code = secrets.token_hex(16)
    document.submitted_at = at
    document.submitted_by_id = actor.id
    document.slots = [
        Slot(
            city=member.city,
            position=position,
            opened_at=at,
            due_on=local_day(at, member.city.timezone) + timedelta(days=SIGN_OFF_DUE_DAYS),
        )
        for position, member in enumerate(members, start=1)
    ]
    if mission.state is MissionState.COMPLETED:
        mission.state = MISSION_MOVES[mission.state.value, "report"]
    db.session.flush()
    _record("report.submitted", document, actor, at, digest=document.digest, cities=[m.city.code for m in members])
    notices.ask_to_sign(document, at=at)


def _refuse_unchanged(document: OfficialDocument, content: dict[str, Any]) -> None:
    earlier = db.session.scalar(
        select(OfficialDocument).where(
            OfficialDocument.mission_id == document.mission_id, OfficialDocument.number == document.number - 1
        )
    )
    if earlier is None or earlier.content is None or earlier.state is DocumentState.WITHDRAWN:
        return
    before = json.loads(earlier.content)
    if all(before.get(key) == value for key, value in content.items() if key not in OWN_TO_A_VERSION):
        raise RuleBroken("report.unchanged")


def withdraw_report(document: OfficialDocument, *, reason: str, actor: Person, at: datetime) -> None:
    """Take a version back before everybody has signed; the reason stays, whoever was asked or signed is told."""
    lock(document)
    was_submitted = document.content is not None
    move(document, Act.WITHDRAW)
    document.withdrawn_reason = reason
    close(document, at)
    db.session.flush()
    _record("report.withdrawn", document, actor, at, reason=reason)
    if was_submitted:
        notices.tell_withdrawn(document, at=at)


def close(document: OfficialDocument, at: datetime) -> None:
    """Close the slots that are still open, and give the mission back its state without a report."""
    for slot in document.slots:
        slot.closed_at = slot.closed_at or at
    mission = document.mission
    signed = select(func.count()).where(
        OfficialDocument.mission_id == document.mission_id, OfficialDocument.state == DocumentState.SIGNED
    )
    if mission is not None and mission.state is MissionState.REPORTED and not db.session.scalar(signed):
        mission.state = MISSION_MOVES[mission.state.value, "unreport"]


def _record(verb: str, document: OfficialDocument, actor: Person, at: datetime, **details: object) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        partnership=document.partnership,
        subject=document.ref,
        details=details,
        is_demonstration=document.is_demonstration,
    )
