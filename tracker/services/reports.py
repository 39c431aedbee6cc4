"""Mission reports: opened from a mission, written, and sent to the cities that the mission concerns."""

from datetime import datetime

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.missions import MissionState
from tracker.domain.signing import DocumentKind, DocumentState
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person
from tracker.services import official_documents
from tracker.services.official_documents import note


def start_report(mission: Mission, *, language: str, actor: Person, at: datetime) -> OfficialDocument:
    """Open the draft of a mission's report, or of its next version once the newest was signed, returned or withdrawn.

    Raises RuleBroken when the mission has not taken place, or when a version is under way.
    """
    if mission.state not in {MissionState.COMPLETED, MissionState.REPORTED}:
        raise RuleBroken("report.mission_not_completed")
    return official_documents.begin(
        DocumentKind.MISSION_REPORT,
        mission.ref,
        mission.partnership,
        mission=mission,
        language=language,
        actor=actor,
        at=at,
    )


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
    note("report.written", document, actor, at)


def concerned_cities(mission: Mission) -> set[int]:
    """Give the ids of the member cities that a mission concerns: host, delegations, tasks; all when fewer than two."""
    members = {member.city_id for member in mission.partnership.members}
    named = {mission.host_city_id, *(one.city_id for one in mission.delegates)}
    named |= {task.city_id for task in mission.tasks if task.removed_at is None}
    concerned = {city for city in named if city in members}
    return concerned if len(concerned) > 1 else members
