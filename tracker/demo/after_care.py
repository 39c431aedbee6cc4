"""After-care in the demonstration: answers to the follow-ups that are due, and protocols that public sources name."""

from datetime import timedelta

from sqlalchemy import select

from tracker.db import db
from tracker.demo.chance import choice
from tracker.demo.scene import Scene
from tracker.domain.after_care import ProtocolKind, months_later
from tracker.domain.dates import PartialDate
from tracker.domain.partnerships import PartnershipState
from tracker.models.after_care import FollowUp, Protocol
from tracker.models.archive import ArchiveDocument
from tracker.services.follow_ups import FollowUpFields, answer_follow_up, plan_follow_ups
from tracker.services.protocols import ProtocolFields, record_protocol, review_protocol

ANSWERED_AFTER_DAYS = 4
ANSWERS = (
    FollowUpFields(
        "The instrument is still in use, and two of the technicians who learned it teach it now.",
        "The visits stopped when the project money ended.",
        "One call every three months, prepared in turn.",
    ),
    FollowUpFields(
        "The forms are used in three districts.",
        "The new council has not met the partners yet.",
        "Invite the new council to the next round table.",
    ),
    FollowUpFields("Only the personal contacts have lasted.", "The pilot action ended after one year.", ""),
)
SOURCED = {"bcn-med": ("d04", PartialDate(2017, 4)), "bcn-map": ("d09", PartialDate(2025))}
"""Protocols that sources record, by their document, and until when; they are facts, not demonstration."""
AIMS = "A cadastre that both councils use\nOne visit a year in each direction"
REVIEWED = "The first aim is kept. The second one was not: no visit took place in the year of the elections."
AGREED = "mzbr-gru-nam"
"""A partnership whose cities agreed on a protocol in the demonstration, and looked at it once."""


def write_after_care(scene: Scene) -> None:
    """Ask a closed partnership for its follow-ups, answer some of those that are due, and record known protocols."""
    partnership = scene.partnership
    if partnership.state is PartnershipState.AFTER_CARE:
        plan_follow_ups(partnership, at=partnership.state_since)
        for row in db.session.scalars(select(FollowUp).where(FollowUp.partnership_id == partnership.id)):
            row.is_demonstration = True
            _answer(scene, row)
    if scene.code in SOURCED:
        _record_sourced(scene, *SOURCED[scene.code])
    if scene.code == AGREED:
        _agree(scene)


def _record_sourced(scene: Scene, document: str, ends: PartialDate) -> None:
    found = db.session.scalars(select(ArchiveDocument).where(ArchiveDocument.code == document)).one()
    db.session.add(
        Protocol(
            partnership=scene.partnership,
            kind=ProtocolKind.FRIENDSHIP,
            title=found.title,
            signed=found.dated,
            ends=ends,
            created_at=scene.at,
        )
    )


def _agree(scene: Scene) -> None:
    """Let a technician record a protocol without end, and the cities review it on its first day of review."""
    first, author = scene.moment(1, 50, "protocol"), scene.technician(scene.cities[0])
    signed = PartialDate.parse(first.date().isoformat())
    told = ProtocolFields(ProtocolKind.COOPERATION, "Cooperation on land", signed, AIMS, review_months=12)

    def record() -> None:
        protocol = record_protocol(scene.partnership, told, actor=author, at=first)
        review_on = months_later(first.date(), 12)
        at = scene.hour(review_on, "review")
        if at < scene.at:
            scene.diary.add(at, lambda: review_protocol(protocol, review_on, REVIEWED, actor=author, at=at))

    scene.diary.add(first, record)


def _answer(scene: Scene, row: FollowUp) -> None:
    at = scene.hour(row.due_on + timedelta(days=ANSWERED_AFTER_DAYS), f"follow-up {row.months}")
    if at >= scene.at:
        return
    said = choice(ANSWERS, scene.code, row.city.code, str(row.months))
    scene.diary.add(at, lambda: answer_follow_up(row, said, actor=scene.technician(row.city), at=at))
