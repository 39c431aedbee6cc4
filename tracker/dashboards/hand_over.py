"""The hand-over pack of a new office holder: what the city signed, what is open, what it promised."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.signing import Decision, DocumentKind
from tracker.models.cities import City
from tracker.models.mandates import Commitment, Mandate
from tracker.models.missions import AgreedTask, Mission
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.partnerships import Member, Partnership


@dataclass(frozen=True)
class Signed:
    """A document that was signed for the city."""

    ref: str
    kind: DocumentKind
    partnership: str
    name: str
    office: str
    at: datetime
    is_demonstration: bool


@dataclass(frozen=True)
class Open:
    """A document that waits for the city's signature; `is_asked` is False until its turn has come."""

    ref: str
    kind: DocumentKind
    partnership: str
    due_on: date
    is_asked: bool


@dataclass(frozen=True)
class Promise:
    """A task that the city agreed to and has not done yet."""

    what: str
    who: str
    due_on: date | None
    mission: str
    partnership: str


@dataclass(frozen=True)
class Kept:
    """A partnership of the city, and whether the new holder has renewed its commitment; `asked_at` None: not asked."""

    ref: str
    title: str
    document: str | None
    asked_at: datetime | None
    renewed_at: datetime | None


def signed_for(city: City) -> list[Signed]:
    """List what the city's office holders and deputies signed, the newest first."""
    query = (
        select(
            OfficialDocument.ref,
            OfficialDocument.kind,
            Partnership.title,
            Signature.name,
            Signature.office,
            Signature.signed_at,
            Signature.is_demonstration,
        )
        .join(Slot, Slot.id == Signature.slot_id)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .where(Slot.city_id == city.id, Signature.decision == Decision.SIGNED, Partnership.deleted_at.is_(None))
        .order_by(Signature.signed_at.desc(), Signature.id.desc())
    )
    return [Signed(*row) for row in db.session.execute(query)]


def open_for(city: City) -> list[Open]:
    """List what waits for the city's signature, what is due first on top."""
    query = (
        select(OfficialDocument.ref, OfficialDocument.kind, Partnership.title, Slot.due_on, Slot.asked_at)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .where(Slot.city_id == city.id, Slot.closed_at.is_(None), Partnership.deleted_at.is_(None))
        .order_by(Slot.due_on, Slot.id)
    )
    return [Open(*row[:4], row.asked_at is not None) for row in db.session.execute(query)]


def promised_by(city: City) -> list[Promise]:
    """List the agreed tasks that the city still owes, what is due first on top."""
    query = (
        select(AgreedTask.what, AgreedTask.who, AgreedTask.due_on, Mission.ref, Partnership.title)
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .where(
            AgreedTask.city_id == city.id,
            AgreedTask.done_at.is_(None),
            AgreedTask.removed_at.is_(None),
            Mission.state != MissionState.CANCELLED,
            Partnership.deleted_at.is_(None),
        )
        .order_by(AgreedTask.due_on.is_(None), AgreedTask.due_on, AgreedTask.id)
    )
    return [Promise(*row) for row in db.session.execute(query)]


def commitments_of(mandate: Mandate) -> list[Kept]:
    """List the live partnerships of the city, with what became of the commitment under this mandate."""
    query = (
        select(
            Partnership.ref,
            Partnership.title,
            Commitment.series,
            Commitment.asked_at,
            Commitment.renewed_at,
        )
        .join(Member, Member.partnership_id == Partnership.id)
        .outerjoin(Commitment, (Commitment.partnership_id == Partnership.id) & (Commitment.mandate_id == mandate.id))
        .where(
            Member.city_id == mandate.city_id,
            Partnership.deleted_at.is_(None),
            Partnership.state.in_(sorted(LIVE_STATES)),
        )
        .order_by(Partnership.title, Partnership.id)
    )
    return [
        Kept(row.ref, row.title, f"{row.series}-v1" if row.series else None, row.asked_at, row.renewed_at)
        for row in db.session.execute(query)
    ]
