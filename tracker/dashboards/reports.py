"""What the pages of a report show."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from tracker.dashboards.sign_offs import SignOff, states
from tracker.db import db
from tracker.domain.signing import OPEN_FOR_SIGNATURE, Decision, DocumentState
from tracker.i18n import clock_time, day, iso_day
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.notices.official_pdf import shown
from tracker.sentences import gettext as _
from tracker.services.offices import holders


@dataclass(frozen=True)
class Place:
    """A city's place to sign, as a page shows it: who, which office, and how it stands while it is waited for."""

    slot_id: int
    city: str
    city_code: str
    name: str
    office: str
    status: tuple[str, str]
    note: str
    is_open: bool
    is_vacant: bool
    waiting: SignOff | None = None


def places(document: OfficialDocument, at: datetime) -> list[Place]:
    """List the places to sign of a document, in their order."""
    mandates = holders([slot.city_id for slot in document.slots], at)
    waiting = states(document, at) if document.state in OPEN_FOR_SIGNATURE else {}
    return [
        replace(_place(slot, mandates.get(slot.city_id), at), waiting=waiting.get(slot.id)) for slot in document.slots
    ]


def _place(slot: Slot, mandate: Mandate | None, at: datetime) -> Place:
    signature = slot.signature
    if signature is not None:
        signed = signature.decision is Decision.SIGNED
        status = ("done", _("Signed")) if signed else ("returned", _("Returned with remarks"))
        note = clock_time(signature.signed_at)
        return Place(
            slot.id, slot.city.name, slot.city.code, signature.name, signature.office, status, note, False, False
        )
    name = mandate.person.name if mandate else ""
    office = mandate.office if mandate else _("Nobody holds this office now")
    is_open = slot.closed_at is None
    return Place(
        slot.id, slot.city.name, slot.city.code, name, office, _waiting(slot, at.date()), "", is_open, mandate is None
    )


def _waiting(slot: Slot, today: date) -> tuple[str, str]:
    if slot.closed_at is not None:
        return ("not_started", _("Not needed any more"))
    if slot.due_on < today:
        return ("overdue", _("Waiting since %(day)s", day=day(slot.due_on)))
    return ("awaiting", _("Waiting, until %(day)s", day=day(slot.due_on)))


def earlier_version(document: OfficialDocument) -> OfficialDocument | None:
    """Give the version before this one that was put before the office holders; None for a first version."""
    query = (
        select(OfficialDocument)
        .where(
            OfficialDocument.series == document.series,
            OfficialDocument.number < document.number,
            OfficialDocument.content.is_not(None),
        )
        .order_by(OfficialDocument.number.desc())
        .limit(1)
    )
    return db.session.scalars(query).unique().first()


def tasks_to_confirm(content: dict[str, object], earlier: OfficialDocument | None) -> list[dict[str, str]]:
    """List a report's tasks as the mayor reads them; a task whose day changed since the earlier version says so."""
    days = {}
    if earlier is not None and earlier.content is not None:
        days = {task["what"]: task["due_on"] for task in json.loads(earlier.content)["tasks"]}
    return [
        {
            "text": task["what"],
            "who": ", ".join(filter(None, (task["who"], task["city"]))),
            "until": _("until %(day)s", day=task["due"]) if task["due"] else "",
            "cost": task["cost"],
            "changed": _change(task, days, earlier),
        }
        for task in shown(content)["tasks"]
    ]


def _change(task: dict[str, str], days: dict[str, str | None], earlier: OfficialDocument | None) -> str:
    if earlier is None:
        return ""
    if task["what"] not in days:
        return _("New in this version")
    before = days[task["what"]]
    if before == task["due_on"]:
        return ""
    return _("Changed: before %(day)s", day=iso_day(before) or _("without a day"))


TONES = {
    DocumentState.DRAFT: "in_progress",
    DocumentState.IN_REVIEW: "in_progress",
    DocumentState.CHANGES_REQUESTED: "returned",
    DocumentState.AWAITING_SIGNATURE: "awaiting",
    DocumentState.PARTLY_SIGNED: "awaiting",
    DocumentState.SIGNED: "done",
    DocumentState.DECLINED: "returned",
    DocumentState.SUPERSEDED: "not_started",
    DocumentState.WITHDRAWN: "not_started",
}
"""Which status mark a document's state has."""
