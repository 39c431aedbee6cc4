"""The life of an official document of any kind: begun, frozen when sent for signature, taken back, corrected."""

import hashlib
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
    Profile,
    SigningOrder,
    moved,
    turns,
)
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument, SigningProfile, Slot, Translation
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.notices import signing as notices
from tracker.services.contents import OWN_TO_A_VERSION, content_of
from tracker.services.document_files import keep_unsigned
from tracker.services.journal import record


def move(document: OfficialDocument, act: Act) -> None:
    """Bring a document to the state that an act leads to; raises RuleBroken("report.move_refused")."""
    after = moved(document.state, act)
    if after is None:
        raise RuleBroken("report.move_refused")
    document.state = after


def versions(series: str) -> list[OfficialDocument]:
    """List all versions of a document, the newest first."""
    query = select(OfficialDocument).where(OfficialDocument.series == series)
    return list(db.session.scalars(query.order_by(OfficialDocument.number.desc())).unique())


def begin(
    kind: DocumentKind,
    series: str,
    partnership: Partnership,
    *,
    mission: Mission | None = None,
    summary: str = "",
    language: str,
    actor: Person,
    at: datetime,
) -> OfficialDocument:
    """Open the draft of a document, or of its next version once the newest was signed, returned or withdrawn.

    A next version begins with the texts and translations of the one before. Raises RuleBroken("report.under_way").
    """
    lock(mission or partnership)
    newest = next(iter(versions(series)), None)
    if newest is not None and newest.state not in CORRECTABLE:
        raise RuleBroken("report.under_way")
    number = newest.number + 1 if newest else 1
    document = OfficialDocument(
        kind=kind,
        partnership=partnership,
        mission=mission,
        series=series,
        number=number,
        ref=f"{series}-v{number}",
        cycle=partnership.cycle,
        state=DocumentState.DRAFT,
        language=newest.language if newest else language,
        summary=newest.summary if newest else summary,
        signing_order=newest.signing_order if newest else SigningOrder.ANY,
        author=actor,
        created_at=at,
        is_demonstration=actor.is_demonstration or (mission is not None and mission.is_demonstration),
        translations=_copies(newest.translations if newest else []),
    )
    db.session.add(document)
    db.session.flush()
    note("report.started", document, actor, at)
    return document


def _copies(translations: list[Translation]) -> list[Translation]:
    return [Translation(language=one.language, texts=one.texts, originals=one.originals) for one in translations]


def submit(
    document: OfficialDocument,
    *,
    cities: Collection[int],
    order: SigningOrder = SigningOrder.ANY,
    actor: Person,
    at: datetime,
) -> None:
    """Freeze a draft, keep its PDF, open a slot for each of `cities` (ids), and ask whoever signs first.

    Raises RuleBroken("report.incomplete") without a summary, ("report.unchanged") when the returned version said the
    same, ("report.cities") when no city or a foreign one is named.
    """
    if document.mission is not None:
        lock(document.mission)
    lock(document)
    members = [member.city for member in document.partnership.members if member.city_id in set(cities)]
    if not members or len(members) != len(set(cities)):
        raise RuleBroken("report.cities")
    if not document.summary.strip():
        raise RuleBroken("report.incomplete")
    content = content_of(document)
    _refuse_unchanged(document, content)
    move(document, Act.SUBMIT)
    document.signing_order = order
    document.submitted_at = at
    document.submitted_by_id = actor.id
    document.code = secrets.token_hex(16)
    document.digest = digest(content)
    document.content = canonical(content).decode()
    document.slots = _slots(document, members, at)
    if document.mission is not None and document.mission.state is MissionState.COMPLETED:
        document.mission.state = MISSION_MOVES[document.mission.state.value, "report"]
    db.session.flush()
    file = keep_unsigned(document, at)
    note("report.submitted", document, actor, at, **_sent(document, members), pdf=file.sha256)
    if document.kind is not DocumentKind.RENEWAL:  # a successor is asked once, with all that waits, at the hand-over
        notices.ask_to_sign(document, at=at)


def _sent(document: OfficialDocument, cities: list[City]) -> dict[str, object]:
    """Give what the journal keeps of a version that is sent; `flask verify` compares it with the rows."""
    return {
        "digest": document.digest,
        "code": hashlib.sha256((document.code or "").encode()).hexdigest(),
        "cycle": document.cycle,
        "order": document.signing_order.value,
        "cities": [city.code for city in cities],
        "profiles": [slot.profile.value for slot in document.slots],
        "turns": [slot.turn for slot in document.slots],
    }


def _slots(document: OfficialDocument, cities: list[City], at: datetime) -> list[Slot]:
    host = document.mission.host_city_id if document.mission else None
    turn = turns(document.signing_order, [city.id for city in cities], own=document.author.city_id, host=host)
    asked = dict(
        db.session.execute(
            select(SigningProfile.city_id, SigningProfile.profile).where(SigningProfile.kind == document.kind)
        ).all()
    )
    return [
        Slot(
            city=city,
            position=position,
            turn=turn[city.id],
            profile=asked.get(city.id, Profile.A),
            opened_at=at,
            asked_at=at if turn[city.id] == 1 else None,
            due_on=local_day(at, city.timezone) + timedelta(days=SIGN_OFF_DUE_DAYS * turn[city.id]),
        )
        for position, city in enumerate(cities, start=1)
    ]


def _refuse_unchanged(document: OfficialDocument, content: dict[str, Any]) -> None:
    earlier = db.session.scalar(
        select(OfficialDocument).where(
            OfficialDocument.series == document.series, OfficialDocument.number == document.number - 1
        )
    )
    if earlier is None or earlier.content is None or earlier.state is DocumentState.WITHDRAWN:
        return
    before = json.loads(earlier.content)
    if all(before.get(key) == value for key, value in content.items() if key not in OWN_TO_A_VERSION):
        raise RuleBroken("report.unchanged")


def withdraw(document: OfficialDocument, *, reason: str, actor: Person | None, at: datetime) -> None:
    """Take a version back before everybody has signed; the reason stays, whoever was asked or signed is told."""
    lock(document)
    was_submitted = document.content is not None
    move(document, Act.WITHDRAW)
    document.withdrawn_reason = reason
    close(document, at)
    db.session.flush()
    note("report.withdrawn", document, actor, at, reason=reason)
    if was_submitted:
        notices.tell_withdrawn(document, at=at)


def close(document: OfficialDocument, at: datetime) -> None:
    """Close the slots that are still open, and give the mission back its state without a report."""
    for slot in document.slots:
        slot.closed_at = slot.closed_at or at
    mission = document.mission
    signed = select(func.count()).where(
        OfficialDocument.series == document.series, OfficialDocument.state == DocumentState.SIGNED
    )
    if mission is not None and mission.state is MissionState.REPORTED and not db.session.scalar(signed):
        mission.state = MISSION_MOVES[mission.state.value, "unreport"]


def note(verb: str, document: OfficialDocument, actor: Person | None, at: datetime, **details: object) -> None:
    """Write an act on a document into the journal."""
    record(
        verb,
        actor=actor,
        at=at,
        partnership=document.partnership,
        subject=document.ref,
        details=details,
        is_demonstration=document.is_demonstration,
    )
